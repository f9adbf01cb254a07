//! A car as every solver reads it: parts, and the numbers among them that may be changed.

mod aero;
mod check;
mod parts;
mod quantity;
mod tyre;
mod unit;

pub use aero::{Aero, AeroLaw, AeroMap, AeroPoint, Drs};
pub use check::InvalidCar;
pub use parts::{
    Brakes, CarParts, Chassis, Differential, DrivenAxle, Gearbox, Hybrid, Power, PowerCurve,
    PowerUnit, SetupRange,
};
pub use quantity::{Need, QUANTITIES, Quantity};
pub use tyre::{MagicFormula61, SimilarityCurve, SimilarityTyre, Tyre};
pub use unit::Unit;

/// A racing car, in the units of the SI.
///
/// Every number is finite and within the range of its [`Quantity`], lists are as long as they
/// should be and in order, and whatever may be set up is within its set-up range.
#[derive(Clone, Debug, PartialEq)]
pub struct Car {
    parts: CarParts,
}

/// A quantity of a car that may be changed in the pits.
#[derive(Clone, Copy, Debug)]
pub struct SetupParameter {
    /// Which.
    pub quantity: &'static Quantity,
    /// What it is, in the units of the SI.
    pub value: f64,
    /// The least, in the units of the SI.
    pub lowest: f64,
    /// The most, in the units of the SI.
    pub highest: f64,
}

impl Car {
    /// From its parts.
    ///
    /// # Errors
    ///
    /// When a number is out of its range, a list is of the wrong length or out of order, or a
    /// set-up range names nothing or leaves out the value.
    pub fn new(parts: CarParts) -> Result<Self, InvalidCar> {
        check::parts(&parts)?;
        Ok(Self { parts })
    }

    /// What it is made of.
    pub fn parts(&self) -> &CarParts {
        &self.parts
    }

    /// As printed.
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// What its numbers rest on.
    pub fn rests_on(&self) -> &str {
        &self.parts.rests_on
    }

    /// Masses and geometry.
    pub fn chassis(&self) -> &Chassis {
        &self.parts.chassis
    }

    /// Drag, downforce and where they act.
    pub fn aero(&self) -> &Aero {
        &self.parts.aero
    }

    /// The tyres of the front axle.
    pub fn front_tyre(&self) -> &Tyre {
        &self.parts.front_tyre
    }

    /// The tyres of the rear axle.
    pub fn rear_tyre(&self) -> &Tyre {
        &self.parts.rear_tyre
    }

    /// What drives it.
    pub fn power_unit(&self) -> &PowerUnit {
        &self.parts.power_unit
    }

    /// Its gears, where it has any.
    pub fn gearbox(&self) -> Option<&Gearbox> {
        self.parts.gearbox.as_ref()
    }

    /// Its electric motor, where it has one beside the power unit.
    pub fn hybrid(&self) -> Option<&Hybrid> {
        self.parts.hybrid.as_ref()
    }

    /// What stops it.
    pub fn brakes(&self) -> &Brakes {
        &self.parts.brakes
    }

    /// What is between the driven wheels.
    pub fn differential(&self) -> &Differential {
        &self.parts.differential
    }

    /// A quantity by name, in the units of the SI: `chassis.mass`.
    pub fn quantity(&self, name: &str) -> Option<f64> {
        Quantity::named(name)?.of(&self.parts)
    }

    /// What may be changed in the pits, in the order of its description.
    pub fn setup(&self) -> impl Iterator<Item = SetupParameter> {
        self.parts.setup.iter().filter_map(|range| {
            let quantity = Quantity::named(&range.name)?;
            let value = quantity.of(&self.parts)?;
            Some(SetupParameter { quantity, value, lowest: range.lowest, highest: range.highest })
        })
    }

    /// A copy with another set-up: a parameter by name, and its value in the units of the SI.
    ///
    /// # Errors
    ///
    /// When the car has no such set-up parameter, or the value is out of its range.
    pub fn with_setup(&self, name: &str, value: f64) -> Result<Self, InvalidCar> {
        let parameter = self.setup().find(|parameter| parameter.quantity.name == name);
        let Some(parameter) = parameter else {
            return Err(InvalidCar::NoSuchSetup { name: name.to_owned() });
        };
        let mut parts = self.parts.clone();
        parameter.quantity.set(&mut parts, value);
        Self::new(parts)
    }
}

#[cfg(test)]
#[path = "car_tests.rs"]
mod tests;
