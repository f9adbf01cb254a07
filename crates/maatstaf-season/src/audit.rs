//! Our tables held against the official ones, line by line.

use maatstaf_core::{
    Competitor, Moment, OfficialRow, Points, RoundNumber, Season, SeasonRules, Title, Year,
};

use crate::{Absence, Error, Row, Scoresheet, Standings, scoresheet, settlements, standings_at};

/// One line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
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
    /// Rounds in which every line agreed.
    pub rounds_agree: u16,
    /// Every line that differs, the final table first.
    pub differences: Vec<Difference>,
    /// The decider, where the source names one and the season is over.
    pub decider: Option<Decider>,
}

impl Audit {
    /// Whether the final table agrees in every line.
    pub fn final_agrees(&self) -> bool {
        self.compared && !self.differences.iter().any(|difference| difference.round.is_none())
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
        audit.rounds_agree += u16::from(differences.is_empty());
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
    let differs = |competitor: &Competitor, official: Line, ours: Line| {
        let same_points = match (official.points, ours.points) {
            (Some(a), Some(b)) => a.hundredths() == b.hundredths(),
            (None, Some(points)) => points.is_zero(),
            _ => false,
        };
        let same_place = official.points.is_none() || official.place == ours.place;
        let competitor = competitor.clone();
        (!(same_points && same_place)).then_some(Difference {
            year,
            title,
            round,
            competitor,
            official,
            ours,
        })
    };
    let of_official = official.iter().filter_map(|line| {
        let ours = table.row_of(&line.competitor).map(line_of).unwrap_or_default();
        let official = Line { place: line.place, points: Some(line.points) };
        differs(&line.competitor, official, ours)
    });
    let unlisted = |row: &&Row| !official.iter().any(|line| line.competitor == row.competitor);
    let of_ours = table.rows.iter().filter(unlisted).filter(|row| row.place.is_some());
    let of_ours = of_ours.filter_map(|row| differs(&row.competitor, Line::default(), line_of(row)));
    of_official.chain(of_ours).collect()
}

fn line_of(row: &Row) -> Line {
    Line { place: row.place, points: Some(row.points) }
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
