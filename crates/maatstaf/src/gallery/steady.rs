//! A whole car where its answer is a closed form: as fast as it can straight on, and around a
//! circle on which it is no more than a point.

use std::f64::consts::TAU;

use maatstaf_lapsim::air::Areas;
use maatstaf_lapsim::{
    DoubleTrack, GRAVITY, LapProblem, Law, PressureArm, Road, Scheme, Settings, Station, WheelRows,
    node, positive_part,
};

use super::{Answer, Kind, Problem, answer_of, solved};
use crate::Error;

/// A steady lap, by one of the schemes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ask {
    place: Place,
    scheme: Scheme,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// A kilometre straight on that begins where it ends.
    Straight,
    /// A circle of 100 m, banked, rad; with downforce, or without.
    Circle { banking: f64, downforce_area: f64 },
}

const LEVEL: Place = Place::Circle { banking: 0.0, downforce_area: 4.5 };
const BANKED: Place = Place::Circle { banking: 0.3, downforce_area: 0.0 };

pub(super) fn problems() -> Vec<Problem> {
    let problem = |name, source, place: Place, scheme| Problem {
        name,
        source,
        expected: place.lap_time(),
        unit: "s",
        tolerance: TOLERANCE,
        known_objective: None,
        file: None,
        kind: Kind::Steady(Ask { place, scheme }),
    };
    let straight = "v³ = 2 P / (ρ c_d A)";
    let level = "v² = μ g R / (1 − μ ρ c_l A R / 2 m)";
    let banked = "v² = g R (μ cos φ + sin φ) / (cos φ − μ sin φ)";
    let [first, second] = [Scheme::Trapezoidal, Scheme::HermiteSimpson];
    vec![
        problem("top-speed", straight, Place::Straight, first),
        problem("top-speed-hermite-simpson", straight, Place::Straight, second),
        problem("circle", level, LEVEL, first),
        problem("circle-hermite-simpson", level, LEVEL, second),
        problem("banked-circle", banked, BANKED, first),
        problem("banked-circle-hermite-simpson", banked, BANKED, second),
    ]
}

/// Of the lap time, s.
const TOLERANCE: f64 = 2e-7;
/// Of the straight, m.
const LENGTH: f64 = 1000.0;
/// `c_d A` of the car of 2014, m².
const DRAG_AREA: f64 = 1.35;
/// Of the circle's centre line, m.
const RADIUS: f64 = 100.0;
/// To both edges of the circle, m.
const HALF_WIDTH: f64 = 0.01;
/// From wheel to wheel, along and across, on the circle, m.
const SMALL: f64 = 0.01;
/// The slip of the largest force on the circle, rad.
const STIFF: f64 = 1e-4;
/// Of the front tyres, whatever their load: they give out first.
const FRICTION: f64 = 1.6;
/// Of the rear tyres.
const MORE_FRICTION: f64 = 2.0;
const N_NODES: usize = 12;

impl Place {
    fn lap_time(self) -> f64 {
        let car = self.car();
        match self {
            Self::Straight => {
                LENGTH / (2.0 * car.drive.power / (car.air.density * DRAG_AREA)).cbrt()
            }
            Self::Circle { banking, downforce_area } => {
                // As the tyre smooths it.
                let mu = 1.0 + positive_part(FRICTION - 1.0, 1e-5);
                let (sin, cos) = banking.sin_cos();
                let lap_time = |radius: f64| {
                    let air = mu * car.air.density * downforce_area * radius / (2.0 * car.mass);
                    let grip = (mu * cos + sin) / (cos - mu * sin - air);
                    TAU * radius / (GRAVITY * radius * grip).sqrt()
                };
                // The wheels of one side drive along an edge: the outer one where downforce
                // rewards speed, else the inner one.
                let aside = (HALF_WIDTH - 0.5 * SMALL) * cos;
                lap_time(RADIUS - aside).min(lap_time(RADIUS + aside))
            }
        }
    }

    /// The car of 2014, but that pedals pass zero sharply; straight on with tyres that do not
    /// slip; on the circle no larger than a point, without drag, on stiff tyres.
    fn car(self) -> DoubleTrack {
        let mut car = DoubleTrack::limebeer_2014();
        car.drive.softness = 1e-12;
        for (axle, friction) in [(&mut car.front, FRICTION), (&mut car.rear, MORE_FRICTION)] {
            axle.brakes.softness = 1e-12;
            let Law::Similarity(law) = &mut axle.tyre.law else { continue };
            match self {
                Self::Straight => law.kappa_max = [1e-9; 2],
                Self::Circle { .. } => {
                    (law.mu_x, law.mu_y) = ([friction; 2], [friction; 2]);
                    law.lambda_max = [STIFF; 2];
                    axle.track = SMALL;
                    axle.ahead = 0.5 * SMALL * axle.ahead.signum();
                    axle.brakes.torque = 1.0;
                }
            }
        }
        if let Self::Circle { downforce_area, .. } = self {
            car.air.areas = Areas::Constant { drag: 0.0, downforce: downforce_area };
            (car.mass_centre, car.pressure_centre) = ([0.0; 3], [0.0; 3]);
            car.arm = PressureArm::MassCentre;
            car.inertia = [450.0; 3];
            (car.drive.power, car.drive.differential) = (5000.0, 0.0);
        }
        car
    }

    fn road(self) -> Result<Road, Error> {
        let station = |i: usize| match self {
            Self::Straight => Station::level(LENGTH * i as f64 / N_NODES as f64, 0.0, 10.0, 10.0),
            Self::Circle { banking, .. } => {
                let distance = TAU * RADIUS * i as f64 / N_NODES as f64;
                let level = Station::level(distance, 1.0 / RADIUS, HALF_WIDTH, HALF_WIDTH);
                Station { roll: banking, ..level }
            }
        };
        let length = match self {
            Self::Straight => LENGTH,
            Self::Circle { .. } => TAU * RADIUS,
        };
        Ok(Road::closed((0..N_NODES).map(station).collect(), length)?)
    }

    /// Somewhat slower than the answer, loads as they are then.
    fn start(self, car: &DoubleTrack) -> [f64; node::N_UNKNOWNS] {
        let mut start = [0.0; node::N_UNKNOWNS];
        let length = match self {
            Self::Straight => LENGTH,
            Self::Circle { .. } => TAU * RADIUS,
        };
        let speed = 0.8 * length / self.lap_time();
        start[node::U] = speed;
        let mut load = car.weight();
        if let Self::Circle { banking, downforce_area } = self {
            load += 0.5 * car.air.density * downforce_area * speed.powi(2);
            start[node::R] = speed / RADIUS * banking.cos();
            start[node::STEER] = SMALL / RADIUS;
            load += car.mass * speed.powi(2) / RADIUS * banking.sin();
        }
        start[node::Z..node::Z + 4].fill(-load / (4.0 * car.weight()));
        start[node::PEDAL] = 0.1;
        start
    }
}

pub(super) fn answer(ask: Ask) -> Result<Answer, Error> {
    let car = ask.place.car();
    let start = ask.place.start(&car);
    let settings =
        Settings { scheme: ask.scheme, wheel_rows: WheelRows::AtNodes, ..Settings::default() };
    let problem = LapProblem::new(ask.place.road()?, car, settings)?;
    let (unknowns, common) = problem.start(&start);
    let solution = solved(&problem, &unknowns, &common);
    let time = problem.lap_time(&solution.unknowns);
    Ok(answer_of(&solution, time, problem.road().stations().len()))
}
