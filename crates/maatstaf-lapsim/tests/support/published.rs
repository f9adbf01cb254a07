//! The published cases: road, car, settings, and the stored solution with its multipliers.

use maatstaf_core::DrivenAxle;
use maatstaf_lapsim::air::{Air, Areas};
use maatstaf_lapsim::drivetrain::{Brakes, Drive};
use maatstaf_lapsim::{
    Axle, DoubleTrack, LapProblem, Law, Piece, PressureArm, Road, Settings, Similarity, Tyre,
    closing_straight, road_of_arcs, steady,
};

use super::{element, find, numbers, road, text};

/// A published case, posed by us, with the solution stored for it.
pub struct Published {
    pub problem: LapProblem,
    pub unknowns: Vec<f64>,
    pub biases: Vec<f64>,
    /// `zl`, `zu` of the unknowns, in our order.
    pub bound_multipliers: [Vec<f64>; 2],
    /// Of the biases.
    pub bias_multipliers: [Vec<f64>; 2],
    /// Blocks of 19, the sign of the roll row put right; then that of the energy.
    pub rows: Vec<f64>,
    /// The stored time at each node.
    pub time: Vec<f64>,
}

/// The columns of a solution, in the order of a node's unknowns.
const COLUMNS: [&str; 15] = [
    "front-axle.left-tire.kappa",
    "front-axle.right-tire.kappa",
    "rear-axle.left-tire.kappa",
    "rear-axle.right-tire.kappa",
    "chassis.velocity.x",
    "chassis.velocity.y",
    "chassis.omega.z",
    "chassis.force_z_fl_g",
    "chassis.force_z_fr_g",
    "chassis.force_z_rl_g",
    "chassis.force_z_rr_g",
    "road.lateral-displacement",
    "road.track-heading-angle",
    "front-axle.steering-angle",
    "chassis.throttle",
];
/// Where each of a node's unknowns stands in the bound multipliers of two-dimensional files.
const OLDER_ORDER: [usize; 15] = [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 7, 8, 13, 14];

/// Poses a problem and reads the solution stored for it.
pub fn published(test: &str, file: &str, problem: Option<LapProblem>) -> Option<Published> {
    let xml = text(&find(test, "reference-laps", &format!("fastest-lap/{file}"))?);
    let problem = problem?;
    let controls = element(&xml, "control_variables").unwrap();
    let column = |name: &str| match element(controls, name) {
        Some(control) => numbers(control, "values").unwrap(),
        None => numbers(&xml, name).unwrap(),
    };
    let columns = COLUMNS.map(column);
    let n_nodes = columns[0].len();
    let unknowns = (0..n_nodes).flat_map(|i| columns.each_ref().map(|column| column[i])).collect();
    let bias = element(controls, "chassis.brake-bias").unwrap();
    let biases = match element(bias, "hypermesh") {
        Some(_) => numbers(bias, "values").unwrap(),
        None => vec![],
    };
    let stored = element(&xml, "optimization_data").unwrap();
    let level = problem.road().is_level();
    let bounds = ["zl", "zu"].map(|name| numbers(stored, name).unwrap());
    let n_stored = bounds[0].len() - biases.len();
    let mut rows = numbers(stored, "lambda").unwrap();
    if level {
        rows.chunks_exact_mut(19).for_each(|block| block[10] = -block[10]);
    }
    let in_order = |stored: &Vec<f64>| {
        let nodes = stored[..n_stored].chunks_exact(15);
        let place = |at: usize| if level { OLDER_ORDER[at] } else { at };
        nodes.flat_map(|node| (0..15).map(move |at| node[place(at)])).collect()
    };
    Some(Published {
        unknowns,
        bias_multipliers: bounds.each_ref().map(|stored| stored[n_stored..].to_vec()),
        bound_multipliers: bounds.each_ref().map(in_order),
        biases,
        rows,
        time: numbers(&xml, "time").unwrap(),
        problem,
    })
}

fn pose(road: Option<Road>, car: DoubleTrack, settings: Settings) -> Option<LapProblem> {
    Some(LapProblem::new(road?, car, settings).unwrap())
}

/// Catalunya, level, 500 nodes.
pub fn catalunya(test: &str) -> Option<LapProblem> {
    let car = DoubleTrack::limebeer_2014();
    pose(road(test, "catalunya/catalunya.xml"), car, Settings::default())
}

/// Catalunya on a mesh of 697 nodes.
pub fn catalunya_adapted(test: &str) -> Option<LapProblem> {
    let car = DoubleTrack::limebeer_2014();
    pose(road(test, "catalunya/catalunya_adapted.xml"), car, Settings::default())
}

/// The oval of straights and arcs.
pub fn oval() -> Option<LapProblem> {
    let straight = |length| Piece::Straight { length };
    let left = |radius| Piece::Arc { radius, sweep: -std::f64::consts::FRAC_PI_2 };
    let mut pieces = vec![straight(150.0), left(50.0), straight(100.0), left(90.0)];
    pieces.extend([straight(300.0), left(50.0), straight(100.0), left(90.0)]);
    pieces.push(straight(closing_straight(&pieces)));
    let road = road_of_arcs(&pieces, 20.0, 100, true).unwrap();
    assert!((road.length() - 1239.822971502571).abs() < 1e-12);
    let settings = Settings { steering_weight: 100.0, pedal_weight: 0.002, ..Settings::default() };
    pose(Some(road), DoubleTrack::limebeer_2014(), settings)
}

/// A road in three dimensions: Catalunya or Laguna Seca.
pub fn tilted(test: &str, course: &str) -> Option<LapProblem> {
    let settings = Settings { pedal_weight: 0.040, ..Settings::default() };
    pose(road(test, course), DoubleTrack::limebeer_2014(), settings)
}

/// Imola, where the brake bias is free in seven pieces.
pub fn imola(test: &str) -> Option<LapProblem> {
    let bias_pieces = vec![0.0, 990.0, 1526.0, 1925.0, 2589.0, 3024.0, 3554.0];
    let settings = Settings { bias_pieces, ..Settings::default() };
    let car = car(test, "redbull-2022-imola-wet.xml")?;
    pose(road(test, "imola/imola.xml.gz"), car, settings)
}

/// Catalunya with 24 MJ.
pub fn catalunya_with_energy(test: &str) -> Option<LapProblem> {
    let mut car = DoubleTrack::limebeer_2014();
    (car.drive.softness, car.rear.brakes.softness) = (0.01, 0.01);
    let settings = Settings { pedal_weight: 8e-4, energy: Some(24.0), ..Settings::default() };
    pose(road(test, "catalunya/catalunya.xml"), car, settings)
}

/// A kilometre straight on, from 80 km/h.
pub fn straight() -> Option<LapProblem> {
    let car = DoubleTrack::limebeer_2014();
    let road = road_of_arcs(&[Piece::Straight { length: 1000.0 }], 100.0, 51, false).unwrap();
    let settings = Settings {
        steering_weight: 0.0,
        pedal_weight: 4e-7,
        first_node: Some(steady(&car, 80.0 / 3.6).unwrap()),
        ..Settings::default()
    };
    pose(Some(road), car, settings)
}

/// A car of the published files.
pub fn car(test: &str, name: &str) -> Option<DoubleTrack> {
    let xml = text(&find(test, "tracks", &format!("fastest-lap-vehicles/f1/{name}"))?);
    let part = |name: &str| element(&xml, name).unwrap();
    let number = |part: &str, name: &str| numbers(part, name).unwrap()[0];
    let (chassis, driven) = (part("chassis"), part("rear-axle"));
    let at = |name: &str| ["x", "y", "z"].map(|axis| number(element(chassis, name).unwrap(), axis));
    let axle = |axle: &str, tyre: &str, place: &str| Axle {
        ahead: at(place)[0],
        track: number(part(axle), "track"),
        tyre: self::tyre(part(tyre)),
        brakes: Brakes {
            torque: number(part(axle), "max_torque"),
            softness: number(part(axle), "smooth_throttle_coeff"),
        },
        rolling_resistance: 0.0,
    };
    let area = number(chassis, "area");
    Some(DoubleTrack {
        mass: number(chassis, "mass"),
        inertia: ["Ixx", "Iyy", "Izz"].map(|name| number(chassis, name)),
        mass_centre: at("com"),
        pressure_centre: at("pressure_center"),
        arm: PressureArm::Published,
        air: Air {
            density: number(chassis, "rho"),
            areas: Areas::Constant {
                drag: area * number(chassis, "cd"),
                downforce: area * number(chassis, "cl"),
            },
        },
        front: axle("front-axle", "front-tire", "front_axle"),
        rear: axle("rear-axle", "rear-tire", "rear_axle"),
        drive: Drive {
            power: 1000.0 * number(element(driven, "engine").unwrap(), "maximum-power"),
            efficiency: 1.0,
            gears: None,
            driven: DrivenAxle::Rear,
            differential: number(driven, "differential_stiffness"),
            softness: number(driven, "smooth_throttle_coeff"),
        },
        motor: None,
        brake_bias: number(chassis, "brake_bias"),
        roll_balance: number(chassis, "roll_balance_coefficient"),
    })
}

fn tyre(xml: &str) -> Tyre {
    let pair = |name: &str| [1, 2].map(|end| numbers(xml, &format!("{name}-{end}")).unwrap()[0]);
    let law = Similarity {
        loads: pair("reference-load"),
        mu_x: pair("mu-x-max"),
        mu_y: pair("mu-y-max"),
        least_friction: 1.0,
        kappa_max: pair("kappa-max"),
        lambda_max: pair("lambda-max").map(|degrees| degrees * std::f64::consts::PI / 180.0),
        shape_x: numbers(xml, "Qx").unwrap()[0],
        shape_y: numbers(xml, "Qy").unwrap()[0],
    };
    Tyre { radius: numbers(xml, "radius").unwrap()[0], law: Law::Similarity(law) }
}
