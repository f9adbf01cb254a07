//! A comparison in sentences: what counts, who is champion, what stayed as decided.

use maatstaf::core::{
    BestResults, Competitor, Correction, CorrectionKind, Countback, FastestLapRule, Points,
    PointsTable, Reduced, RoundNumber, Season, SeasonRules, Session, SessionRules, Share, Title,
    TitleRules,
};
use maatstaf::season::{Change, Row, Settlement};

use super::Answer;
use crate::commands::standings::title;
use crate::show;

/// `2021 drivers under the points of 2003, without Abu Dhabi`.
pub fn heading(answer: &Answer<'_>) -> String {
    let mut parts = Vec::new();
    if let Some(year) = answer.ask.points {
        parts.push(format!("under the points of {year}"));
    }
    if !answer.changes.without.is_empty() {
        let names = answer.changes.without.iter().map(|round| race(answer.season, *round));
        parts.push(format!("without {}", names.collect::<Vec<_>>().join(", ")));
    }
    parts.extend(answer.ask.result.iter().map(|text| format!("with \"{text}\"")));
    format!("{} {} {}", answer.season.year(), answer.ask.whose(), parts.join(", "))
}

/// The name of a round.
pub fn race(season: &Season, round: RoundNumber) -> &str {
    season.event(round).map_or("", |event| event.round.name.as_str())
}

/// What counts, in one line: points, results, sprints, fastest lap.
pub fn system(answer: &Answer<'_>) -> String {
    let (rules, title) = (&answer.compared.rules, title(answer.ask.constructors));
    let mut parts = vec![table(points_of(&rules.race, title))];
    if let Some(of_title) = rules.title(title) {
        parts.push(results_that_count(of_title, rules.n_rounds));
        if title == Title::Constructors && of_title.best_car_only {
            parts.push("only the best car of a make scores".to_owned());
        }
    }
    if answer.season.events().iter().any(|event| event.has_sprint) {
        parts.push(match &rules.sprint {
            Some(sprint) => format!("sprints {}", table(points_of(sprint, title))),
            None => "sprints give nothing".to_owned(),
        });
    }
    parts.push(fastest_lap(&rules.race, title));
    if let Some(last) = rules.rounds.get(&rules.n_rounds).filter(|at| at.factor != 1.into()) {
        parts.push(format!("points times {} in the last race", last.factor));
    }
    format!("What counts: {}.", parts.join("; "))
}

fn points_of(rules: &SessionRules, title: Title) -> &PointsTable {
    match title {
        Title::Drivers => &rules.drivers,
        Title::Constructors => &rules.constructors,
    }
}

fn table(points: &PointsTable) -> String {
    points.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("-")
}

fn results_that_count(rules: TitleRules, n_rounds: RoundNumber) -> String {
    match rules.best {
        BestResults::All => "all results".to_owned(),
        BestResults::Best(best) => format!("the best {best} results"),
        BestResults::Halves { split, first, second, .. } => format!(
            "the best {first} of the first {split} rounds and the best {second} of the other {}",
            n_rounds - split
        ),
    }
}

fn fastest_lap(rules: &SessionRules, title: Title) -> String {
    let counts = title == Title::Drivers || rules.fastest_lap_for_constructors;
    match rules.fastest_lap {
        FastestLapRule::Anyone(points) if counts => {
            format!("{} for the fastest lap", n_points(points))
        }
        FastestLapRule::ClassifiedWithin(points, within) if counts => {
            format!("{} for the fastest lap within the first {within}", n_points(points))
        }
        _ => "nothing for the fastest lap".to_owned(),
    }
}

fn n_points(points: Points) -> String {
    format!("{points} {}", if points == 1.into() { "point" } else { "points" })
}

/// The champion, when it was settled, and how many places change; a sentence each.
pub fn verdict(answer: &Answer<'_>) -> Vec<String> {
    let compared = &answer.compared;
    let mut sentences = vec![champion(answer)];
    let decided = (compared.before.decided(), compared.after.decided());
    if let (Some(before), Some(after)) = decided {
        sentences.push(when(answer, &before, &after));
    }
    sentences.push(how_many_move(answer));
    if !compared.is_over {
        let last = answer.season.last_held();
        sentences.push(format!(
            "{} is still running: the tables are those after round {last} of {} ({}).",
            answer.season.year(),
            answer.season.n_rounds(),
            race(answer.season, last)
        ));
    }
    sentences
}

fn how_many_move(answer: &Answer<'_>) -> String {
    let moved = || answer.compared.changes().filter(|at| at.is_of_place());
    let n_rows = answer.compared.after.standings.rows.len();
    let hidden = moved().filter(|at| !is_shown(at)).count();
    let rest = match hidden {
        0 => String::new(),
        _ => format!("; {hidden} of them without points, and not shown"),
    };
    match moved().count() {
        0 => "No place changes.".to_owned(),
        1 => format!("1 of {n_rows} places changes{rest}."),
        n_moved => format!("{n_moved} of {n_rows} places change{rest}."),
    }
}

/// Whether the terminal shows a line: the champion, and places that change with points in play.
pub fn is_shown(at: &Change<'_>) -> bool {
    let has_points = !at.before.points.is_zero() || !at.after.points.is_zero();
    at.after.place == Some(1) || (at.is_of_place() && has_points)
}

fn champion(answer: &Answer<'_>) -> String {
    let compared = &answer.compared;
    let (before, after) = (compared.before.leaders(), compared.after.leaders());
    let names = |rows: &[&Row]| {
        let names = rows.iter().map(|row| show::name(&answer.facts.almanac, &row.competitor));
        names.collect::<Vec<_>>().join(" and ")
    };
    let over = compared.is_over;
    match after.as_slice() {
        [] => "Nobody is left in the table.".to_owned(),
        [first, ..] if first.points.is_zero() => "Nobody would have points.".to_owned(),
        [first] => {
            let (who, lead) = (names(&after), lead(answer, first));
            match (compared.champion_changes(), over) {
                (false, true) => format!("{who} stays champion, {lead}."),
                (false, false) => format!("{who} still leads, {lead}."),
                (true, true) => {
                    format!("{who} would have been champion, {lead}; {} was.", names(&before))
                }
                (true, false) => format!("{who} would lead, {lead}; {} does.", names(&before)),
            }
        }
        level => {
            let countback = compared.rules.title(title(answer.ask.constructors));
            let on = match countback.map(|rules| rules.countback) {
                Some(Countback::ScoringPlaces) => "points and in every place that scores",
                _ => "points and in every place",
            };
            let (what, was) = if over { ("title", "was champion") } else { ("lead", "leads") };
            format!(
                "{} would be level on {on}: the {what} would be shared, or decided by something \
                 that is not in the results; {} {was}.",
                names(level),
                names(&before)
            )
        }
    }
}

/// `with 159 points, 1 more than Lewis Hamilton`.
fn lead(answer: &Answer<'_>, first: &Row) -> String {
    let points = n_points(first.points);
    let rows = answer.compared.after.standings.rows.iter();
    let Some(second) = rows.filter(|row| row.place.is_some()).nth(1) else {
        return format!("with {points}");
    };
    let name = show::name(&answer.facts.almanac, &second.competitor);
    let gap = first.points - second.points;
    if gap.is_zero() {
        format!("with {points}, level with {name} and ahead by better places")
    } else {
        format!("with {points}, {gap} more than {name}")
    }
}

fn when(answer: &Answer<'_>, before: &Settlement, after: &Settlement) -> String {
    let at = |settled: &Settlement| {
        let sprint = if settled.moment.session == Session::Sprint { "the sprint of " } else { "" };
        let round = settled.moment.round;
        format!("{sprint}round {round} ({})", race(answer.season, round))
    };
    if before.moment == after.moment {
        return format!("The title was settled after {} either way.", at(after));
    }
    format!("The title would have been settled after {}; it was after {}.", at(after), at(before))
}

/// What a reader should know: shortened races judged anew, and decisions that stay.
pub fn notes(answer: &Answer<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if answer.changes.system.is_some() {
        notes.extend(shortened_races(answer));
    }
    let rules = &answer.compared.rules;
    let stays = rules.corrections.iter().filter(|fix| concerns(fix, answer));
    notes.extend(stays.map(|fix| {
        let round = race(answer.season, fix.round);
        format!("Stays as decided, {round} (round {}): {}.", fix.round, fix.reason)
    }));
    notes
}

fn shortened_races(answer: &Answer<'_>) -> Vec<String> {
    let note = |event: &maatstaf::core::Event| {
        let share = event.race.as_ref()?.share()?;
        let round = event.round.number;
        if answer.changes.without.contains(&round) {
            return None;
        }
        let before = worth(answer.own, round, share);
        let after = worth(&answer.compared.rules, round, share);
        let usual = before == FULL && after == FULL;
        (!usual).then(|| {
            let was =
                if before == after { "as it was".to_owned() } else { format!("it was {before}") };
            format!(
                "Shortened, {} (round {round}), {} of {} laps: {after}; {was}.",
                event.round.name, share.laps, share.planned
            )
        })
    };
    answer.season.events().iter().filter_map(note).collect()
}

const FULL: &str = "full points";

fn worth(rules: &SeasonRules, round: RoundNumber, share: Share) -> String {
    let decided = rules.corrections.iter().find_map(|fix| match fix.kind {
        CorrectionKind::Worth { factor, .. } if fix.round == round => Some(factor),
        _ => None,
    });
    let of_rule = || match rules.race.shortened(Some(share)).map(|rule| &rule.worth) {
        None => FULL.to_owned(),
        Some(Reduced::Factor(factor)) => part(*factor),
        Some(Reduced::Table(points)) => table(points),
    };
    decided.map_or_else(of_rule, part)
}

fn part(factor: Points) -> String {
    match (factor.numerator(), factor.denominator()) {
        (0, _) => "no points".to_owned(),
        (1, 1) => FULL.to_owned(),
        (1, 2) => "half points".to_owned(),
        _ => format!("points times {factor}"),
    }
}

/// Whether a decision moves points or places of the title that is asked for.
fn concerns(fix: &Correction, answer: &Answer<'_>) -> bool {
    let asked = title(answer.ask.constructors);
    let of = |who: &Competitor| match who {
        Competitor::Driver(_) => asked == Title::Drivers,
        Competitor::Make { .. } => asked == Title::Constructors,
    };
    match &fix.kind {
        CorrectionKind::Ineligible { titles, .. } => {
            titles.contains(&asked) && !answer.changes.without.contains(&fix.round)
        }
        CorrectionKind::Points { competitor, .. }
        | CorrectionKind::Voided { competitor }
        | CorrectionKind::Excluded { competitor, .. } => of(competitor),
        _ => false,
    }
}
