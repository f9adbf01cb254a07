//! What of a car can be changed: a number, or several that go together.

use maatstaf_core::{AeroLaw, Car, CarParts, InvalidCar, Power, QUANTITIES, Quantity, Tyre};

/// Something of a car that can be changed.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// One of its numbers.
    Quantity(&'static Quantity),
    /// Several numbers that go together.
    Group(Group),
}

/// Several numbers of a car that go together, changed by the same factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The friction of all tyres, along and across.
    Grip,
    /// That of the front tyres.
    GripFront,
    /// That of the rear tyres.
    GripRear,
    /// What the power unit gives, at every speed.
    Power,
    /// The downforce area; drag stays.
    Downforce,
    /// The drag area; downforce stays.
    Drag,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Grip, Self::GripFront, Self::GripRear, Self::Power, Self::Downforce, Self::Drag];

    /// As printed: `grip`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grip => "grip",
            Self::GripFront => "grip.front",
            Self::GripRear => "grip.rear",
            Self::Power => "power",
            Self::Downforce => "downforce",
            Self::Drag => "drag",
        }
    }

    /// What it is.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Grip => "friction of all tyres, along and across",
            Self::GripFront => "friction of the front tyres",
            Self::GripRear => "friction of the rear tyres",
            Self::Power => "of the power unit at every speed",
            Self::Downforce => "downforce area, drag as it is",
            Self::Drag => "drag area, downforce as it is",
        }
    }

    /// Multiplies all its numbers.
    fn scale(self, parts: &mut CarParts, factor: f64) {
        match self {
            Self::Grip => {
                scale_friction(&mut parts.front_tyre, factor);
                scale_friction(&mut parts.rear_tyre, factor);
            }
            Self::GripFront => scale_friction(&mut parts.front_tyre, factor),
            Self::GripRear => scale_friction(&mut parts.rear_tyre, factor),
            Self::Power => match &mut parts.power_unit.power {
                Power::Constant(power) => *power *= factor,
                Power::Curve(curve) => curve.power.iter_mut().for_each(|power| *power *= factor),
            },
            Self::Downforce => scale_air(parts, 1.0, factor),
            Self::Drag => scale_air(parts, factor, 1.0),
        }
    }
}

fn scale_friction(tyre: &mut Tyre, factor: f64) {
    match tyre {
        Tyre::Similarity(tyre) => {
            for curve in [&mut tyre.longitudinal, &mut tyre.lateral] {
                curve.friction_light *= factor;
                curve.friction_heavy *= factor;
            }
        }
        Tyre::MagicFormula61(tyre) => {
            for name in ["LMUX", "LMUY"] {
                let value = tyre.get(name);
                tyre.set(name, factor * value);
            }
        }
    }
}

/// Scales the areas that the car has at its downforce level, each alone.
fn scale_air(parts: &mut CarParts, by_drag: f64, by_downforce: f64) {
    let aero = &mut parts.aero;
    // What the level adds in drag is part of the drag and none of the downforce.
    let added = (aero.downforce_level - 1.0) * aero.drag_per_downforce;
    let scale = |drag: &mut f64, downforce: &mut f64| {
        let whole = *drag + added * *downforce;
        *downforce *= by_downforce;
        *drag = by_drag * whole - added * *downforce;
    };
    match &mut aero.law {
        AeroLaw::Constant(point) => scale(&mut point.drag_area, &mut point.downforce_area),
        AeroLaw::Map(map) => {
            map.drag_area.iter_mut().zip(&mut map.downforce_area).for_each(|(a, b)| scale(a, b));
        }
    }
}

impl Change {
    /// Everything that can be changed of a car: the groups, then every number that it has.
    ///
    /// ```
    /// use maatstaf::Change;
    ///
    /// let car = &maatstaf::find_car("f1-2014")?.car;
    /// let changes = Change::of(car);
    /// assert_eq!(changes[0].name(), "grip");
    /// assert!(changes.iter().any(|change| change.name() == "chassis.mass"));
    /// # Ok::<(), maatstaf::Error>(())
    /// ```
    pub fn of(car: &Car) -> Vec<Self> {
        let quantities = QUANTITIES.iter().filter(|quantity| quantity.of(car.parts()).is_some());
        Group::ALL.into_iter().map(Self::Group).chain(quantities.map(Self::Quantity)).collect()
    }

    /// As printed: `chassis.mass`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Quantity(quantity) => quantity.name,
            Self::Group(group) => group.name(),
        }
    }

    /// What it is.
    pub const fn about(&self) -> &'static str {
        match self {
            Self::Quantity(quantity) => quantity.about,
            Self::Group(group) => group.about(),
        }
    }

    /// What it is in a car, in the units of the SI; a group has no value.
    pub fn value(&self, car: &Car) -> Option<f64> {
        match self {
            Self::Quantity(quantity) => quantity.of(car.parts()),
            Self::Group(_) => None,
        }
    }

    /// A car with so much more of it: in the units of the SI, a group as a share of itself. Set-up
    /// ranges are left out, so that a number may be looked at beyond them.
    ///
    /// # Errors
    ///
    /// When that is no car.
    pub fn by(&self, car: &Car, amount: f64) -> Result<Car, InvalidCar> {
        let mut parts = car.parts().clone();
        parts.setup.clear();
        match self {
            Self::Quantity(quantity) => {
                let value = quantity.of(&parts).unwrap_or_default();
                quantity.set(&mut parts, value + amount);
            }
            Self::Group(group) => group.scale(&mut parts, 1.0 + amount),
        }
        Car::new(parts)
    }
}
