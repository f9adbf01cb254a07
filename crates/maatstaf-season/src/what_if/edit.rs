//! A result with some of it changed: who won, who stopped, who set the fastest lap.

use maatstaf_core::{Classification, Classified, DriverId, Outcome};

use crate::Error;
use crate::roster::cars;

/// One thing in a result that went otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A driver, with everyone who shared his car, ended so.
    Outcome {
        /// Who.
        driver: DriverId,
        /// How.
        outcome: Outcome,
    },
    /// This driver alone set the fastest lap.
    FastestLap {
        /// Who.
        driver: DriverId,
    },
}

/// The result with edits. Cars that no edit names keep their order and fill the places left,
/// so those behind a car that is out move up.
///
/// A driver who drove several cars is named with the best placed of them. A car whose place
/// or fate changes loses its time and its reason to stop, which are no longer true.
///
/// ```
/// use maatstaf_core::{Classification, DriverId, Outcome};
/// use maatstaf_season::{Edit, edited, examples};
///
/// let lines = [("ann", 1), ("bob", 2), ("cas", 3)].map(|(name, place)| examples::line(name, place));
/// let result = Classification::new(lines.to_vec(), None).unwrap();
/// let cas = DriverId::new("cas");
/// let edit = Edit::Outcome { driver: cas.clone(), outcome: Outcome::Place(1) };
/// let result = edited(&result, &[edit])?;
/// assert_eq!(result.line_of(&cas).unwrap().outcome, Outcome::Place(1));
/// assert_eq!(result.line_of(&DriverId::new("bob")).unwrap().outcome, Outcome::Place(3));
/// # Ok::<(), maatstaf_season::Error>(())
/// ```
///
/// # Errors
///
/// When a driver is not in the result, two edits contradict each other, or a place lies beyond
/// the cars that are classified.
pub fn edited(result: &Classification, edits: &[Edit]) -> Result<Classification, Error> {
    let mut lines = result.lines().to_vec();
    let outcomes = outcomes(&lines, edits)?;
    for (line, outcome) in lines.iter_mut().zip(outcomes) {
        if line.outcome != outcome {
            *line = Classified { outcome, time: None, reason: None, ..line.clone() };
        }
    }
    if let Some(driver) = fastest(edits)? {
        let setter = best_line(&lines, driver)?;
        for (idx, line) in lines.iter_mut().enumerate() {
            line.fastest_lap = idx == setter || (line.fastest_lap && line.driver == *driver);
        }
    }
    let twice = |error: maatstaf_core::InvalidClassification| Error::EditedResult {
        reason: error.to_string(),
    };
    Classification::new(lines, result.share()).map_err(twice)
}

/// Who set the fastest lap alone, as the edits have it.
fn fastest(edits: &[Edit]) -> Result<Option<&DriverId>, Error> {
    let mut drivers = edits.iter().filter_map(|edit| match edit {
        Edit::FastestLap { driver } => Some(driver),
        Edit::Outcome { .. } => None,
    });
    let first = drivers.next();
    match drivers.find(|driver| Some(*driver) != first) {
        Some(_) => Err(Error::FastestLapTwice),
        None => Ok(first),
    }
}

/// The new outcome of each line.
fn outcomes(lines: &[Classified], edits: &[Edit]) -> Result<Vec<Outcome>, Error> {
    let cars = entered(lines);
    let told = told(lines, &cars, edits)?;
    let mut free = places_left(lines, &cars, &told)?.into_iter();
    let mut unnamed: Vec<(u16, usize)> = (0..lines.len())
        .filter(|idx| cars[*idx] == *idx && told[*idx].is_none())
        .filter_map(|idx| Some((lines[idx].outcome.place()?, idx)))
        .collect();
    unnamed.sort_unstable();
    let mut by_car = told;
    for (_, idx) in unnamed {
        by_car[idx] = free.next().map(Outcome::Place);
    }
    Ok((0..lines.len()).map(|idx| by_car[cars[idx]].unwrap_or(lines[idx].outcome)).collect())
}

/// For each line, the first line of the same car. Who did not start is alone.
fn entered(lines: &[Classified]) -> Vec<usize> {
    let alone = |(idx, first): (usize, usize)| {
        if lines[idx].outcome.started() { first } else { idx }
    };
    cars(lines).into_iter().enumerate().map(alone).collect()
}

/// What the edits say of each car, at its first line.
fn told(
    lines: &[Classified],
    cars: &[usize],
    edits: &[Edit],
) -> Result<Vec<Option<Outcome>>, Error> {
    let mut told: Vec<Option<Outcome>> = vec![None; lines.len()];
    for edit in edits {
        let Edit::Outcome { driver, outcome } = edit else { continue };
        let car = cars[best_line(lines, driver)?];
        if told[car].is_some_and(|before| before != *outcome) {
            return Err(Error::EditedTwice { driver: driver.clone() });
        }
        let taken = outcome.place().is_some()
            && (0..told.len()).any(|other| other != car && told[other] == Some(*outcome));
        if let (true, Some(place)) = (taken, outcome.place()) {
            return Err(Error::PlaceTwice { place });
        }
        told[car] = Some(*outcome);
    }
    Ok(told)
}

/// The places for the cars that no edit names, in order.
///
/// The places are those of the result, with a place that nobody had where an edit names it;
/// one more for each car that joins the classification, the last ones less for each that
/// leaves it.
fn places_left(
    lines: &[Classified],
    cars: &[usize],
    told: &[Option<Outcome>],
) -> Result<Vec<u16>, Error> {
    let firsts = || (0..lines.len()).filter(|idx| cars[*idx] == *idx);
    let is_placed = |idx: usize| told[idx].unwrap_or(lines[idx].outcome).place().is_some();
    let mut places: Vec<u16> = firsts().filter_map(|idx| lines[idx].outcome.place()).collect();
    places.sort_unstable();
    let mut named: Vec<u16> = told.iter().filter_map(|at| at.and_then(Outcome::place)).collect();
    named.sort_unstable();
    let n_placed = firsts().filter(|idx| is_placed(*idx)).count();
    let last = places.last().copied().unwrap_or(0);
    places.extend(named.iter().filter(|place| (1..last).contains(*place)));
    places.sort_unstable();
    places.dedup();
    places.extend((last + 1..).take(n_placed.saturating_sub(places.len())));
    places.truncate(n_placed);
    if let Some(&place) = named.iter().find(|place| !places.contains(place)) {
        return Err(Error::NoSuchPlace { place, last: places.last().copied().unwrap_or(0) });
    }
    places.retain(|place| !named.contains(place));
    let n_left = firsts().filter(|idx| told[*idx].is_none() && is_placed(*idx)).count();
    places.truncate(n_left);
    Ok(places)
}

/// The line of a driver: the best placed one, should he have driven several cars.
fn best_line(lines: &[Classified], driver: &DriverId) -> Result<usize, Error> {
    let his = (0..lines.len()).filter(|idx| lines[*idx].driver == *driver);
    let best = his.min_by_key(|idx| lines[*idx].outcome.place().unwrap_or(u16::MAX));
    best.ok_or_else(|| Error::NotInResult { driver: driver.clone() })
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
