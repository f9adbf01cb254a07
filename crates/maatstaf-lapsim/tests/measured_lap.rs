//! Laps on measured tyres.
#![allow(clippy::unwrap_used)]

mod slick;

use std::f64::consts::PI;

use maatstaf_lapsim::{LapProblem, Piece, Settings, WheelRows, node, road_of_arcs, steady};
use maatstaf_numerics::interior_point::{Options, Solution, Status, solve};

/// Of the unknowns of a lap and its mirror image, against their ranges: both are found to about
/// the last barrier.
const MIRROR: f64 = 1e-5;

/// Two straights, two different bends, 12 m wide; the bends to the right, or to the left.
fn lap(side: f64) -> (LapProblem, Solution) {
    let straight = |length| Piece::Straight { length };
    let bend = |radius, sweep| Piece::Arc { radius, sweep: side * sweep };
    let pieces = [straight(150.0), bend(30.0, PI), straight(150.0), bend(30.0, PI)];
    let road = road_of_arcs(&pieces, 12.0, 81, true).unwrap();
    let car = slick::car();
    let start = steady(&car, 60.0 / 3.6).unwrap();
    let settings = Settings { wheel_rows: WheelRows::AtNodes, ..Settings::default() };
    let problem = LapProblem::new(road, car, settings).unwrap();
    let (unknowns, common) = problem.start(&start);
    let solution = solve(&problem, &unknowns, &common, &Options::default());
    assert_eq!(solution.status, Status::Solved, "{:?}", solution.residuals);
    (problem, solution)
}

#[test]
fn law_a_mirrored_course_has_a_mirrored_lap() {
    let (problem, right) = lap(1.0);
    let (_, left) = lap(-1.0);
    let time = problem.lap_time(&right.unknowns);
    assert!((right.objective - left.objective).abs() <= 1e-9 * right.objective);
    // Two bends of 180° within the road, on grip of about 1.7: a lap of 13 to 20 s.
    assert!((13.0..20.0).contains(&time), "{time} s");
    for (right, left) in right.unknowns.chunks_exact(15).zip(left.unknowns.chunks_exact(15)) {
        for at in [node::V, node::R, node::N, node::ALPHA, node::STEER] {
            assert!((right[at] + left[at]).abs() <= MIRROR, "{at}: {} {}", right[at], left[at]);
        }
        for (here, there) in [(0, 1), (2, 3), (7, 8), (9, 10), (4, 4), (14, 14)] {
            let (right, left) = (right[here], left[there]);
            assert!(
                (right - left).abs() <= MIRROR * right.abs().max(1.0),
                "{here}: {right} {left}"
            );
        }
    }
}
