use std::path::Path;

use maatstaf::CarFigures;
use maatstaf::core::{AeroLaw, Car, Power, QUANTITIES, Quantity, Tyre};
use serde_json::{Value, json};

use crate::commands::car;
use crate::error::ShellError;
use crate::show::{self, Table};

/// `maatstaf car show NAME|FILE`
#[derive(clap::Args)]
#[command(after_help = "\
What follows: top speed is where drag takes all power, (2 P / (ρ drag area))^(1/3), without rolling
resistance and gears. Cornering speeds are on flat circles, the wheels' friction by their loads.

Examples:
  maatstaf car show f1-2014
  maatstaf car show mine.toml --json
  maatstaf car show gt3 --toml > mine.toml")]
pub struct ShowArgs {
    /// A car that is inside (maatstaf car list), or a description in TOML
    #[arg(value_name = "NAME|FILE")]
    car: String,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "toml")]
    json: bool,
    /// Print the description itself, to begin one of your own
    #[arg(long)]
    toml: bool,
}

/// `maatstaf car show NAME|FILE`
pub fn show(ask: &ShowArgs) -> Result<String, ShellError> {
    let path = Path::new(&ask.car);
    if path.is_file() {
        let text = car::text(path)?;
        let car = car::read(path, &text)
            .map_err(|problems| ShellError::Input(format!("{}: {problems}", ask.car)))?;
        return answer(ask, &car, &[], &text);
    }
    let embedded = maatstaf::find_car(&ask.car)?;
    answer(ask, &embedded.car, &embedded.notes(), embedded.text)
}

fn answer(ask: &ShowArgs, car: &Car, notes: &[&str], text: &str) -> Result<String, ShellError> {
    let figures = maatstaf::car_figures(car);
    if ask.toml {
        return Ok(text.to_owned());
    }
    if ask.json {
        return Ok(serde_json::to_string_pretty(&json_of(car, notes, &figures))? + "\n");
    }
    let mut page = show::heading(car.name());
    page += &show::wrapped(&format!("Rests on: {}.", car.rests_on()), show::width(), "");
    page += &format!("\n{}", numbers(car).text(show::width(), show::bold()));
    page += &lists(car).iter().map(|line| format!("{line}\n")).collect::<String>();
    page += &format!("\n{}{}", show::heading("May be set up"), setup(car));
    page += &format!("\n{}{}", show::heading("What follows"), figures_table(&figures));
    if !notes.is_empty() {
        page += &format!("\n{}{}\n", show::heading("What the numbers rest on"), notes.join("\n"));
    }
    Ok(page)
}

fn present(car: &Car) -> impl Iterator<Item = (&'static Quantity, f64)> {
    QUANTITIES.iter().filter_map(|quantity| Some((quantity, quantity.of(car.parts())?)))
}

fn numbers(car: &Car) -> Table {
    let mut table = Table::new(&["number", ">value", "unit", "?what"]);
    for (quantity, value) in present(car) {
        let shown = quantity.unit.from_si(value).to_string();
        let unit = quantity.unit.symbol().to_owned();
        table.push(vec![quantity.name.to_owned(), shown, unit, quantity.about.to_owned()]);
    }
    table
}

/// What is no single number, a line each.
fn lists(car: &Car) -> Vec<String> {
    let mut lines = vec![
        format!("tyre law: {}", car::law(car)),
        format!("driven: {:?}", car.power_unit().driven).to_lowercase(),
    ];
    if let Some(motor) = car.hybrid() {
        lines.push(format!("driven by the motor: {:?}", motor.driven).to_lowercase());
    }
    if let Power::Curve(curve) = &car.power_unit().power {
        let points = curve.speed.iter().zip(&curve.power).map(|(speed, power)| {
            let (rpm, kw) = (speed * 60.0 / std::f64::consts::TAU, power / 1e3);
            format!("{kw:.0} kW at {rpm:.0} rpm")
        });
        lines.push(format!("power: {}", points.collect::<Vec<_>>().join(", ")));
    }
    if let AeroLaw::Map(map) = &car.aero().law {
        let (speeds, points) = (map.speed.len(), map.n_points());
        lines.push(format!("aero: a map of {points} points over {speeds} speeds and ride heights"));
    }
    for (axle, tyre) in [("front", car.front_tyre()), ("rear", car.rear_tyre())] {
        if let Tyre::MagicFormula61(tyre) = tyre {
            lines.push(format!("tyres.{axle}: {} coefficients", tyre.given().count()));
        }
    }
    lines
}

fn setup(car: &Car) -> String {
    let mut table = Table::new(&["parameter", ">value", ">lowest", ">highest", "unit"]);
    for parameter in car.setup() {
        let unit = parameter.quantity.unit;
        let shown = |value| unit.from_si(value).to_string();
        table.push(vec![
            parameter.quantity.name.to_owned(),
            shown(parameter.value),
            shown(parameter.lowest),
            shown(parameter.highest),
            unit.symbol().to_owned(),
        ]);
    }
    table.text(show::width(), show::bold())
}

fn figures_table(figures: &CarFigures) -> String {
    let mut table = Table::new(&["figure", ">value", "unit"]);
    let mut row = |what: &str, value: f64, decimals: usize, unit: &str| {
        table.push(vec![what.to_owned(), format!("{value:.decimals$}"), unit.to_owned()]);
    };
    row("wheelbase", figures.wheelbase, 3, "m");
    row("weight in front", figures.weight_share_front * 100.0, 1, "%");
    row("downforce in front, at 200 km/h", figures.downforce_share_front * 100.0, 1, "%");
    row("downforce at 200 km/h", figures.downforce, 0, "N");
    row("drag at 200 km/h", figures.drag, 0, "N");
    row("power at the wheels", figures.power / 1e3, 0, "kW");
    row("power over mass", figures.power_per_mass, 0, "W/kg");
    row("top speed by drag", figures.top_speed * 3.6, 1, "km/h");
    if let Some(speed) = figures.top_speed_drs {
        row("top speed by drag, DRS open", speed * 3.6, 1, "km/h");
    }
    if let Some(speed) = figures.top_speed_geared {
        row("end of the highest gear", speed * 3.6, 1, "km/h");
    }
    for (radius, speed) in maatstaf::CIRCLES.iter().zip(figures.corner_speeds.iter().flatten()) {
        row(&format!("on a circle of {radius} m"), speed * 3.6, 1, "km/h");
    }
    table.text(show::width(), show::bold())
}

fn json_of(car: &Car, notes: &[&str], figures: &CarFigures) -> Value {
    let numbers = present(car).map(|(quantity, value)| {
        json!({
            "name": quantity.name, "value": quantity.unit.from_si(value),
            "unit": quantity.unit.symbol(), "about": quantity.about,
        })
    });
    let setup = car.setup().map(|at| {
        let unit = at.quantity.unit;
        json!({
            "name": at.quantity.name, "value": unit.from_si(at.value), "unit": unit.symbol(),
            "lowest": unit.from_si(at.lowest), "highest": unit.from_si(at.highest),
        })
    });
    json!({
        "name": car.name(),
        "rests_on": car.rests_on(),
        "notes": notes,
        "tyre_law": car::law(car),
        "numbers": numbers.collect::<Vec<_>>(),
        "lists": lists(car),
        "setup": setup.collect::<Vec<_>>(),
        "figures": figures_json(figures),
    })
}

fn figures_json(figures: &CarFigures) -> Value {
    let kmh = |speed: f64| speed * 3.6;
    let circles = maatstaf::CIRCLES.iter().zip(figures.corner_speeds.iter().flatten());
    let circles =
        circles.map(|(radius, speed)| json!({"radius_m": radius, "speed_kmh": kmh(*speed)}));
    json!({
        "wheelbase_m": figures.wheelbase,
        "weight_share_front": figures.weight_share_front,
        "downforce_share_front": figures.downforce_share_front,
        "downforce_n": figures.downforce,
        "drag_n": figures.drag,
        "power_kw": figures.power / 1e3,
        "power_per_mass_w_per_kg": figures.power_per_mass,
        "top_speed_kmh": kmh(figures.top_speed),
        "top_speed_drs_kmh": figures.top_speed_drs.map(kmh),
        "top_speed_geared_kmh": figures.top_speed_geared.map(kmh),
        "circles": circles.collect::<Vec<_>>(),
    })
}
