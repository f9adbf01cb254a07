use maatstaf_core::{Quantity, Unit};

use super::keys::{self, Key};

/// Units that people write and a description does not, with what one is in units of the SI.
const OTHER_UNITS: [(&str, f64, &[Unit]); 31] = [
    ("g", 1e-3, &[Unit::Kilogram]),
    ("t", 1e3, &[Unit::Kilogram]),
    ("lb", 0.453_592_37, &[Unit::Kilogram]),
    ("lbs", 0.453_592_37, &[Unit::Kilogram]),
    ("m", 1.0, &[Unit::Millimetre]),
    ("mm", 1e-3, &[Unit::Metre]),
    ("cm", 1e-2, &[Unit::Metre, Unit::Millimetre]),
    ("in", 0.0254, &[Unit::Metre, Unit::Millimetre]),
    ("ft", 0.3048, &[Unit::Metre, Unit::Millimetre]),
    ("ft2", 0.092_903_04, &[Unit::SquareMetre]),
    ("w", 1.0, &[Unit::Kilowatt]),
    ("mw", 1e6, &[Unit::Kilowatt]),
    ("hp", 745.699_871_582_270_2, &[Unit::Kilowatt]),
    ("bhp", 745.699_871_582_270_2, &[Unit::Kilowatt]),
    ("ps", 735.498_75, &[Unit::Kilowatt]),
    ("cv", 735.498_75, &[Unit::Kilowatt]),
    ("j", 1.0, &[Unit::Megajoule]),
    ("kj", 1e3, &[Unit::Megajoule]),
    ("wh", 3.6e3, &[Unit::Megajoule]),
    ("kwh", 3.6e6, &[Unit::Megajoule]),
    ("rad", 1.0, &[Unit::Degree]),
    ("kn", 1e3, &[Unit::Newton]),
    ("lbf", 4.448_221_615_260_5, &[Unit::Newton]),
    ("kgf", 9.806_65, &[Unit::Newton]),
    ("npm", 1.0, &[Unit::NewtonPerMillimetre]),
    ("mps", 1.0, &[Unit::KilometrePerHour]),
    ("kph", 1.0 / 3.6, &[Unit::KilometrePerHour]),
    ("mph", 0.44704, &[Unit::KilometrePerHour]),
    ("radps", 1.0, &[Unit::TurnPerMinute]),
    ("ms", 1e-3, &[Unit::Second]),
    ("percent", 1e-2, &[Unit::One]),
];

/// What to write in place of a name that a description does not know.
pub fn for_unknown(path: &str, value: Option<f64>) -> String {
    let known = keys::all();
    let (table, last) = (keys::table(path), keys::last(path));
    if !table.is_empty() && !is_table(table) {
        return format!("there is no table [{table}]{}", nearest_table(table));
    }
    let here = || known.iter().filter(|key| keys::table(&key.path) == table);
    if let Some(hint) = here().find_map(|key| other_unit(key, last, value)) {
        return hint;
    }
    if let Some(key) = known.iter().find(|key| keys::last(&key.path) == last) {
        return match keys::table(&key.path) {
            "" => format!("{last} belongs at the beginning, before the first table"),
            table => format!("{last} belongs in [{table}]"),
        };
    }
    match nearest(last, here().map(|key| keys::last(&key.path))) {
        Some(near) => format!("there is no such name; did you mean {near}?"),
        None => {
            let names: Vec<&str> = here().map(|key| keys::last(&key.path)).collect();
            format!("there is no such name; known here: {}", names.join(", "))
        }
    }
}

/// What may have been meant by a number that is out of range, as people write it.
pub fn for_outside(quantity: &Quantity, value: f64) -> String {
    let factors: &[(f64, &str)] = match quantity.unit {
        Unit::One => &[(1e-2, "a share, not percent")],
        Unit::Degree => &[(57.295_779_513_082_32, "degrees, not radians")],
        Unit::KilometrePerHour => &[(3.6, "km/h, not m/s")],
        _ => &[(1e-3, ""), (1e3, ""), (1e-6, "")],
    };
    let meant = factors
        .iter()
        .find(|(factor, _)| quantity.allows(quantity.unit.to_si(value * factor)) && value != 0.0);
    meant.map_or(String::new(), |(factor, why)| {
        let shown = short(value * factor);
        let unit = quantity.unit.symbol();
        match *why {
            "" => format!("; did you mean {shown} {unit}?"),
            why => format!("; did you mean {shown} ({why})?"),
        }
    })
}

/// The nearest of some names by spelling, when it is near.
pub fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    names
        .map(|name| (strsim::damerau_levenshtein(&word, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn is_table(table: &str) -> bool {
    keys::TABLES.contains(&table) || table == keys::DIFFERENTIAL || table == "setup"
}

fn nearest_table(table: &str) -> String {
    let tables = keys::TABLES.into_iter().chain([keys::DIFFERENTIAL, "setup"]);
    nearest(table, tables.clone()).map_or_else(
        || {
            format!(
                "; known: {}",
                tables.map(|it| format!("[{it}]")).collect::<Vec<_>>().join(", ")
            )
        },
        |near| format!("; did you mean [{near}]?"),
    )
}

/// The name that is right but for its unit, with the value in the unit that is right.
fn other_unit(key: &Key, last: &str, value: Option<f64>) -> Option<String> {
    let (unit, right) = (key.unit?, keys::last(&key.path));
    let stem = match unit.suffix() {
        "" => right,
        suffix => right.strip_suffix(suffix)?.strip_suffix('_')?,
    };
    let rest = last.strip_prefix(stem)?;
    if rest.is_empty() {
        return Some(format!("names carry their unit; write {right}"));
    }
    let written = rest.strip_prefix('_')?;
    let other =
        OTHER_UNITS.iter().find(|(name, _, units)| *name == written && units.contains(&unit));
    let Some((_, factor, _)) = other else {
        let is_unit = Unit::ALL.iter().any(|unit| unit.suffix() == written);
        return is_unit.then(|| format!("the unit here is {}; write {right}", in_words(unit)));
    };
    let meant = value.map(|value| short(unit.from_si(value * factor)));
    Some(format!("write {right}{}", meant.map_or(String::new(), |value| format!(" = {value}"))))
}

fn in_words(unit: Unit) -> &'static str {
    if unit == Unit::One { "none" } else { unit.symbol() }
}

/// A number in six digits, without noughts at the end.
fn short(value: f64) -> String {
    format!("{value:.5e}").parse().map_or(value.to_string(), |value: f64| value.to_string())
}
