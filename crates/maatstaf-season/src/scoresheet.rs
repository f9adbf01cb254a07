//! Every point of a season on one sheet: who scored what, when.

use std::collections::HashMap;

use maatstaf_core::{
    BestResults, Classification, Competitor, CorrectionKind, Countback, Moment, Points,
    RoundNumber, Season, SeasonRules, Session, Title, TitleRules,
};

use crate::Error;
use crate::joint::Purse;
use crate::scoring::{awards, make_of, purse, scoring_place};

/// The points of a season, by competitor and session, with all that standings need.
///
/// Competitors are in order of their names for machines, so that nothing depends on the
/// order of the input.
#[derive(Clone, Debug)]
pub struct Scoresheet {
    pub(crate) title: Title,
    pub(crate) rules: TitleRules,
    pub(crate) competitors: Vec<Competitor>,
    pub(crate) sessions: Vec<SessionColumn>,
    /// Points, `[n_competitors × n_sessions]`, corrections included.
    pub(crate) scores: Vec<Vec<Points>>,
    /// Places in races, `[n_competitors × n_sessions]`; a make may have several.
    pub(crate) places: Vec<Vec<Vec<u16>>>,
    /// Who is excluded, one per competitor.
    pub(crate) exclusions: Vec<Option<Exclusion>>,
    /// Cars that score for a competitor, one per competitor.
    pub(crate) cars: Vec<u16>,
}

/// An exclusion from the championship.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exclusion {
    pub from: Moment,
    pub keeps_points: bool,
}

/// One session of the season, held or to come.
#[derive(Clone, Debug)]
pub(crate) struct SessionColumn {
    pub moment: Moment,
    pub held: bool,
    /// The most points for 1, 2, … cars of one competitor.
    pub most: Vec<Points>,
    /// The points by place, and for the fastest lap.
    pub purse: Purse,
}

impl SessionColumn {
    pub(crate) fn is_race(&self) -> bool {
        self.moment.session == Session::Race
    }
}

impl Scoresheet {
    /// Everyone on the sheet, in order of name.
    pub fn competitors(&self) -> &[Competitor] {
        &self.competitors
    }

    /// Which championship this is.
    pub fn title(&self) -> Title {
        self.title
    }

    /// Which results count.
    pub fn best(&self) -> BestResults {
        self.rules.best
    }

    /// Every moment of the season after which points may change, held or to come.
    pub fn moments(&self) -> impl Iterator<Item = Moment> {
        self.sessions.iter().map(|column| column.moment)
    }

    /// Every moment that is past.
    pub fn held(&self) -> impl Iterator<Item = Moment> {
        self.sessions.iter().filter(|column| column.held).map(|column| column.moment)
    }

    /// The last moment that is past.
    pub fn now(&self) -> Option<Moment> {
        self.held().last()
    }

    /// What a competitor scored in one session, dropped or not; zero for strangers.
    pub fn scored(&self, competitor: &Competitor, moment: Moment) -> Points {
        let session = self.sessions.iter().position(|column| column.moment == moment);
        match (self.index_of(competitor), session) {
            (Some(who), Some(session)) => self.scores[who][session],
            _ => Points::ZERO,
        }
    }

    /// Whether a competitor is excluded at a moment.
    pub(crate) fn excluded_at(&self, who: usize, moment: Moment) -> Option<Exclusion> {
        self.exclusions[who].filter(|exclusion| exclusion.from <= moment)
    }

    pub(crate) fn index_of(&self, competitor: &Competitor) -> Option<usize> {
        self.competitors.binary_search(competitor).ok()
    }

    /// How many sessions lie up to and including a moment.
    pub(crate) fn sessions_until(&self, moment: Moment) -> usize {
        self.sessions.partition_point(|column| column.moment <= moment)
    }
}

/// Puts a season on a sheet.
///
/// # Errors
///
/// [`Error::NoTitle`] for constructors before 1958, [`Error::NoResults`] for a season
/// without a single session held.
pub fn scoresheet(season: &Season, rules: &SeasonRules, title: Title) -> Result<Scoresheet, Error> {
    let year = season.year();
    let title_rules = rules.title(title).ok_or(Error::NoTitle { year })?;
    if season.now().is_none() {
        return Err(Error::NoResults { year });
    }
    let cars = cars_by_competitor(season, title, title_rules);
    let mut competitors: Vec<Competitor> = cars.keys().cloned().collect();
    competitors.sort();
    let index: HashMap<&Competitor, usize> =
        competitors.iter().enumerate().map(|(idx, who)| (who, idx)).collect();
    let cars: Vec<u16> = competitors.iter().map(|who| cars[who]).collect();

    let most_cars = cars.iter().copied().max().unwrap_or(1);
    let sessions = columns(season, rules, title, most_cars);
    let mut scores = vec![vec![Points::ZERO; sessions.len()]; competitors.len()];
    let mut places = vec![vec![Vec::new(); sessions.len()]; competitors.len()];
    for (column, at) in sessions.iter().enumerate() {
        let Moment { round, session } = at.moment;
        let Some(result) = season.event(round).and_then(|event| event.result(session)) else {
            continue;
        };
        for award in awards(result, rules, round, session, title) {
            scores[index[&award.competitor]][column] += award.total();
        }
        let counts_here = !rules.rounds.get(&round).is_some_and(|at| at.not_for.contains(&title));
        let deepest = match title_rules.countback {
            Countback::AllPlaces => usize::MAX,
            Countback::ScoringPlaces => at.purse.places.len(),
        };
        if session == Session::Race && counts_here {
            let breaks_ties = |line: &(Competitor, u16)| usize::from(line.1) <= deepest;
            let finishes = race_places(result, rules, round, title);
            for (who, place) in finishes.into_iter().filter(breaks_ties) {
                places[index[&who]][column].push(place);
            }
        }
    }
    let exclusions = apply_decisions(rules, &index, &sessions, &mut scores);
    Ok(Scoresheet {
        title,
        rules: title_rules,
        competitors,
        sessions,
        scores,
        places,
        exclusions,
        cars,
    })
}

/// Everyone who took part, with the number of cars that can score at once.
fn cars_by_competitor(
    season: &Season,
    title: Title,
    rules: TitleRules,
) -> HashMap<Competitor, u16> {
    let mut cars: HashMap<Competitor, u16> = HashMap::new();
    for event in season.events() {
        for result in [&event.race, &event.sprint].into_iter().flatten() {
            let mut here: HashMap<Competitor, u16> = HashMap::new();
            for entry in result.entries() {
                match title {
                    Title::Drivers => {
                        here.extend(entry.crew.into_iter().map(|id| (Competitor::Driver(id), 1)));
                    }
                    Title::Constructors => {
                        *here.entry(make_of(&entry)).or_default() += 1;
                    }
                }
            }
            for (who, n_cars) in here {
                let most = cars.entry(who).or_default();
                *most = (*most).max(if rules.best_car_only { 1 } else { n_cars });
            }
        }
    }
    cars
}

fn columns(
    season: &Season,
    rules: &SeasonRules,
    title: Title,
    most_cars: u16,
) -> Vec<SessionColumn> {
    let column = |(moment, held): (Moment, bool)| {
        let purse = purse(rules, moment.round, moment.session, title);
        let most = (1..=most_cars).map(|cars| purse.most_for(cars)).collect();
        SessionColumn { moment, held, most, purse }
    };
    season.sessions().map(column).collect()
}

/// The places of a race, a line per driver and car, or per car of a make; moved up past
/// ineligible cars where their places pass on.
fn race_places(
    result: &Classification,
    rules: &SeasonRules,
    round: RoundNumber,
    title: Title,
) -> Vec<(Competitor, u16)> {
    let entries = result.entries();
    let mut finishes = Vec::with_capacity(entries.len());
    for entry in &entries {
        let scoring = scoring_place(entry, &entries, rules, round, Session::Race, title);
        let Some(place) = scoring.or(entry.outcome.place()) else { continue };
        match title {
            Title::Drivers => {
                let drivers = entry.crew.iter().cloned().map(Competitor::Driver);
                finishes.extend(drivers.map(|who| (who, place)));
            }
            Title::Constructors => finishes.push((make_of(entry), place)),
        }
    }
    finishes
}

/// Adds and takes points by decision; gives from when each competitor is excluded.
fn apply_decisions(
    rules: &SeasonRules,
    index: &HashMap<&Competitor, usize>,
    sessions: &[SessionColumn],
    scores: &mut [Vec<Points>],
) -> Vec<Option<Exclusion>> {
    let mut exclusions = vec![None; scores.len()];
    for correction in &rules.corrections {
        let moment = Moment::after(correction.round);
        match &correction.kind {
            CorrectionKind::Points { competitor, points } => {
                let column = sessions.iter().position(|column| column.moment == moment);
                if let (Some(&who), Some(column)) = (index.get(competitor), column) {
                    scores[who][column] += *points;
                }
            }
            CorrectionKind::Excluded { competitor, keeps_points } => {
                if let Some(&who) = index.get(competitor) {
                    exclusions[who] = Some(Exclusion { from: moment, keeps_points: *keeps_points });
                }
            }
            _ => {}
        }
    }
    exclusions
}
