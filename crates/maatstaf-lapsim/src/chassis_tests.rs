use proptest::prelude::*;

use super::*;
use crate::road::Station;

proptest! {
    // A road that stands still does no work: what a rolling car gains in speed, it loses in height.
    #[test]
    fn law_a_twisting_road_does_no_work(
        (u, v, n, alpha) in (20.0..90.0, -5.0..5.0, -6.0..6.0, -0.2..0.2),
        (yaw_rate, pitch, roll) in (-0.05..0.05, -0.15..0.15, -0.3..0.3),
        (pitch_rate, roll_rate) in (-0.003..0.003, -0.005..0.005),
    ) {
        let mut car = DoubleTrack::limebeer_2014();
        car.mass_centre[2] = 0.0;
        let station = Station { yaw_rate, pitch, roll, pitch_rate, roll_rate, ..Station::default() };
        let surface = Surface { tilts: true, ..station.surface() };
        let motion = motion(&surface, [u, v, 0.3], n, alpha);
        let (sin, cos) = motion.heading;
        let down = surface.down;
        let down = [cos * down[0] + sin * down[1], cos * down[1] - sin * down[0], down[2]];
        let force = down.map(|part| part * car.weight());
        let wrench = Wrench { force, moment: [0.0; 3] };
        let rates = chassis_rates(&car, &surface, &motion, &wrench);
        let gained = u * rates[0] + v * rates[1];
        let falling: f64 = down.iter().zip(motion.velocity).map(|(part, speed)| part * speed).sum();
        prop_assert!((gained - GRAVITY * falling).abs() < 1e-9, "{gained} {}", GRAVITY * falling);
    }
}
