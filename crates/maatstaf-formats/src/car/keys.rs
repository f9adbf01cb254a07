use maatstaf_core::{Need, QUANTITIES, Quantity, Unit};

/// A name that a description of a car may hold.
pub struct Key {
    /// With its tables and its unit: `chassis.mass_kg`.
    pub path: String,
    /// In which its numbers are, where it holds numbers.
    pub unit: Option<Unit>,
}

/// The tables, besides those below `setup`.
pub const TABLES: [&str; 14] = [
    "chassis",
    "aero",
    "aero.drs",
    "aero.map",
    "tyres",
    "tyres.front",
    "tyres.front.coefficients",
    "tyres.rear",
    "tyres.rear.coefficients",
    "power_unit",
    "power_unit.curve",
    "gearbox",
    "hybrid",
    "brakes",
];

/// And the last of them.
pub const DIFFERENTIAL: &str = "differential";

/// Names of texts.
pub const TEXTS: [&str; 8] = [
    "name",
    "rests_on",
    "tyres.front.law",
    "tyres.front.tir",
    "tyres.rear.law",
    "tyres.rear.tir",
    "power_unit.driven",
    "hybrid.driven",
];

/// Names of lists, with the unit of their numbers, in the order of the table they belong to.
pub const LISTS: [(&str, Unit); 9] = [
    ("aero.map.speed", Unit::KilometrePerHour),
    ("aero.map.front_ride_height", Unit::Millimetre),
    ("aero.map.rear_ride_height", Unit::Millimetre),
    ("aero.map.drag_area", Unit::SquareMetre),
    ("aero.map.downforce_area", Unit::SquareMetre),
    ("aero.map.pressure_centre_behind_cg", Unit::Metre),
    ("power_unit.curve.speed", Unit::TurnPerMinute),
    ("power_unit.curve.power", Unit::Kilowatt),
    ("gearbox.ratios", Unit::One),
];

/// The name of a quantity in a file: with its unit.
///
/// ```
/// use maatstaf_core::Quantity;
/// use maatstaf_formats::car::file_name;
///
/// assert_eq!(file_name(Quantity::named("chassis.mass").unwrap()), "chassis.mass_kg");
/// ```
pub fn file_name(quantity: &Quantity) -> String {
    with_unit(quantity.name, quantity.unit)
}

/// A name followed by its unit.
pub fn with_unit(name: &str, unit: Unit) -> String {
    match unit.suffix() {
        "" => name.to_owned(),
        suffix => format!("{name}_{suffix}"),
    }
}

/// The quantity that a file calls so.
pub fn quantity(path: &str) -> Option<&'static Quantity> {
    QUANTITIES.iter().find(|quantity| file_name(quantity) == path)
}

/// Every name that a description may hold, but for set-up ranges and coefficients.
pub fn all() -> Vec<Key> {
    let texts = TEXTS.iter().map(|path| Key { path: (*path).to_owned(), unit: None });
    let lists =
        LISTS.iter().map(|(name, unit)| Key { path: with_unit(name, *unit), unit: Some(*unit) });
    let numbers = QUANTITIES.iter().filter(|quantity| quantity.need != Need::Listed);
    let numbers = numbers.map(|it| Key { path: file_name(it), unit: Some(it.unit) });
    texts.chain(lists).chain(numbers).collect()
}

/// The name without its tables.
pub fn last(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}

/// The tables of a name.
pub fn table(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(table, _)| table)
}
