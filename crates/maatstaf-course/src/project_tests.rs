use super::*;

/// Largest error of a distance within 10 km of the place, in metres.
const TOLERANCE: f64 = 1e-3;

/// A place, an azimuth in degrees and a distance from it, and where one comes out.
#[track_caller]
fn check((lat, lon): (f64, f64), azimuth: f64, distance: f64, (to_lat, to_lon): (f64, f64)) {
    let (x, y) = Plane::around(lon, lat, 0.0).to_metres(to_lon, to_lat);
    let (sin, cos) = azimuth.to_radians().sin_cos();
    let error = (x - distance * sin).hypot(y - distance * cos);
    assert!(error < TOLERANCE, "{x} {y}: {error} m off");
}

// GeographicLib 2.1: Geodesic.WGS84.Direct(lat, lon, azimuth, distance).
#[test]
fn agrees_with_geodesics() {
    check((52.0, 6.5), 0.0, 1e4, (52.08987293208186, 6.5));
    check((52.0, 6.5), 33.0, 1e4, (52.075347128655814, 6.579436685874894));
    check((52.0, 6.5), 90.0, 1e4, (51.99991001015652, 6.645606806996581));
    check((0.0, 0.0), 33.0, 1e4, (0.07584679657046509, 0.04892578533581611));
    check((0.0, 0.0), 135.0, 5e3, (-0.03197428781419198, 0.03176024472715153));
    check((47.95, 0.2), 90.0, 1e4, (47.949921979272, 0.33387327354188573));
    check((-37.85, 144.97), 33.0, 1e4, (-37.77442304356685, 145.03181995917245));
    check((-37.85, 144.97), 135.0, 5e3, (-37.88184653917494, 145.0101887627455));
    check((69.0, 25.0), 90.0, 1e4, (68.9998174591768, 25.24993469086799));
}

#[test]
fn law_high_ground_is_wider() {
    let at = |height: f64| Plane::around(0.0, 0.0, height).to_metres(0.1, 0.0).0;
    assert!((at(6378.137) / at(0.0) - 1.001).abs() < 1e-9);
}
