use maatstaf_core::Channel;

/// Kinds of quantity that share units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Speed,
    Acceleration,
    Angle,
    TurnRate,
    Length,
    Share,
    EngineSpeed,
    Number,
}

/// One of a unit in the unit of the SI, by the names that tools write.
const UNITS: [(&str, Kind, f64); 44] = {
    use Kind::{Acceleration, Angle, EngineSpeed, Length, Share, Speed, TurnRate};
    const G: f64 = 9.806_65; // m/s²
    const DEGREE: f64 = std::f64::consts::PI / 180.0; // rad
    const PER_MINUTE: f64 = std::f64::consts::TAU / 60.0; // rad/s
    [
        ("m/s", Speed, 1.0),
        ("mps", Speed, 1.0),
        ("km/h", Speed, 1.0 / 3.6),
        ("kph", Speed, 1.0 / 3.6),
        ("kmh", Speed, 1.0 / 3.6),
        ("kmph", Speed, 1.0 / 3.6),
        ("mph", Speed, 0.447_04),
        ("kn", Speed, 1852.0 / 3600.0),
        ("kts", Speed, 1852.0 / 3600.0),
        ("knots", Speed, 1852.0 / 3600.0),
        ("m/s2", Acceleration, 1.0),
        ("m/s^2", Acceleration, 1.0),
        ("m/s²", Acceleration, 1.0),
        ("m/s/s", Acceleration, 1.0),
        ("g", Acceleration, G),
        ("gs", Acceleration, G),
        ("rad", Angle, 1.0),
        ("deg", Angle, DEGREE),
        ("degrees", Angle, DEGREE),
        ("°", Angle, DEGREE),
        ("rad/s", TurnRate, 1.0),
        ("deg/s", TurnRate, DEGREE),
        ("°/s", TurnRate, DEGREE),
        ("deg/sec", TurnRate, DEGREE),
        ("m", Length, 1.0),
        ("metres", Length, 1.0),
        ("meters", Length, 1.0),
        ("km", Length, 1000.0),
        ("mm", Length, 0.001),
        ("cm", Length, 0.01),
        ("ft", Length, 0.3048),
        ("feet", Length, 0.3048),
        ("mi", Length, 1609.344),
        ("miles", Length, 1609.344),
        ("ratio", Share, 1.0),
        ("0..1", Share, 1.0),
        ("%", Share, 0.01),
        ("percent", Share, 0.01),
        ("angle%", Share, 0.01),
        ("rpm", EngineSpeed, PER_MINUTE),
        ("1/min", EngineSpeed, PER_MINUTE),
        ("r/min", EngineSpeed, PER_MINUTE),
        ("rev/min", EngineSpeed, PER_MINUTE),
        ("revs/min", EngineSpeed, PER_MINUTE),
    ]
};

const fn kind(channel: Channel) -> Kind {
    match channel {
        Channel::Speed => Kind::Speed,
        Channel::AccelerationForward | Channel::AccelerationLeft => Kind::Acceleration,
        Channel::YawRate => Kind::TurnRate,
        Channel::Heading | Channel::Steering | Channel::SlipAngle(_) => Kind::Angle,
        Channel::Offset | Channel::East | Channel::North | Channel::Up => Kind::Length,
        Channel::Throttle | Channel::Brake | Channel::Slip(_) => Kind::Share,
        Channel::EngineSpeed => Kind::EngineSpeed,
        _ => Kind::Number,
    }
}

/// What one of a unit is in the unit of the SI for a channel; `None` where it does not fit it.
pub(crate) fn to_si(channel: Channel, unit: &str) -> Option<f64> {
    let unit = unit.trim().to_lowercase();
    match kind(channel) {
        Kind::Number if channel == Channel::Gear => Some(1.0),
        kind => {
            let found = UNITS.iter().find(|(name, of, _)| *name == unit && *of == kind);
            found.map(|(_, _, factor)| *factor)
        }
    }
}

/// Seconds in a unit of time.
pub(crate) fn seconds_in(unit: &str) -> Option<f64> {
    match unit.trim().to_lowercase().as_str() {
        "s" | "sec" | "seconds" => Some(1.0),
        "ms" | "milliseconds" => Some(1e-3),
        "us" | "µs" | "μs" => Some(1e-6),
        "min" | "minutes" => Some(60.0),
        "h" => Some(3600.0),
        _ => None,
    }
}

/// Metres in a unit of length.
pub(crate) fn metres_in(unit: &str) -> Option<f64> {
    to_si(Channel::Up, unit)
}
