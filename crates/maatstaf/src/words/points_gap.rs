//! The gap in points of two drivers, and what would close it, in sentences.

use maatstaf_core::{Outcome, Points};
use maatstaf_season::{GapPart, GapRound, PointsGap};

use super::with_minus_signs;
use crate::Briefing;
use crate::points_gap::{Aim, Improvement, Means, Plan, PointsEstimate};

/// So many rounds are told that gave most to a gap.
const TOLD: usize = 3;

/// What a gap in points came from.
pub fn gap_sentences(gap: &PointsGap, driver: &str, reference: &str) -> Vec<String> {
    let mut sentences = vec![standing(gap, driver, reference)];
    sentences.extend(came_from(gap, driver, reference));
    sentences.iter().map(|it| with_minus_signs(it)).collect()
}

/// Where the points went: the parts, what they mean, the rounds that gave most.
pub(super) fn where_points_went(briefing: &Briefing) -> Vec<String> {
    let (own, theirs) = names(briefing);
    briefing.points_gap.iter().flat_map(|it| came_from(&it.gap, own, theirs)).collect()
}

/// What would bring them back.
pub(super) fn what_would_bring_them_back(briefing: &Briefing) -> Vec<String> {
    let (own, theirs) = names(briefing);
    let plan = briefing.points_gap.as_ref().and_then(|it| it.plan.as_ref());
    plan.map_or_else(Vec::new, |plan| plan_sentences(plan, own, theirs))
}

/// For the opening: what the points went to, and what of all would bring most of them back.
pub(super) fn in_short(briefing: &Briefing) -> Vec<String> {
    let (own, theirs) = names(briefing);
    let Some(found) = &briefing.points_gap else { return Vec::new() };
    let mut sentences = vec![parts(&found.gap, own, theirs)];
    let plan = found.plan.as_ref();
    sentences.extend(plan.and_then(|it| it.improvements.first()).map(|it| improvement(it, theirs)));
    sentences
}

fn names(briefing: &Briefing) -> (&str, &str) {
    (&briefing.driver.last_name, &briefing.reference.last_name)
}

fn came_from(gap: &PointsGap, driver: &str, reference: &str) -> Vec<String> {
    let mut sentences = vec![parts(gap, driver, reference)];
    sentences.extend(frozen(gap, driver, reference));
    sentences.extend(rounds(gap, driver));
    sentences.extend(laps(gap));
    sentences.extend(without_qualifying(gap, driver, reference));
    sentences
}

/// `Pérez is 290 points behind Verstappen, 285 against 575.`
fn standing(gap: &PointsGap, driver: &str, reference: &str) -> String {
    let [own, theirs] = gap.points;
    match gap.total.cmp(&Points::ZERO) {
        std::cmp::Ordering::Equal => format!("{driver} and {reference} have {own} points each."),
        std::cmp::Ordering::Greater => {
            format!("{driver} is {} points behind {reference}, {own} against {theirs}.", gap.total)
        }
        std::cmp::Ordering::Less => {
            format!(
                "{driver} is {} points ahead of {reference}, {own} against {theirs}.",
                -gap.total
            )
        }
    }
}

/// The parts of whoever is behind, the largest first; then what he won back.
fn parts(gap: &PointsGap, driver: &str, reference: &str) -> String {
    let (sign, behind) = if gap.total < Points::ZERO { (-1, reference) } else { (1, driver) };
    let of_his = |(part, points): (GapPart, Points)| (part, points * sign.into());
    let mut parts: Vec<(GapPart, Points)> =
        gap.parts.iter().map(of_his).filter(|(_, points)| !points.is_zero()).collect();
    parts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let (lost, mut won): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|(_, it)| *it > Points::ZERO);
    won.reverse();
    let of = match gap.total.is_zero() {
        true => format!("{behind} lost {}", list(&lost, "in")),
        false => format!("Of {} points {}", gap.total * sign.into(), list(&lost, "came from")),
    };
    match (lost.is_empty(), won.is_empty()) {
        (true, _) => "No round set them apart.".to_owned(),
        (false, true) => format!("{of}."),
        (false, false) => format!("{of}; {behind} won back {}.", list(&won, "in")),
    }
}

/// `277 came from qualifying, 20 from the sprint`: the first with the whole word.
fn list(parts: &[(GapPart, Points)], word: &str) -> String {
    let mut word = word;
    let mut text = String::new();
    for (part, points) in parts {
        let points = if *points < Points::ZERO { -*points } else { *points };
        let comma = if text.is_empty() { "" } else { ", " };
        text += &format!("{comma}{points} {word} {}", part.name());
        word = word.trim_start_matches("came ");
    }
    text
}

/// What the part of qualifying means.
fn frozen(gap: &PointsGap, driver: &str, reference: &str) -> Option<String> {
    let qualifying = gap.parts.of(GapPart::Qualifying);
    let (more, less, points) = match qualifying.cmp(&Points::ZERO) {
        std::cmp::Ordering::Greater => (reference, driver, qualifying),
        std::cmp::Ordering::Less => (driver, reference, -qualifying),
        std::cmp::Ordering::Equal => return None,
    };
    Some(format!(
        "Had every race ended in the order of qualifying, {more} would have scored {points} points more than {less} in \
         the races: that is where the points lay, not what better laps there would have closed."
    ))
}

fn rounds(gap: &PointsGap, driver: &str) -> Option<String> {
    let mut rounds: Vec<&GapRound> =
        gap.rounds.iter().filter(|it| it.total > Points::ZERO).collect();
    rounds.sort_by(|a, b| b.total.cmp(&a.total).then(a.round.cmp(&b.round)));
    let told: Vec<String> =
        rounds.iter().take(TOLD).map(|it| format!("{} ({})", it.race, it.total)).collect();
    let won = gap.rounds.iter().filter(|it| it.total < Points::ZERO).count();
    (!told.is_empty()).then(|| {
        format!(
            "{driver} lost most in {}; he scored more in {won} of {} rounds.",
            told.join(", "),
            gap.rounds.len()
        )
    })
}

/// In which rounds laps tell the start from the race.
fn laps(gap: &PointsGap) -> Option<String> {
    let races = gap
        .rounds
        .iter()
        .filter(|it| it.driver.outcome.is_some() || it.reference.outcome.is_some());
    let (n, by_laps) =
        races.fold((0, 0), |(n, by_laps), it| (n + 1, by_laps + usize::from(it.by_laps)));
    match by_laps {
        0 => Some(
            "No laps are at hand, so the first lap is not told from the rest of a race, and a car that stopped is \
             taken to have held its place on the grid."
                .to_owned(),
        ),
        _ if by_laps == n => None,
        _ => Some(format!(
            "Laps tell the first lap from the rest, and what place a car held when it stopped, in {by_laps} of {n} \
             races; in the others a car that stopped is taken to have held its place on the grid."
        )),
    }
}

fn without_qualifying(gap: &PointsGap, driver: &str, reference: &str) -> Option<String> {
    let without = |name: &str, is: &dyn Fn(&GapRound) -> bool| {
        let rounds: Vec<&str> =
            gap.rounds.iter().filter(|it| is(it)).map(|it| it.race.as_str()).collect();
        (!rounds.is_empty()).then(|| format!("{name} in {}", rounds.join(", ")))
    };
    let started = |outcome: Option<Outcome>| outcome.is_some_and(Outcome::started);
    let told = [
        without(driver, &|it| it.driver.qualifying.is_none() && started(it.driver.outcome)),
        without(reference, &|it| {
            it.reference.qualifying.is_none() && started(it.reference.outcome)
        }),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    (!told.is_empty()).then(|| {
        format!("Without a place in qualifying the way begins on the grid: {}.", told.join("; "))
    })
}

/// What would close a gap in points.
pub fn plan_sentences(plan: &Plan, driver: &str, reference: &str) -> Vec<String> {
    let mut sentences: Vec<String> =
        plan.improvements.iter().map(|it| improvement(it, reference)).collect();
    if sentences.is_empty() {
        sentences.push(format!(
            "Nothing that the data can tell would have closed any of {driver}'s gap."
        ));
    }
    sentences.extend(together(plan));
    sentences.extend(plan.untold.iter().map(|(means, why)| {
        format!(
            "What {} would bring against {reference} the data cannot tell: {why}.",
            means.name()
        )
    }));
    sentences.extend(how_to_read(plan));
    sentences.iter().map(|it| with_minus_signs(it)).collect()
}

fn improvement(it: &Improvement, reference: &str) -> String {
    let mut text =
        format!("{} would close {}", improvement_in_words(it, reference), points(&it.closes));
    if it.n_untold > 0 {
        let rounds = if it.n_untold == 1 { "round" } else { "rounds" };
        text += &format!("; {} {rounds} cannot be told", it.n_untold);
    }
    text + "."
}

/// `Qualifying 0.30 % faster, half of what is missing to Verstappen,`
pub fn improvement_in_words(it: &Improvement, reference: &str) -> String {
    let size = it.size.unwrap_or_default();
    let interval = |digits: usize| {
        it.size_interval
            .map_or_else(String::new, |[low, high]| format!(" [{low:.digits$}, {high:.digits$}]"))
    };
    let what = match it.means {
        Means::Qualifying => format!("Qualifying {size:.2} % faster"),
        Means::RacePace => format!("Driving {size:.2} s a lap{} faster in the races", interval(2)),
        Means::Starts => format!("Gaining {size:.1} places{} more on each first lap", interval(1)),
        Means::Finishing => {
            let times = if it.n_changed == 1 {
                "once".to_owned()
            } else {
                format!("{} times", it.n_changed)
            };
            return format!("Finishing where he was when his car stopped ({times})");
        }
        Means::NoPenalties => {
            let rounds = if it.n_changed == 1 { "round" } else { "rounds" };
            return format!("No penalties ({} {rounds})", it.n_changed);
        }
    };
    match it.aim {
        Aim::Match => format!("{what}, as {reference} does,"),
        Aim::Half => format!("{what}, half of what is missing to {reference},"),
        Aim::Tenth | Aim::All => what,
    }
}

/// Estimated points, to whole ones: `95`; never a zero with a sign.
pub fn whole_points(points: f64) -> String {
    format!("{:.0}", points.round() + 0.0)
}

/// `95 points [60, 120] over 21 rounds`.
fn points(it: &PointsEstimate) -> String {
    let interval = it.interval.map_or_else(
        || ", too few rounds for an interval,".to_owned(),
        |[low, high]| format!(" [{}, {}]", whole_points(low), whole_points(high)),
    );
    let rounds = if it.n == 1 { "round" } else { "rounds" };
    let (value, n) = (whole_points(it.value), it.n);
    let unit = if value == "1" { "point" } else { "points" };
    format!("{value} {unit}{interval} over {n} {rounds}")
}

fn together(plan: &Plan) -> Option<String> {
    let together = plan.together.as_ref().filter(|it| it.of.len() > 1)?;
    let (left, gap) = (together.left.value, (100.0 * plan.gap).round() / 100.0);
    let (sign, words) = if left < 0.0 {
        (-1.0, format!("more than the gap of {gap}"))
    } else {
        (1.0, format!("of {gap} would be left"))
    };
    let rest = match together.left.interval.map(|ends| ends.map(|it| sign * it)) {
        Some([a, b]) => {
            let [low, high] = [a.min(b), a.max(b)].map(whole_points);
            format!("{} [{low}, {high}]", whole_points(sign * left))
        }
        None => whole_points(sign * left),
    };
    Some(format!(
        "The largest of each kind together would close {}, less than their sum, since no race brings more than a \
         victory; {rest} {words}.",
        points(&together.closes)
    ))
}

fn how_to_read(plan: &Plan) -> Option<String> {
    let (first, last, n) = plan.past.filter(|_| !plan.improvements.is_empty())?;
    let seasons = if first == last { first.to_string() } else { format!("{first} to {last}") };
    Some(format!(
        "What a place on the grid brings is what such places brought in {n} races of {seasons}, whoever stood there, so \
         it flatters. Race pace is reckoned on a free road, over the laps since a safety car last drew the field together \
         where these are known, so it is the most that it can bring. What the reference would lose by being passed is \
         counted, sprints are not. Intervals are 90 %, of rounds and past races drawn again."
    ))
}
