//! A quasi-steady lap as a trace.

use maatstaf_core::{Channel, InvalidTrace, Trace};

use super::{Limit, QuasiSteadyLap};
use crate::double_track::DoubleTrack;
use crate::line::Line;

impl QuasiSteadyLap {
    /// The lap as a trace along the road: one sample per point and, on a closed line, one more
    /// where it ends.
    ///
    /// The car heads where its line does, so the heading is that of the line against the road.
    ///
    /// # Errors
    ///
    /// When a number of the lap is not finite.
    pub fn trace(&self, line: &Line, car: &DoubleTrack) -> Result<Trace, InvalidTrace> {
        let points = line.points();
        let end = points[0].distance + line.road_length();
        let n = points.len();
        let closing = line.is_closed().then_some(end);
        let distance = points.iter().map(|point| point.distance).chain(closing).collect();
        let mut trace = Trace::new(distance, self.times())?;
        let full = full_pedal(car);
        let column = |of: &dyn Fn(usize) -> f64| -> Vec<f64> {
            (0..self.times().len()).map(|i| of(i % n)).collect()
        };
        let columns: [(Channel, &dyn Fn(usize) -> f64); 9] = [
            (Channel::Speed, &|i| self.speed[i]),
            (Channel::AccelerationForward, &|i| self.forward[i]),
            (Channel::AccelerationLeft, &|i| -points[i].lateral(self.speed[i].powi(2))),
            (Channel::YawRate, &|i| -points[i].curvature * self.speed[i]),
            (Channel::Offset, &|i| -points[i].offset),
            (Channel::Heading, &|i| -points[i].heading),
            (Channel::Throttle, &|i| self.throttle[i]),
            (Channel::Brake, &|i| (self.braking[i] * car.mass / full).min(1.0)),
            (Channel::Power, &|i| self.power[i]),
        ];
        for (channel, of) in columns {
            trace = trace.with(channel, column(of))?;
        }
        let energy = energy(&trace);
        trace = trace.with(Channel::Energy, energy)?;
        if car.motor.is_some() {
            trace = trace.with(Channel::MotorPower, column(&|i| self.motor[i]))?;
        }
        crate::trace::with_gears(car, trace)
    }

    /// The limits as words with the share of the lap's time that each held.
    pub fn limit_shares(&self) -> Vec<(Limit, f64)> {
        let n = self.limits.len();
        let mut shares: Vec<(Limit, f64)> = Limit::ALL.map(|limit| (limit, 0.0)).to_vec();
        for (i, time) in self.step_times.iter().enumerate() {
            for at in [i, (i + 1) % n] {
                let found = shares.iter_mut().find(|(limit, _)| *limit == self.limits[at]);
                if let Some((_, share)) = found {
                    *share += 0.5 * time / self.time;
                }
            }
        }
        shares
    }
}

/// What all brakes give at full pedal, N.
fn full_pedal(car: &DoubleTrack) -> f64 {
    let axle = |axle: &crate::Axle, share: f64| 2.0 * axle.brakes.torque * share / axle.tyre.radius;
    axle(&car.front, car.brake_bias) + axle(&car.rear, 1.0 - car.brake_bias)
}

/// What the power unit has given since the line, J.
fn energy(trace: &Trace) -> Vec<f64> {
    let power = trace.channel(Channel::Power).unwrap_or_default();
    let mut sum = 0.0;
    let mut before = 0;
    let each = trace.time().iter().enumerate();
    each.map(|(i, time)| {
        sum += 0.5 * (power[before] + power[i]) * (time - trace.time()[before]);
        before = i;
        sum
    })
    .collect()
}
