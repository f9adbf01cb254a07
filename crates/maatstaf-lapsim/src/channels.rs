//! A solution as channels along the road.

use crate::lap_problem::LapProblem;
use crate::node::{ALPHA, BIAS, N, N_INPUTS, N_UNKNOWNS, Node, PEDAL, STEER, node};

/// What a solution says; every channel holds one value per node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Channels {
    /// Along the centre line, m.
    pub distance: Vec<f64>,
    /// Since the first node, s.
    pub time: Vec<f64>,
    /// Over the ground, m/s.
    pub speed: Vec<f64>,
    /// From the centre line, to the right, m.
    pub offset: Vec<f64>,
    /// Heading against the road, to the right, rad.
    pub heading: Vec<f64>,
    /// Steering angle, to the right, rad.
    pub steering: Vec<f64>,
    /// −1 brakes, 1 is full throttle.
    pub pedal: Vec<f64>,
    /// Forward and to the right, m/s²: all forces, the weight's part on a tilted road included,
    /// by the mass.
    pub acceleration: Vec<[f64; 2]>,
    /// Of the tyres, N: front left, front right, rear left, rear right.
    pub loads: Vec<[f64; 4]>,
}

/// The channels of a solution, whose unknowns are `[n_nodes × 15]`.
///
/// ```text
/// t_j = t_i + ½ h_i (τ_i + τ_j)
/// ```
///
/// ```
/// use maatstaf_lapsim::{DoubleTrack, LapProblem, Road, Settings, Station, channels, steady};
///
/// let station = |i| Station::level(20.0 * f64::from(i), 0.0, 6.0, 6.0);
/// let road = Road::open((0..51).map(station).collect())?;
/// let car = DoubleTrack::limebeer_2014();
/// let node = steady(&car, 50.0)?;
/// let settings = Settings { first_node: Some(node), ..Settings::default() };
/// let problem = LapProblem::new(road, car, settings)?;
/// let channels = channels(&problem, &problem.start(&node).0);
/// assert!((channels.time[50] - 20.0).abs() < 1e-12); // a kilometre at 50 m/s
/// assert!(channels.acceleration[7][0].abs() < 1e-12);
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
pub fn channels(problem: &LapProblem, unknowns: &[f64]) -> Channels {
    let (road, car) = (problem.road(), problem.car());
    let mut channels = Channels::default();
    let mut before: Option<(f64, f64)> = None;
    let nodes = unknowns.chunks_exact(N_UNKNOWNS).zip(road.stations()).zip(road.surfaces());
    for (i, ((unknowns, station), surface)) in nodes.enumerate() {
        let mut input = [car.brake_bias; N_INPUTS];
        input[..BIAS].copy_from_slice(unknowns);
        let node = node(car, surface, &input);
        let pace = node.motion.pace;
        let step = 0.5 * road.step_before(i);
        let time = before.map_or(0.0, |(time, earlier)| time + step * (earlier + pace));
        before = Some((time, pace));
        channels.distance.push(station.distance);
        channels.time.push(time);
        channels.put(&input, &node, car.mass);
    }
    channels
}

impl Channels {
    fn put(&mut self, input: &[f64; N_INPUTS], node: &Node<f64>, mass: f64) {
        let [u, v, w] = node.motion.velocity;
        self.speed.push(u.hypot(v).hypot(w));
        self.offset.push(input[N]);
        self.heading.push(input[ALPHA]);
        self.steering.push(input[STEER]);
        self.pedal.push(input[PEDAL]);
        self.acceleration.push([node.wrench.force[0] / mass, node.wrench.force[1] / mass]);
        self.loads.push(node.wheels.map(|wheel| wheel.load));
    }
}
