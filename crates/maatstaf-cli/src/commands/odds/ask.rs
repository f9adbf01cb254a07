//! What if a driver were faster: read and drawn.

use maatstaf::core::{DriverId, RoundNumber, Season};
use maatstaf::pace::odds::{GapWorth, Odds, Scene};
use maatstaf::pace::shared_team_rounds;

use super::OddsArgs;
use crate::error::ShellError;
use crate::source::Facts;

/// Odds if something were different.
pub struct If {
    /// What is different, a line a driver.
    pub changes: Vec<Change>,
    /// The odds at what a gap is worth.
    pub odds: Odds,
    /// The odds where a gap is worth as little as is likely, and as much.
    pub least_and_most: [Odds; 2],
}

/// A driver who is faster from here on.
pub struct Change {
    /// Who.
    pub driver: DriverId,
    /// By so many percent of lap time.
    pub by: f64,
    /// His gap so far, to whom, over how many times, where it was asked for.
    pub gap: Option<(f64, DriverId, usize)>,
}

/// Standard deviations to each side that hold nine of ten of a normal distribution.
const NINE_OF_TEN: f64 = 1.644_853_626_951_472_2;

/// The odds with all changes, where there are any.
pub fn what_if(
    facts: &Facts,
    season: &Season,
    round: RoundNumber,
    scene: &Scene,
    ask: &OddsArgs,
) -> Result<Option<If>, ShellError> {
    if ask.what_if.is_empty() {
        return Ok(None);
    }
    let read = |text: &String| change(facts, season, round, ask.against.as_deref(), text);
    let changes: Vec<Change> = ask.what_if.iter().map(read).collect::<Result<_, _>>()?;
    let by: Vec<(DriverId, f64)> = changes.iter().map(|it| (it.driver.clone(), it.by)).collect();
    let with =
        |worth: &GapWorth| scene.odds(&scene.field().faster(&by, worth), &ask.draws_of_a_round());
    let worth = maatstaf::GAP_WORTH;
    let end = |sign: f64| {
        let per_percent = worth.per_percent + sign * NINE_OF_TEN * worth.error;
        with(&GapWorth { per_percent, error: 0.0, ..worth })
    };
    Ok(Some(If { changes, odds: with(&worth), least_and_most: [end(-1.0), end(1.0)] }))
}

/// `PER:gap=half`, `PER:gap=0.2`, `PER:faster=0.1`.
fn change(
    facts: &Facts,
    season: &Season,
    round: RoundNumber,
    against: Option<&str>,
    text: &str,
) -> Result<Change, ShellError> {
    let wrong = || {
        ShellError::Input(format!(
            "--if {text:?}: write DRIVER:gap=half, DRIVER:gap=PERCENT or DRIVER:faster=PERCENT, such as \
             PER:gap=half"
        ))
    };
    let (who, change) = text.split_once(':').ok_or_else(wrong)?;
    let (what, value) = change.split_once('=').ok_or_else(wrong)?;
    let driver = maatstaf::find_driver(&facts.almanac, season, who.trim())?;
    let number = || {
        let value = value.trim().trim_end_matches('%').trim();
        value.parse::<f64>().ok().filter(|it| it.abs() <= 5.0).ok_or_else(wrong)
    };
    match what.trim() {
        "faster" => Ok(Change { driver, by: number()?, gap: None }),
        "gap" | "qualifying-gap" => {
            let reference = reference(facts, season, round, &driver, against)?;
            let (gap, n) = maatstaf::gap_so_far(season, &driver, &reference, round).ok_or_else(|| {
                let name = |id| facts.almanac.driver_name(id);
                let (own, theirs) = (name(&driver), name(&reference));
                ShellError::Missing(format!(
                    "{own} and {theirs} have no times of one part of qualifying up to round {round}; write \
                     {who}:faster=PERCENT"
                ))
            })?;
            let then = if value.trim() == "half" { 0.5 * gap } else { number()? };
            Ok(Change { driver, by: gap - then, gap: Some((gap, reference, n)) })
        }
        _ => Err(wrong()),
    }
}

/// Who is named, or the team mate of most rounds so far.
fn reference(
    facts: &Facts,
    season: &Season,
    round: RoundNumber,
    driver: &DriverId,
    against: Option<&str>,
) -> Result<DriverId, ShellError> {
    let name = |id| facts.almanac.driver_name(id);
    if let Some(text) = against {
        let reference = maatstaf::find_driver(&facts.almanac, season, text)?;
        return match reference == *driver {
            true => {
                Err(ShellError::Input(format!("both are {}; name another reference", name(driver))))
            }
            false => Ok(reference),
        };
    }
    let shared = |other: &DriverId| {
        let rounds = shared_team_rounds(season, driver, other);
        rounds.into_iter().filter(|at| *at <= round).count()
    };
    let others = season.drivers().into_iter().filter(|other| other != driver);
    let mate = others.map(|other| (shared(&other), other)).filter(|(n, _)| *n > 0);
    // Of two with as many rounds the first by name.
    let most = mate.reduce(|best, next| if next.0 > best.0 { next } else { best });
    most.map(|(_, mate)| mate).ok_or_else(|| {
        ShellError::Missing(format!(
            "{} had no team mate up to round {round}; name a reference with --against",
            name(driver)
        ))
    })
}
