use super::{AeroLaw, AeroMap, CarParts, Hybrid, MagicFormula61, Power, PowerCurve, QUANTITIES};
use super::{Quantity, SetupRange, Tyre, Unit};

/// Why some parts are not a [`Car`](super::Car).
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCar {
    /// A number that no car has.
    #[error("{name} is {value}{}, and should lie from {lowest} to {highest}{}", after(*unit), after(*unit))]
    Outside {
        /// Which quantity.
        name: &'static str,
        /// What it is, in `unit`.
        value: f64,
        /// Its unit.
        unit: Unit,
        /// The least, in `unit`.
        lowest: f64,
        /// The most, in `unit`.
        highest: f64,
    },
    /// A set-up that the car does not have.
    #[error("{name} is not a set-up parameter of this car")]
    NoSuchSetup {
        /// What was asked for.
        name: String,
    },
    /// A set-up range without the value, or none at all.
    #[error("set-up of {name}: {value} does not lie from {lowest} to {highest}")]
    OutsideSetup {
        /// Which quantity.
        name: String,
        /// What it is, in the unit of the quantity.
        value: f64,
        /// The least, likewise.
        lowest: f64,
        /// The most, likewise.
        highest: f64,
    },
    /// A list that does not increase, or not decrease.
    #[error("{name} should {direction} from one number to the next, and does not at number {at}")]
    Order {
        /// Which list.
        name: &'static str,
        /// `increase` or `decrease`.
        direction: &'static str,
        /// Which number, from 1.
        at: usize,
    },
    /// A list of the wrong length.
    #[error("{name} has {got} numbers, and should have {want}")]
    Length {
        /// Which list.
        name: &'static str,
        /// Its length.
        got: usize,
        /// The length that it should have.
        want: usize,
    },
    /// A number in a list that no car has.
    #[error("{name}: number {at} is {value}, which cannot be")]
    InList {
        /// Which list.
        name: &'static str,
        /// Which number, from 1.
        at: usize,
        /// What it is, in the units of the SI.
        value: f64,
    },
    /// A tyre without a coefficient that gives its forces.
    #[error("{name} has no {coefficient}, without which a magic formula tyre gives no force")]
    NoCoefficient {
        /// Which tyre.
        name: &'static str,
        /// Which coefficient.
        coefficient: &'static str,
    },
    /// Two numbers that do not go together.
    #[error("{0}")]
    Together(&'static str),
}

impl InvalidCar {
    /// The name of the quantity, list or tyre concerned, where it is one.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::Outside { name, .. }
            | Self::Order { name, .. }
            | Self::Length { name, .. }
            | Self::InList { name, .. }
            | Self::NoCoefficient { name, .. } => Some(name),
            Self::NoSuchSetup { name } | Self::OutsideSetup { name, .. } => Some(name),
            Self::Together(_) => None,
        }
    }
}

fn after(unit: Unit) -> String {
    if unit == Unit::One { String::new() } else { format!(" {}", unit.symbol()) }
}

/// Holds parts against all that a car promises.
pub fn parts(parts: &CarParts) -> Result<(), InvalidCar> {
    for quantity in QUANTITIES {
        if let Some(value) = quantity.of(parts)
            && !quantity.allows(value)
        {
            return Err(outside(quantity, value));
        }
    }
    tyre("tyres.front", &parts.front_tyre)?;
    tyre("tyres.rear", &parts.rear_tyre)?;
    if let Power::Curve(curve) = &parts.power_unit.power {
        power_curve(curve)?;
        if parts.gearbox.is_none() {
            return Err(InvalidCar::Together("a power curve needs a gearbox"));
        }
    }
    if let Some(gearbox) = &parts.gearbox {
        gear_ratios(&gearbox.ratios)?;
    }
    if let AeroLaw::Map(map) = &parts.aero.law {
        aero_map(map)?;
    }
    if let Some(hybrid) = &parts.hybrid {
        motor(hybrid)?;
    }
    parts.setup.iter().try_for_each(|range| setup(parts, range))
}

/// Speeds that limit a motor come in the order in which they do.
fn motor(hybrid: &Hybrid) -> Result<(), InvalidCar> {
    let lowest = hybrid.lowest_speed.unwrap_or(0.0);
    match (hybrid.full_power_until, hybrid.no_power_from) {
        (None, None) => Ok(()),
        (Some(until), Some(from)) if from > until + 1.0 && until > lowest + 3.0 => Ok(()),
        (Some(_), Some(_)) => Err(InvalidCar::Together(
            "a motor's no_power_from must be more than its full_power_until, and that more than its \
             lowest_speed by 11 km/h",
        )),
        _ => Err(InvalidCar::Together(
            "a motor has full_power_until and no_power_from both, or neither",
        )),
    }
}

fn outside(quantity: &Quantity, value: f64) -> InvalidCar {
    let Quantity { name, unit, lowest, highest, .. } = *quantity;
    InvalidCar::Outside { name, value: unit.from_si(value), unit, lowest, highest }
}

fn tyre(name: &'static str, tyre: &Tyre) -> Result<(), InvalidCar> {
    match tyre {
        Tyre::Similarity(tyre) if tyre.heavy_load <= tyre.light_load => {
            Err(InvalidCar::Together("a tyre's heavy_load must be more than its light_load"))
        }
        Tyre::Similarity(_) => Ok(()),
        Tyre::MagicFormula61(tyre) => magic_formula(name, tyre),
    }
}

fn magic_formula(name: &'static str, tyre: &MagicFormula61) -> Result<(), InvalidCar> {
    if let Some(coefficient) = tyre.missing().next() {
        return Err(InvalidCar::NoCoefficient { name, coefficient });
    }
    if let Some((at, (_, value))) = tyre.given().enumerate().find(|(_, (_, it))| !it.is_finite()) {
        return Err(InvalidCar::InList { name, at: at + 1, value });
    }
    let positive = tyre.get("UNLOADED_RADIUS") > 0.0 && tyre.get("FNOMIN") > 0.0;
    let message = "UNLOADED_RADIUS and FNOMIN of a magic formula tyre must be positive";
    if positive { Ok(()) } else { Err(InvalidCar::Together(message)) }
}

fn power_curve(curve: &PowerCurve) -> Result<(), InvalidCar> {
    let n_points = curve.speed.len();
    same_length("power_unit.curve.power", n_points.max(2), curve.power.len())?;
    same_length("power_unit.curve.speed", n_points.max(2), n_points)?;
    all("power_unit.curve.speed", &curve.speed, |speed| speed >= 0.0)?;
    all("power_unit.curve.power", &curve.power, |power| (0.0..=3e6).contains(&power))?;
    increasing("power_unit.curve.speed", &curve.speed)?;
    let some_power = curve.power.iter().any(|power| *power > 0.0);
    let message = "a power curve needs a point with power";
    if some_power { Ok(()) } else { Err(InvalidCar::Together(message)) }
}

fn gear_ratios(ratios: &[f64]) -> Result<(), InvalidCar> {
    const NAME: &str = "gearbox.ratios";
    if ratios.is_empty() || ratios.len() > 10 {
        return Err(InvalidCar::Together("a gearbox has 1 to 10 ratios"));
    }
    match ratios.windows(2).position(|pair| pair[0] <= pair[1]) {
        Some(at) => Err(InvalidCar::Order { name: NAME, direction: "decrease", at: at + 2 }),
        None => Ok(()),
    }
}

fn aero_map(map: &AeroMap) -> Result<(), InvalidCar> {
    let axes: [(_, &[f64]); 3] = [
        ("aero.map.speed", &map.speed),
        ("aero.map.front_ride_height", &map.front_ride_height),
        ("aero.map.rear_ride_height", &map.rear_ride_height),
    ];
    for (name, axis) in axes {
        same_length(name, axis.len().max(1), axis.len())?;
        all(name, axis, |value| value >= 0.0)?;
        increasing(name, axis)?;
    }
    let n_points = map.n_points();
    same_length("aero.map.drag_area", n_points, map.drag_area.len())?;
    same_length("aero.map.downforce_area", n_points, map.downforce_area.len())?;
    let centres = &map.pressure_centre_behind_cg;
    same_length("aero.map.pressure_centre_behind_cg", n_points, centres.len())?;
    all("aero.map.drag_area", &map.drag_area, |area| (0.0..=10.0).contains(&area))?;
    all("aero.map.downforce_area", &map.downforce_area, |area| (-5.0..=20.0).contains(&area))?;
    all("aero.map.pressure_centre_behind_cg", centres, |at| (-3.0..=3.0).contains(&at))
}

fn setup(parts: &CarParts, range: &SetupRange) -> Result<(), InvalidCar> {
    let name = &range.name;
    let found = Quantity::named(name).and_then(|it| Some((it, it.of(parts)?)));
    let Some((quantity, value)) = found else {
        return Err(InvalidCar::NoSuchSetup { name: name.clone() });
    };
    let (lowest, highest) = (range.lowest, range.highest);
    if lowest <= value && value <= highest && quantity.allows(lowest) && quantity.allows(highest) {
        return Ok(());
    }
    let shown = |value| quantity.unit.from_si(value);
    Err(InvalidCar::OutsideSetup {
        name: name.clone(),
        value: shown(value),
        lowest: shown(lowest),
        highest: shown(highest),
    })
}

fn same_length(name: &'static str, want: usize, got: usize) -> Result<(), InvalidCar> {
    if got == want { Ok(()) } else { Err(InvalidCar::Length { name, got, want }) }
}

fn all(name: &'static str, list: &[f64], is_good: impl Fn(f64) -> bool) -> Result<(), InvalidCar> {
    match list.iter().position(|value| !value.is_finite() || !is_good(*value)) {
        Some(at) => Err(InvalidCar::InList { name, at: at + 1, value: list[at] }),
        None => Ok(()),
    }
}

fn increasing(name: &'static str, list: &[f64]) -> Result<(), InvalidCar> {
    match list.windows(2).position(|pair| pair[0] >= pair[1]) {
        Some(at) => Err(InvalidCar::Order { name, direction: "increase", at: at + 2 }),
        None => Ok(()),
    }
}
