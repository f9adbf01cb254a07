//! Our tables held against the official ones, line by line.

use std::collections::BTreeMap;

use maatstaf_core::{
    Competitor, Moment, OfficialRow, Points, RoundNumber, Season, SeasonRules, Title, Year,
};

use crate::{Absence, Error, Scoresheet, Standings, scoresheet, settlements, standings_at};

/// How a line differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// In the points, or one table has no such line.
    Points,
    /// In the order: the two tables contradict each other.
    Order,
    /// In a tie alone: one table shows places apart that the other shows as shared.
    Tie,
}

/// One line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How.
    pub kind: DifferenceKind,
    /// Which season.
    pub year: Year,
    /// Which championship.
    pub title: Title,
    /// After which round; `None` for the final table.
    pub round: Option<RoundNumber>,
    /// Whose line.
    pub competitor: Competitor,
    /// What the official table says.
    pub official: Line,
    /// What we say.
    pub ours: Line,
}

/// Place and points of one line; both absent where the competitor has no line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The place, unless excluded.
    pub place: Option<u16>,
    /// The points.
    pub points: Option<Points>,
}

/// The settled champion, held against the official decider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// Which season.
    pub year: Year,
    /// The champion.
    pub champion: Competitor,
    /// The round that the source names.
    pub official: RoundNumber,
    /// The round by arithmetic alone.
    pub ours: RoundNumber,
    /// The round when rivals who could not score any more are left out.
    pub with_absences: RoundNumber,
}

/// What one season's audit found for one title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Whether there was a final table to compare, and a title.
    pub compared: bool,
    /// Rounds whose table was compared.
    pub rounds: u16,
    /// Rounds in which every line agreed in points and order.
    pub rounds_agree: u16,
    /// Of those, rounds in which a tie is shown in another way.
    pub rounds_with_ties: u16,
    /// Every line that differs, the final table first.
    pub differences: Vec<Difference>,
    /// The decider, where the source names one and the season is over.
    pub decider: Option<Decider>,
}

impl Audit {
    /// Whether the final table agrees in every line, in points and order.
    pub fn final_agrees(&self) -> bool {
        let contradicts = |at: &Difference| at.round.is_none() && at.kind != DifferenceKind::Tie;
        self.compared && !self.differences.iter().any(contradicts)
    }
}

/// Recomputes one title of a season and compares every official table that the source has.
///
/// Points compare in hundredths, as printed. Official tables of the early years list only
/// those who scored: a competitor of ours with no points and no official line agrees.
///
/// # Errors
///
/// As [`scoresheet`], but for a title that did not exist, which gives an empty audit.
pub fn audit(season: &Season, rules: &SeasonRules, title: Title) -> Result<Audit, Error> {
    let Some(official) = &season.official else { return Ok(Audit::default()) };
    let (final_table, after, decider) = match title {
        Title::Drivers => (&official.drivers, &official.drivers_after, official.drivers_decider),
        Title::Constructors => {
            (&official.constructors, &official.constructors_after, official.constructors_decider)
        }
    };
    if rules.title(title).is_none() || final_table.is_empty() {
        return Ok(Audit::default());
    }
    let sheet = scoresheet(season, rules, title)?;
    let mut audit = Audit { compared: true, ..Audit::default() };
    let now = sheet.now().ok_or(Error::NoResults { year: season.year() })?;
    let compare = |table: &Standings, official: &[OfficialRow], round| {
        compare(season.year(), title, round, table, official)
    };
    audit.differences = compare(&standings_at(&sheet, now), final_table, None);
    for (&round, official) in after {
        let differences =
            compare(&standings_at(&sheet, Moment::after(round)), official, Some(round));
        audit.rounds += 1;
        let agrees = differences.iter().all(|at| at.kind == DifferenceKind::Tie);
        audit.rounds_agree += u16::from(agrees);
        audit.rounds_with_ties += u16::from(agrees && !differences.is_empty());
        audit.differences.extend(differences);
    }
    audit.decider = decider.and_then(|official| held_against(&sheet, rules, official));
    Ok(audit)
}

fn compare(
    year: Year,
    title: Title,
    round: Option<RoundNumber>,
    table: &Standings,
    official: &[OfficialRow],
) -> Vec<Difference> {
    let mut lines: BTreeMap<&Competitor, (Line, Line)> = BTreeMap::new();
    for row in official {
        let line = Line { place: row.place, points: Some(row.points) };
        let official = &mut lines.entry(&row.competitor).or_default().0;
        if official.points.is_none() || row.place.is_some() {
            *official = line; // Force India 2018 stands twice: excluded, and as the new entry
        }
    }
    for row in &table.rows {
        let line = Line { place: row.place, points: Some(row.points) };
        lines.entry(&row.competitor).or_default().1 = line;
    }
    let officials = Places::of(official.iter().map(|row| row.place));
    let ours = Places::of(table.rows.iter().map(|row| row.place));
    let differs = |(competitor, (official, own)): (&Competitor, (Line, Line))| {
        let kind = kind_of(official, own, &officials, &ours)?;
        let competitor = competitor.clone();
        Some(Difference { kind, year, title, round, competitor, official, ours: own })
    };
    lines.into_iter().filter_map(differs).collect()
}

fn kind_of(official: Line, own: Line, officials: &Places, ours: &Places) -> Option<DifferenceKind> {
    let same_points = match (official.points, own.points) {
        (Some(a), Some(b)) => a.hundredths() == b.hundredths(),
        (None, Some(points)) => return (!points.is_zero()).then_some(DifferenceKind::Points),
        _ => false,
    };
    if !same_points {
        return Some(DifferenceKind::Points);
    }
    if official.place == own.place {
        return None;
    }
    match official.place.zip(own.place) {
        Some((place, own)) if ours.share(own, place) || officials.share(place, own) => {
            Some(DifferenceKind::Tie)
        }
        _ => Some(DifferenceKind::Order),
    }
}

/// How many lines stand at each place.
struct Places(BTreeMap<u16, u16>);

impl Places {
    fn of(places: impl Iterator<Item = Option<u16>>) -> Self {
        let mut lines = BTreeMap::new();
        for place in places.flatten() {
            *lines.entry(place).or_default() += 1;
        }
        Self(lines)
    }

    /// Whether those who share `place` stand for `other` too.
    fn share(&self, place: u16, other: u16) -> bool {
        let lines = self.0.get(&place).copied().unwrap_or(0);
        (place..place + lines).contains(&other)
    }
}

fn held_against(sheet: &Scoresheet, rules: &SeasonRules, official: RoundNumber) -> Option<Decider> {
    let champion = |absences: &[Absence]| settlements(sheet, absences).into_iter().next();
    let ours = champion(&[])?;
    let absences: Vec<Absence> = rules.retirements.iter().map(Absence::from).collect();
    let with_absences = champion(&absences)?;
    Some(Decider {
        year: rules.year,
        champion: ours.competitor,
        official,
        ours: ours.moment.round,
        with_absences: with_absences.moment.round,
    })
}

impl From<&maatstaf_core::Retirement> for Absence {
    fn from(retirement: &maatstaf_core::Retirement) -> Self {
        Self { competitor: retirement.competitor.clone(), from: retirement.from }
    }
}
