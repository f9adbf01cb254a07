//! A solution on a free line as the trace of a lap.

use maatstaf_core::{Channel, InvalidTrace, Trace};

use super::{FreeLine, FreeNode};

/// What a sample holds beside distance and time.
const CHANNELS: [Channel; 10] = [
    Channel::Speed,
    Channel::AccelerationForward,
    Channel::AccelerationLeft,
    Channel::YawRate,
    Channel::Offset,
    Channel::Heading,
    Channel::Throttle,
    Channel::Brake,
    Channel::Power,
    Channel::MotorPower,
];

impl FreeLine<'_> {
    /// The trace of a solution: one sample per station and, on a closed road, one more at the line.
    ///
    /// Throttle is the share of the engine's power, brake that of the hardest braking while turning
    /// so; both follow from the accelerations. Axes are those of laps: left and up.
    ///
    /// # Errors
    ///
    /// When a number of the solution is not finite.
    pub fn trace(&self, unknowns: &[f64]) -> Result<Trace, InvalidTrace> {
        let (times, nodes) = (self.times(unknowns), self.nodes(unknowns));
        let mut samples: Vec<[f64; 12]> = Vec::with_capacity(times.len());
        for (i, node) in nodes.iter().enumerate() {
            samples.push(self.sample(i, node, times[i]));
        }
        if let (true, Some(first)) = (self.road.is_closed(), samples.first().copied()) {
            let mut line = first;
            (line[0], line[1]) = (line[0] + self.road.length(), times[times.len() - 1]);
            samples.push(line);
        }
        let column = |at: usize| samples.iter().map(|sample| sample[at]).collect::<Vec<f64>>();
        let mut trace = Trace::new(column(0), column(1))?;
        let has_motor = self.envelope.car().motor.is_some();
        for (at, channel) in CHANNELS.into_iter().enumerate() {
            if has_motor || channel != Channel::MotorPower {
                trace = trace.with(channel, column(2 + at))?;
            }
        }
        crate::trace::with_gears(self.envelope.car(), trace)
    }

    fn sample(&self, station: usize, node: &FreeNode, time: f64) -> [f64; 12] {
        let FreeNode { speed, forward, sideways, .. } = *node;
        let envelope = self.envelope_at(station);
        let taken = envelope.power_taken(speed, forward, sideways).max(0.0);
        let motor = envelope.car().motor.as_ref();
        let electric = motor.map_or(0.0, |motor| motor.may_give(speed) * node.give).min(taken);
        let engine = taken - electric;
        let coasting = envelope.coasting(speed, sideways);
        let hardest = envelope.grip(speed, 1.0, sideways).map_or(forward, |[brakes, _]| brakes);
        let brake = (coasting - forward) / (coasting - hardest).max(1.0);
        let surface = &self.road.surfaces()[station];
        let across = surface.down[1] * node.heading.cos() - surface.down[0] * node.heading.sin();
        let turning = (sideways + across * crate::GRAVITY) / speed;
        [
            self.road.stations()[station].distance,
            time,
            speed,
            forward,
            -sideways,
            -turning,
            -node.offset,
            -node.heading,
            (engine / envelope.engine_power(speed)).clamp(0.0, 1.0),
            brake.clamp(0.0, 1.0),
            engine,
            electric,
        ]
    }
}
