use std::fmt::Write;

use maatstaf_core::{AeroLaw, Car, DrivenAxle, Need, Power, QUANTITIES, Quantity, Tyre};

use super::keys;

/// Which wheels are driven, in words.
pub const DRIVEN: [(&str, DrivenAxle); 3] =
    [("rear", DrivenAxle::Rear), ("front", DrivenAxle::Front), ("both", DrivenAxle::Both)];

/// A car as a description that reads back as the same car, when it came from one.
///
/// Comments are not kept: the noun does not know them.
pub fn write(car: &Car) -> String {
    let mut text =
        format!("name = {}\nrests_on = {}\n", quoted(car.name()), quoted(car.rests_on()));
    for table in keys::TABLES.into_iter().chain([keys::DIFFERENTIAL]) {
        let lines = words(car, table) + &numbers(car, table) + &lists(car, table);
        if !lines.is_empty() {
            let _ = write!(text, "\n[{table}]\n{lines}");
        }
    }
    text + &setup(car)
}

fn words(car: &Car, table: &str) -> String {
    let driven = |axle: DrivenAxle| {
        let word = DRIVEN.iter().find(|(_, known)| *known == axle).map_or("rear", |it| it.0);
        format!("driven = {}\n", quoted(word))
    };
    match table {
        "power_unit" => driven(car.power_unit().driven),
        "hybrid" => car.hybrid().map_or(String::new(), |hybrid| driven(hybrid.driven)),
        "tyres.front" => law(car.front_tyre()),
        "tyres.rear" => law(car.rear_tyre()),
        _ => String::new(),
    }
}

fn law(tyre: &Tyre) -> String {
    format!("law = {}\n", quoted(tyre.law()))
}

fn numbers(car: &Car, table: &str) -> String {
    let mut text = String::new();
    let here = QUANTITIES.iter().filter(|it| it.need != Need::Listed);
    for quantity in here.filter(|it| keys::table(it.name) == table) {
        if let Some(value) = quantity.of(car.parts()) {
            let path = keys::file_name(quantity);
            let _ = writeln!(text, "{} = {}", keys::last(&path), shown(quantity, value));
        }
    }
    text
}

fn lists(car: &Car, table: &str) -> String {
    match table {
        "gearbox" => {
            let gearbox = car.gearbox();
            gearbox.map_or(String::new(), |gearbox| list("gearbox.ratios", &gearbox.ratios))
        }
        "power_unit.curve" => match &car.power_unit().power {
            Power::Constant(_) => String::new(),
            Power::Curve(curve) => {
                list("power_unit.curve.speed", &curve.speed)
                    + &list("power_unit.curve.power", &curve.power)
            }
        },
        "aero.map" => aero_map(car),
        "tyres.front.coefficients" => coefficients(car.front_tyre()),
        "tyres.rear.coefficients" => coefficients(car.rear_tyre()),
        _ => String::new(),
    }
}

fn aero_map(car: &Car) -> String {
    let AeroLaw::Map(map) = &car.aero().law else { return String::new() };
    let lists: [(_, &[f64]); 6] = [
        ("aero.map.speed", &map.speed),
        ("aero.map.front_ride_height", &map.front_ride_height),
        ("aero.map.rear_ride_height", &map.rear_ride_height),
        ("aero.map.drag_area", &map.drag_area),
        ("aero.map.downforce_area", &map.downforce_area),
        ("aero.map.pressure_centre_behind_cg", &map.pressure_centre_behind_cg),
    ];
    lists.iter().map(|(name, values)| list(name, values)).collect()
}

fn coefficients(tyre: &Tyre) -> String {
    let Tyre::MagicFormula61(tyre) = tyre else { return String::new() };
    tyre.given().map(|(name, value)| format!("{name} = {value:?}\n")).collect()
}

fn list(name: &str, values: &[f64]) -> String {
    let unit = keys::LISTS.iter().find(|(list, _)| *list == name).map(|it| it.1);
    let unit = unit.unwrap_or(maatstaf_core::Unit::One);
    let values: Vec<String> = values.iter().map(|at| format!("{:?}", unit.from_si(*at))).collect();
    let path = keys::with_unit(name, unit);
    format!("{} = [{}]\n", keys::last(&path), values.join(", "))
}

fn setup(car: &Car) -> String {
    let mut text = String::new();
    for parameter in car.setup() {
        let quantity = parameter.quantity;
        let (lowest, highest) =
            (shown(quantity, parameter.lowest), shown(quantity, parameter.highest));
        let _ = writeln!(text, "{} = [{lowest}, {highest}]", keys::file_name(quantity));
    }
    if text.is_empty() { text } else { format!("\n[setup]\n{text}") }
}

fn shown(quantity: &Quantity, value: f64) -> String {
    format!("{:?}", quantity.unit.from_si(value))
}

/// A text in TOML's basic quotes.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}
