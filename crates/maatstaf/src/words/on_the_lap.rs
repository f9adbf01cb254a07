//! Where on the lap, and what matching the reference there would bring.

use maatstaf_core::{LapTime, QualifyingPart, Session};
use maatstaf_telemetry::{Loss, Matched};

use super::{at_round, ordinal};
use crate::Briefing;
use crate::compare::{place_in_words, sentence};
use crate::on_the_lap::{
    BetterLap, EventOnTheLap, GridWorth, Kind, NoPlace, OnTheLap, UsualLoss, WouldBe,
};

/// The heading.
pub(super) const TITLE: &str = "Where on the lap";
/// So many losses of an event are told, and so many gains.
const TOLD: (usize, usize) = (2, 1);

pub(super) fn on_the_lap(briefing: &Briefing) -> Vec<String> {
    let Some(found) = &briefing.on_the_lap else { return Vec::new() };
    let mut sentences = usual(briefing, found);
    for event in &found.events {
        sentences.push(where_lost(briefing, event));
        sentences.extend(matching(briefing, event));
    }
    sentences.extend(left_out(briefing, found));
    sentences.extend(how_to_read(briefing, found));
    sentences
}

/// What kind of place costs most, and what each costs; of a single lap its own places say that.
fn usual(briefing: &Briefing, found: &OnTheLap) -> Vec<String> {
    let own = &briefing.driver.last_name;
    let (phases, corners): (Vec<&UsualLoss>, Vec<&UsualLoss>) =
        found.usual.iter().partition(|usual| matches!(usual.kind, Kind::Phase(_)));
    let n = found.usual.iter().map(|usual| usual.losses.len()).max().unwrap_or(0);
    if n < 2 {
        return Vec::new();
    }
    let most: Vec<String> =
        [most(&phases), most(&corners)].into_iter().flatten().map(costs).collect();
    let first = match &most[..] {
        [] => format!("In the median of {n} laps of qualifying no kind of place costs {own} time."),
        _ => format!(
            "In the median of {n} laps of qualifying {own} loses most {}.",
            most.join(", and ")
        ),
    };
    let each = |of: &[&UsualLoss]| of.iter().copied().map(costs).collect::<Vec<_>>().join("; ");
    let second = format!(
        "Phase by phase, positive where {own} loses: {}. Corner by corner: {}.",
        each(&phases),
        each(&corners)
    );
    [first, second].into_iter().chain(how_sure(found)).collect()
}

/// That nothing of it is sure, where it is not.
fn how_sure(found: &OnTheLap) -> Option<String> {
    let mut intervals = found.usual.iter().map(|usual| usual.interval.is_some());
    if !intervals.any(|is_there| is_there) {
        return Some("These are too few laps for intervals.".to_owned());
    }
    let unsure = found.usual.iter().all(|usual| !usual.is_sure());
    let text =
        "Every one of these intervals holds zero: where it is usually lost the data cannot tell.";
    unsure.then(|| text.to_owned())
}

/// The kind that costs most, if it costs anything.
fn most<'a>(of: &[&'a UsualLoss]) -> Option<&'a UsualLoss> {
    let most = of.iter().copied().max_by(|a, b| a.median.total_cmp(&b.median));
    most.filter(|usual| usual.median > 0.0)
}

/// `under braking +0.05 s [-0.01, +0.12]`.
fn costs(usual: &UsualLoss) -> String {
    let interval = usual.interval.as_ref();
    let interval = interval.map(|at| format!(" [{:+.2}, {:+.2}]", at.low, at.high));
    format!("{} {:+.2} s{}", usual.kind.in_words(), usual.median, interval.unwrap_or_default())
}

/// The times of both, and the few places where most was lost and won.
fn where_lost(briefing: &Briefing, event: &EventOnTheLap) -> String {
    let (own, rival) = (&briefing.driver.last_name, &briefing.reference.last_name);
    let [time, reference] = event.comparison.times;
    let (losses, gains) = (event.losses(), event.gains());
    let told = losses.iter().take(TOLD.0).chain(gains.iter().take(TOLD.1));
    let told: Vec<String> = told.map(|segment| sentence(segment, own, rival)).collect();
    let told = match told.is_empty() {
        true => "nowhere is the difference more than what the samples leave open.".to_owned(),
        false => told.join(" "),
    };
    format!(
        "{}: {time} against {reference}, {} s{}. {}",
        event_name(briefing, event),
        event.comparison.lost,
        other_parts(event),
        capital(&told)
    )
}

/// `Round 5 (Monaco), Q3`.
fn event_name(briefing: &Briefing, event: &EventOnTheLap) -> String {
    let round = capital(&at_round(briefing, event.round));
    let sprint = if event.grid_of == Session::Sprint { ", for the sprint" } else { "" };
    let part = match event.parts {
        [Some(one), Some(two)] if one == two && one != QualifyingPart::Whole => {
            format!(", {}", one.name())
        }
        _ => String::new(),
    };
    format!("{round}{sprint}{part}")
}

/// That the laps are of two parts, where they are.
fn other_parts(event: &EventOnTheLap) -> String {
    let [Some(own), Some(theirs)] = event.parts else { return String::new() };
    if own == theirs {
        return String::new();
    }
    format!(
        " (a lap of {} against one of {}: no part has laps of both with telemetry, so the track \
         differs as well)",
        own.name(),
        theirs.name()
    )
}

/// What the largest loss matched would bring, and all of them.
fn matching(briefing: &Briefing, event: &EventOnTheLap) -> Option<String> {
    let rival = &briefing.reference.last_name;
    let first = event.matching.matched.first()?;
    let all = event.matching.matched.last().filter(|all| all.n_gains > 1);
    let place = place_in_words(event.matching.gains.first()?);
    let worth = |matched: &Matched| {
        let better = event.better_laps.iter().find(|it| it.matched.n_gains == matched.n_gains);
        let place = better.map_or_else(String::new, |at| place_by(event, at));
        format!("{}{place}", seconds(&matched.gain))
    };
    let all = all.map_or_else(String::new, |all| {
        format!("; in all {} such places {}", all.n_gains, worth(all))
    });
    let points = event.better_laps.iter().rev().find_map(|at| at.points.as_ref());
    let more = [taken_off(briefing, event), points.map(brought)].into_iter().flatten();
    let sentences = [format!("Matching {rival} in {place} is worth {}{all}.", worth(first))];
    Some(sentences.into_iter().chain(more).collect::<Vec<_>>().join(" "))
}

/// Which lap decided the place, where it is not the one that is compared; or that none did.
fn taken_off(briefing: &Briefing, event: &EventOnTheLap) -> Option<String> {
    let own = &briefing.driver.last_name;
    match event.decided {
        Err(why) => Some(format!("{}.", capital(&no_place(why, own)))),
        Ok(_) if event.is_the_deciding_lap() => None,
        Ok(decided) => Some(format!(
            "That is taken off the {} of {}, which decided the place.",
            decided.time,
            decided.part.name()
        )),
    }
}

fn no_place(why: NoPlace, own: &str) -> String {
    format!("no place follows: {}", why.in_words(own))
}

/// `, a 1:12.351 and 3rd (4th to 2nd) instead of 5th`.
fn place_by(event: &EventOnTheLap, at: &BetterLap) -> String {
    let Ok(decided) = event.decided else { return String::new() };
    let [worst, best] = at.between;
    let between = match worst == best {
        true => String::new(),
        false => format!(" ({} to {})", would_be(worst), would_be(best)),
    };
    let place = match at.would_be.place < decided.place {
        true => {
            format!("{}{between} instead of {}", would_be(at.would_be), ordinal(decided.place))
        }
        false => format!("{} as before{between}", ordinal(decided.place)),
    };
    format!(", a {} and {place}", clock(at.time))
}

/// `at worst 10th`, `3rd`.
fn would_be(at: WouldBe) -> String {
    let place = ordinal(at.place);
    if at.at_worst { format!("at worst {place}") } else { place }
}

/// `5th to 1st on the grid brought 9.9 points more [8.1, 11.7], over 97 races`.
fn brought(worth: &GridWorth) -> String {
    let interval = match worth.interval {
        Some([low, high]) => format!(" [{low:.1}, {high:.1}]"),
        None => " (too few for an interval)".to_owned(),
    };
    format!(
        "A start from {} brought {:.1} points more than one from {}{interval}, in the mean of {} races.",
        ordinal(worth.to),
        worth.points,
        ordinal(worth.from),
        worth.n_races
    )
}

/// `1:12.35`: what was not driven is not known to the millisecond.
fn clock(time: LapTime) -> String {
    let hundredths = (time.as_micros() + 5_000) / 10_000;
    format!("{}:{:02}.{:02}", hundredths / 6_000, hundredths / 100 % 60, hundredths % 100)
}

fn seconds(gain: &Loss) -> String {
    format!("{:.2} s [{:.2}, {:.2}]", gain.time.seconds(), gain.low, gain.high)
}

fn left_out(briefing: &Briefing, found: &OnTheLap) -> Option<String> {
    let each = found
        .left_out
        .iter()
        .map(|(round, why)| format!("{} ({why})", at_round(briefing, *round)))
        .collect::<Vec<_>>();
    (!each.is_empty()).then(|| format!("Not compared: {}.", each.join("; ")))
}

/// What the figures rest on, and what they do not say.
fn how_to_read(briefing: &Briefing, found: &OnTheLap) -> Vec<String> {
    let mut sentences = vec![
        "Seconds have 90 % intervals of what samples leave open; gains matched are those that are \
         more than that, and places take all others as they drove, before penalties on the grid."
            .to_owned(),
    ];
    let worths = found.events.iter().flat_map(|event| &event.better_laps);
    let seasons = worths.filter_map(|at| at.points.map(|worth| worth.seasons)).next();
    sentences.extend(seasons.map(|(first, last)| {
        format!(
            "Points are the means of what two places on the grid brought in the same races of {first} to \
             {last}, by the points of {}, whoever stood there: better cars stand further ahead, so they \
             are an estimate and no promise.",
            briefing.season
        )
    }));
    sentences
}

fn capital(text: &str) -> String {
    crate::capitalised(text)
}
