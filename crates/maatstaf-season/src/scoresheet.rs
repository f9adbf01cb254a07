//! Every point of a season on one sheet: who scored what, when.

use maatstaf_core::{
    BestResults, Competitor, CorrectionKind, Moment, Points, Season, SeasonRules, Title, TitleRules,
};

use crate::Error;
use crate::joint::Purse;
use crate::roster::{Roster, most_cars, roster};
use crate::scoring::{Run, purse};
use crate::tally::{Tally, tallies};

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
    /// What everyone has after 0, 1, 2, … sessions, `[n_sessions + 1]`.
    pub(crate) tallies: Vec<Tally>,
    /// Who is excluded, one per competitor.
    pub(crate) exclusions: Vec<Option<Exclusion>>,
    /// Cars of a competitor in one session at most, one per competitor.
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
    /// The most points for a competitor with 1, 2, … cars.
    pub most: Vec<Points>,
    /// The points by place, and for the fastest lap.
    pub purse: Purse,
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
    let roster = roster(season, title);
    let cars = match title {
        Title::Constructors => most_cars(season, &roster),
        Title::Drivers => vec![1; roster.everyone.len()],
    };
    let most_cars = cars.iter().copied().max().unwrap_or(1);
    let sessions = columns(season, rules, title, most_cars);
    let (mut scores, finishes) = results(season, rules, title, &roster, &sessions);
    let competitors = roster.everyone;
    let exclusions = apply_decisions(rules, &competitors, &sessions, &mut scores);
    let tallies = tallies(title_rules.best, &sessions, &scores, &finishes);
    Ok(Scoresheet {
        title,
        rules: title_rules,
        competitors,
        sessions,
        scores,
        tallies,
        exclusions,
        cars,
    })
}

fn columns(
    season: &Season,
    rules: &SeasonRules,
    title: Title,
    most_cars: u16,
) -> Vec<SessionColumn> {
    let best_car_only = rules.title(title).is_some_and(|title| title.best_car_only);
    let column = |(moment, held): (Moment, bool)| {
        let purse = purse(rules, moment.round, moment.session, title);
        let scoring = |cars: u16| if best_car_only { 1 } else { cars };
        let most = (1..=most_cars).map(|cars| purse.most_for(scoring(cars))).collect();
        SessionColumn { moment, held, most, purse }
    };
    season.sessions().map(column).collect()
}

/// The scores of everyone, and who finished where in each session, as far as ties ask.
#[expect(clippy::type_complexity, reason = "two tables that one walk fills")]
fn results(
    season: &Season,
    rules: &SeasonRules,
    title: Title,
    roster: &Roster,
    sessions: &[SessionColumn],
) -> (Vec<Vec<Points>>, Vec<Vec<(usize, u16)>>) {
    let mut scores = vec![vec![Points::ZERO; sessions.len()]; roster.everyone.len()];
    let mut finishes = vec![Vec::new(); sessions.len()];
    for (column, at) in sessions.iter().enumerate() {
        let Moment { round, session } = at.moment;
        let result = season.event(round).and_then(|event| event.result(session));
        let run = result.and_then(|result| Run::new(result, rules, round, session, title));
        let Some(run) = run else { continue };
        let who = &roster.lines[column];
        for part in run.parts() {
            scores[who[part.line]][column] += part.place + part.fastest_lap;
        }
        if at.purse.break_ties > 0 {
            let breaks_ties =
                |at_place: &(usize, u16)| usize::from(at_place.1) <= at.purse.break_ties;
            let by_who = |(line, place): (usize, u16)| (who[line], place);
            finishes[column] = run.finishes().filter(breaks_ties).map(by_who).collect();
        }
    }
    (scores, finishes)
}

/// Adds and takes points by decision; gives from when each competitor is excluded.
fn apply_decisions(
    rules: &SeasonRules,
    competitors: &[Competitor],
    sessions: &[SessionColumn],
    scores: &mut [Vec<Points>],
) -> Vec<Option<Exclusion>> {
    let index_of = |competitor| competitors.binary_search(competitor).ok();
    let mut exclusions = vec![None; scores.len()];
    for correction in &rules.corrections {
        let moment = Moment::after(correction.round);
        let column = sessions.iter().position(|column| column.moment == moment);
        match &correction.kind {
            CorrectionKind::Points { competitor, points } => {
                if let Some((who, column)) = index_of(competitor).zip(column) {
                    scores[who][column] += *points;
                }
            }
            CorrectionKind::Voided { competitor } => {
                if let Some((who, column)) = index_of(competitor).zip(column) {
                    let before: Points = scores[who][..column].iter().copied().sum();
                    scores[who][column] += -before;
                }
            }
            CorrectionKind::Excluded { competitor, keeps_points } => {
                if let Some(who) = index_of(competitor) {
                    exclusions[who] = Some(Exclusion { from: moment, keeps_points: *keeps_points });
                }
            }
            _ => {}
        }
    }
    exclusions
}
