//! The rules of a series, as a TOML file: how sessions score, which results count, and
//! the decisions that results alone do not show.
//!
//! Every block names its span of years, so that a season is put together from data alone.
//! [`read`] gives one [`SeasonRules`] a year.

use std::collections::BTreeMap;

use maatstaf_core::{
    BestResults, Competitor, ConstructorId, Correction, CorrectionKind, Countback, DriverId,
    EngineId, FastestLapRule, Half, Moment, Points, PointsTable, Reduced, Retirement, RoundNumber,
    RoundRules, SeasonRules, SessionRules, SharedDrives, Shortened, Slip, Title, TitleRules, Year,
};
use serde::Deserialize;

/// Why a text is not a file of rules.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not TOML, or a key or value that has no place; the message names line and column.
    #[error("rules: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A season without a rule that it needs.
    #[error("rules: {year} has no [[{block}]] block")]
    Missing {
        /// Which season.
        year: Year,
        /// Which block.
        block: &'static str,
    },
    /// A season without its number of rounds.
    #[error("rules: {year} has no line in [n_rounds]")]
    NoRounds {
        /// Which season.
        year: Year,
    },
    /// A value that has no meaning here.
    #[error("rules: {what}: {value:?} is not {want}")]
    Value {
        /// Where.
        what: String,
        /// What stands there.
        value: String,
        /// What should.
        want: &'static str,
    },
}

/// The rules of every season that the text covers.
///
/// ```
/// let text = r#"
///     series = "Club cup"
///     n_rounds = { 2024 = 6, 2025 = 7 }
///     [[race]]
///     years = [2024, 2025]
///     drivers = [10, 6, 4, "1/2"]
///     [[drivers]]
///     years = [2024, 2025]
///     best = 4
/// "#;
/// let rules = maatstaf_formats::rules::read(text)?;
/// assert_eq!(rules[&2025].race.drivers.at(4).to_string(), "0.5");
/// # Ok::<(), maatstaf_formats::rules::Error>(())
/// ```
///
/// # Errors
///
/// When the text is not TOML of this shape, or a season misses a rule.
pub fn read(text: &str) -> Result<BTreeMap<Year, SeasonRules>, Error> {
    let file: File = toml::from_str(text)?;
    let mut seasons = BTreeMap::new();
    for race in &file.race {
        for year in race.years.0..=race.years.1 {
            seasons.insert(year, season(&file, race, year)?);
        }
    }
    Ok(seasons)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "series")]
    _series: String,
    /// By year, which TOML writes as text.
    #[serde(default)]
    n_rounds: BTreeMap<String, RoundNumber>,
    #[serde(default)]
    race: Vec<SessionBlock>,
    #[serde(default)]
    sprint: Vec<SessionBlock>,
    #[serde(default)]
    drivers: Vec<TitleBlock>,
    #[serde(default)]
    constructors: Vec<TitleBlock>,
    #[serde(default)]
    round: Vec<RoundBlock>,
    #[serde(default)]
    correction: Vec<CorrectionBlock>,
    #[serde(default)]
    retired: Vec<RetiredBlock>,
    #[serde(default)]
    slip: Vec<SlipBlock>,
    #[serde(default)]
    decider: Vec<DeciderBlock>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionBlock {
    years: (Year, Year),
    drivers: Vec<Number>,
    #[serde(default)]
    constructors: Vec<Number>,
    fastest_lap: Option<Number>,
    fastest_lap_within: Option<u16>,
    #[serde(default)]
    shared_drives: SharedWord,
    #[serde(default)]
    shortened: Vec<ShortenedBlock>,
    #[serde(default)]
    sets_grid: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShortenedBlock {
    below_percent: u32,
    factor: Option<Number>,
    points: Option<Vec<Number>>,
    #[serde(default)]
    fastest_lap: bool,
}

#[derive(Deserialize, Default, Clone, Copy)]
enum SharedWord {
    #[default]
    #[serde(rename = "nothing")]
    Nothing,
    #[serde(rename = "equally")]
    Equally,
    #[serde(rename = "equally, best car only")]
    EquallyBestOnly,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleBlock {
    years: (Year, Year),
    best: Option<u16>,
    split: Option<RoundNumber>,
    first: Option<u16>,
    second: Option<u16>,
    #[serde(default)]
    longer: HalfWord,
    #[serde(default)]
    best_car_only: bool,
    #[serde(default)]
    countback: CountbackWord,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum HalfWord {
    #[default]
    First,
    Second,
}

#[derive(Deserialize, Default, Clone, Copy)]
enum CountbackWord {
    #[default]
    #[serde(rename = "all places")]
    AllPlaces,
    #[serde(rename = "scoring places")]
    ScoringPlaces,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundBlock {
    year: Year,
    round: RoundNumber,
    factor: Option<Number>,
    #[serde(default)]
    not_for: Vec<TitleWord>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CorrectionBlock {
    year: Year,
    round: RoundNumber,
    reason: String,
    source: String,
    ineligible: Option<Vec<String>>,
    #[serde(default)]
    passes_on: bool,
    #[serde(default)]
    titles: Vec<TitleWord>,
    fastest_lap: Option<String>,
    factor: Option<Number>,
    #[serde(default)]
    fastest_lap_scores: bool,
    points: Option<Number>,
    competitor: Option<CompetitorBlock>,
    voided: Option<CompetitorBlock>,
    excluded: Option<CompetitorBlock>,
    #[serde(default)]
    keeps_points: bool,
    no_share: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RetiredBlock {
    year: Year,
    after_round: RoundNumber,
    competitor: CompetitorBlock,
    reason: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlipBlock {
    year: Year,
    round: RoundNumber,
    title: TitleWord,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeciderBlock {
    year: Year,
    reason: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CompetitorBlock {
    Driver { driver: String },
    Make { constructor: String, engine: String },
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum TitleWord {
    Drivers,
    Constructors,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Whole(i32),
    Text(String),
}

fn season(file: &File, race: &SessionBlock, year: Year) -> Result<SeasonRules, Error> {
    let drivers = within(&file.drivers, year, |block| block.years);
    let drivers = drivers.ok_or(Error::Missing { year, block: "drivers" })?;
    let constructors = within(&file.constructors, year, |block| block.years);
    let sprint = within(&file.sprint, year, |block| block.years);
    let n_rounds = file.n_rounds.get(&year.to_string()).copied();
    Ok(SeasonRules {
        year,
        n_rounds: n_rounds.ok_or(Error::NoRounds { year })?,
        race: session(race, year)?,
        sprint: sprint.map(|block| session(block, year)).transpose()?,
        drivers: title(drivers, year)?,
        constructors: constructors.map(|block| title(block, year)).transpose()?,
        rounds: of_year(&file.round, year, |block| block.year)
            .map(|block| Ok((block.round, round(block)?)))
            .collect::<Result<_, Error>>()?,
        corrections: of_year(&file.correction, year, |block| block.year)
            .map(correction)
            .collect::<Result<_, _>>()?,
        retirements: of_year(&file.retired, year, |block| block.year).map(retirement).collect(),
        slips: of_year(&file.slip, year, |block| block.year).map(slip).collect(),
        decider_note: of_year(&file.decider, year, |block| block.year)
            .next()
            .map(|block| block.reason.clone()),
    })
}

fn within<T>(blocks: &[T], year: Year, years: impl Fn(&T) -> (Year, Year)) -> Option<&T> {
    blocks.iter().find(|block| (years(block).0..=years(block).1).contains(&year))
}

fn of_year<T>(blocks: &[T], year: Year, of: impl Fn(&T) -> Year) -> impl Iterator<Item = &T> {
    blocks.iter().filter(move |block| of(block) == year)
}

fn session(block: &SessionBlock, year: Year) -> Result<SessionRules, Error> {
    let what = || format!("points of {year}");
    let fastest_lap = match (&block.fastest_lap, block.fastest_lap_within) {
        (None, _) => FastestLapRule::None,
        (Some(points), None) => FastestLapRule::Anyone(number(points, what)?),
        (Some(points), Some(within)) => {
            FastestLapRule::ClassifiedWithin(number(points, what)?, within)
        }
    };
    let shared_drives = match block.shared_drives {
        SharedWord::Nothing => SharedDrives::Nothing,
        SharedWord::Equally => SharedDrives::Equally,
        SharedWord::EquallyBestOnly => SharedDrives::EquallyBestOnly,
    };
    let mut shortened =
        block.shortened.iter().map(|s| shorter(s, year)).collect::<Result<Vec<_>, _>>()?;
    shortened.sort_by_key(|rule| rule.below.0);
    Ok(SessionRules {
        drivers: table(&block.drivers, year)?,
        constructors: table(&block.constructors, year)?,
        fastest_lap,
        fastest_lap_for_constructors: block.fastest_lap_within.is_some(),
        shared_drives,
        shortened,
        sets_grid: block.sets_grid,
    })
}

fn shorter(block: &ShortenedBlock, year: Year) -> Result<Shortened, Error> {
    let worth = match (&block.factor, &block.points) {
        (Some(factor), None) => {
            Reduced::Factor(number(factor, || format!("shortened races of {year}"))?)
        }
        (None, Some(points)) => Reduced::Table(table(points, year)?),
        _ => {
            return Err(Error::Value {
                what: format!("shortened races of {year}"),
                value: format!("below_percent = {}", block.below_percent),
                want: "followed by either a factor or points",
            });
        }
    };
    Ok(Shortened { below: (block.below_percent, 100), worth, fastest_lap: block.fastest_lap })
}

fn table(numbers: &[Number], year: Year) -> Result<PointsTable, Error> {
    let points = numbers.iter().map(|n| number(n, || format!("points of {year}")));
    points.collect::<Result<_, _>>().map(PointsTable)
}

fn number(number: &Number, what: impl Fn() -> String) -> Result<Points, Error> {
    match number {
        Number::Whole(whole) => Ok(Points::from(i64::from(*whole))),
        Number::Text(text) => text.parse().map_err(|_| Error::Value {
            what: what(),
            value: text.clone(),
            want: "a number of points such as 25, \"4.5\" or \"1/7\"",
        }),
    }
}

fn title(block: &TitleBlock, year: Year) -> Result<TitleRules, Error> {
    let best = match (block.best, block.split, block.first, block.second) {
        (None, None, None, None) => BestResults::All,
        (Some(best), None, None, None) => BestResults::Best(best),
        (None, Some(split), Some(first), Some(second)) => {
            let longer = match block.longer {
                HalfWord::First => Half::First,
                HalfWord::Second => Half::Second,
            };
            BestResults::Halves { split, first, second, longer }
        }
        _ => {
            return Err(Error::Value {
                what: format!("results that count in {year}"),
                value: format!("best = {:?}, split = {:?}", block.best, block.split),
                want: "either `best`, or `split`, `first` and `second` together",
            });
        }
    };
    let countback = match block.countback {
        CountbackWord::AllPlaces => Countback::AllPlaces,
        CountbackWord::ScoringPlaces => Countback::ScoringPlaces,
    };
    Ok(TitleRules { best, best_car_only: block.best_car_only, countback })
}

fn round(block: &RoundBlock) -> Result<RoundRules, Error> {
    let factor = block.factor.as_ref();
    let factor = factor.map(|n| number(n, || format!("factor of round {}", block.round)));
    Ok(RoundRules {
        factor: factor.transpose()?.unwrap_or(Points::from(1)),
        not_for: block.not_for.iter().map(|word| titled(*word)).collect(),
        source: block.source.clone(),
    })
}

fn correction(block: &CorrectionBlock) -> Result<Correction, Error> {
    let what = || format!("correction of {}, round {}", block.year, block.round);
    let kind = if let Some(drivers) = &block.ineligible {
        CorrectionKind::Ineligible {
            drivers: drivers.iter().map(|id| DriverId::new(id)).collect(),
            passes_on: block.passes_on,
            titles: block.titles.iter().map(|word| titled(*word)).collect(),
        }
    } else if let Some(driver) = &block.fastest_lap {
        CorrectionKind::FastestLap { driver: DriverId::new(driver) }
    } else if let Some(factor) = &block.factor {
        let fastest_lap = block.fastest_lap_scores;
        CorrectionKind::Worth { factor: number(factor, what)?, fastest_lap }
    } else if let (Some(points), Some(who)) = (&block.points, &block.competitor) {
        CorrectionKind::Points { competitor: competitor(who), points: number(points, what)? }
    } else if let Some(who) = &block.voided {
        CorrectionKind::Voided { competitor: competitor(who) }
    } else if let Some(who) = &block.excluded {
        CorrectionKind::Excluded { competitor: competitor(who), keeps_points: block.keeps_points }
    } else if let Some(driver) = &block.no_share {
        CorrectionKind::NoShare { driver: DriverId::new(driver) }
    } else {
        return Err(Error::Value {
            what: what(),
            value: block.reason.clone(),
            want: "joined by what it does (ineligible, fastest_lap, no_share, factor, points, voided or excluded)",
        });
    };
    let (reason, source) = (block.reason.clone(), block.source.clone());
    Ok(Correction { round: block.round, kind, reason, source })
}

fn retirement(block: &RetiredBlock) -> Retirement {
    Retirement {
        competitor: competitor(&block.competitor),
        from: Moment::after(block.after_round),
        reason: block.reason.clone(),
        source: block.source.clone(),
    }
}

fn slip(block: &SlipBlock) -> Slip {
    let title = titled(block.title);
    Slip { round: block.round, title, reason: block.reason.clone() }
}

fn competitor(block: &CompetitorBlock) -> Competitor {
    match block {
        CompetitorBlock::Driver { driver } => Competitor::Driver(DriverId::new(driver)),
        CompetitorBlock::Make { constructor, engine } => Competitor::Make {
            constructor: ConstructorId::new(constructor),
            engine: EngineId::new(engine),
        },
    }
}

fn titled(word: TitleWord) -> Title {
    match word {
        TitleWord::Drivers => Title::Drivers,
        TitleWord::Constructors => Title::Constructors,
    }
}
