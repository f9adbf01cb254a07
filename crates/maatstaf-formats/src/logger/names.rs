use maatstaf_core::Channel;

use super::to_si;

/// What tools call the channels that we know; the better name stands first, and only one channel of
/// a stream is taken. Names are compared without spaces, marks and capitals.
///
/// Every tool met so far reads lateral acceleration and turning as positive in a corner to the left
/// and braking as negative, as we do. The angle of the steering wheel is not that of the wheels and
/// keeps its name.
const NAMES: [(Channel, &[&str]); 9] = [
    (
        Channel::Speed,
        &[
            "groundspeed",
            "vehiclespeed",
            "speed",
            "gpsspeed",
            "speedoverground",
            "corrspeed",
            "drivespeed",
        ],
    ),
    (
        Channel::AccelerationForward,
        &["gforcelong", "glong", "glon", "longitudinalacc", "longaccel", "gforcelongitudinal"],
    ),
    (Channel::AccelerationLeft, &["gforcelat", "glat", "lateralacc", "lataccel", "gforcelateral"]),
    (Channel::YawRate, &["yawrate", "gyroyawvelocity", "roty", "gyrozaxis"]),
    (Channel::Up, &["gpsaltitude", "altitude", "alt"]),
    (
        Channel::Throttle,
        &[
            "acceleratorpos",
            "accelposition",
            "throttlepos",
            "throttle",
            "throttleposition",
            "throttlepedal",
        ],
    ),
    (Channel::Brake, &["brakepos", "brake", "brakeposition", "brakepedal"]),
    (Channel::Gear, &["gear", "gearpos", "gearposition"]),
    (Channel::EngineSpeed, &["enginerpm", "rpm", "rpms", "enginespeed"]),
];

/// Which of the named channels we know, and what one of their unit is in that of the SI.
pub(crate) fn known<'a>(
    channels: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<Option<(Channel, f64)>> {
    let channels: Vec<(String, &str)> = channels.map(|(name, unit)| (plain(name), unit)).collect();
    let mut known = vec![None; channels.len()];
    for (channel, names) in NAMES {
        let candidates = channels.iter().enumerate().filter_map(|(idx, (name, unit))| {
            let rank = names.iter().position(|it| it == name)?;
            Some((rank, idx, to_si(channel, unit)?))
        });
        if let Some((_, idx, factor)) = candidates.min_by_key(|(rank, idx, _)| (*rank, *idx)) {
            known[idx] = Some((channel, factor));
        }
    }
    known
}

/// A name without spaces, marks and capitals.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
