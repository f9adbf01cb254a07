use maatstaf_core::{CourseFacts, Stations};

use super::*;

/// An open road of pieces, each a length and a curvature, in stations a metre apart.
fn road(pieces: &[(f64, f64)]) -> Course {
    let n = pieces.iter().map(|(length, _)| *length as usize).sum::<usize>() + 1;
    let mut stations = Stations { left: vec![5.0; n], right: vec![5.0; n], ..Stations::flat(n) };
    let (mut x, mut y, mut heading) = (0.0, 0.0, 0.0_f64);
    let curvature = pieces.iter().flat_map(|(length, k)| vec![*k; *length as usize]);
    for (i, k) in curvature.chain([0.0]).enumerate() {
        stations.s.push(i as f64);
        stations.x.push(x);
        stations.y.push(y);
        stations.heading.push(heading);
        stations.curvature.push(k);
        let middle = heading + 0.5 * k;
        (x, y, heading) = (x + middle.cos(), y + middle.sin(), heading + k);
    }
    Course::new(CourseFacts::named("road"), stations, (n - 1) as f64, false).unwrap()
}

/// Sides, angles in degrees and radii of the corners, rounded.
#[track_caller]
fn check(pieces: &[(f64, f64)], want: &[(Side, f64, f64)]) {
    let found = corners(&road(pieces));
    let found: Vec<_> = found
        .iter()
        .map(|it| (it.side, (it.angle.to_degrees() / 5.0).round() * 5.0, it.radius.round()))
        .collect();
    assert_eq!(found, want);
}

#[test]
fn exact_bends_between_straights() {
    use Side::{Left, Right};
    check(&[(200.0, 0.0), (78.0, 0.02), (200.0, 0.0)], &[(Left, 90.0, 50.0)]);
    check(
        &[(100.0, 0.0), (78.0, 0.02), (78.0, -0.02), (100.0, 0.0)],
        &[(Left, 90.0, 50.0), (Right, 90.0, 50.0)],
    );
    check(&[(100.0, 0.0), (300.0, 0.002), (50.0, 0.0)], &[]); // 500 m of radius
    check(&[(100.0, 0.0), (16.0, 0.01), (50.0, 0.0)], &[]); // 9°
    check(
        &[(100.0, 0.0), (50.0, -0.02), (40.0, -0.004), (50.0, -0.02), (50.0, 0.0)],
        &[(Right, 55.0, 50.0), (Right, 65.0, 50.0)],
    );
    check(&[(100.0, 0.0), (50.0, -0.02), (40.0, -0.015), (50.0, 0.0)], &[(Right, 90.0, 50.0)]);
}
