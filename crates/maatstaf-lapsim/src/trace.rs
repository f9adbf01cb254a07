//! A solution as the trace of a lap.

use maatstaf_core::{Channel, InvalidTrace, Trace, Wheel};

use crate::double_track::{DoubleTrack, GRAVITY};
use crate::lap_problem::LapProblem;
use crate::node::{ALPHA, BIAS, N, N_INPUTS, N_UNKNOWNS, Node, PEDAL, R, STEER, U, node};
use crate::road::{Station, Surface};

/// The trace of a solution in either scheme: one sample per station and, on a closed road, one
/// more at the line. Times are those of [`LapProblem::times`].
///
/// ```text
/// E_j = E_i + ½ (t_j − t_i) (P_i + P_j)
/// ```
///
/// It turns the frame of the problem (right and down) into that of laps (left and up); what it
/// calls acceleration is the force of tyres and air by the mass. Where the car is on the map, others
/// know.
///
/// # Errors
///
/// When a number of the solution is not finite.
///
/// ```
/// use maatstaf_core::Channel;
/// use maatstaf_lapsim::{DoubleTrack, LapProblem, Road, Settings, Station, steady, trace};
///
/// let station = |i| Station::level(20.0 * f64::from(i), 0.0, 6.0, 6.0);
/// let road = Road::open((0..51).map(station).collect())?;
/// let car = DoubleTrack::limebeer_2014();
/// let node = steady(&car, 50.0)?;
/// let settings = Settings { first_node: Some(node), ..Settings::default() };
/// let problem = LapProblem::new(road, car, settings)?;
/// let trace = trace(&problem, &problem.start(&node).0)?;
/// assert!((trace.time()[50] - 20.0).abs() < 1e-12); // a kilometre at 50 m/s
/// assert!(trace.value_at(Channel::AccelerationForward, 140.0).unwrap().abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn trace(problem: &LapProblem, unknowns: &[f64]) -> Result<Trace, InvalidTrace> {
    let samples = samples(problem, unknowns);
    let column = |at: usize| samples.iter().map(|sample| sample[at]).collect::<Vec<f64>>();
    let mut trace = Trace::new(column(0), column(1))?;
    for (at, channel) in CHANNELS.into_iter().enumerate() {
        trace = trace.with(channel, column(2 + at))?;
    }
    let trace = with_motor(problem, unknowns, trace)?;
    with_gears(problem.car(), trace)
}

/// The same trace, with what the electric motor does where there is one.
fn with_motor(problem: &LapProblem, unknowns: &[f64], trace: Trace) -> Result<Trace, InvalidTrace> {
    let (car, stations) = (problem.car(), problem.at_stations(unknowns));
    let (Some(motor), Some(shares)) = (&car.motor, problem.motor_at_stations(unknowns)) else {
        return Ok(trace);
    };
    let given = trace.channel(Channel::Power).unwrap_or_default();
    let each = stations.chunks_exact(N_UNKNOWNS).zip(shares).zip(given);
    let power = each.map(|((unknowns, shares), given)| {
        let power = motor.power(unknowns[U], shares, *given);
        power.deployed - power.recovered
    });
    let mut power: Vec<f64> = power.collect();
    // A closed lap ends where it began.
    power.extend_from_within(..trace.distance().len() - power.len());
    trace.with(Channel::MotorPower, power)
}

/// The same trace, with the gear that gives the most power at each speed and how fast the engine
/// turns in it, where the car has gears.
pub(crate) fn with_gears(car: &DoubleTrack, trace: Trace) -> Result<Trace, InvalidTrace> {
    let speeds = trace.channel(Channel::Speed).unwrap_or_default();
    let gears: Vec<_> = speeds.iter().map_while(|speed| car.gear_at(*speed)).collect();
    if gears.len() < speeds.len() {
        return Ok(trace);
    }
    let (numbers, engine) = gears.iter().map(|it| (it.number as f64, it.engine_speed)).unzip();
    trace.with(Channel::Gear, numbers)?.with(Channel::EngineSpeed, engine)
}

/// What a sample holds after distance and time.
const CHANNELS: [Channel; 23] = [
    Channel::Speed,
    Channel::AccelerationForward,
    Channel::AccelerationLeft,
    Channel::YawRate,
    Channel::Offset,
    Channel::Heading,
    Channel::Steering,
    Channel::Throttle,
    Channel::Brake,
    Channel::Power,
    Channel::Energy,
    Channel::Load(Wheel::FrontLeft),
    Channel::Load(Wheel::FrontRight),
    Channel::Load(Wheel::RearLeft),
    Channel::Load(Wheel::RearRight),
    Channel::Slip(Wheel::FrontLeft),
    Channel::Slip(Wheel::FrontRight),
    Channel::Slip(Wheel::RearLeft),
    Channel::Slip(Wheel::RearRight),
    Channel::SlipAngle(Wheel::FrontLeft),
    Channel::SlipAngle(Wheel::FrontRight),
    Channel::SlipAngle(Wheel::RearLeft),
    Channel::SlipAngle(Wheel::RearRight),
];

/// Where power and energy are in a sample; the wheels follow.
const POWER: usize = 11;
const ENERGY: usize = 12;

/// Distance, time, the channels.
type Sample = [f64; 2 + CHANNELS.len()];

fn samples(problem: &LapProblem, unknowns: &[f64]) -> Vec<Sample> {
    let (road, car) = (problem.road(), problem.car());
    let (times, at_stations) = (problem.times(unknowns), problem.at_stations(unknowns));
    let nodes = at_stations.chunks_exact(N_UNKNOWNS).zip(road.stations()).zip(road.surfaces());
    let station = |((unknowns, station), surface): ((&[f64], &Station), &Surface)| {
        let mut input = [car.brake_bias; N_INPUTS];
        input[..BIAS].copy_from_slice(unknowns);
        sample(station.distance, &input, surface, &node(car, surface, &input), car)
    };
    let mut samples: Vec<Sample> = nodes.map(station).collect();
    if let (true, Some(first)) = (road.is_closed(), samples.first().copied()) {
        let mut line = first;
        line[0] += road.length();
        samples.push(line);
    }
    for (sample, time) in samples.iter_mut().zip(&times) {
        sample[1] = *time;
    }
    for i in 1..samples.len() {
        let [before, now] = [samples[i - 1], samples[i]];
        let power = 0.5 * (before[POWER] + now[POWER]);
        samples[i][ENERGY] = before[ENERGY] + power * (now[1] - before[1]);
    }
    samples
}

fn sample(
    distance: f64,
    input: &[f64; N_INPUTS],
    surface: &Surface,
    node: &Node<f64>,
    car: &DoubleTrack,
) -> Sample {
    let [u, v, w] = node.motion.velocity;
    let [forward, left] = felt(node, surface, car.mass);
    let [load, slip, angle] = [
        node.wheels.map(|wheel| wheel.load),
        node.wheels.map(|wheel| wheel.kappa),
        node.wheels.map(|wheel| -wheel.lambda.atan()),
    ];
    let [throttle, brake] = [input[PEDAL].max(0.0), (-input[PEDAL]).max(0.0)];
    let body = [
        distance,
        0.0,
        u.hypot(v).hypot(w),
        forward,
        left,
        -input[R],
        -input[N],
        -input[ALPHA],
        -input[STEER],
        throttle,
        brake,
        node.outcome.power * car.drive.efficiency,
        0.0,
    ];
    let mut sample = [0.0; 2 + CHANNELS.len()];
    sample[..=ENERGY].copy_from_slice(&body);
    for (to, from) in sample[ENERGY + 1..].chunks_exact_mut(4).zip([load, slip, angle]) {
        to.copy_from_slice(&from);
    }
    sample
}

/// What accelerometers in the car read, forward and to the left: all forces but the weight, m/s².
fn felt(node: &Node<f64>, surface: &Surface, mass: f64) -> [f64; 2] {
    let ((sin, cos), down) = (node.motion.heading, surface.down);
    let weight = [cos * down[0] + sin * down[1], cos * down[1] - sin * down[0]];
    let [x, y] = [0, 1].map(|i| node.wrench.force[i] / mass - GRAVITY * weight[i]);
    [x, -y]
}
