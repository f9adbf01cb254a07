//! What one session hands out, from the classification and the rules.

use maatstaf_core::{
    Classification, Classified, Competitor, CorrectionKind, DriverId, Entry, FastestLapRule,
    Points, PointsTable, Reduced, RoundNumber, SeasonRules, Session, SessionRules, SharedDrives,
    Title,
};

use crate::joint::Purse;

/// Points that one session hands to one competitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// To whom.
    pub competitor: Competitor,
    /// For the place.
    pub place: Points,
    /// For the fastest lap.
    pub fastest_lap: Points,
}

impl Award {
    /// Place and fastest lap together.
    pub fn total(&self) -> Points {
        self.place + self.fastest_lap
    }
}

/// The points that one session hands out, an award per competitor and car that scores.
///
/// A competitor with several scoring cars has several awards; their sum is what he scored.
pub fn awards(
    result: &Classification,
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
    title: Title,
) -> Vec<Award> {
    let not_here = rules.rounds.get(&round).is_some_and(|at| at.not_for.contains(&title));
    let Some(session_rules) = rules.session(session).filter(|_| !not_here) else {
        return Vec::new();
    };
    let worth = worth(result, session_rules, rules, round, session, title);
    let mut awards = match title {
        Title::Drivers => driver_places(result, &worth, session_rules, rules, round, session),
        Title::Constructors => make_places(result, &worth, rules, round, session),
    };
    if worth.fastest_lap && (title == Title::Drivers || session_rules.fastest_lap_for_constructors)
    {
        awards.extend(fastest_lap_awards(result, session_rules, rules, round, session, title));
    }
    awards.retain(|award| !award.total().is_zero());
    awards
}

/// What a session to come has to give, at its full distance.
pub(crate) fn purse(
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
    title: Title,
) -> Purse {
    let at = rules.rounds.get(&round);
    let Some(session_rules) = rules.session(session) else { return Purse::default() };
    if at.is_some_and(|at| at.not_for.contains(&title)) {
        return Purse::default();
    }
    let factor = at.filter(|_| session == Session::Race).map_or(Points::from(1), |at| at.factor);
    let fastest_lap_counts = title == Title::Drivers || session_rules.fastest_lap_for_constructors;
    Purse {
        places: scaled(table_for(session_rules, title), factor).0,
        fastest_lap: if fastest_lap_counts {
            session_rules.fastest_lap.points()
        } else {
            Points::ZERO
        },
    }
}

/// What the places of a session are worth, after distance and decisions.
struct Worth {
    table: PointsTable,
    fastest_lap: bool,
}

fn worth(
    result: &Classification,
    session_rules: &SessionRules,
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
    title: Title,
) -> Worth {
    let table = table_for(session_rules, title);
    let at_round = rules.rounds.get(&round).filter(|_| session == Session::Race);
    let factor = at_round.map_or(Points::from(1), |at| at.factor);
    let decided = corrections(rules, round, session).find_map(|kind| match kind {
        CorrectionKind::Worth { factor, fastest_lap } => Some((*factor, *fastest_lap)),
        _ => None,
    });
    if let Some((decided, fastest_lap)) = decided {
        return Worth { table: scaled(table, decided * factor), fastest_lap };
    }
    match session_rules.shortened(result.share()) {
        None => Worth { table: scaled(table, factor), fastest_lap: true },
        Some(rule) => {
            let table = match &rule.worth {
                Reduced::Factor(reduced) => scaled(table, *reduced * factor),
                Reduced::Table(reduced) => scaled(reduced, factor),
            };
            Worth { table, fastest_lap: rule.fastest_lap }
        }
    }
}

fn table_for(session_rules: &SessionRules, title: Title) -> &PointsTable {
    match title {
        Title::Drivers => &session_rules.drivers,
        Title::Constructors => &session_rules.constructors,
    }
}

fn scaled(table: &PointsTable, factor: Points) -> PointsTable {
    PointsTable(table.0.iter().map(|points| *points * factor).collect())
}

fn driver_places(
    result: &Classification,
    worth: &Worth,
    session_rules: &SessionRules,
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
) -> Vec<Award> {
    let entries = result.entries();
    let mut awards = Vec::new();
    for entry in &entries {
        let Some(place) = scoring_place(entry, &entries, rules, round, session, Title::Drivers)
        else {
            continue;
        };
        let crew = sharers(entry, rules, round, session);
        let each = match (crew.len(), session_rules.shared_drives) {
            (1, _) => worth.table.at(place),
            (_, SharedDrives::Nothing) => Points::ZERO,
            (sharers, _) => worth.table.at(place).shared_by(sharers),
        };
        let best_only = session_rules.shared_drives == SharedDrives::EquallyBestOnly;
        for driver in crew {
            if !(best_only && has_better_car(driver, entry, &entries)) {
                awards.push(Award {
                    competitor: Competitor::Driver(driver.clone()),
                    place: each,
                    fastest_lap: Points::ZERO,
                });
            }
        }
    }
    awards
}

/// Everyone whose part in the car counts.
fn sharers<'a>(
    entry: &'a Entry,
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
) -> Vec<&'a DriverId> {
    let counts = |who: &&DriverId| {
        !corrections(rules, round, session)
            .any(|kind| matches!(kind, CorrectionKind::NoShare { driver } if driver == *who))
    };
    if entry.crew.len() == 1 {
        return entry.crew.iter().collect();
    }
    entry.crew.iter().filter(counts).collect()
}

fn has_better_car(driver: &DriverId, entry: &Entry, entries: &[Entry]) -> bool {
    entries.iter().any(|other| {
        other.outcome.place().is_some_and(|place| Some(place) < entry.outcome.place())
            && other.crew.contains(driver)
    })
}

fn make_places(
    result: &Classification,
    worth: &Worth,
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
) -> Vec<Award> {
    let entries = result.entries();
    let best_car_only = rules.constructors.is_some_and(|title| title.best_car_only);
    let mut awards: Vec<Award> = Vec::new();
    for entry in &entries {
        let Some(place) =
            scoring_place(entry, &entries, rules, round, session, Title::Constructors)
        else {
            continue;
        };
        if entry.crew.len() > 1 {
            continue;
        }
        let (competitor, points) = (make_of(entry), worth.table.at(place));
        let first = awards.iter_mut().find(|award| award.competitor == competitor);
        match first {
            Some(award) if best_car_only => award.place = award.place.max(points),
            _ => awards.push(Award { competitor, place: points, fastest_lap: Points::ZERO }),
        }
    }
    awards
}

pub(crate) fn make_of(entry: &Entry) -> Competitor {
    Competitor::Make { constructor: entry.constructor.clone(), engine: entry.engine.clone() }
}

/// The place for which a car scores: its own, moved up past ineligible cars where their
/// places pass on. `None` without a place, or for an ineligible car.
pub(crate) fn scoring_place(
    entry: &Entry,
    entries: &[Entry],
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
    title: Title,
) -> Option<u16> {
    let place = entry.outcome.place()?;
    let mut scoring = place;
    for kind in corrections(rules, round, session) {
        let CorrectionKind::Ineligible { drivers, passes_on, titles } = kind else { continue };
        if !titles.contains(&title) {
            continue;
        }
        let ineligible = |entry: &Entry| entry.crew.iter().any(|driver| drivers.contains(driver));
        if ineligible(entry) {
            return None;
        }
        if *passes_on {
            let ahead = |other: &&Entry| {
                ineligible(other) && other.outcome.place().is_some_and(|other| other < place)
            };
            scoring -= entries.iter().filter(ahead).count() as u16;
        }
    }
    Some(scoring)
}

fn corrections(
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
) -> impl Iterator<Item = &CorrectionKind> {
    let of_race = session == Session::Race;
    let here = rules.corrections.iter().filter(move |fix| of_race && fix.round == round);
    here.map(|fix| &fix.kind)
}

fn fastest_lap_awards(
    result: &Classification,
    session_rules: &SessionRules,
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
    title: Title,
) -> Vec<Award> {
    let decided = corrections(rules, round, session).find_map(|kind| match kind {
        CorrectionKind::FastestLap { driver } => Some(driver),
        _ => None,
    });
    let mut setters: Vec<&Classified> = Vec::new();
    for line in result.lines() {
        let set = decided.map_or(line.fastest_lap, |driver| line.driver == *driver);
        if set && !setters.iter().any(|other| other.driver == line.driver) {
            setters.push(line);
        }
    }
    let sharers = setters.len();
    let award = |line: &Classified| Award {
        competitor: match title {
            Title::Drivers => Competitor::Driver(line.driver.clone()),
            Title::Constructors => Competitor::Make {
                constructor: line.constructor.clone(),
                engine: line.engine.clone(),
            },
        },
        place: Points::ZERO,
        fastest_lap: fastest_lap_points(line, session_rules.fastest_lap).shared_by(sharers),
    };
    setters.into_iter().map(award).collect()
}

fn fastest_lap_points(line: &Classified, rule: FastestLapRule) -> Points {
    match rule {
        FastestLapRule::None => Points::ZERO,
        FastestLapRule::Anyone(points) => points,
        FastestLapRule::ClassifiedWithin(points, within) => {
            let scores = line.outcome.place().is_some_and(|place| place <= within);
            if scores { points } else { Points::ZERO }
        }
    }
}
