//! What differs between two cars.

use maatstaf_core::{AeroLaw, Car, Power, QUANTITIES, Quantity, Tyre};

/// What differs between two cars.
#[derive(Clone, Debug)]
pub struct CarDifferences {
    /// Numbers.
    pub numbers: Vec<NumberDiffers>,
    /// What is no single number: `power_unit.curve`, `tyres.front`.
    pub others: Vec<&'static str>,
}

/// A number that differs.
#[derive(Clone, Copy, Debug)]
pub struct NumberDiffers {
    /// Which.
    pub quantity: &'static Quantity,
    /// What it is in each car, in its own unit; none where the car has no such thing.
    pub values: [Option<f64>; 2],
}

/// What differs between two cars, in the order of a description.
///
/// ```
/// let car = &maatstaf::find_car("gt3")?.car;
/// let other = car.with_setup("brakes.front_share", 0.6)?;
/// let differences = maatstaf::car_differences(car, &other);
/// assert_eq!(differences.numbers[0].quantity.name, "brakes.front_share");
/// assert_eq!((differences.numbers.len(), differences.others.len()), (1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn car_differences(first: &Car, second: &Car) -> CarDifferences {
    let numbers = QUANTITIES.iter().filter_map(|quantity| {
        let own = |car: &Car| quantity.of(car.parts());
        let values = [own(first), own(second)];
        let shown = |value: Option<f64>| value.map(|it| quantity.unit.from_si(it));
        (values[0] != values[1]).then(|| NumberDiffers { quantity, values: values.map(shown) })
    });
    let others = [
        ("power_unit.curve", curve(first) != curve(second)),
        ("power_unit.driven", first.power_unit().driven != second.power_unit().driven),
        ("hybrid.driven", driven(first) != driven(second)),
        ("aero.map", map(first) != map(second)),
        ("tyres.front", measured(first.front_tyre()) != measured(second.front_tyre())),
        ("tyres.rear", measured(first.rear_tyre()) != measured(second.rear_tyre())),
        ("gearbox.ratios", ratios(first) != ratios(second)),
    ];
    let others = others.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name);
    CarDifferences { numbers: numbers.collect(), others: others.collect() }
}

fn curve(car: &Car) -> Option<&maatstaf_core::PowerCurve> {
    match &car.power_unit().power {
        Power::Curve(curve) => Some(curve),
        Power::Constant(_) => None,
    }
}

fn driven(car: &Car) -> Option<maatstaf_core::DrivenAxle> {
    car.hybrid().map(|motor| motor.driven)
}

fn map(car: &Car) -> Option<&maatstaf_core::AeroMap> {
    match &car.aero().law {
        AeroLaw::Map(map) => Some(map),
        AeroLaw::Constant(_) => None,
    }
}

/// A tyre by its coefficients; the numbers of the other law are compared one by one.
fn measured(tyre: &Tyre) -> Option<&maatstaf_core::MagicFormula61> {
    match tyre {
        Tyre::MagicFormula61(tyre) => Some(tyre),
        Tyre::Similarity(_) => None,
    }
}

fn ratios(car: &Car) -> Option<&[f64]> {
    car.gearbox().map(|gearbox| &gearbox.ratios[..])
}
