//! The sentences of a briefing. Each rests on a number of [`Briefing`].

use maatstaf_core::{Competitor, Moment, Points, RoundNumber, Session};
use maatstaf_pace::{FormSlice, GapSummary, LostRace, RaceComparison, RaceRecord, Verdict};
use maatstaf_season::{Prospects, Settlement};

use crate::{Briefing, Person};

/// A part of the page: a title and its sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: &'static str,
    /// What it says.
    pub sentences: Vec<String>,
}

/// The opening paragraph, in plain words.
pub fn summary(briefing: &Briefing) -> Vec<String> {
    let mut sentences = vec![standing(briefing)];
    sentences.extend(since_when(briefing));
    sentences.extend(own_place(briefing));
    sentences.extend(saturdays(briefing));
    sentences.extend(race_balance(briefing, &briefing.race, "races"));
    sentences.iter().map(|sentence| with_minus_signs(sentence)).collect()
}

/// The sections in order: championship, Saturday and Sunday, form, records where the season
/// touches any, sources and caveats.
pub fn sections(briefing: &Briefing) -> Vec<Section> {
    let section = |title, sentences: Vec<String>| Section {
        title,
        sentences: sentences.iter().map(|sentence| with_minus_signs(sentence)).collect(),
    };
    let records = section("Records", records(briefing));
    let sections = [
        section("Championship", championship(briefing)),
        section("Saturday and Sunday", weekends(briefing)),
        section("Form", form(briefing)),
    ];
    let caveats = section("Sources and caveats", caveats(briefing));
    let records = (!records.sentences.is_empty()).then_some(records);
    sections.into_iter().chain(records).chain([caveats]).collect()
}

/// The same sentence with `−` before numbers below zero.
fn with_minus_signs(sentence: &str) -> String {
    let mut signed = String::with_capacity(sentence.len());
    let mut before = ' ';
    let mut letters = sentence.chars().peekable();
    while let Some(letter) = letters.next() {
        let number_follows = letters.peek().is_some_and(char::is_ascii_digit);
        let is_sign = letter == '-' && number_follows && matches!(before, ' ' | '[' | '(');
        signed.push(if is_sign { '−' } else { letter });
        before = letter;
    }
    signed
}

/// `1st`, `2nd`, `3rd`, `11th`.
///
/// ```
/// assert_eq!([1, 2, 3, 11, 22].map(maatstaf::ordinal), ["1st", "2nd", "3rd", "11th", "22nd"]);
/// ```
pub fn ordinal(place: u16) -> String {
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

// --- championship ----------------------------------------------------------

fn championship(briefing: &Briefing) -> Vec<String> {
    let mut sentences = vec![figures(briefing)];
    sentences.extend(closest(briefing));
    sentences.extend(since_when(briefing));
    sentences.extend(own_place(briefing));
    sentences.extend(reference_place(briefing));
    sentences.extend(title_hopes(briefing));
    sentences.extend(what_it_took(briefing));
    sentences
}

fn is_over(briefing: &Briefing) -> bool {
    briefing.rounds_held == briefing.n_rounds
}

fn standing(briefing: &Briefing) -> String {
    let at = &briefing.championship;
    let (driver, reference) = (&briefing.driver, &briefing.reference);
    let when = if is_over(briefing) {
        format!("{} finished {}", driver.name, briefing.season)
    } else {
        let (held, all) = (briefing.rounds_held, briefing.n_rounds);
        format!("After {held} of {all} rounds of {} {} stands", briefing.season, driver.name)
    };
    let own = format!("{when} {} with {}", placed(at.driver.place), points(at.driver.points));
    let theirs = format!(
        "{} {} {} with {}",
        reference.name,
        if is_over(briefing) { "was" } else { "is" },
        placed(at.reference.place),
        at.reference.points
    );
    let ratio = at.ratio.filter(|_| at.gap > Points::ZERO);
    let ratio = ratio.map_or(String::new(), |ratio| format!(", {ratio:.2} times as many"));
    match at.gap {
        gap if gap > Points::ZERO => format!("{own}; {theirs}, {gap} more{ratio}."),
        gap if gap < Points::ZERO => format!("{own}; {theirs}, {} fewer.", -gap),
        _ => format!("{own}; {theirs}, level."),
    }
}

/// Place and points of both, the gap and the ratio, without a verb.
fn figures(briefing: &Briefing) -> String {
    let at = &briefing.championship;
    let line = |who: &Person, row: &maatstaf_season::Row| {
        let place = row.place.map_or("excluded".to_owned(), ordinal);
        format!("{} {place}, {}", who.last_name, points(row.points))
    };
    let (own, theirs) =
        (line(&briefing.driver, &at.driver), line(&briefing.reference, &at.reference));
    let name = &briefing.driver.last_name;
    let gap = match at.gap {
        gap if gap > Points::ZERO => format!("{name} is {} behind", points(gap)),
        gap if gap < Points::ZERO => format!("{name} is {} ahead", points(-gap)),
        _ => "level".to_owned(),
    };
    let ratio = at.ratio.map_or(String::new(), |ratio| format!(", ratio {ratio:.3}"));
    format!("{own}; {theirs}: {gap}{ratio}.")
}

fn placed(place: Option<u16>) -> String {
    place.map_or("outside the table, excluded,".to_owned(), |place| {
        format!("in {} place", ordinal(place))
    })
}

fn points(points: Points) -> String {
    let one = points == Points::from(1);
    format!("{points} {}", if one { "point" } else { "points" })
}

/// `round 21 (Las Vegas)`.
fn at_round(briefing: &Briefing, round: RoundNumber) -> String {
    match briefing.round_names.get(&round) {
        Some(name) => format!("round {round} ({name})"),
        None => format!("round {round}"),
    }
}

fn at_moment(briefing: &Briefing, moment: Moment) -> String {
    let round = at_round(briefing, moment.round);
    match moment.session {
        Session::Race => round,
        Session::Sprint => format!("the sprint of {round}"),
    }
}

/// The smallest gap, if it was smaller than it is now and not before the first race.
fn closest(briefing: &Briefing) -> Option<String> {
    let gaps = &briefing.championship.gap_by_round;
    let size = |points: Points| points.max(-points);
    let closest = gaps.iter().min_by_key(|at| size(at.gap))?;
    if size(closest.gap) >= size(briefing.championship.gap) {
        return None;
    }
    let round = at_round(briefing, closest.round);
    Some(match size(closest.gap) {
        Points::ZERO => format!("They were level after {round}."),
        gap => format!("They were closest after {round}: {}.", points(gap)),
    })
}

fn since_when(briefing: &Briefing) -> Option<String> {
    let at = &briefing.championship;
    let since = at.grew_since?;
    let gap = at.gap_by_round.iter().find(|gap| gap.round == since)?.gap;
    let behind = if gap > Points::ZERO { points(gap) } else { format!("{gap} points") };
    Some(format!(
        "After {} the gap was {behind}; it grew in every round from then on.",
        at_round(briefing, since)
    ))
}

fn own_place(briefing: &Briefing) -> Option<String> {
    let (settled, prospects) =
        (&briefing.championship.settled.driver, briefing.championship.prospects.driver);
    place_sentence(briefing, &briefing.driver, settled.as_ref(), prospects)
}

fn reference_place(briefing: &Briefing) -> Option<String> {
    let (settled, prospects) =
        (&briefing.championship.settled.reference, briefing.championship.prospects.reference);
    place_sentence(briefing, &briefing.reference, settled.as_ref(), prospects)
}

fn place_sentence(
    briefing: &Briefing,
    who: &Person,
    settled: Option<&Settlement>,
    prospects: Option<Prospects>,
) -> Option<String> {
    let name = &who.last_name;
    if let Some(settled) = settled {
        let spare = match settled.rounds_to_spare {
            0 => "the last".to_owned(),
            1 => "with one round to spare".to_owned(),
            rounds => format!("with {rounds} rounds to spare"),
        };
        let what = match settled.place {
            1 => format!("{} title", possessive(name)),
            place => format!("{} {} place", possessive(name), ordinal(place)),
        };
        return Some(format!(
            "{what} was settled after {}, {spare}.",
            at_moment(briefing, settled.moment)
        ));
    }
    let prospects = prospects?;
    Some(if prospects.is_settled() {
        format!("{} {} place is settled.", possessive(name), ordinal(prospects.best))
    } else {
        let (best, worst) = (ordinal(prospects.best), ordinal(prospects.worst));
        format!("{name} can still end anywhere from {best} to {worst}.")
    })
}

fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}'") } else { format!("{name}'s") }
}

fn title_hopes(briefing: &Briefing) -> Option<String> {
    let at = &briefing.championship;
    let name = &briefing.driver.last_name;
    if at.driver.place == Some(1) {
        return None;
    }
    let last = Moment::after(briefing.rounds_held);
    match at.title_possible_until.driver {
        None => {
            Some(format!("The title was out of {} reach after the first round.", possessive(name)))
        }
        Some(until) if until == last && !is_over(briefing) => {
            Some(format!("The title is still possible for {name}."))
        }
        Some(until) => {
            Some(format!("The title was possible for {name} until {}.", at_moment(briefing, until)))
        }
    }
}

fn what_it_took(briefing: &Briefing) -> Vec<String> {
    let at = &briefing.championship;
    let (name, rival) = (&briefing.driver.last_name, &briefing.reference.last_name);
    let mut sentences = Vec::new();
    if let Some(per_round) = at.margins.per_round_to_level {
        sentences.push(format!(
            "Level with {rival} would have taken {} more: {per_round:.1} a round over {} rounds.",
            points(at.gap),
            briefing.rounds_held
        ));
    }
    let ahead = at.margins.ahead.as_ref().filter(|(_, who)| *who != briefing.reference.name);
    if let Some((more, who)) = ahead {
        sentences.push(format!("The next place up, {who}, was {} away.", points(*more)));
    }
    if let Some((spare, who)) = &at.margins.behind {
        sentences
            .push(format!("{name} had {} to spare over {who}, the next behind.", points(*spare)));
    }
    sentences
}

// --- Saturday and Sunday ---------------------------------------------------

fn weekends(briefing: &Briefing) -> Vec<String> {
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

fn saturdays(briefing: &Briefing) -> Option<String> {
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
fn gap(summary: &GapSummary, own: &str) -> String {
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

fn race_balance(briefing: &Briefing, race: &RaceComparison, what: &str) -> Option<String> {
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
            format!("; from grid to flag a median of {median} places over {n} finishes")
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

fn plural(count: u16, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
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

// --- form ------------------------------------------------------------------

fn form(briefing: &Briefing) -> Vec<String> {
    let form = &briefing.form;
    let mut sentences: Vec<String> =
        form.thirds.iter().map(|slice| slice_sentence(briefing, slice)).collect();
    if let Some(last) = &form.last {
        sentences.push(format!("Latest: {}", slice_sentence(briefing, last)));
    }
    let told = form.changes.iter().filter(|change| change.verdict == Verdict::Moved);
    let moved: Vec<String> = told
        .filter_map(|change| {
            Some(format!(
                "Between rounds {} and {} the qualifying gap moved by {:+.2} points of a percent; \
                 the intervals lie apart.",
                span(change.from.clone()),
                span(change.to.clone()),
                change.change_percent?
            ))
        })
        .collect();
    let compared = form.changes.iter().any(|change| change.change_percent.is_some());
    if moved.is_empty() && compared {
        sentences.push(
            "Whether the qualifying gap changed over the season the data cannot tell: the \
             intervals of the thirds overlap or rest on too few rounds."
                .to_owned(),
        );
    }
    sentences.extend(moved);
    sentences
}

fn span(rounds: std::ops::RangeInclusive<RoundNumber>) -> String {
    match (rounds.start(), rounds.end()) {
        (first, last) if first == last => format!("{first}"),
        (first, last) => format!("{first}–{last}"),
    }
}

fn slice_sentence(briefing: &Briefing, slice: &FormSlice) -> String {
    let (own, rival) = (&briefing.driver.last_name, &briefing.reference.last_name);
    let share = slice.share.map_or(String::new(), |share| format!(" ({:.0} %)", 100.0 * share));
    let gap = match (slice.qualifying.median_percent, &slice.qualifying.interval) {
        (Some(median), Some(at)) => format!(
            ", qualifying {median:+.2} % [{:+.2}, {:+.2}] in {} rounds",
            at.low, at.high, slice.qualifying.n
        ),
        (Some(median), None) => {
            let n = slice.qualifying.n;
            format!(", qualifying {median:+.2} % in {n}, too few for an interval")
        }
        _ => String::new(),
    };
    format!(
        "Rounds {}: {own} {}, {rival} {}{share}{gap}, races {}.",
        span(slice.rounds.clone()),
        points(slice.driver_points),
        slice.reference_points,
        slice.race_head_to_head,
    )
}

// --- records ---------------------------------------------------------------

fn records(briefing: &Briefing) -> Vec<String> {
    let touched = briefing.records.iter().flat_map(|records| &records.touched);
    touched.map(|record| record.sentence.clone()).collect()
}

// --- sources and caveats ---------------------------------------------------

fn caveats(briefing: &Briefing) -> Vec<String> {
    let sources = briefing.sources.iter();
    let mut sentences: Vec<String> = sources
        .map(|source| format!("{} ({}): {}", source.name, source.licence, source.note))
        .collect();
    let together = briefing.team_mate_rounds.len();
    let held = usize::from(briefing.rounds_held);
    if together < held {
        sentences.push(format!(
            "They were team mates in {together} of {held} rounds; elsewhere a gap holds the car \
             as well as the driver."
        ));
    }
    sentences.push(
        "Points, places and what is settled are exact, from results and rules alone; settled \
         means that no result of the sessions left could change it."
            .to_owned(),
    );
    sentences.push(
        "Qualifying gaps are taken in the latest part in which both set a time; the intervals \
         are 90 % intervals of a median and take rounds as independent draws."
            .to_owned(),
    );
    sentences.extend(dropped(briefing));
    sentences.extend(no_records(briefing));
    sentences
}

/// Why no record is claimed.
fn no_records(briefing: &Briefing) -> Option<String> {
    let n = briefing.records.as_ref()?.missing.len();
    let lacking = if n == 1 { "season is" } else { "seasons are" };
    (n > 0).then(|| {
        format!(
            "A record needs every season before {}; {n} {lacking} not at hand, so none is \
             claimed.",
            briefing.season
        )
    })
}

fn dropped(briefing: &Briefing) -> Option<String> {
    let at = &briefing.championship;
    let drops = [&at.driver, &at.reference].iter().any(|row| row.gross != row.points);
    let name = |who: &Competitor| match who {
        Competitor::Driver(id) if *id == briefing.driver.id => briefing.driver.last_name.clone(),
        _ => briefing.reference.last_name.clone(),
    };
    drops.then(|| {
        let all = [&at.driver, &at.reference]
            .map(|row| format!("{} scored {} in all", name(&row.competitor), row.gross));
        format!("Not every result counts in {}: {}.", briefing.season, all.join(", "))
    })
}
