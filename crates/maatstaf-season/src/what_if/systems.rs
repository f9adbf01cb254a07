//! Every system there was, and the seasons that would have had another champion under one.

use maatstaf_core::{
    BestResults, Competitor, Countback, Half, Points, PointsTable, Season, SeasonRules,
    SessionRules, Title, Year,
};

use super::rules::{counting, drops_one_of_each_half, factor_at_the_end};
use super::{Drops, last_table, leaders, rules_as};
use crate::{Error, Standings, scoresheet};

/// A way to count a title, and the seasons that had it.
#[derive(Clone, Debug)]
pub struct System<'a> {
    /// The seasons, in order.
    pub years: Vec<Year>,
    /// The rules of the first of them.
    pub rules: &'a SeasonRules,
}

/// Who was champion, and who else would have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Champions {
    /// Whether every session is held; until then it is who leads.
    pub is_over: bool,
    /// One, or several who are level in every respect.
    pub real: Vec<Competitor>,
    /// The others, one line for each who would be.
    pub others: Vec<OtherChampion>,
}

/// Who else would have been champion, and under which systems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherChampion {
    /// One, or several who would have been level in every respect; nobody where all are
    /// excluded.
    pub champions: Vec<Competitor>,
    /// The seasons with such a system, in order.
    pub years: Vec<Year>,
}

/// The different systems of a title, in order of their first season. Seasons count as equal
/// when they differ in nothing that moves a point or breaks a tie.
///
/// ```
/// use maatstaf_core::{SeasonRules, Title};
/// use maatstaf_season::{Drops, examples, systems};
///
/// let first = examples::rules();
/// let second = SeasonRules { year: 2001, n_rounds: 5, ..first.clone() };
/// let systems = systems([&first, &second], Title::Drivers, Drops::AsWritten);
/// assert_eq!(systems[0].years, [2000, 2001]);
/// ```
pub fn systems<'a>(
    rules: impl IntoIterator<Item = &'a SeasonRules>,
    title: Title,
    drops: Drops,
) -> Vec<System<'a>> {
    let mut systems: Vec<(Essence, System<'a>)> = Vec::new();
    for rules in rules {
        let Some(essence) = Essence::of(rules, title, drops) else { continue };
        match systems.iter_mut().find(|(other, _)| *other == essence) {
            Some((_, system)) => system.years.push(rules.year),
            None => systems.push((essence, System { years: vec![rules.year], rules })),
        }
    }
    systems.into_iter().map(|(_, system)| system).collect()
}

/// The champion of a season (while it runs, the leader), and the systems under which it is
/// somebody else. The season's own system is not asked.
///
/// # Errors
///
/// When the season has no such title, or nothing was held.
pub fn champions(
    season: &Season,
    own: &SeasonRules,
    systems: &[System<'_>],
    title: Title,
    drops: Drops,
) -> Result<Champions, Error> {
    let sheet = scoresheet(season, own, title)?;
    let real = names(&last_table(&sheet));
    let mut others: Vec<OtherChampion> = Vec::new();
    for system in systems.iter().filter(|system| !system.years.contains(&own.year)) {
        let rules = rules_as(season, own, system.rules, drops);
        let champions = names(&last_table(&scoresheet(season, &rules, title)?));
        if champions == real {
            continue;
        }
        match others.iter_mut().find(|other| other.champions == champions) {
            Some(other) => other.years.extend(&system.years),
            None => others.push(OtherChampion { champions, years: system.years.clone() }),
        }
    }
    others.iter_mut().for_each(|other| other.years.sort_unstable());
    Ok(Champions { is_over: sheet.held().eq(sheet.moments()), real, others })
}

fn names(table: &Standings) -> Vec<Competitor> {
    leaders(table).map(|row| row.competitor.clone()).collect()
}

/// What of the rules decides a title, without what belongs to one season.
#[derive(Clone, Debug, PartialEq)]
struct Essence {
    race: SessionRules,
    sprint: Option<SessionRules>,
    counts: Counts,
    countback: Countback,
    best_car_only: bool,
    at_the_end: Option<Points>,
}

/// Which results count, so far as it carries over to another season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    All,
    Best(u16),
    /// The best so many of so many rounds.
    BestOf(u16, usize),
    AllButOneOfEachHalf(Half),
    BestOfEachHalf(u16, u16, Half),
    /// The best so many of so many, in each half.
    ShareOfEachHalf([(u16, usize); 2], Half),
}

impl Essence {
    fn of(rules: &SeasonRules, title: Title, drops: Drops) -> Option<Self> {
        let of_title = rules.title(title)?;
        Some(Self {
            race: for_title(&rules.race, title),
            sprint: rules.sprint.as_ref().map(|sprint| for_title(sprint, title)),
            counts: counts(rules, title, of_title.best, drops),
            countback: of_title.countback,
            best_car_only: title == Title::Constructors && of_title.best_car_only,
            at_the_end: factor_at_the_end(rules).map(|at| at.factor),
        })
    }
}

/// The rules of a session, without what is for the other title.
fn for_title(rules: &SessionRules, title: Title) -> SessionRules {
    // Whose grid a sprint makes moves no point.
    let rules = SessionRules { sets_grid: false, ..rules.clone() };
    match title {
        Title::Drivers => SessionRules {
            constructors: PointsTable::default(),
            fastest_lap_for_constructors: false,
            ..rules
        },
        Title::Constructors => SessionRules { drivers: PointsTable::default(), ..rules },
    }
}

fn counts(rules: &SeasonRules, title: Title, best: BestResults, drops: Drops) -> Counts {
    let rounds = counting(rules, title);
    match (best, drops) {
        (BestResults::All, _) => Counts::All,
        (BestResults::Best(n), Drops::AsWritten) => Counts::Best(n),
        (BestResults::Best(n), Drops::Scaled) => Counts::BestOf(n, rounds.len()),
        (BestResults::Halves { split, first, second, longer }, Drops::Scaled) => {
            let early = rounds.partition_point(|round| *round <= split);
            Counts::ShareOfEachHalf([(first, early), (second, rounds.len() - early)], longer)
        }
        (BestResults::Halves { longer, .. }, _) if drops_one_of_each_half(rules, title) => {
            Counts::AllButOneOfEachHalf(longer)
        }
        (BestResults::Halves { first, second, longer, .. }, _) => {
            Counts::BestOfEachHalf(first, second, longer)
        }
    }
}
