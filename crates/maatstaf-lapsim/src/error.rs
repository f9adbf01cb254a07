//! Why something is not a problem of this room.

/// What a road, a car or the settings of a problem lack.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Too few stations.
    #[error("a road has three stations or more, this one has {stations}")]
    ShortRoad {
        /// How many there are.
        stations: usize,
    },
    /// A column of another length.
    #[error("{column} has {got} values for {want} stations")]
    Column {
        /// Which one.
        column: &'static str,
        /// How many values it has.
        got: usize,
        /// How many there should be.
        want: usize,
    },
    /// Distance that does not increase.
    #[error("distance stops increasing at station {station} ({metres} m)")]
    Order {
        /// The station.
        station: usize,
        /// Its distance.
        metres: f64,
    },
    /// A node that is not on the course.
    #[error("node {station} is at {metres} m, the course has {length} m")]
    OffCourse {
        /// The node.
        station: usize,
        /// Where it should be.
        metres: f64,
        /// How long the course is.
        length: f64,
    },
    /// A number that is none.
    #[error("{what} of station {station} is not a finite number")]
    NotFinite {
        /// Of what.
        what: &'static str,
        /// The station.
        station: usize,
    },
    /// A road of no width, or narrower than the car.
    #[error("the road is {metres} m wide at station {station}, the car takes {track} m")]
    Narrow {
        /// The station.
        station: usize,
        /// The width there.
        metres: f64,
        /// The front track of the car.
        track: f64,
    },
    /// A line that leaves the road far behind.
    #[error("the line is {offset} m beside the road's at {metres} m, far off the road")]
    OffRoad {
        /// Its offset to the right.
        offset: f64,
        /// How far along the road.
        metres: f64,
    },
    /// No line of least curvature.
    #[error("no line of least curvature was found ({ended}); take the centre line")]
    NoLine {
        /// How the solve ended.
        ended: &'static str,
    },
    /// A climb too steep, or no power.
    #[error("the car comes to a stand at {metres:.0} m; it takes more power or a faster start")]
    Stand {
        /// How far along the road.
        metres: f64,
    },
    /// A parameter of the car that makes no sense.
    #[error("{what} of the car is {value}, it must be {rule}")]
    Car {
        /// Which parameter.
        what: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        rule: &'static str,
    },
    /// Air that changes with ride heights, of a car without any.
    #[error(
        "the air changes with ride heights; give chassis.front_ride_height_mm and rear_ride_height_mm"
    )]
    RideHeight,
    /// Springs too soft for the downforce.
    #[error(
        "no ride height at {speed} m/s: the air presses harder than the springs push back; check \
        chassis.front_heave_stiffness_npmm and rear_heave_stiffness_npmm"
    )]
    Sinking {
        /// The speed, m/s.
        speed: f64,
    },
    /// A power curve or a gearbox that gives no power by speed.
    #[error(
        "a power curve needs two speeds in increasing order with some power, and a gearbox a gear"
    )]
    Gears,
    /// Settings that do not fit.
    #[error("{0}")]
    Settings(&'static str),
    /// No edge of what the car can do was found.
    #[error("no limit of grip was found at {speed} m/s; maatstaf car check may tell why")]
    Envelope {
        /// The speed, m/s.
        speed: f64,
    },
    /// A parameter whose values have laps with other limits.
    #[error(
        "{name} cannot be free: it moves the limits of a lap; look at some of its values instead"
    )]
    NotFree {
        /// Which.
        name: &'static str,
    },
    /// A parameter that changes nothing in the model.
    #[error("{name} cannot be free: it changes nothing in the model of a lap")]
    Idle {
        /// Which.
        name: &'static str,
    },
    /// No steady state was found.
    #[error("no steady driving at {speed} m/s: the car cannot hold that speed")]
    Trim {
        /// The speed asked for.
        speed: f64,
    },
}

impl Error {
    /// Refuses a parameter of the car that is not a number above zero.
    pub(crate) fn unless_positive(what: &'static str, value: f64) -> Result<(), Self> {
        match value.is_finite() && value > 0.0 {
            true => Ok(()),
            false => Err(Self::Car { what, value, rule: "a number above zero" }),
        }
    }
}
