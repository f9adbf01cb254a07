//! Two laps side by side along their road, for drawing.

use crate::compare::NINE_OF_TEN;
use crate::driven::DrivenLap;
use crate::road::Road;

/// Both laps at one place of the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alongside {
    /// Metres from the line.
    pub s: f64,
    /// On the map, where the road has one: east and north, in metres.
    pub point: Option<(f64, f64)>,
    /// Seconds by which the lap is behind the reference.
    pub behind: f64,
    /// Half the interval that holds it nine times out of ten, in seconds.
    pub behind_error: f64,
    /// What the lap did, and what the reference did.
    pub laps: [AtPlace; 2],
}

/// A lap at one place of the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtPlace {
    /// Seconds from the line.
    pub time: f64,
    /// Metres per second.
    pub speed: f64,
    /// From 0 to 1, where it was sampled.
    pub throttle: Option<f64>,
    /// From 0 to 1, where it was sampled.
    pub brake: Option<f64>,
    /// From 1, where it was sampled.
    pub gear: Option<f64>,
    /// To the left of the line of the road, in metres, where places were sampled.
    pub offset: Option<f64>,
}

/// Both laps along their road, from line to line, a place about every `step` metres.
pub fn alongside(lap: &DrivenLap, reference: &DrivenLap, road: &Road, step: f64) -> Vec<Alongside> {
    let n = (road.length() / step).ceil().max(2.0) as usize;
    let both = [lap, reference];
    let mut samples = [0, 0];
    let at = |i: usize| {
        let s = road.length() * i as f64 / n as f64;
        let passed = both.map(|lap| lap.passed_on_the_way(s));
        let laps = [0, 1].map(|which: usize| {
            let time = passed[which].time;
            let sampled = both[which].speeds();
            let at = &mut samples[which];
            while *at + 1 < sampled.len() && sampled[*at + 1].time <= time {
                *at += 1;
            }
            let sample = sampled[*at];
            AtPlace {
                time,
                speed: both[which].speed(time),
                throttle: sample.throttle,
                brake: sample.brake,
                gear: sample.gear,
                offset: both[which].offset(time),
            }
        });
        let error = passed[0].error.hypot(passed[1].error);
        Alongside {
            s,
            point: road.point(s, 0.0),
            behind: passed[0].time - passed[1].time,
            behind_error: if lap == reference { 0.0 } else { NINE_OF_TEN * error },
            laps,
        }
    };
    (0..=n).map(at).collect()
}
