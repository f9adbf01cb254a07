use maatstaf::core::Unit;
use serde_json::json;

use crate::commands::car;
use crate::error::ShellError;
use crate::show::{self, Table};

/// `maatstaf car list`
#[derive(clap::Args)]
#[command(after_help = "\
Power is at the wheels, power unit and motor together; areas are with the flap closed.

Examples:
  maatstaf car list
  maatstaf car list --csv")]
pub struct ListArgs {
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the table as CSV
    #[arg(long)]
    csv: bool,
}

/// `maatstaf car list`
pub fn list(ask: &ListArgs) -> Result<String, ShellError> {
    let mut table = Table::new(&[
        "car",
        ">mass kg",
        ">power kW",
        ">drag m²",
        ">downforce m²",
        "?tyre law",
        "rests on",
    ]);
    let mut cars = Vec::new();
    for embedded in maatstaf::facts::cars() {
        let car = &embedded.car;
        let power = Unit::Kilowatt.from_si(maatstaf::car_figures(car).power.round());
        let air = car.aero().at(maatstaf::AIR_SPEED, 0.0, 0.0);
        let mass = car.chassis().mass;
        let areas = (car::number(air.drag_area), car::number(air.downforce_area));
        table.push(vec![
            embedded.id.to_owned(),
            car::number(mass),
            format!("{power:.0}"),
            areas.0,
            areas.1,
            car::law(car),
            car.rests_on().to_owned(),
        ]);
        cars.push(json!({
            "id": embedded.id, "name": car.name(), "mass_kg": mass, "power_kw": power,
            "drag_area_m2": air.drag_area, "downforce_area_m2": air.downforce_area,
            "tyre_law": car::law(car), "rests_on": car.rests_on(),
        }));
    }
    match (ask.json, ask.csv) {
        (true, _) => Ok(serde_json::to_string_pretty(&json!({"cars": cars}))? + "\n"),
        (_, true) => Ok(table.csv()),
        _ => Ok(table.text(show::width(), show::bold())),
    }
}
