//! Races that nobody drove, so that what is true of them is known.

use maatstaf_core::{CarNumber, Compound, DriverName, LapTime, Recording, TimedLap};
use maatstaf_numerics::random::Random;

/// What is true of a race, in seconds.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Every driver's pace, against the first.
    pub gaps: Vec<f64>,
    /// Laps of the race.
    pub n_laps: u16,
    /// What fuel and track do over the whole race.
    pub trend: f64,
    /// What a lap of age costs: medium, hard.
    pub wear: [f64; 2],
    /// What a lap within 1.5 s of the car ahead costs.
    pub traffic: f64,
    /// How far laps spread, stints, slopes of stints, and laps of the race for all alike.
    pub spreads: [f64; 4],
    /// How much of it the next lap keeps.
    pub correlation: f64,
    /// How often somebody makes a mistake that costs two seconds.
    pub mistakes: f64,
}

impl Truth {
    /// A race of so many drivers, drawn from what races are like.
    pub fn drawn(n_drivers: usize, n_laps: u16, random: &mut Random) -> Self {
        Self {
            gaps: (0..n_drivers).map(|_| 0.5 * random.normal()).collect(),
            n_laps,
            trend: -3.4 + 1.3 * random.normal(),
            wear: [0.06 + 0.02 * random.normal(), 0.04 + 0.02 * random.normal()],
            traffic: 0.3,
            spreads: [0.3, 0.15, 0.02, 0.1],
            correlation: 0.3,
            mistakes: 0.01,
        }
    }
}

/// One car while the race is driven.
struct Running {
    clock: f64,
    error: f64,
    stint: Stint,
    stops: Vec<u16>,
}

#[derive(Clone, Copy)]
struct Stint {
    number: u16,
    compound: usize,
    level: f64,
    slope: f64,
    first: u16,
    age: u16,
}

const COMPOUNDS: [&str; 2] = ["medium", "hard"];

/// Drives a race.
pub fn race(truth: &Truth, random: &mut Random) -> Recording {
    let mut cars: Vec<Running> = (0..truth.gaps.len()).map(|at| start(at, truth, random)).collect();
    let mut laps = Vec::new();
    for number in 1..=truth.n_laps {
        let common = truth.spreads[3] * random.normal();
        let clocks: Vec<f64> = cars.iter().map(|car| car.clock).collect();
        for at in 0..cars.len() {
            let ahead = clocks.iter().filter(|clock| **clock < clocks[at]);
            let gap = ahead.map(|clock| clocks[at] - clock).fold(f64::INFINITY, f64::min);
            let held_up = if number > 1 && gap < 1.5 { truth.traffic } else { 0.0 };
            let extra = common + held_up;
            laps.push(drive(&mut cars[at], at, number, truth, extra, random));
        }
    }
    laps.sort_by(|a: &TimedLap, b| (&a.car, a.number).cmp(&(&b.car, b.number)));
    Recording { laps, ..Recording::default() }
}

fn start(at: usize, truth: &Truth, random: &mut Random) -> Running {
    let third = f64::from(truth.n_laps) / 3.0;
    let mut stops = vec![(third * (0.7 + 0.9 * random.uniform())) as u16];
    if random.uniform() < 0.6 {
        stops.push((third * (1.9 + 0.6 * random.uniform())) as u16);
    }
    let compound = usize::from(random.uniform() < 0.5);
    let stint = fresh_stint(1, compound, 1, truth, random);
    Running { clock: 2.2 * at as f64, error: truth.spreads[0] * random.normal(), stint, stops }
}

fn fresh_stint(
    number: u16,
    compound: usize,
    first: u16,
    truth: &Truth,
    random: &mut Random,
) -> Stint {
    let (level, slope) = (truth.spreads[1] * random.normal(), truth.spreads[2] * random.normal());
    Stint { number, compound, level, slope, first, age: 0 }
}

fn drive(
    car: &mut Running,
    at: usize,
    number: u16,
    truth: &Truth,
    extra: f64,
    random: &mut Random,
) -> TimedLap {
    let is_out = number > 1 && car.stops.contains(&(number - 1));
    if is_out {
        let compound = 1 - car.stint.compound;
        car.stint = fresh_stint(car.stint.number + 1, compound, number, truth, random);
    }
    car.stint.age += 1;
    let is_in = car.stops.contains(&number);
    let share = f64::from(number) / f64::from(truth.n_laps);
    let Stint { compound, level, slope, first, age, .. } = car.stint;
    let middle = f64::from(first) + f64::from(truth.n_laps) / 6.0;
    let stint = level + slope * (f64::from(number) - middle);
    let mistake = if random.uniform() < truth.mistakes { 2.0 } else { 0.0 };
    let stop = if is_in { 3.0 } else { 0.0 } + if is_out { 18.0 } else { 0.0 };
    let tyre = truth.wear[compound] * f64::from(age) + 0.2 * compound as f64;
    let time = 90.0 + truth.gaps[at] + truth.trend * share + tyre + stint + extra + car.error;
    let time = time + mistake + stop;
    let fresh = (1.0 - truth.correlation.powi(2)).sqrt() * truth.spreads[0] * random.normal();
    car.error = truth.correlation * car.error + fresh;
    car.clock += time;
    let name = format!("D{at:02}");
    TimedLap {
        driver: Some(DriverName::new(&name)),
        time: Some(LapTime::from_micros((time * 1e6).round() as u64)),
        ended: Some(maatstaf_core::ClockTime::from_micros((car.clock * 1e6).round() as u64)),
        stint: Some(car.stint.number),
        compound: Some(Compound::new(COMPOUNDS[compound])),
        tyre_age: Some(age),
        in_lap: is_in,
        out_lap: is_out,
        ..TimedLap::new(CarNumber::new(&(at + 1).to_string()), number)
    }
}
