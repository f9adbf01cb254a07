use maatstaf::core::{Car, Quantity};

use crate::error::ShellError;

/// The car with other set-up parameters, each given with a flag as `name=value` in the unit of the
/// name.
pub fn set_up(car: Car, flag: &str, changes: &[String]) -> Result<Car, ShellError> {
    changes.iter().try_fold(car, |car, change| {
        let wrong = || {
            ShellError::Input(format!(
                "{flag} {change}: a change is written PARAMETER=VALUE, such as brakes.front_share=0.58"
            ))
        };
        let (name, value) = change.split_once('=').ok_or_else(wrong)?;
        let value: f64 = value.trim().parse().map_err(|_| wrong())?;
        let unit = Quantity::named(name.trim()).map(|quantity| quantity.unit);
        let value = unit.map_or(value, |unit| unit.to_si(value));
        car.with_setup(name.trim(), value).map_err(|error| {
            let names: Vec<&str> = car.setup().map(|it| it.quantity.name).collect();
            let has = format!("this car has {}", names.join(", "));
            ShellError::Input(format!("{flag} {change}: {error}; {has}"))
        })
    })
}
