use super::{
    AeroLaw, AeroPoint, CarParts, Drs, Gearbox, Hybrid, Power, SimilarityTyre, Tyre, Unit,
};

/// One number of a car: its name, its unit, and how far it may go.
///
/// Reader, writer, schema, checks, set-up and the page of a car all go by the table
/// [`QUANTITIES`], so that a new number is one line there.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    /// Where it stands: `brakes.front_share`.
    pub name: &'static str,
    /// The unit in which people write it.
    pub unit: Unit,
    /// The least that is no slip of the pen, in that unit.
    pub lowest: f64,
    /// The most, in that unit.
    pub highest: f64,
    /// Whether a description must hold it.
    pub need: Need,
    /// What it is.
    pub about: &'static str,
    read: fn(&CarParts) -> Option<f64>,
    write: fn(&mut CarParts, f64) -> bool,
}

/// Whether a description must hold a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// It must.
    Always,
    /// It is this where nothing is said.
    Usual(f64),
    /// It need not.
    Optional,
    /// It stands in a list.
    Listed,
}

impl Quantity {
    /// The quantity of this name.
    ///
    /// ```
    /// let mass = maatstaf_core::Quantity::named("chassis.mass").unwrap();
    /// assert_eq!(mass.unit.symbol(), "kg");
    /// ```
    pub fn named(name: &str) -> Option<&'static Self> {
        QUANTITIES.iter().find(|quantity| quantity.name == name)
    }

    /// Its value in the units of the SI, where the car has such a thing.
    pub fn of(&self, parts: &CarParts) -> Option<f64> {
        (self.read)(parts)
    }

    /// Gives it a value in the units of the SI; `false` where the car has no such thing.
    pub fn set(&self, parts: &mut CarParts, value: f64) -> bool {
        (self.write)(parts, value)
    }

    /// Whether a value in the units of the SI is within its range.
    pub fn allows(&self, value: f64) -> bool {
        // The end itself may be a rounding away from what the file says.
        let slack = 1e-12 * self.unit.to_si(self.highest).abs();
        let (lowest, highest) = (self.unit.to_si(self.lowest), self.unit.to_si(self.highest));
        value.is_finite() && value >= lowest - slack && value <= highest + slack
    }
}

fn constant_aero(parts: &CarParts) -> Option<&AeroPoint> {
    match &parts.aero.law {
        AeroLaw::Constant(point) => Some(point),
        AeroLaw::Map(_) => None,
    }
}

fn constant_aero_mut(parts: &mut CarParts) -> Option<&mut AeroPoint> {
    match &mut parts.aero.law {
        AeroLaw::Constant(point) => Some(point),
        AeroLaw::Map(_) => None,
    }
}

fn similarity(tyre: &Tyre) -> Option<&SimilarityTyre> {
    match tyre {
        Tyre::Similarity(tyre) => Some(tyre),
        Tyre::MagicFormula61(_) => None,
    }
}

fn similarity_mut(tyre: &mut Tyre) -> Option<&mut SimilarityTyre> {
    match tyre {
        Tyre::Similarity(tyre) => Some(tyre),
        Tyre::MagicFormula61(_) => None,
    }
}

fn drs(parts: &mut CarParts) -> Option<&mut Drs> {
    parts.aero.drs.as_mut()
}

fn gearbox(parts: &mut CarParts) -> Option<&mut Gearbox> {
    parts.gearbox.as_mut()
}

fn hybrid(parts: &mut CarParts) -> Option<&mut Hybrid> {
    parts.hybrid.as_mut()
}

/// A number that every car has.
macro_rules! every {
    ($name:literal, $unit:ident, $lowest:literal, $highest:literal, $need:expr, $about:literal, $($at:ident).+) => {
        Quantity {
            name: $name, unit: Unit::$unit, lowest: $lowest, highest: $highest, need: $need, about: $about,
            read: |parts| Some(parts.$($at).+),
            write: |parts, value| { parts.$($at).+ = value; true },
        }
    };
}

/// A number of the chassis that need not be known.
macro_rules! perhaps {
    ($name:literal, $unit:ident, $lowest:literal, $highest:literal, $about:literal, $at:ident) => {
        Quantity {
            name: $name,
            unit: Unit::$unit,
            lowest: $lowest,
            highest: $highest,
            need: Need::Optional,
            about: $about,
            read: |parts| parts.chassis.$at,
            write: |parts, value| {
                parts.chassis.$at = Some(value);
                true
            },
        }
    };
}

/// A number of a part that not every car has.
macro_rules! some {
    ($name:literal, $unit:ident, $lowest:literal, $highest:literal, $need:expr, $about:literal, $read:expr, $part:path, $($at:ident).+) => {
        Quantity {
            name: $name, unit: Unit::$unit, lowest: $lowest, highest: $highest, need: $need, about: $about,
            read: $read,
            write: |parts, value| $part(parts).map(|part| part.$($at).+ = value.into()).is_some(),
        }
    };
}

/// The numbers of a similarity tyre.
macro_rules! tyre {
    ($name:literal, $tyre:ident, $unit:ident, $lowest:literal, $highest:literal, $need:expr, $about:literal, $($at:ident).+) => {
        Quantity {
            name: $name, unit: Unit::$unit, lowest: $lowest, highest: $highest, need: $need, about: $about,
            read: |parts| similarity(&parts.$tyre).map(|tyre| tyre.$($at).+),
            write: |parts, value| {
                similarity_mut(&mut parts.$tyre).map(|tyre| tyre.$($at).+ = value).is_some()
            },
        }
    };
}

/// A gear ratio, from 1.
macro_rules! ratio {
    ($name:literal, $gear:literal) => {
        Quantity {
            name: $name,
            unit: Unit::One,
            lowest: 0.2,
            highest: 30.0,
            need: Need::Listed,
            about: "turns of the gearbox's input for one of its output",
            read: |parts| parts.gearbox.as_ref()?.ratios.get($gear - 1).copied(),
            write: |parts, value| {
                let ratio = parts.gearbox.as_mut().and_then(|it| it.ratios.get_mut($gear - 1));
                ratio.map(|ratio| *ratio = value).is_some()
            },
        }
    };
}

use Need::{Always, Optional, Usual};

/// Every number of a car, in the order in which a description holds them.
#[rustfmt::skip]
pub static QUANTITIES: &[Quantity] = &[
    every!("chassis.mass", Kilogram, 50.0, 5000.0, Always, "ready to lap, with the driver and the fuel of that lap", chassis.mass),
    every!("chassis.roll_inertia", KilogramSquareMetre, 0.0, 10000.0, Usual(0.0), "about the forward axis", chassis.roll_inertia),
    every!("chassis.pitch_inertia", KilogramSquareMetre, 0.0, 20000.0, Usual(0.0), "about the lateral axis", chassis.pitch_inertia),
    every!("chassis.yaw_inertia", KilogramSquareMetre, 1.0, 20000.0, Always, "about the vertical axis", chassis.yaw_inertia),
    every!("chassis.front_axle_ahead", Metre, 0.2, 4.0, Always, "from the mass centre forward to the front axle", chassis.front_axle_ahead),
    every!("chassis.rear_axle_behind", Metre, 0.2, 4.0, Always, "from the mass centre back to the rear axle", chassis.rear_axle_behind),
    every!("chassis.cg_height", Metre, 0.05, 1.5, Always, "of the mass centre above the road", chassis.cg_height),
    every!("chassis.front_track", Metre, 0.5, 2.5, Always, "between the middles of the front tyres", chassis.front_track),
    every!("chassis.rear_track", Metre, 0.5, 2.5, Always, "between the middles of the rear tyres", chassis.rear_track),
    every!("chassis.roll_share_front", One, 0.0, 1.0, Always, "the front axle's share of the lateral load transfer", chassis.roll_share_front),
    perhaps!("chassis.front_ride_height", Millimetre, 5.0, 300.0, "of the floor at the front axle, at rest", front_ride_height),
    perhaps!("chassis.rear_ride_height", Millimetre, 5.0, 300.0, "of the floor at the rear axle, at rest", rear_ride_height),
    perhaps!("chassis.front_heave_stiffness", NewtonPerMillimetre, 1.0, 10000.0, "both front wheels together", front_heave_stiffness),
    perhaps!("chassis.rear_heave_stiffness", NewtonPerMillimetre, 1.0, 10000.0, "both rear wheels together", rear_heave_stiffness),

    every!("aero.air_density", KilogramPerCubicMetre, 0.5, 2.0, Always, "to which forces are worked out", aero.air_density),
    some!("aero.drag_area", SquareMetre, 0.05, 10.0, Always, "drag coefficient times reference area",
        |parts| constant_aero(parts).map(|point| point.drag_area), constant_aero_mut, drag_area),
    some!("aero.downforce_area", SquareMetre, -5.0, 20.0, Always, "downforce coefficient times reference area, positive pressing down",
        |parts| constant_aero(parts).map(|point| point.downforce_area), constant_aero_mut, downforce_area),
    some!("aero.pressure_centre_behind_cg", Metre, -3.0, 3.0, Always, "from the mass centre back to the centre of pressure",
        |parts| constant_aero(parts).map(|point| point.pressure_centre_behind_cg), constant_aero_mut, pressure_centre_behind_cg),
    every!("aero.pressure_centre_height", Metre, 0.0, 2.0, Always, "of the centre of pressure above the road", aero.pressure_centre_height),
    every!("aero.downforce_level", One, 0.0, 3.0, Usual(1.0), "downforce that the wings are set to, over what stands here", aero.downforce_level),
    every!("aero.drag_per_downforce", One, 0.0, 1.0, Usual(0.0), "drag area with each m² of downforce area that the level adds", aero.drag_per_downforce),
    some!("aero.drs.drag_factor", One, 0.3, 1.0, Always, "drag area with the flap open over closed",
        |parts| parts.aero.drs.map(|it| it.drag_factor), drs, drag_factor),
    some!("aero.drs.downforce_factor", One, 0.3, 1.0, Always, "downforce area with the flap open over closed",
        |parts| parts.aero.drs.map(|it| it.downforce_factor), drs, downforce_factor),
    some!("aero.drs.pressure_centre_forward", Metre, 0.0, 2.0, Usual(0.0), "how far the centre of pressure moves forward",
        |parts| parts.aero.drs.map(|it| it.pressure_centre_forward), drs, pressure_centre_forward),

    tyre!("tyres.front.radius", front_tyre, Metre, 0.1, 0.6, Always, "rolling", radius),
    tyre!("tyres.front.light_load", front_tyre, Newton, 10.0, 20000.0, Always, "of the first column of numbers", light_load),
    tyre!("tyres.front.heavy_load", front_tyre, Newton, 20.0, 40000.0, Always, "of the second column of numbers", heavy_load),
    tyre!("tyres.front.mu_x_light", front_tyre, One, 0.1, 5.0, Always, "longitudinal friction at the light load", longitudinal.friction_light),
    tyre!("tyres.front.mu_x_heavy", front_tyre, One, 0.1, 5.0, Always, "longitudinal friction at the heavy load", longitudinal.friction_heavy),
    tyre!("tyres.front.kappa_max_light", front_tyre, One, 0.01, 1.0, Always, "longitudinal slip that sets the scale at the light load", longitudinal.slip_light),
    tyre!("tyres.front.kappa_max_heavy", front_tyre, One, 0.01, 1.0, Always, "longitudinal slip that sets the scale at the heavy load", longitudinal.slip_heavy),
    tyre!("tyres.front.shape_x", front_tyre, One, 1.0, 3.0, Always, "shape of the longitudinal curve", longitudinal.shape),
    tyre!("tyres.front.mu_y_light", front_tyre, One, 0.1, 5.0, Always, "lateral friction at the light load", lateral.friction_light),
    tyre!("tyres.front.mu_y_heavy", front_tyre, One, 0.1, 5.0, Always, "lateral friction at the heavy load", lateral.friction_heavy),
    tyre!("tyres.front.lambda_max_light", front_tyre, Degree, 0.5, 45.0, Always, "slip angle that sets the scale at the light load", lateral.slip_light),
    tyre!("tyres.front.lambda_max_heavy", front_tyre, Degree, 0.5, 45.0, Always, "slip angle that sets the scale at the heavy load", lateral.slip_heavy),
    tyre!("tyres.front.shape_y", front_tyre, One, 1.0, 3.0, Always, "shape of the lateral curve", lateral.shape),
    tyre!("tyres.front.rolling_resistance", front_tyre, One, 0.0, 0.1, Usual(0.0), "rolling resistance over load", rolling_resistance),

    tyre!("tyres.rear.radius", rear_tyre, Metre, 0.1, 0.6, Always, "rolling", radius),
    tyre!("tyres.rear.light_load", rear_tyre, Newton, 10.0, 20000.0, Always, "of the first column of numbers", light_load),
    tyre!("tyres.rear.heavy_load", rear_tyre, Newton, 20.0, 40000.0, Always, "of the second column of numbers", heavy_load),
    tyre!("tyres.rear.mu_x_light", rear_tyre, One, 0.1, 5.0, Always, "longitudinal friction at the light load", longitudinal.friction_light),
    tyre!("tyres.rear.mu_x_heavy", rear_tyre, One, 0.1, 5.0, Always, "longitudinal friction at the heavy load", longitudinal.friction_heavy),
    tyre!("tyres.rear.kappa_max_light", rear_tyre, One, 0.01, 1.0, Always, "longitudinal slip that sets the scale at the light load", longitudinal.slip_light),
    tyre!("tyres.rear.kappa_max_heavy", rear_tyre, One, 0.01, 1.0, Always, "longitudinal slip that sets the scale at the heavy load", longitudinal.slip_heavy),
    tyre!("tyres.rear.shape_x", rear_tyre, One, 1.0, 3.0, Always, "shape of the longitudinal curve", longitudinal.shape),
    tyre!("tyres.rear.mu_y_light", rear_tyre, One, 0.1, 5.0, Always, "lateral friction at the light load", lateral.friction_light),
    tyre!("tyres.rear.mu_y_heavy", rear_tyre, One, 0.1, 5.0, Always, "lateral friction at the heavy load", lateral.friction_heavy),
    tyre!("tyres.rear.lambda_max_light", rear_tyre, Degree, 0.5, 45.0, Always, "slip angle that sets the scale at the light load", lateral.slip_light),
    tyre!("tyres.rear.lambda_max_heavy", rear_tyre, Degree, 0.5, 45.0, Always, "slip angle that sets the scale at the heavy load", lateral.slip_heavy),
    tyre!("tyres.rear.shape_y", rear_tyre, One, 1.0, 3.0, Always, "shape of the lateral curve", lateral.shape),
    tyre!("tyres.rear.rolling_resistance", rear_tyre, One, 0.0, 0.1, Usual(0.0), "rolling resistance over load", rolling_resistance),

    Quantity {
        name: "power_unit.power", unit: Unit::Kilowatt, lowest: 1.0, highest: 3000.0, need: Always,
        about: "at every speed",
        read: |parts| match parts.power_unit.power {
            Power::Constant(power) => Some(power),
            Power::Curve(_) => None,
        },
        write: |parts, value| match &mut parts.power_unit.power {
            Power::Constant(power) => { *power = value; true }
            Power::Curve(_) => false,
        },
    },
    every!("power_unit.efficiency", One, 0.5, 1.0, Usual(1.0), "what reaches the wheels of what the power unit gives", power_unit.efficiency),
    ratio!("gearbox.ratio_1", 1), ratio!("gearbox.ratio_2", 2), ratio!("gearbox.ratio_3", 3),
    ratio!("gearbox.ratio_4", 4), ratio!("gearbox.ratio_5", 5), ratio!("gearbox.ratio_6", 6),
    ratio!("gearbox.ratio_7", 7), ratio!("gearbox.ratio_8", 8), ratio!("gearbox.ratio_9", 9),
    ratio!("gearbox.ratio_10", 10),
    some!("gearbox.final_drive", One, 0.2, 30.0, Always, "turns of the gearbox's output for one of the wheels",
        |parts| parts.gearbox.as_ref().map(|it| it.final_drive), gearbox, final_drive),
    some!("gearbox.shift_time", Second, 0.0, 2.0, Usual(0.0), "without drive while a gear is changed",
        |parts| parts.gearbox.as_ref().map(|it| it.shift_time), gearbox, shift_time),
    some!("hybrid.power", Kilowatt, 0.0, 1500.0, Always, "at the wheels, driving",
        |parts| parts.hybrid.map(|it| it.power), hybrid, power),
    some!("hybrid.recovery_power", Kilowatt, 0.0, 1500.0, Always, "at the wheels, recovering",
        |parts| parts.hybrid.map(|it| it.recovery_power), hybrid, recovery_power),
    some!("hybrid.deploy_per_lap", Megajoule, 0.0, 1000.0, Optional, "what the motor may give in a lap",
        |parts| parts.hybrid?.deploy_per_lap, hybrid, deploy_per_lap),
    some!("hybrid.recover_per_lap", Megajoule, 0.0, 1000.0, Optional, "what the motor may recover in a lap",
        |parts| parts.hybrid?.recover_per_lap, hybrid, recover_per_lap),
    some!("hybrid.store", Megajoule, 0.0, 1000.0, Optional, "what the store holds",
        |parts| parts.hybrid?.store, hybrid, store),
    some!("hybrid.together", Kilowatt, 1.0, 3000.0, Optional, "what power unit and motor may give together at the wheels",
        |parts| parts.hybrid?.together, hybrid, together),
    some!("hybrid.lowest_speed", KilometrePerHour, 0.0, 400.0, Optional, "below which the motor may not drive",
        |parts| parts.hybrid?.lowest_speed, hybrid, lowest_speed),
    some!("hybrid.full_power_until", KilometrePerHour, 0.0, 500.0, Optional, "above which the motor's power falls with the speed",
        |parts| parts.hybrid?.full_power_until, hybrid, full_power_until),
    some!("hybrid.no_power_from", KilometrePerHour, 1.0, 1000.0, Optional, "from which the motor gives nothing",
        |parts| parts.hybrid?.no_power_from, hybrid, no_power_from),

    every!("brakes.front_torque", NewtonMetre, 1.0, 50000.0, Always, "of one front wheel at full pedal, were the whole share in front", brakes.front_torque),
    every!("brakes.rear_torque", NewtonMetre, 1.0, 50000.0, Always, "of one rear wheel at full pedal, were the whole share behind", brakes.rear_torque),
    every!("brakes.front_share", One, 0.0, 1.0, Always, "the front brakes' share", brakes.front_share),
    every!("differential.damping", NewtonMetreSecondPerRadian, 0.0, 100000.0, Always, "moved to the slower wheel for each rad/s of difference; 0 is open", differential.damping),
];
