//! The generic Formula One car against pole times: how near its laps are before and after a few of its
//! numbers are identified, and how much of the rest is the geometry of the courses.

mod courses;
mod fit;
mod model;
mod page;
mod poles;

use std::path::Path;

use anyhow::{Context, Result};
use maatstaf_core::{Almanac, Car, Course};

use fit::{Observed, identified};
use model::{Model, N, Shares};
use poles::Pole;

/// The generic car.
const CAR: &str = "f1-2024";

/// How firmly the parameters are held to their description: as one more observation of each.
const HOLD: f64 = 1.0;

/// Steps of the fit: the lap time bends little with the shares.
const STEPS: usize = 2;

/// A circuit with the lap that was driven and ours.
pub struct Row {
    pub pole: Pole,
    pub course: Course,
    pub observed: Observed,
    /// What the flap is worth, in `observed.ours`, s.
    pub flap: f64,
    /// Ours with the parameters of the other half, s.
    pub held_out: f64,
    /// Ours with the parameters of all circuits, s.
    pub fitted: f64,
}

/// Circuits by name, every second one in the first half.
pub struct Study {
    pub rows: Vec<Row>,
    /// Identified on the first half, on the second, on all.
    pub shares: [Shares; 3],
}

/// `reality [--f1db FOLDER] [--tum FOLDER]`
pub fn run(f1db: Option<&Path>, tum: Option<&Path>) -> Result<()> {
    let car = &maatstaf::find_car(CAR)?.car;
    let release = f1db.map(crate::gen_facts::almanac).transpose()?;
    let almanac = release.as_ref().unwrap_or(maatstaf::facts::seasons());
    let embedded = study(car, almanac, courses::embedded())?;
    let surveyed = tum.map(courses::surveyed).transpose()?;
    let surveyed = surveyed.map(|it| study(car, almanac, it)).transpose()?;
    let wider = page::needs_wider(&embedded)
        .iter()
        .map(|row| Model::free(car).time(&courses::wider(&row.course, 1.0)?, &[0.0; N]))
        .collect::<Result<Vec<f64>>>()?;
    page::write(&page::Told {
        poles: &poles::dry_poles(almanac),
        embedded: &embedded,
        surveyed: surveyed.as_ref(),
        wider: &wider,
    })
}

/// The circuits with a dry pole, their laps, and the parameters.
fn study(car: &Car, almanac: &Almanac, courses: Vec<Course>) -> Result<Study> {
    let model = Model::free(car);
    let poles = poles::dry_poles(almanac);
    let rows: Vec<Result<Row>> = courses::on_all_cores(&courses, |course| {
        let circuit = course.facts().circuit.as_deref().unwrap_or_default();
        let pole = poles.get(circuit).and_then(|it| it.first().cloned());
        pole.map(|pole| row(&model, course, pole))
    });
    let mut rows: Vec<Row> = rows.into_iter().collect::<Result<_>>()?;
    rows.sort_by(|a, b| a.pole.circuit.cmp(&b.pole.circuit));
    fitted(&model, rows)
}

fn row(model: &Model<'_>, course: &Course, pole: Pole) -> Result<Row> {
    let ours = model.time(course, &[0.0; N]).with_context(|| course.id().to_owned())?;
    let slopes = model.slopes(course)?;
    let flap = model.flap_worth(course)?;
    let observed = Observed { driven: pole.time, ours, slopes };
    eprintln!("{:<18} {ours:7.3} {:+6.2} %", course.id(), 100.0 * (ours / pole.time - 1.0));
    Ok(Row { pole, course: course.clone(), observed, flap, held_out: ours, fitted: ours })
}

/// The parameters of each half and of all, and the laps with those of the other half.
fn fitted(model: &Model<'_>, mut rows: Vec<Row>) -> Result<Study> {
    let members = |which: usize| (0..rows.len()).filter(move |i| which == 2 || i % 2 == which);
    let mut shares = [[0.0; N]; 3];
    for (which, found) in shares.iter_mut().enumerate() {
        let own: Vec<&Row> = members(which).map(|i| &rows[i]).collect();
        let observed: Vec<Observed> = own.iter().map(|row| row.observed).collect();
        let times = |shares: &Shares| {
            courses::on_all_cores(&own, |row| Some(model.time(&row.course, shares)))
                .into_iter()
                .collect()
        };
        *found = identified(&observed, HOLD, STEPS, times)?;
        eprintln!("{found:+.4?}");
    }
    let laps = |i: &usize| -> Option<Result<[f64; 2]>> {
        let time = |shares| model.time(&rows[*i].course, shares);
        Some(time(&shares[1 - i % 2]).and_then(|held_out| Ok([held_out, time(&shares[2])?])))
    };
    let all: Vec<usize> = (0..rows.len()).collect();
    let laps: Vec<[f64; 2]> =
        courses::on_all_cores(&all, laps).into_iter().collect::<Result<_>>()?;
    for (row, [held_out, fitted]) in rows.iter_mut().zip(laps) {
        (row.held_out, row.fitted) = (held_out, fitted);
    }
    Ok(Study { rows, shares })
}

#[cfg(test)]
#[path = "reality_tests.rs"]
mod tests;
