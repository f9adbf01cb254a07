//! The lap held against a quasi-steady peer: TUM's laptime-simulation (afa0aa71), its Formula One
//! car of Shanghai around Catalunya on the line that it drives (level, 915 points at 5 m).
//!
//! The peer gave, run by us: 78.358 s; without its flap 78.815 s; without its motor as well
//! 80.770 s. Its car is here as it is described, as a point mass on four wheels: what is left
//! then is how a lap is found, and what its description leaves open.
#![allow(clippy::disallowed_methods)]

use maatstaf_core::{
    Aero, AeroLaw, AeroPoint, Car, CarParts, Drs, Gearbox, Power, PowerCurve, SimilarityCurve,
    SimilarityTyre, Tyre,
};

use super::*;

#[path = "../../../../fixtures/shared.rs"]
mod shared;

/// Nodes for each of the peer's points.
const PARTS: usize = 5;
/// Where its flap may be open, m.
pub(super) const ZONES: [[f64; 2]; 2] = [[3019.0, 3369.0], [4478.0, 705.0]];

/// The line as a road of no width, its curvature by three points each.
pub(super) fn catalunya() -> Option<Line> {
    let path = shared::shared("tracks").join("tum/racelines/Catalunya.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: laps of the peer, which need tracks/tum/racelines/Catalunya.csv");
        return None;
    };
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let point = |row: &str| -> [f64; 2] {
        let (x, y) = row.split_once(',').unwrap();
        [x, y].map(|it| it.trim().parse().unwrap())
    };
    let points: Vec<[f64; 2]> = rows.map(point).collect();
    let n = points.len();
    let gap = |a: usize, b: usize| {
        let [[ax, ay], [bx, by]] = [points[a % n], points[b % n]];
        (bx - ax).hypot(by - ay)
    };
    // The circle through three points: 4 · area over the product of the sides.
    let curvature = |i: usize| {
        let (before, after) = (i + n - 1, i + 1);
        let [[ax, ay], [bx, by], [cx, cy]] = [before, i, after].map(|i| points[i % n]);
        let area = (bx - ax) * (cy - by) - (by - ay) * (cx - bx);
        2.0 * area / (gap(before, i) * gap(i, after) * gap(before, after))
    };
    let mut distance = 0.0;
    let mut stations = Vec::new();
    for i in 0..n {
        for part in 0..PARTS {
            let share = part as f64 / PARTS as f64;
            let bend = curvature(i) * (1.0 - share) + share * curvature(i + 1);
            stations.push(Station::level(distance + share * gap(i, i + 1), -bend, 5.0, 5.0));
        }
        distance += gap(i, i + 1);
    }
    Some(Line::centre(&Road::closed(stations, distance).unwrap()))
}

/// The peer's car.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer {
    mass: f64,
    drag: f64,
    downforce: [f64; 2],
    power: f64,
    motor: f64,
    friction: f64,
    height: f64,
    /// Whether what turns has to be accelerated as well.
    turns: bool,
}

const AHEAD: f64 = 1.968;
const BEHIND: f64 = 1.632;
const TRACK: f64 = 1.6;
const ROLLING: f64 = 0.03;
const DENSITY: f64 = 1.18;
const GEARBOX: f64 = 0.96;
/// From which speed on the motor drives, m/s.
const MOTOR_FROM: f64 = 27.777;
/// Wheels to engine, shift by turns of the engine (1/min), inertia of what turns by mass.
const GEARS: [[f64; 3]; 8] = [
    [0.04, 10_000.0, 1.16],
    [0.070, 11_800.0, 1.11],
    [0.095, 11_800.0, 1.09],
    [0.117, 11_800.0, 1.08],
    [0.143, 11_800.0, 1.08],
    [0.172, 11_800.0, 1.08],
    [0.190, 11_800.0, 1.07],
    [0.206, 13_000.0, 1.07],
];
const AROUND: f64 = 2.073;
/// Turns of the engine (1/min) and kW: the last three of the peer's description, then 13,000 and
/// what is below are ours, in the shape of the embedded car's.
const CURVE: [[f64; 2]; 7] = [
    [0.0, 0.0],
    [4000.0, 190.0],
    [8000.0, 437.0],
    [10_500.0, 534.0],
    [11_400.0, 575.0],
    [12_200.0, 534.0],
    [13_500.0, 457.0],
];

pub(super) const PEER: Peer = Peer {
    mass: 733.0,
    drag: 1.56,
    downforce: [2.20, 2.68],
    power: 575e3,
    motor: 120e3,
    friction: 1.0,
    height: 0.335,
    turns: true,
};

/// Loads and what they carry, of an axle.
#[derive(Clone, Copy, Default)]
struct Axle {
    along: f64,
    across: f64,
}

impl Peer {
    fn gear(speed: f64) -> ([f64; 3], f64) {
        let turns = |gear: &[f64; 3]| 60.0 * speed / (gear[0] * AROUND);
        let gear = GEARS.iter().find(|gear| turns(gear) < gear[1]).unwrap_or(&GEARS[7]);
        (*gear, turns(gear))
    }

    /// Front and rear, while the car accelerates forward and turns.
    fn axles(&self, speed: f64, gravity: f64, forward: f64, lateral: f64) -> [Axle; 2] {
        let wheelbase = AHEAD + BEHIND;
        let pressure = 0.5 * DENSITY * speed * speed;
        let moved = self.mass * forward * self.height / wheelbase;
        let weight = self.mass * GRAVITY * gravity / wheelbase;
        let loads = [
            weight * BEHIND + pressure * self.downforce[0] - moved,
            weight * AHEAD + pressure * self.downforce[1] + moved,
        ];
        let shares = [BEHIND / wheelbase, AHEAD / wheelbase];
        let rolling = self.mass * lateral * self.height / TRACK;
        std::array::from_fn(|i| {
            let [mu_x, mu_y] = if i == 0 { [1.65, 1.85] } else { [1.95, 2.15] };
            let mut axle = Axle::default();
            for side in [-1.0, 1.0] {
                let load = (0.5 * loads[i] + side * rolling * shares[i]).max(0.0);
                let less = -5e-5 * (load - 3000.0);
                axle.along += self.friction * (mu_x + less) * load;
                axle.across += self.friction * (mu_y + less) * load;
            }
            axle
        })
    }

    /// What is left along of each axle, by the ellipse; `None` where one slides.
    fn left(&self, axles: &[Axle; 2], lateral: f64) -> Option<[f64; 2]> {
        let wheelbase = AHEAD + BEHIND;
        let shares = [BEHIND / wheelbase, AHEAD / wheelbase];
        let mut left = [0.0; 2];
        for i in 0..2 {
            let used = self.mass * lateral * shares[i] / axles[i].across;
            if used > 1.0 {
                return None;
            }
            left[i] = axles[i].along * (1.0 - used * used).sqrt();
        }
        Some(left)
    }

    fn edge(&self, speed: f64, gravity: f64, lateral: f64, driving: bool) -> Option<f64> {
        let coasting = self.coasting(speed, lateral);
        let mut forward = coasting;
        for _ in 0..8 {
            let axles = self.axles(speed, gravity, forward, lateral);
            let [front, rear] = self.left(&axles, lateral)?;
            let force = if driving { rear } else { -(front + rear) };
            forward = coasting + force / self.mass;
        }
        Some(forward)
    }
}

impl Ability for Peer {
    fn grip(&self, speed: f64, gravity: f64, lateral: f64) -> Option<[f64; 2]> {
        let braking = self.edge(speed, gravity, lateral, false);
        let driving = self.edge(speed, gravity, lateral, true);
        let coasting = self.coasting(speed, lateral);
        self.left(&self.axles(speed, gravity, 0.0, lateral), lateral)?;
        Some([braking.unwrap_or(coasting), driving.unwrap_or(coasting)])
    }

    fn lateral(&self, speed: f64, gravity: f64) -> f64 {
        let (mut low, mut high) = (0.0, 100.0);
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            let holds = self.left(&self.axles(speed, gravity, 0.0, middle), middle).is_some();
            *(if holds { &mut low } else { &mut high }) = middle;
        }
        low
    }

    fn coasting(&self, speed: f64, _: f64) -> f64 {
        let pressure = 0.5 * DENSITY * speed * speed;
        let load = self.mass * GRAVITY + pressure * (self.downforce[0] + self.downforce[1]);
        -(pressure * self.drag + ROLLING * load) / self.mass
    }

    fn driven(&self, speed: f64, lateral: f64, power: f64) -> f64 {
        let force = power / speed;
        (self.coasting(speed, lateral) + force / self.mass)
            / if self.turns { Self::gear(speed).0[2] } else { 1.0 }
    }

    fn engine_power(&self, speed: f64) -> f64 {
        let turns = Self::gear(speed).1;
        let after = CURVE.iter().position(|point| point[0] > turns).unwrap_or(CURVE.len() - 1);
        let ([a, low], [b, high]) = (CURVE[after - 1], CURVE[after]);
        let engine = (low + (turns - a) / (b - a) * (high - low)) / CURVE[4][1];
        let motor = if speed > MOTOR_FROM { self.motor } else { 0.0 };
        GEARBOX * (engine * self.power + motor)
    }
}

pub(super) fn peer_time(line: &Line, peer: &Peer, flap: bool) -> f64 {
    let open = Peer { drag: 0.83 * peer.drag, ..*peer };
    let car = DoubleTrack::limebeer_2014();
    let zones = if flap { &ZONES[..] } else { &[] };
    let abilities = Abilities { car: &car, closed: peer, open: Some(&open), zones, top: 120.0 };
    let lap = lap(line, &abilities, &QuasiSteadySettings::default()).unwrap();
    let fastest = lap.speed.iter().copied().fold(0.0, f64::max) * 3.6;
    let slowest = lap.speed.iter().copied().fold(1e9, f64::min) * 3.6;
    eprintln!("{:.3} s {fastest:.1} {slowest:.1} km/h", lap.time);
    lap.time
}

/// The same car as any described one.
pub(super) fn described(change: impl FnOnce(&mut CarParts)) -> Car {
    let mut parts = maatstaf_facts::car("f1-2024").unwrap().car.parts().clone();
    parts.chassis = maatstaf_core::Chassis {
        mass: 733.0,
        front_axle_ahead: AHEAD,
        rear_axle_behind: BEHIND,
        cg_height: 0.335,
        front_track: TRACK,
        rear_track: TRACK,
        roll_share_front: 0.40,
        ..parts.chassis
    };
    parts.aero = Aero {
        air_density: DENSITY,
        pressure_centre_height: 0.335,
        law: AeroLaw::Constant(AeroPoint {
            drag_area: 1.56,
            downforce_area: 4.88,
            pressure_centre_behind_cg: (2.68 * BEHIND - 2.20 * AHEAD) / 4.88,
        }),
        drs: Some(Drs { drag_factor: 0.83, downforce_factor: 1.0, pressure_centre_forward: 0.0 }),
        ..Aero::default()
    };
    let tyre = |mu_x: f64, mu_y: f64| {
        let curve = |mu: f64, slip: f64| SimilarityCurve {
            friction_light: mu + 0.05,
            friction_heavy: mu - 0.20,
            slip_light: slip,
            slip_heavy: slip,
            shape: 1.9,
        };
        Tyre::Similarity(SimilarityTyre {
            radius: AROUND / TAU,
            light_load: 2000.0,
            heavy_load: 7000.0,
            longitudinal: curve(mu_x, 0.1),
            lateral: curve(mu_y, 0.15),
            rolling_resistance: ROLLING,
        })
    };
    (parts.front_tyre, parts.rear_tyre) = (tyre(1.65, 1.85), tyre(1.95, 2.15));
    let (speed, power) =
        CURVE[1..].iter().map(|[turns, kw]| (turns * TAU / 60.0, kw * 1e3)).unzip();
    parts.power_unit.power = Power::Curve(PowerCurve { speed, power });
    parts.power_unit.efficiency = GEARBOX;
    let ratios = GEARS.iter().map(|gear| 1.0 / gear[0]).collect();
    parts.gearbox = Some(Gearbox { ratios, final_drive: 1.0, shift_time: 0.0 });
    parts.hybrid = Some(maatstaf_core::Hybrid {
        power: GEARBOX * 120e3,
        recovery_power: 120e3,
        lowest_speed: Some(MOTOR_FROM),
        ..maatstaf_core::Hybrid::default()
    });
    parts.brakes.front_share = 0.42;
    parts.differential.damping = 500.0;
    parts.setup.clear();
    change(&mut parts);
    Car::new(parts).unwrap()
}

fn ours(line: &Line, car: &Car, flap: bool) -> f64 {
    let table = |car: &Car| {
        let car = DoubleTrack::from_car(car).unwrap();
        EnvelopeTable::new(&crate::Envelope::new(&car).unwrap())
    };
    let (closed, open) = (table(car), table(&crate::with_flap_open(car).unwrap()));
    let flap = flap.then_some(Flap { open: &open, zones: &ZONES });
    let lap = quasi_steady_lap(line, &closed, flap.as_ref(), &QuasiSteadySettings::default());
    let lap = lap.unwrap();
    let fastest = lap.speed.iter().copied().fold(0.0, f64::max) * 3.6;
    let slowest = lap.speed.iter().copied().fold(1e9, f64::min) * 3.6;
    eprintln!("{:.3} s {fastest:.1} {slowest:.1}", lap.time);
    lap.time
}

fn friction(parts: &mut CarParts, by: f64) {
    for tyre in [&mut parts.front_tyre, &mut parts.rear_tyre] {
        let Tyre::Similarity(tyre) = tyre else { return };
        for curve in [&mut tyre.longitudinal, &mut tyre.lateral] {
            curve.friction_light *= by;
            curve.friction_heavy *= by;
        }
    }
}

/// What the peer gave: its lap, without its flap, without its motor, s; then what changes of the car
/// do to its lap, s: 10 kg; a per cent of downforce, drag, power, friction; 10 mm of height.
const GAVE: [f64; 3] = [78.358, 78.815, 80.770];
const CHANGED: [f64; 6] = [0.285, -0.143, 0.058, -0.095, -0.359, 0.067];
/// What 10 mm of height may differ by, s: by so little it changes a lap.
const HEIGHT: f64 = 0.12;

/// How near a lap has to be, as a share.
const LAP: f64 = 0.01;

#[track_caller]
fn check_laps(laps: [f64; 3]) {
    for (got, want) in laps.into_iter().zip(GAVE) {
        eprintln!("{got:.3} s, {:+.2} %", 100.0 * (got / want - 1.0));
        assert!((got / want - 1.0).abs() < LAP, "{got} s is not {want} s");
    }
}

/// Changes of a lap are the peer's, but for a share of each; of height, the last, but for
/// [`HEIGHT`].
#[track_caller]
fn check_changes(changes: [f64; 6], near: [f64; 5]) {
    let near = near.into_iter().zip(CHANGED).map(|(near, want)| near * want.abs());
    for ((got, want), near) in changes.into_iter().zip(CHANGED).zip(near.chain([HEIGHT])) {
        eprintln!("{got:+.3} s for {want:+.3} s");
        assert!((got - want).abs() < near, "{got} s is not {want} s");
    }
}

#[test]
fn agrees_laps_of_the_peer_with_its_own_car() {
    let Some(line) = catalunya() else { return };
    let lap = peer_time(&line, &PEER, true);
    let without_motor = peer_time(&line, &Peer { motor: 0.0, ..PEER }, true);
    check_laps([lap, peer_time(&line, &PEER, false), without_motor]);
    let cars = [
        Peer { mass: 743.0, ..PEER },
        Peer { downforce: PEER.downforce.map(|it| 1.01 * it), ..PEER },
        Peer { drag: 1.01 * PEER.drag, ..PEER },
        Peer { power: 1.01 * PEER.power, ..PEER },
        Peer { friction: 1.01, ..PEER },
        Peer { height: 0.345, ..PEER },
    ];
    let changes = cars.map(|car| peer_time(&line, &car, true) - lap);
    check_changes(changes, [0.12, 0.20, 0.45, 0.15, 0.20]);
}

/// The same car on four wheels that slip. The peer's description has no brake balance, roll balance
/// or differential; these are among the faster of a dozen that were tried.
#[test]
fn agrees_laps_of_the_peer_with_the_car_described() {
    let Some(line) = catalunya() else { return };
    let lap = ours(&line, &described(|_| ()), true);
    let without_motor = ours(&line, &described(|parts| parts.hybrid = None), true);
    check_laps([lap, ours(&line, &described(|_| ()), false), without_motor]);
    let air = |parts: &mut CarParts, drag: f64, downforce: f64| {
        let AeroLaw::Constant(point) = &mut parts.aero.law else { return };
        point.drag_area *= drag;
        point.downforce_area *= downforce;
    };
    let cars = [
        described(|parts| parts.chassis.mass += 10.0),
        described(|parts| air(parts, 1.0, 1.01)),
        described(|parts| air(parts, 1.01, 1.0)),
        described(|parts| {
            let Power::Curve(curve) = &mut parts.power_unit.power else { return };
            curve.power.iter_mut().for_each(|power| *power *= 1.01);
        }),
        described(|parts| friction(parts, 1.01)),
        described(|parts| parts.chassis.cg_height += 0.01),
    ];
    let changes = cars.map(|car| ours(&line, &car, true) - lap);
    check_changes(changes, [0.10, 0.25, 0.30, 0.15, 0.05]);
}
