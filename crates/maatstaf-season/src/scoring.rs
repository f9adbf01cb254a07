//! What one session hands out, from the classification and the rules.

use maatstaf_core::{
    Classification, Classified, Competitor, CorrectionKind, Countback, FastestLapRule, Points,
    PointsTable, Reduced, RoundNumber, SeasonRules, Session, SessionRules, SharedDrives, Title,
};

use crate::joint::Purse;
use crate::roster::{Who, cars};

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
    let Some(run) = Run::new(result, rules, round, session, title) else { return Vec::new() };
    let award = |part: Part| Award {
        competitor: Who::of(&result.lines()[part.line], title).to_competitor(),
        place: part.place,
        fastest_lap: part.fastest_lap,
    };
    run.parts().into_iter().map(award).collect()
}

/// What the places of a session that was held paid the drivers, after its distance and all decisions.
///
/// ```
/// use maatstaf_core::{Points, Session};
/// use maatstaf_season::{examples, paid};
///
/// let (season, rules) = (examples::season(), examples::rules());
/// let race = season.event(1).and_then(|event| event.race.as_ref()).unwrap();
/// assert_eq!(paid(race, &rules, 1, Session::Race).win(), rules.race.drivers.win());
/// ```
pub fn paid(
    result: &Classification,
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
) -> PointsTable {
    let run = Run::new(result, rules, round, session, Title::Drivers);
    let places = run.map(|run| {
        let Worth { table, factor, .. } = run.worth;
        table.0.iter().map(|points| *points * factor).collect()
    });
    PointsTable(places.unwrap_or_default())
}

/// What a driver scores who wins a session that was held, with the fastest lap where it scores.
pub(crate) fn most_for_one(
    result: &Classification,
    rules: &SeasonRules,
    round: RoundNumber,
    session: Session,
) -> Points {
    let Some(session_rules) = rules.session(session) else { return Points::ZERO };
    let fixes = fixes_at(rules, round, session);
    let factor = factor_at(rules, round, session);
    let worth = worth(result, session_rules, factor, &fixes, Title::Drivers);
    let fastest_lap =
        if worth.fastest_lap { session_rules.fastest_lap.points() } else { Points::ZERO };
    worth.table.win() * worth.factor + fastest_lap
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
    let factor = factor_at(rules, round, session);
    let table = table_for(session_rules, title);
    let fastest_lap_counts = title == Title::Drivers || session_rules.fastest_lap_for_constructors;
    Purse {
        places: table.0.iter().map(|points| *points * factor).collect(),
        fastest_lap: if fastest_lap_counts {
            session_rules.fastest_lap.points()
        } else {
            Points::ZERO
        },
        fastest_lap_within: session_rules.fastest_lap.within(),
        break_ties: match (session, rules.title(title).map(|title| title.countback)) {
            (Session::Sprint, _) | (_, None) => 0,
            (_, Some(Countback::AllPlaces)) => usize::MAX,
            (_, Some(Countback::ScoringPlaces)) => table.0.len(),
        },
    }
}

/// What the line of a result scores; a line without points has no part.
pub(crate) struct Part {
    pub line: usize,
    pub place: Points,
    pub fastest_lap: Points,
}

/// One session that was held, with the rules under which it counts towards a title.
pub(crate) struct Run<'a> {
    lines: &'a [Classified],
    /// For each line, the first line of the same car.
    cars: Vec<usize>,
    rules: &'a SeasonRules,
    session_rules: &'a SessionRules,
    fixes: Vec<&'a CorrectionKind>,
    title: Title,
    worth: Worth<'a>,
}

/// What the places of a session are worth, after distance and decisions.
struct Worth<'a> {
    table: &'a PointsTable,
    factor: Points,
    fastest_lap: bool,
}

impl<'a> Run<'a> {
    /// `None` where the session does not count towards the title.
    pub(crate) fn new(
        result: &'a Classification,
        rules: &'a SeasonRules,
        round: RoundNumber,
        session: Session,
        title: Title,
    ) -> Option<Self> {
        let at = rules.rounds.get(&round);
        if at.is_some_and(|at| at.not_for.contains(&title)) {
            return None;
        }
        let session_rules = rules.session(session)?;
        let fixes = fixes_at(rules, round, session);
        let factor = factor_at(rules, round, session);
        let worth = worth(result, session_rules, factor, &fixes, title);
        let (lines, cars) = (result.lines(), cars(result.lines()));
        Some(Self { lines, cars, rules, session_rules, fixes, title, worth })
    }

    /// What each line scores.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let mut parts = match self.title {
            Title::Drivers => self.driver_parts(),
            Title::Constructors => self.make_parts(),
        };
        let drivers = self.title == Title::Drivers;
        if self.worth.fastest_lap && (drivers || self.session_rules.fastest_lap_for_constructors) {
            parts.extend(self.fastest_lap_parts());
        }
        parts.retain(|part| !(part.place + part.fastest_lap).is_zero());
        parts
    }

    /// The lines that have a place in the order of the race, for ties: a line per driver and
    /// car, or per car of a make; moved up past ineligible cars where their places pass on.
    ///
    /// Every car of a make breaks ties, also while only the best of them scored: so the
    /// official tables after Germany 1963, Germany 1969 and Monaco 1972 have it.
    pub(crate) fn finishes(&self) -> impl Iterator<Item = (usize, u16)> {
        let counts = |idx: &usize| self.title == Title::Drivers || self.is_first(*idx);
        (0..self.lines.len()).filter(counts).filter_map(|idx| {
            let place = self.scoring_place(idx).or(self.lines[idx].outcome.place())?;
            Some((idx, place))
        })
    }

    fn make(&self, idx: usize) -> Who<'a> {
        Who::of(&self.lines[idx], Title::Constructors)
    }

    fn best_car_only(&self) -> bool {
        self.rules.constructors.is_some_and(|title| title.best_car_only)
    }

    fn driver_parts(&self) -> Vec<Part> {
        let shared_drives = self.session_rules.shared_drives;
        let mut parts = Vec::new();
        for idx in 0..self.lines.len() {
            let points = self.scoring_place(idx).map_or(Points::ZERO, |place| self.points(place));
            if points.is_zero() || !self.has_a_share(idx) {
                continue;
            }
            let place = match (self.n_sharers(idx), shared_drives) {
                (1, _) => points,
                (_, SharedDrives::Nothing) => continue,
                (sharers, _) => points.shared_by(sharers),
            };
            let best_only = shared_drives == SharedDrives::EquallyBestOnly;
            if !(best_only && self.has_better_car(idx)) {
                parts.push(Part { line: idx, place, fastest_lap: Points::ZERO });
            }
        }
        parts
    }

    fn make_parts(&self) -> Vec<Part> {
        let best_car_only = self.best_car_only();
        let mut parts: Vec<Part> = Vec::new();
        for idx in (0..self.lines.len()).filter(|idx| self.is_first(*idx)) {
            let place = self.scoring_place(idx).map_or(Points::ZERO, |place| self.points(place));
            if place.is_zero() || self.crew(idx).nth(1).is_some() {
                continue;
            }
            match parts
                .iter_mut()
                .find(|part| best_car_only && self.make(part.line) == self.make(idx))
            {
                Some(part) => part.place = part.place.max(place),
                None => parts.push(Part { line: idx, place, fastest_lap: Points::ZERO }),
            }
        }
        parts
    }

    fn fastest_lap_parts(&self) -> Vec<Part> {
        let decided = self.fixes.iter().find_map(|kind| match kind {
            CorrectionKind::FastestLap { driver } => Some(driver),
            _ => None,
        });
        let mut setters: Vec<usize> = Vec::new();
        for (idx, line) in self.lines.iter().enumerate() {
            let set = decided.map_or(line.fastest_lap, |driver| line.driver == *driver);
            if set && !setters.iter().any(|other| self.lines[*other].driver == line.driver) {
                setters.push(idx);
            }
        }
        let (sharers, rule) = (setters.len(), self.session_rules.fastest_lap);
        let part = |idx: usize| {
            let fastest_lap = fastest_lap_points(&self.lines[idx], rule).shared_by(sharers);
            Part { line: idx, place: Points::ZERO, fastest_lap }
        };
        setters.into_iter().map(part).collect()
    }

    fn points(&self, place: u16) -> Points {
        self.worth.table.at(place) * self.worth.factor
    }

    fn is_first(&self, idx: usize) -> bool {
        self.cars[idx] == idx
    }

    /// Everyone in the same car.
    fn crew(&self, idx: usize) -> impl Iterator<Item = usize> {
        let car = self.cars[idx];
        (car..self.cars.len()).filter(move |other| self.cars[*other] == car)
    }

    /// Everyone in the same car whose part in it counts.
    fn n_sharers(&self, idx: usize) -> usize {
        self.crew(idx).filter(|other| self.has_a_share(*other)).count()
    }

    fn has_a_share(&self, idx: usize) -> bool {
        let driver = &self.lines[idx].driver;
        let is_out = |kind: &&CorrectionKind| matches!(kind, CorrectionKind::NoShare { driver: out } if out == driver);
        !self.fixes.iter().any(is_out) || self.crew(idx).nth(1).is_none()
    }

    fn has_better_car(&self, idx: usize) -> bool {
        let own = &self.lines[idx];
        self.lines.iter().any(|other| {
            other.outcome.place().is_some_and(|place| Some(place) < own.outcome.place())
                && other.driver == own.driver
        })
    }

    /// The place for which a line scores: its own, moved up past ineligible cars where their
    /// places pass on. `None` without a place, or for an ineligible car.
    fn scoring_place(&self, idx: usize) -> Option<u16> {
        let place = self.lines[idx].outcome.place()?;
        let mut scoring = place;
        for kind in &self.fixes {
            let CorrectionKind::Ineligible { drivers, passes_on, titles } = kind else { continue };
            if !titles.contains(&self.title) {
                continue;
            }
            let ineligible =
                |idx: usize| self.crew(idx).any(|it| drivers.contains(&self.lines[it].driver));
            if ineligible(idx) {
                return None;
            }
            if *passes_on {
                let ahead = |other: &usize| {
                    let other_place = self.lines[*other].outcome.place();
                    self.is_first(*other)
                        && other_place.is_some_and(|other| other < place)
                        && ineligible(*other)
                };
                scoring -= (0..self.lines.len()).filter(ahead).count() as u16;
            }
        }
        Some(scoring)
    }
}

/// Decisions about this session; all of them are about races.
fn fixes_at(rules: &SeasonRules, round: RoundNumber, session: Session) -> Vec<&CorrectionKind> {
    let of_race = session == Session::Race;
    let here = rules.corrections.iter().filter(|fix| of_race && fix.round == round);
    here.map(|fix| &fix.kind).collect()
}

/// What the points of this session are multiplied by.
fn factor_at(rules: &SeasonRules, round: RoundNumber, session: Session) -> Points {
    let at = rules.rounds.get(&round).filter(|_| session == Session::Race);
    at.map_or(Points::from(1), |at| at.factor)
}

fn worth<'a>(
    result: &Classification,
    session_rules: &'a SessionRules,
    factor: Points,
    fixes: &[&CorrectionKind],
    title: Title,
) -> Worth<'a> {
    let table = table_for(session_rules, title);
    let decided = fixes.iter().find_map(|kind| match kind {
        CorrectionKind::Worth { factor, fastest_lap } => Some((*factor, *fastest_lap)),
        _ => None,
    });
    if let Some((decided, fastest_lap)) = decided {
        return Worth { table, factor: decided * factor, fastest_lap };
    }
    match session_rules.shortened(result.share()) {
        None => Worth { table, factor, fastest_lap: true },
        Some(rule) => {
            let (table, factor) = match &rule.worth {
                Reduced::Factor(reduced) => (table, *reduced * factor),
                Reduced::Table(reduced) => (reduced, factor),
            };
            Worth { table, factor, fastest_lap: rule.fastest_lap }
        }
    }
}

fn table_for(session_rules: &SessionRules, title: Title) -> &PointsTable {
    match title {
        Title::Drivers => &session_rules.drivers,
        Title::Constructors => &session_rules.constructors,
    }
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
