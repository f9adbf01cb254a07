//! Saturdays, Sundays and sprints.

use maatstaf_pace::{GapSummary, LostRace, RaceComparison, RaceRecord};

use super::{at_round, plural};
use crate::{Briefing, Person};

pub(super) fn weekends(briefing: &Briefing) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(saturdays(briefing));
    sentences.extend(unfiltered(briefing));
    let name = |id: &maatstaf_core::DriverId| match *id == briefing.driver.id {
        true => briefing.driver.last_name.clone(),
        false => briefing.reference.last_name.clone(),
    };
    sentences.extend(briefing.qualifying.outliers.iter().map(|outlier| {
        let round = at_round(briefing, outlier.round);
        format!("Left out of the median, {round}: {}.", outlier.in_words(name))
    }));
    sentences.extend(not_compared(briefing));
    sentences.extend(race_balance(briefing, &briefing.race, "races"));
    sentences.extend(both_finished(briefing));
    for (who, record) in
        [(&briefing.driver, &briefing.race.driver), (&briefing.reference, &briefing.race.reference)]
    {
        sentences.push(race_day(briefing, who, record));
        sentences.extend(lost_races(briefing, who, record));
    }
    sentences.extend(per_start(briefing));
    if let Some(sprint) = &briefing.sprint {
        sentences.extend(race_balance(briefing, sprint, "sprints"));
    }
    sentences
}

pub(super) fn saturdays(briefing: &Briefing) -> Option<String> {
    let compared = &briefing.qualifying;
    let heads = compared.head_to_head;
    if heads.decided() == 0 {
        return Some("They never both have a place in the same qualifying.".to_owned());
    }
    let (own, rival) = (&briefing.driver.last_name, &briefing.reference.last_name);
    let balance = match heads.driver.cmp(&heads.reference) {
        std::cmp::Ordering::Less => {
            format!("{rival} qualified ahead {}–{}", heads.reference, heads.driver)
        }
        std::cmp::Ordering::Greater => {
            format!("{own} qualified ahead {}–{}", heads.driver, heads.reference)
        }
        std::cmp::Ordering::Equal => {
            format!("Qualifying stands level, {}–{}", heads.driver, heads.reference)
        }
    };
    Some(match compared.usual.median_percent {
        Some(_) => format!("{balance}; the median gap was {}.", gap(&compared.usual, own)),
        None => format!("{balance}; there is no part of qualifying with times of both."),
    })
}

/// `+0.60 % [0.30, 0.87] of the lap time over 19 rounds, positive when Pérez is slower`.
pub(super) fn gap(summary: &GapSummary, own: &str) -> String {
    let Some(median) = summary.median_percent else { return "unknown".to_owned() };
    let n = summary.n;
    let rounds = if n == 1 { "round" } else { "rounds" };
    let interval = match &summary.interval {
        Some(at) => format!(" [{:+.2}, {:+.2}]", at.low, at.high),
        None => " (too few for an interval)".to_owned(),
    };
    let verdict = if summary.interval.is_some() && summary.cannot_tell() {
        format!("; the data cannot tell whether {own} was slower")
    } else {
        String::new()
    };
    format!("{median:+.2} %{interval} in {n} {rounds}, positive when {own} was slower{verdict}")
}

fn unfiltered(briefing: &Briefing) -> Option<String> {
    let all = &briefing.qualifying.all;
    let outliers = briefing.qualifying.outliers.len();
    let median = all.median_percent.filter(|_| outliers > 0)?;
    let n = all.n;
    Some(format!("With nothing left out the median is {median:+.3} % over {n} rounds."))
}

fn not_compared(briefing: &Briefing) -> Option<String> {
    let (own, rival) = (&briefing.driver.last_name, &briefing.reference.last_name);
    let rounds = &briefing.qualifying.no_comparison;
    match rounds.as_slice() {
        [] => None,
        few if few.len() <= 4 => {
            let each = few.iter().map(|(round, why)| {
                format!("{} ({})", at_round(briefing, *round), why.in_words(own, rival))
            });
            Some(format!("No gap in {}.", each.collect::<Vec<_>>().join("; ")))
        }
        many => Some(format!("No gap in {} rounds without a common part.", many.len())),
    }
}

pub(super) fn race_balance(
    briefing: &Briefing,
    race: &RaceComparison,
    what: &str,
) -> Option<String> {
    let heads = race.head_to_head;
    if heads.decided() == 0 {
        return None;
    }
    let (own, rival) = (&briefing.driver.last_name, &briefing.reference.last_name);
    let (ahead, most, fewest) = if heads.driver >= heads.reference {
        (own, heads.driver, heads.reference)
    } else {
        (rival, heads.reference, heads.driver)
    };
    Some(if most == fewest {
        format!("In the {what} they stand level, {most}–{fewest}.")
    } else {
        format!("In the {what} {ahead} was ahead {most}–{fewest}.")
    })
}

fn both_finished(briefing: &Briefing) -> Option<String> {
    let (race, name) = (&briefing.race, &briefing.driver.last_name);
    let heads = race.both_classified;
    let decided = heads.decided();
    (decided > 0).then(|| {
        format!("Where both were classified, {name} was ahead in {} of {decided}.", heads.driver)
    })
}

fn race_day(briefing: &Briefing, who: &Person, record: &RaceRecord) -> String {
    let name = &who.last_name;
    let starts = plural(record.starts, "start");
    let (wins, podiums) = (plural(record.wins, "win"), plural(record.podiums, "podium"));
    let places = record.median_place.map_or(String::new(), |place| {
        format!(", median finish {place} in {}", record.places.len())
    });
    let grid = &record.grid_to_flag;
    let gained = match (grid.median, grid.rounds.len()) {
        (Some(median), n) => {
            let median = if median == 0.0 { "0".to_owned() } else { format!("{median:+}") };
            let finishes = if n == 1 { "finish" } else { "finishes" };
            format!("; from grid to flag a median of {median} places over {n} {finishes}")
        }
        (None, _) => String::new(),
    };
    let won = names_of_wins(briefing, record);
    format!("{name}: {starts}, {wins}{won}, {podiums}{places}{gained}.")
}

/// ` (Saudi Arabia, Azerbaijan)`; nothing where there are none, or too many to name.
fn names_of_wins(briefing: &Briefing, record: &RaceRecord) -> String {
    let wins = record.places.iter().filter(|(_, place)| *place == 1);
    let names: Vec<&str> =
        wins.filter_map(|(round, _)| briefing.round_names.get(round).map(String::as_str)).collect();
    match names.len() {
        1..=8 => format!(" ({})", names.join(", ")),
        _ => String::new(),
    }
}

fn lost_races(briefing: &Briefing, who: &Person, record: &RaceRecord) -> Option<String> {
    let lost = &record.not_classified;
    let each = |race: &LostRace| {
        let name = briefing.round_names.get(&race.round).map_or("?", String::as_str);
        match &race.reason {
            Some(reason) => format!("{name} ({})", reason.to_lowercase()),
            None => name.to_owned(),
        }
    };
    let races = lost.iter().map(each).collect::<Vec<_>>().join(", ");
    (!lost.is_empty()).then(|| {
        let times = plural(lost.len() as u16, "time");
        format!("{} was not classified {times}: {races}.", who.last_name)
    })
}

fn per_start(briefing: &Briefing) -> Option<String> {
    let at = briefing.points_per_start;
    let (own, theirs) = (at.driver?, at.reference?);
    let (name, rival) = (&briefing.driver.last_name, &briefing.reference.last_name);
    Some(format!("Points per start, sprints included: {name} {own:.1}, {rival} {theirs:.1}."))
}
