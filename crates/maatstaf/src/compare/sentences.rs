//! What two laps differ in, in the words of the field.

use maatstaf_telemetry::{Comparison, CornerDriven, Loss, Phase, PhaseLoss, Segment, Within};

/// Metres per second in a kilometre an hour.
const KMH: f64 = 1.0 / 3.6;
/// Places of pedals differ by more than this, in metres, beyond what samples leave open.
const APART: f64 = 2.0;
/// And by less than this: further apart, it is another use of the pedal, not the same one later.
const SAME_USE: f64 = 60.0;
/// Speeds differ by more than this, in metres per second.
const FASTER: f64 = 1.5 * KMH;

/// One sentence for every corner and straight whose loss or gain is more than noise, the largest first. `lap`
/// and `reference` are how the two are called.
pub fn sentences(comparison: &Comparison, lap: &str, reference: &str) -> Vec<String> {
    let mut sure: Vec<&Segment> =
        comparison.segments.iter().filter(|segment| segment.loss.is_sure()).collect();
    sure.sort_by_key(|segment| std::cmp::Reverse(segment.loss.time.as_micros().abs()));
    if sure.is_empty() {
        return vec![format!(
            "Nowhere on the lap is what {lap} loses to {reference} more than what the samples leave open."
        )];
    }
    sure.into_iter().map(|segment| sentence(segment, lap, reference)).collect()
}

/// What was lost or gained on a corner or a straight, where, in which phase, and what goes with it.
pub fn sentence(segment: &Segment, lap: &str, reference: &str) -> String {
    let Loss { time, low, high } = segment.loss;
    let loses = time.as_micros() > 0;
    let sign = if loses { 1.0 } else { -1.0 };
    let (least, most) = if loses { (low, high) } else { (-high, -low) };
    let amount = format!("{:.2} s [{least:.2}, {most:.2}]", sign * time.seconds());
    let (verb, from) = if loses { ("loses", "to") } else { ("gains", "on") };
    let place = segment.corner.map_or_else(
        || format!("on the straight from {:.0} to {:.0} m", segment.from, segment.to),
        |number| format!("in turn {number}"),
    );
    let phase = main_phase(segment, loses)
        .map_or_else(String::new, |phase| format!(", most of it {}", where_in(phase.phase)));
    let why = match &segment.driven {
        Some(driven) => of_corner(driven, loses),
        None => of_straight(segment, loses),
    };
    let why = if why.is_empty() { String::new() } else { format!(": {}", why.join(", ")) };
    format!("{lap} {verb} {amount} {from} {reference} {place}{phase}{why}.")
}

/// The phase in which most of it went, where that is sure and there are several.
fn main_phase(segment: &Segment, loses: bool) -> Option<&PhaseLoss> {
    let amount = |phase: &&PhaseLoss| {
        let micros = phase.loss.time.as_micros();
        if loses { micros } else { -micros }
    };
    let most = segment.phases.iter().max_by_key(amount)?;
    let is_most = 2 * amount(&most) > segment.loss.time.as_micros().abs();
    (segment.phases.len() > 1 && is_most && most.loss.is_sure()).then_some(most)
}

const fn where_in(phase: Phase) -> &'static str {
    match phase {
        Phase::Braking => "under braking",
        Phase::Entry => "on the way in",
        Phase::Apex => "at the apex",
        Phase::Exit => "on the way out",
        Phase::Straight => "on the straight",
    }
}

/// What the lap did otherwise that goes with losing, or with gaining.
fn of_corner(driven: &[CornerDriven; 2], loses: bool) -> Vec<String> {
    let [lap, reference] = driven;
    let mut said = Vec::new();
    if let (Some(one), Some(two)) = (lap.braking_at, reference.braking_at) {
        let metres = apart(one, two);
        if let Some(metres) = metres.filter(|metres| (*metres < 0.0) == loses) {
            let when = if metres < 0.0 { "earlier" } else { "later" };
            said.push(format!("brakes {:.0} m {when}", metres.abs()));
        }
    }
    let slower = reference.least_speed - lap.least_speed;
    if slower.abs() > FASTER && (slower > 0.0) == loses {
        let how = if slower > 0.0 { "slower" } else { "faster" };
        said.push(format!(
            "is {:.0} km/h {how} at the apex ({:.0} against {:.0})",
            slower.abs() / KMH,
            lap.least_speed / KMH,
            reference.least_speed / KMH
        ));
    }
    if let (Some(one), Some(two)) = (lap.full_throttle_at, reference.full_throttle_at) {
        let metres = apart(one, two);
        if let Some(metres) = metres.filter(|metres| (*metres > 0.0) == loses) {
            let when = if metres > 0.0 { "later" } else { "earlier" };
            said.push(format!("is on full throttle {:.0} m {when}", metres.abs()));
        }
    }
    let slower = reference.exit_speed - lap.exit_speed;
    if slower.abs() > FASTER && (slower > 0.0) == loses {
        let how = if slower > 0.0 { "slower" } else { "faster" };
        said.push(format!("leaves it {:.0} km/h {how}", slower.abs() / KMH));
    }
    said
}

/// By how many metres one use of a pedal comes behind the other, where that is more than samples leave open.
fn apart(one: Within, two: Within) -> Option<f64> {
    let metres = one.at - two.at;
    let sure = APART + one.error.hypot(two.error);
    (sure..SAME_USE).contains(&metres.abs()).then_some(metres)
}

/// What was brought onto a straight, and what was lost on it.
fn of_straight(segment: &Segment, loses: bool) -> Vec<String> {
    let [[lap_in, reference_in], [lap_out, reference_out]] = segment.speeds;
    let (brought, left) = (reference_in - lap_in, reference_out - lap_out);
    let says = |slower: f64| slower.abs() > FASTER && (slower > 0.0) == loses;
    let how = |slower: f64| if slower > 0.0 { "slower" } else { "faster" };
    let mut said = Vec::new();
    if says(brought) {
        said.push(format!("{:.0} km/h {} where it begins", brought.abs() / KMH, how(brought)));
    }
    if says(left) {
        said.push(format!("{:.0} km/h {} where it ends", left.abs() / KMH, how(left)));
    }
    said
}
