//! How forces and moments change speed and loads.
//!
//! The car is a body that keeps to the road: it yaws freely, and pitches and rolls with the
//! road alone. Three of its six balances are rates of `u`, `v` and `r`; the other three say
//! what the tyres must carry.

use maatstaf_numerics::jet::Real;

use crate::double_track::{DoubleTrack, GRAVITY};
use crate::road::Surface;

/// How the car moves over the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion<R> {
    /// `u`, `v`, `w`: velocity of the point of the road below the mass centre, in car axes, m/s.
    pub velocity: [R; 3],
    /// `ω_x`, `ω_y` from following the road, and the yaw rate `r`, rad/s.
    pub turning: [R; 3],
    /// `ṡ`, m/s.
    pub progress: R,
    /// `τ = dt/ds`, s/m.
    pub pace: R,
    /// `ṅ`, m/s.
    pub sideways: R,
    /// `α̇`, rad/s.
    pub swing: R,
    /// `sin α`, `cos α`.
    pub heading: (R, R),
}

/// The motion of a car on a road.
///
/// ```text
/// ṡ = (u cos α − v sin α) / (1 − n K_z),   τ = 1/ṡ
/// ṅ = u sin α + v cos α,   α̇ = r − K_z ṡ
/// ω_x = (cos α K_x + sin α K_y) ṡ,   ω_y = (−sin α K_x + cos α K_y) ṡ,   w = n K_x ṡ
/// ```
///
/// | symbol | argument          | unit  |                                               |
/// | ------ | ----------------- | ----- | --------------------------------------------- |
/// | `u`, `v`, `r` | `[u, v, r]` | m/s, rad/s | forward, to the right, clockwise from above |
/// | `n`    | `offset`          | m     | from the centre line, to the right            |
/// | `α`    | `heading`         | rad   | of the car against the road                   |
/// | `K`    | `surface.turning` | rad/m |                                               |
///
/// Holds while the car goes forward (`u cos α > v sin α`) and the road does not fold
/// (`n K_z < 1`).
pub fn motion<R: Real>(surface: &Surface, [u, v, r]: [R; 3], offset: R, heading: R) -> Motion<R> {
    let [turn_x, turn_y, turn_z] = surface.turning;
    let (sin, cos) = heading.sin_cos();
    let width = offset * -turn_z + 1.0;
    let forward = u * cos - v * sin;
    let progress = forward * width.recip();
    let zero = R::constant(0.0);
    let ([omega_x, omega_y], w) = if surface.is_level() {
        ([zero; 2], zero)
    } else {
        let omega_x = (cos * turn_x + sin * turn_y) * progress;
        let omega_y = (cos * turn_y - sin * turn_x) * progress;
        ([omega_x, omega_y], offset * progress * turn_x)
    };
    Motion {
        velocity: [u, v, w],
        turning: [omega_x, omega_y, r],
        progress,
        pace: progress.recip(),
        sideways: u * sin + v * cos,
        swing: r - progress * turn_z,
        heading: (sin, cos),
    }
}

/// What acts on the car, in its axes: forces, N, and moments about the mass centre, N m.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wrench<R> {
    /// Forward, right, down.
    pub force: [R; 3],
    /// About the same axes.
    pub moment: [R; 3],
}

/// `a × f`, with a fixed arm.
pub fn moment<R: Real>(arm: [f64; 3], [x, y, z]: [R; 3]) -> [R; 3] {
    [z * arm[1] - y * arm[2], x * arm[2] - z * arm[0], y * arm[0] - x * arm[1]]
}

/// What the air and the car's weight do.
///
/// ```text
/// M = arm × F_a,   F = F_a + W
/// W = m g · down, turned by α
/// ```
///
/// with the arm of [`DoubleTrack::pressure_arm`], and how far ahead of it the air acts at speed.
pub fn without_tyres<R: Real>(
    car: &DoubleTrack,
    surface: &Surface,
    motion: &Motion<R>,
) -> Wrench<R> {
    let air = car.air.force(motion.velocity);
    let weight = car.mass * GRAVITY;
    let down = surface.down.map(|part| part * weight);
    let mut force = air;
    if !surface.is_level() {
        let (sin, cos) = motion.heading;
        force[0] = force[0] + sin * down[1] + cos * down[0];
        force[1] = force[1] + cos * down[1] - sin * down[0];
    }
    force[2] = force[2] + down[2];
    let mut turning = moment(car.pressure_arm(), air);
    if let Some(ahead) = car.air.forward(motion.velocity[0]) {
        turning[1] = turning[1] - air[2] * ahead;
        turning[2] = turning[2] + air[1] * ahead;
    }
    Wrench { force, moment: turning }
}

/// The states of the chassis, in the order of [`chassis_rates`].
///
/// ```text
/// u_c = u − h ω_y,   v_c = v + h ω_x,   r,   w/g,   I_xx ω_x/(m g),   I_yy ω_y/(m g)
/// ```
pub fn chassis_states<R: Real>(car: &DoubleTrack, motion: &Motion<R>) -> [R; 6] {
    let ([u, v, w], [omega_x, omega_y, r]) = (motion.velocity, motion.turning);
    let (height, weight) = (-car.mass_centre[2], car.mass * GRAVITY);
    [
        u - omega_y * height,
        v + omega_x * height,
        r,
        w * (1.0 / GRAVITY),
        omega_x * (car.inertia[0] / weight),
        omega_y * (car.inertia[1] / weight),
    ]
}

/// How fast the states of the chassis change; the last three say what the tyres must carry.
///
/// ```text
/// u̇_c = F_x/m + v_c r − w ω_y
/// v̇_c = F_y/m − u_c r + w ω_x
/// ṙ   = (M_z + (I_xx − I_yy) ω_x ω_y) / I_zz
/// ẇ/g = (F_z/m + u_c ω_y − v_c ω_x) / g
/// L̇_x/(m g) = (M_x + (I_yy − I_zz) r ω_y) / (m g)
/// L̇_y/(m g) = (M_y + (I_zz − I_xx) r ω_x) / (m g)
/// ```
///
/// | symbol | is                                   | unit   |
/// | ------ | ------------------------------------ | ------ |
/// | `F`, `M` | `wrench`                           | N, N m |
/// | `u_c`, `v_c` | velocity of the mass centre, `h` above the road | m/s |
/// | `I`    | `car.inertia`                        | kg m²  |
///
/// Where the surface [tilts](Surface::tilts), `u̇_c` and `v̇_c` have a part more.
pub fn chassis_rates<R: Real>(
    car: &DoubleTrack,
    surface: &Surface,
    motion: &Motion<R>,
    wrench: &Wrench<R>,
) -> [R; 6] {
    let [force_x, force_y, force_z] = wrench.force;
    let [moment_x, moment_y, moment_z] = wrench.moment;
    let ([u, v, w], [omega_x, omega_y, r]) = (motion.velocity, motion.turning);
    let (mass, weight) = (car.mass, car.mass * GRAVITY);
    let [roll, pitch, yaw] = car.inertia;
    if surface.is_level() {
        return [
            force_x * (1.0 / mass) + v * r,
            force_y * (1.0 / mass) - u * r,
            moment_z * (1.0 / yaw),
            force_z * (1.0 / weight),
            moment_x * (1.0 / weight),
            moment_y * (1.0 / weight),
        ];
    }
    let height = -car.mass_centre[2];
    let [tilt_x, tilt_y] = if surface.tilts { tilt(surface, motion) } else { [w * 0.0; 2] };
    let (u, v) = (u - omega_y * height, v + omega_x * height);
    [
        force_x * (1.0 / mass) + v * r - w * omega_y + tilt_x,
        force_y * (1.0 / mass) - u * r + w * omega_x + tilt_y,
        (moment_z + omega_x * omega_y * (roll - pitch)) * (1.0 / yaw),
        force_z * (1.0 / weight) + (u * omega_y - v * omega_x) * (1.0 / GRAVITY),
        (moment_x + r * omega_y * (pitch - yaw)) * (1.0 / weight),
        (moment_y + r * omega_x * (yaw - roll)) * (1.0 / weight),
    ]
}

/// What the road pushes along itself where it twists, m/s², forward and to the right.
///
/// ```text
/// a_n = g down_z + u ω_y − v ω_x,   t = w / (u cos α − v sin α)
/// (a_n t cos α,  −a_n t sin α)
/// ```
///
/// Beside its centre line a twisting road climbs or falls by `t`, and what presses the car on it
/// is at right angles to it. Then the road does no work: without forces of tyres and air
///
/// ```text
/// d/dt ½ (u² + v²) = g · (how fast the car comes down)
/// ```
fn tilt<R: Real>(surface: &Surface, motion: &Motion<R>) -> [R; 2] {
    let ([u, v, w], [omega_x, omega_y, _]) = (motion.velocity, motion.turning);
    let (sin, cos) = motion.heading;
    let pressing = u * omega_y - v * omega_x + GRAVITY * surface.down[2];
    let pushing = pressing * w * (u * cos - v * sin).recip();
    [pushing * cos, -(pushing * sin)]
}

#[cfg(test)]
#[path = "chassis_tests.rs"]
mod tests;
