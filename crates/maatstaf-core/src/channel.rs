//! What is recorded along a lap.

use crate::Unit;

/// A wheel of the car.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wheel {
    /// Front left.
    FrontLeft,
    /// Front right.
    FrontRight,
    /// Rear left.
    RearLeft,
    /// Rear right.
    RearRight,
}

impl Wheel {
    /// Every wheel.
    pub const ALL: [Self; 4] = [Self::FrontLeft, Self::FrontRight, Self::RearLeft, Self::RearRight];
}

/// What a channel of a lap holds.
///
/// Inside, in the units of the SI, angles in radians, axes after ISO 8855: x forward, y to the
/// left, z up; turning is positive to the left. [`unit`](Self::unit) is the unit that people read.
///
/// ```
/// use maatstaf_core::{Channel, Wheel};
///
/// assert_eq!(Channel::Speed.column(), "speed_kmh");
/// assert_eq!(Channel::Load(Wheel::RearLeft).column(), "load_rear_left_n");
/// assert_eq!(Channel::named("gear"), Some(Channel::Gear));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Over the ground.
    Speed,
    /// What an accelerometer that points forward reads; braking is negative.
    AccelerationForward,
    /// What an accelerometer that points to the left reads.
    AccelerationLeft,
    /// How fast the car turns about its vertical axis.
    YawRate,
    /// From the reference line of the course to the car, to the left.
    Offset,
    /// Heading of the car against that of the course.
    Heading,
    /// Where the car is.
    East,
    /// Where the car is.
    North,
    /// Where the car is.
    Up,
    /// Of the front wheels.
    Steering,
    /// From 0 to 1.
    Throttle,
    /// From 0 to 1.
    Brake,
    /// From 1; whole numbers.
    Gear,
    /// Of the crankshaft.
    EngineSpeed,
    /// What the power unit gives at the wheels, without an electric motor beside it.
    Power,
    /// What the power unit has given at the wheels since the line.
    Energy,
    /// What an electric motor beside the power unit gives at the wheels; recovering is negative.
    MotorPower,
    /// How hard a wheel presses on the road.
    Load(Wheel),
    /// Longitudinal slip of a tyre; positive when driving.
    Slip(Wheel),
    /// Slip angle of a tyre; positive where its force points to the left.
    SlipAngle(Wheel),
}

impl Channel {
    /// Every channel, in the order of files.
    pub const ALL: [Self; 29] = [
        Self::Speed,
        Self::AccelerationForward,
        Self::AccelerationLeft,
        Self::YawRate,
        Self::Offset,
        Self::Heading,
        Self::East,
        Self::North,
        Self::Up,
        Self::Steering,
        Self::Throttle,
        Self::Brake,
        Self::Gear,
        Self::EngineSpeed,
        Self::Power,
        Self::Energy,
        Self::MotorPower,
        Self::Load(Wheel::FrontLeft),
        Self::Load(Wheel::FrontRight),
        Self::Load(Wheel::RearLeft),
        Self::Load(Wheel::RearRight),
        Self::Slip(Wheel::FrontLeft),
        Self::Slip(Wheel::FrontRight),
        Self::Slip(Wheel::RearLeft),
        Self::Slip(Wheel::RearRight),
        Self::SlipAngle(Wheel::FrontLeft),
        Self::SlipAngle(Wheel::FrontRight),
        Self::SlipAngle(Wheel::RearLeft),
        Self::SlipAngle(Wheel::RearRight),
    ];

    /// Its name: `slip_rear_left`.
    pub const fn name(self) -> &'static str {
        self.facts().0
    }

    /// The unit in which people read it.
    pub const fn unit(self) -> Unit {
        self.facts().1
    }

    /// What it is, in one line.
    pub const fn meaning(self) -> &'static str {
        self.facts().2
    }

    /// Its column in a file: the name, then the unit.
    pub fn column(self) -> String {
        match self.unit().suffix() {
            "" => self.name().to_owned(),
            suffix => format!("{}_{suffix}", self.name()),
        }
    }

    /// The channel of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// The channel of a column.
    pub fn of_column(column: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.column() == column)
    }

    const fn facts(self) -> (&'static str, Unit, &'static str) {
        use Unit::{Degree, DegreePerSecond, Kilowatt, Megajoule, Metre, One, Percent};
        match self {
            Self::Speed => ("speed", Unit::KilometrePerHour, "over the ground"),
            Self::AccelerationForward => (
                "acceleration_forward",
                Unit::MetrePerSquareSecond,
                "as an accelerometer in the car reads it; braking is negative",
            ),
            Self::AccelerationLeft => (
                "acceleration_left",
                Unit::MetrePerSquareSecond,
                "as an accelerometer in the car reads it; positive in a corner to the left",
            ),
            Self::YawRate => ("yaw_rate", DegreePerSecond, "turning, positive to the left"),
            Self::Offset => ("offset", Metre, "from the line of the course, positive to the left"),
            Self::Heading => ("heading", Degree, "of the car against the course, to the left"),
            Self::East => ("east", Metre, "where the car is"),
            Self::North => ("north", Metre, "where the car is"),
            Self::Up => ("up", Metre, "where the car is"),
            Self::Steering => ("steering", Degree, "of the front wheels, positive to the left"),
            Self::Throttle => ("throttle", Percent, "how much of the power is asked for"),
            Self::Brake => ("brake", Percent, "how much of the brakes is asked for"),
            Self::Gear => ("gear", One, "from 1"),
            Self::EngineSpeed => ("engine_speed", Unit::TurnPerMinute, "of the crankshaft"),
            Self::Power => ("power", Kilowatt, "of the power unit, at the wheels"),
            Self::Energy => {
                ("energy", Megajoule, "of the power unit, at the wheels since the line")
            }
            Self::MotorPower => (
                "motor_power",
                Kilowatt,
                "of the electric motor, at the wheels; recovering is negative",
            ),
            Self::Load(wheel) => (
                of_wheel(
                    wheel,
                    ["load_front_left", "load_front_right", "load_rear_left", "load_rear_right"],
                ),
                Unit::Newton,
                "how hard the wheel presses on the road",
            ),
            Self::Slip(wheel) => (
                of_wheel(
                    wheel,
                    ["slip_front_left", "slip_front_right", "slip_rear_left", "slip_rear_right"],
                ),
                Percent,
                "longitudinal slip of the tyre, positive when driving",
            ),
            Self::SlipAngle(wheel) => (
                of_wheel(
                    wheel,
                    [
                        "slip_angle_front_left",
                        "slip_angle_front_right",
                        "slip_angle_rear_left",
                        "slip_angle_rear_right",
                    ],
                ),
                Degree,
                "of the tyre, positive where its force points to the left",
            ),
        }
    }
}

const fn of_wheel(wheel: Wheel, names: [&'static str; 4]) -> &'static str {
    match wheel {
        Wheel::FrontLeft => names[0],
        Wheel::FrontRight => names[1],
        Wheel::RearLeft => names[2],
        Wheel::RearRight => names[3],
    }
}

#[cfg(test)]
#[path = "channel_tests.rs"]
mod tests;
