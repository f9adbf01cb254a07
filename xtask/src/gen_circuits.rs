//! What a per cent of the properties of a car is worth on each circuit, by our own solver.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use maatstaf::facts::Property;
use maatstaf::numerics::interior_point::Status;
use maatstaf::{LapSettings, sensitivities, solve_lap};
use maatstaf_core::{Course, Year};

/// The generic Formula One car.
const CAR: &str = "f1-2024";

/// The generic car stands for the seasons of hybrid power units.
const FIRST: Year = 2014;

/// The first and the last season on the layout of the embedded course, where that is not since
/// [`FIRST`] and to this day: by F1DB's layouts and lengths.
const LAYOUTS: [(&str, Year, Option<Year>); 10] = [
    ("bahrain", 2021, None),
    ("catalunya", 2021, Some(2022)),
    ("imola", 2020, None),
    ("jeddah", 2021, None),
    ("lusail", 2021, None),
    ("marina-bay", 2023, None),
    ("melbourne", 2022, None),
    ("mexico-city", 2015, None),
    ("yas-marina", 2021, None),
    ("zandvoort", 2021, None),
];

/// Writes the table of every embedded course that is the circuit of a championship.
pub fn run(file: &Path) -> Result<()> {
    let columns = Property::ALL.map(|it| format!("{}_s_per_percent", it.name()));
    let mut table = format!("circuit,first_season,last_season,lap_time_s,{}\n", columns.join(","));
    for course in maatstaf::facts::courses() {
        if let Some(circuit) = &course.facts().circuit {
            let row = row(circuit, course).with_context(|| course.id().to_owned())?;
            eprint!("{row}");
            table += &row;
        }
    }
    std::fs::write(file, table)?;
    Ok(())
}

fn row(circuit: &str, course: &Course) -> Result<String> {
    let car = &maatstaf::find_car(CAR)?.car;
    let lap = solve_lap(CAR, car, course, &LapSettings::default())?;
    let status = lap.fastest.status;
    ensure!(status == Status::Solved, "no fastest lap: {}", status.name());
    let told = sensitivities(&lap);
    let layout = LAYOUTS.iter().find(|(name, ..)| *name == circuit);
    let (first, last) = layout.map_or((FIRST, None), |it| (it.1, it.2));
    let last = last.map_or(String::new(), |year| year.to_string());
    let mut row = format!("{circuit},{first},{last},{:.3}", lap.fastest.time);
    for property in Property::ALL {
        let name = if property == Property::Mass { "chassis.mass" } else { property.name() };
        let worth = told.iter().find(|it| it.change.name() == name).and_then(|it| it.per_percent);
        row += &format!(",{:.4}", worth.with_context(|| format!("no worth of {name}"))?);
    }
    Ok(row + "\n")
}
