//! One node at a time against an independent evaluator: every intermediate by name, in the order
//! of the car, then the rates and their derivatives.
//!
//! The numbers are those of another program (float64, exact derivatives) at nodes of the stored
//! solutions of fastest-lap.
#![allow(clippy::unwrap_used)]

mod support;

use maatstaf_lapsim::chassis::motion;
use maatstaf_lapsim::node::{self, Node, node};
use maatstaf_lapsim::{DoubleTrack, Law};
use maatstaf_numerics::jet::{Jet1, Jet2, Real};
use maatstaf_numerics::programme::Programme;
use serde_json::Value;
use support::{agree, input, number, station, vectors};

/// Relative.
const TOLERANCE: f64 = 1e-12;
/// What sums of forces (N) and moments (N m) are measured against: the car's weight.
const FORCE: f64 = 6474.6;
const FILES: [&str; 2] = ["catalunya_500_nodes.json", "catalunya_3d_500_nodes.json"];
const WHEELS: [&str; 4] = ["fl", "fr", "rl", "rr"];

/// Every node of both files: its inputs, station, and the file's own numbers.
fn each_node(test: &str, check: impl Fn(&[f64; node::N_INPUTS], &Value, &Value)) {
    for name in FILES {
        let Some(file) = vectors(test, name) else { return };
        let order = file["input_order"].as_array().unwrap();
        for node in file["nodes"].as_array().unwrap() {
            check(&input(node, "input", order), node, &file);
        }
    }
}

fn evaluate(input: &[f64; node::N_INPUTS], of: &Value) -> Node<f64> {
    node(&DoubleTrack::limebeer_2014(), &station(of).surface(), input)
}

#[test]
fn agrees_tyres_alone() {
    let Law::Similarity(tyre) = DoubleTrack::limebeer_2014().front.tyre.law else { panic!() };
    each_node("agrees_tyres_alone", |input, of, _| {
        for (k, name) in WHEELS.iter().enumerate() {
            let want = |part: &str| number(&of["value"], &format!("{name}.{part}"));
            let (share, lambda, load) = (input[node::KAPPA + k], want("lambda"), want("Fz_load"));
            let grip = tyre.grip(share, lambda, load);
            agree(name, tyre.at_load(tyre.kappa_max, load), want("kappa_max"), 0.0, TOLERANCE);
            agree(name, tyre.at_load(tyre.lambda_max, load), want("lambda_max"), 0.0, TOLERANCE);
            agree(name, grip.mu_x, want("mu_x_max"), 0.0, TOLERANCE);
            agree(name, grip.mu_y, want("mu_y_max"), 0.0, TOLERANCE);
            agree(name, grip.total_slip, want("rho"), 0.0, TOLERANCE);
            agree(name, grip.along, want("Fx"), 0.0, TOLERANCE);
            agree(name, grip.across, want("Fy"), 0.0, TOLERANCE);
        }
    });
}

#[test]
fn agrees_wheels() {
    each_node("agrees_wheels", |input, of, _| {
        let node = evaluate(input, of);
        for (name, wheel) in WHEELS.iter().zip(node.wheels) {
            let check = |part: &str, got: f64, scale: f64| {
                let want = number(&of["value"], &format!("{name}.{part}"));
                agree(&format!("{name}.{part}"), got, want, scale, TOLERANCE);
            };
            check("contact_vx", wheel.contact[0], 0.0);
            check("contact_vy", wheel.contact[1], 1.0);
            check("Fz_load", wheel.load, 0.0);
            check("kappa", wheel.kappa, 0.0);
            check("lambda", wheel.lambda, 1.0);
            check("omega", wheel.speed, 0.0);
            check("Fx_body", wheel.force[0], FORCE);
            check("Fy_body", wheel.force[1], FORCE);
        }
    });
}

#[test]
fn agrees_torques() {
    let car = DoubleTrack::limebeer_2014();
    each_node("agrees_torques", |input, of, _| {
        let node = evaluate(input, of);
        // Near zero a share is a small difference of large numbers: against the whole of it.
        let check = |part: &str, got: f64, whole: f64| {
            agree(part, got, number(&of["value"], part), whole, TOLERANCE);
        };
        let (pedal, speeds) = (input[node::PEDAL], node.wheels.map(|wheel| wheel.speed));
        check("brake_front", car.front.brakes.share(pedal), 1.0);
        check("brake_rear", car.rear.brakes.share(pedal), 1.0);
        check("throttle_positive", car.drive.share(pedal), 1.0);
        check("engine_power", node.outcome.power, car.drive.power);
        let engine_torque = car.drive.engine_torque([speeds[2], speeds[3]], pedal);
        check("engine_torque", engine_torque, car.drive.power / speeds[2]);
        let difference = car.drive.differential_torque([speeds[2], speeds[3]]);
        check("differential_torque", difference, 1e3);
        for (k, name) in WHEELS.iter().enumerate() {
            let share = if k < 2 { car.brake_bias } else { 1.0 - car.brake_bias };
            let brake = car.axle(k).brakes.torque(speeds[k], pedal, share);
            check(&format!("brake_torque_{name}"), brake, 5000.0);
            let want = number(&of["value"], &format!("wheel_torque_{name}"));
            agree(name, node.torques[k], want, 1e3, TOLERANCE);
            let balance = node.outcome.rates[k] * car.mass;
            let want = number(&of["value"], &format!("wheel_balance_{name}"));
            agree(name, balance, want, FORCE, TOLERANCE);
        }
    });
}

#[test]
fn agrees_road_and_forces() {
    let car = DoubleTrack::limebeer_2014();
    each_node("agrees_road_and_forces", |input, of, _| {
        let check = |part: &str, got: f64, scale: f64| {
            agree(part, got, number(&of["value"], part), scale, TOLERANCE);
        };
        let node = evaluate(input, of);
        let surface = station(of).surface();
        check("curvature_x", surface.turning[0], 1e-3);
        check("curvature_y", surface.turning[1], 1e-3);
        check("curvature_z", surface.turning[2], 1e-3);
        check("dt_ds", node.motion.pace, 0.0);
        check("s_dot", node.motion.progress, 0.0);
        check("n_dot", node.motion.sideways, 1.0);
        check("alpha_dot", node.motion.swing, 1.0);
        check("road_omega_x", node.motion.turning[0], 1e-2);
        check("road_omega_y", node.motion.turning[1], 1e-2);
        check("ground_w", node.motion.velocity[2], 1e-2);
        let air = car.air.force(node.motion.velocity);
        check("aero_Fx", air[0], FORCE);
        check("aero_Fy", air[1], FORCE);
        check("aero_Fz", air[2], FORCE);
        for (i, axis) in ["x", "y", "z"].iter().enumerate() {
            check(&format!("total_F{axis}"), node.wrench.force[i], FORCE);
            check(&format!("total_M{axis}"), node.wrench.moment[i], FORCE);
        }
    });
}

#[test]
fn agrees_states_and_rates() {
    each_node("agrees_states_and_rates", |input, of, file| {
        let node = evaluate(input, of);
        for (row, name) in file["rate_order"].as_array().unwrap().iter().enumerate() {
            let name = name.as_str().unwrap();
            agree(name, node.outcome.states[row], number(&of["state"], name), 1.0, TOLERANCE);
            agree(name, node.outcome.rates[row], number(&of["rate"], name), 10.0, TOLERANCE);
        }
        let motion = motion(
            &station(of).surface(),
            [node::U, node::V, node::R].map(|at| input[at]),
            input[node::N],
            input[node::ALPHA],
        );
        assert_eq!(motion, node.motion);
    });
}

#[test]
fn agrees_derivatives() {
    let car = DoubleTrack::limebeer_2014();
    each_node("agrees_derivatives", |input, of, file| {
        let surface = station(of).surface();
        let first = node(&car, &surface, &Jet1::<16>::variables(*input));
        let check = |name: &str, got: &[f64; 16], want: &Value| {
            let want = want.as_array().unwrap().iter().map(|value| value.as_f64().unwrap());
            let largest = want.clone().fold(0.0, |a: f64, b| a.max(b.abs()));
            for (column, want) in want.enumerate() {
                agree(&format!("{name} by {column}"), got[column], want, largest, TOLERANCE);
            }
        };
        for (row, name) in file["rate_order"].as_array().unwrap().iter().enumerate() {
            let name = name.as_str().unwrap();
            check(name, &first.outcome.rates[row].gradient, &of["d_rate_d_input"][row]);
        }
        check("dt_ds", &first.motion.pace.gradient, &of["d_dt_ds_d_input"]);
        for (row, limit) in first.outcome.limits.iter().enumerate() {
            check("limit", &limit.gradient, &of["d_slip_and_edge_d_input"][row]);
        }
    });
}

#[test]
fn law_second_order_jets_carry_the_same_gradient() {
    let car = DoubleTrack::limebeer_2014();
    each_node("law_second_order_jets_carry_the_same_gradient", |input, of, _| {
        let surface = station(of).surface();
        let first = node(&car, &surface, &Jet1::<16>::variables(*input));
        let second = node(&car, &surface, &Jet2::<16, 136>::variables(*input));
        for (a, b) in first.outcome.rates.iter().zip(second.outcome.rates) {
            assert_eq!((a.value(), a.gradient), (b.value(), b.gradient));
        }
    });
}

/// The rows of a step that are links, as the file names them; three of the loads only on a
/// tilted road.
const LINKS: [&str; 8] = ["u", "v", "r", "vertical", "roll", "pitch", "n", "alpha"];
const LOADS: [&str; 4] = ["vertical", "roll", "pitch", "roll_balance"];
const LIMITS: [&str; 6] =
    ["lambda_fl", "lambda_fr", "lambda_rl", "lambda_rr", "edge_right", "edge_left"];

#[test]
fn agrees_steps() {
    each_node("agrees_steps", |here, of, file| {
        let order = file["input_order"].as_array().unwrap();
        let (next, i) = (input(of, "next_input", order), of["node"].as_u64().unwrap() as usize);
        let problem = match of["value"]["curvature_x"].as_f64() == Some(0.0) {
            true => support::published::catalunya("agrees_steps"),
            false => support::published::tilted("agrees_steps", "catalunya/catalunya_3d.xml"),
        };
        let Some(problem) = problem else { return };
        let (layout, level) = (problem.layout(), problem.road().is_level());
        let values = |node: usize, input: &[f64; 16]| {
            let input = [&input[..15], &vec![0.0; layout.common][..]].concat();
            let mut values = vec![0.0; layout.outputs()];
            problem.values(node, &input, &mut values);
            values
        };
        let (here, there) = (values(i, here), values((i + 1) % layout.n_nodes, &next));
        let check = |name: &str, got: f64| {
            let want = number(&of["interval"]["constraint"], name);
            agree(name, got, want, 1.0, TOLERANCE);
        };
        let links = LINKS.into_iter().filter(|row| !level || !LOADS.contains(row));
        for (link, row) in links.enumerate() {
            check(row, here[layout.after() + link] + there[layout.before() + link]);
        }
        // A step of a wheel is half of what its node equations say at both ends.
        let half = -0.5 * problem.road().step(i);
        let at = layout.equations_at();
        let both_ends = |row: usize| half * (here[at + row] + there[at + row]);
        for (k, name) in WHEELS.iter().enumerate() {
            check(&format!("wheel_{name}"), both_ends(k));
        }
        if level {
            LOADS.iter().enumerate().for_each(|(k, row)| check(row, there[at + 4 + k]));
        } else {
            check("roll_balance", both_ends(4));
        }
        LIMITS.iter().enumerate().for_each(|(k, row)| check(row, there[layout.limits_at() + k]));
    });
}
