//! What two laps differ in, in the words of the field.

use maatstaf_core::TimeDelta;
use maatstaf_telemetry::{
    Cause, CornerDriven, Loss, Part, Phase, PhaseLoss, Segment, Straight, Within,
};

use super::Compared;

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
///
/// Straights are stretches of full throttle, with the corners that both laps take flat, and their causes.
pub fn sentences(compared: &Compared, lap: &str, reference: &str) -> Vec<String> {
    let Compared { comparison, straights, .. } = compared;
    let is_in = |segment: &Segment, it: &Straight| segment.from >= it.from && segment.to <= it.to;
    let corners = comparison.segments.iter().filter(|segment| segment.loss.is_sure());
    let corners =
        corners.filter(|it| !straights.straights.iter().any(|straight| is_in(it, straight)));
    let corners = corners.map(|it| (it.loss.time, sentence(it, lap, reference)));
    let straights = straights.straights.iter().filter(|straight| straight.loss.is_sure());
    let straights = straights.map(|it| (it.loss.time, of_straight(it, lap, reference)));
    let mut sure: Vec<(TimeDelta, String)> = corners.chain(straights).collect();
    sure.sort_by_key(|(time, _)| std::cmp::Reverse(time.as_micros().abs()));
    if sure.is_empty() {
        return vec![format!(
            "Nowhere on the lap is what {lap} loses to {reference} more than what the samples leave open."
        )];
    }
    sure.into_iter().map(|(_, sentence)| sentence).collect()
}

/// What was lost or gained on a corner or a straight, where, in which phase, and what goes with it.
pub fn sentence(segment: &Segment, lap: &str, reference: &str) -> String {
    let loses = segment.loss.time.as_micros() > 0;
    let place = segment.corner.map_or_else(
        || format!("on the straight from {:.0} to {:.0} m", segment.from, segment.to),
        |number| format!("in turn {number}"),
    );
    let phase = main_phase(segment, loses)
        .map_or_else(String::new, |phase| format!(", most of it {}", where_in(phase.phase)));
    let why = match &segment.driven {
        Some(driven) => of_corner(driven, loses),
        None => speeds_at_ends(segment, loses),
    };
    said(&segment.loss, [lap, reference], &format!("{place}{phase}"), &why)
}

/// `HAD loses 0.08 s [0.06, 0.11] to VER in turn 4: brakes 9 m earlier.`
fn said(loss: &Loss, [lap, reference]: [&str; 2], place: &str, why: &[String]) -> String {
    let loses = loss.time.as_micros() > 0;
    let (verb, from) = if loses { ("loses", "to") } else { ("gains", "on") };
    let why = if why.is_empty() { String::new() } else { format!(": {}", why.join(", ")) };
    format!("{lap} {verb} {} {from} {reference} {place}{why}.", amount(loss, loses))
}

/// What was lost, or what was gained.
fn amount(loss: &Loss, loses: bool) -> String {
    let Loss { time, low, high } = *loss;
    let (sign, least, most) = if loses { (1.0, low, high) } else { (-1.0, -high, -low) };
    format!("{:.2} s [{least:.2}, {most:.2}]", sign * time.seconds())
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

/// How fast a straight was begun and ended.
fn speeds_at_ends(segment: &Segment, loses: bool) -> Vec<String> {
    let words = ["where it begins", "where it ends"];
    let ends = segment.speeds.iter().zip(words).filter_map(|([lap, reference], place)| {
        let slower = reference - lap;
        let how = if slower > 0.0 { "slower" } else { "faster" };
        let says = slower.abs() > FASTER && (slower > 0.0) == loses;
        says.then(|| format!("{:.0} km/h {how} {place}", slower.abs() / KMH))
    });
    ends.collect()
}

fn of_straight(straight: &Straight, lap: &str, reference: &str) -> String {
    let corners: Vec<String> = straight.corners.iter().map(ToString::to_string).collect();
    let through = match &corners[..] {
        [] => String::new(),
        [one] => format!(", flat through turn {one}"),
        [rest @ .., last] => format!(", flat through turns {} and {last}", rest.join(", ")),
    };
    let place =
        format!("on the straight from {:.0} to {:.0} m{through}", straight.from, straight.to);
    said(&straight.loss, [lap, reference], &place, &straight_in_words(straight, lap, reference))
}

/// Why a straight lost or gained what it did, cause by cause, those first that made most of it; what the data
/// cannot tell apart is said as such, and nothing where no cause is more than noise.
pub fn straight_in_words(straight: &Straight, lap: &str, reference: &str) -> Vec<String> {
    let loses = straight.loss.time.as_micros() > 0;
    let goes_with = |part: &&Part| (part.loss.time.as_micros() > 0) == loses;
    let told = straight.told().into_iter().filter(goes_with);
    let mut why: Vec<String> = told
        .map(|part| {
            let cause = cause_in_words(part, straight, if loses { lap } else { reference });
            format!("{} {cause}", amount(&part.loss, loses))
        })
        .collect();
    let untold = straight.untold();
    if !untold.is_empty() && (straight.on_it.time.as_micros() > 0) == loses {
        let causes: Vec<&str> = untold.iter().map(|cause| possible(*cause)).collect();
        why.push(format!(
            "{} on the straight itself, {}: the data cannot tell which",
            amount(&straight.on_it, loses),
            causes.join(" or ")
        ));
    }
    why
}

/// Why `slower` was slower.
fn cause_in_words(part: &Part, straight: &Straight, slower: &str) -> String {
    let between = part.between.map(|[from, to]| format!("from {from:.0} to {to:.0} m"));
    let between = between.unwrap_or_default();
    match part.cause {
        Cause::Brought => {
            let [lap, reference] = straight.speeds[0];
            let less = (reference - lap).abs() / KMH;
            format!("by the speed brought onto it ({less:.0} km/h)")
        }
        Cause::Power if part.between.is_some() => {
            format!(
                "for want of power: at full throttle the speed of {slower} alone falls {between}"
            )
        }
        Cause::Power => "for want of power at the same speed".to_owned(),
        Cause::Drag => "by drag".to_owned(),
        Cause::Throttle => format!("where {slower} alone is not on full throttle, {between}"),
        Cause::Flap => format!("where {slower} alone has the flap shut, {between}"),
        Cause::Tow => format!("where {slower} alone has no tow, {between}"),
        Cause::Rest => "that none of the causes we know explain".to_owned(),
    }
}

const fn possible(cause: Cause) -> &'static str {
    match cause {
        Cause::Brought => "speed brought",
        Cause::Power => "power",
        Cause::Drag => "drag",
        Cause::Throttle => "throttle",
        Cause::Flap => "the flap",
        Cause::Tow => "tow",
        Cause::Rest => "something else",
    }
}
