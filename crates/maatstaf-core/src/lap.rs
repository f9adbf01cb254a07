use crate::{CarNumber, Channel, LapTime};

/// One car's run over a course, from line to line.
///
/// A lap is a lap, whoever drove it: its origin is printed beside a result and never
/// chooses one.
#[derive(Clone, Debug, PartialEq)]
pub struct Lap {
    /// The number on the car; of a simulated car its name.
    pub car: CarNumber,
    /// How long it took.
    pub time: LapTime,
    /// Its channels, where they were recorded.
    pub trace: Option<Trace>,
    /// Measured or simulated.
    pub origin: Origin,
}

/// Where a lap comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From a feed, a logger or a stopwatch.
    Measured {
        /// Which.
        source: String,
    },
    /// From one of our solvers.
    Simulated {
        /// Which model.
        model: String,
    },
}

/// The channels of a lap, sampled along it.
///
/// There are at least two samples, `distance` strictly increases, every number is finite,
/// and every channel is as long as `distance`.
///
/// ```
/// use maatstaf_core::Trace;
///
/// let trace = Trace::new(vec![0.0, 50.0, 100.0], vec![0.0, 1.0, 3.0])?;
/// assert_eq!(trace.time_at(75.0), 2.0);
/// # Ok::<(), maatstaf_core::InvalidTrace>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    distance: Vec<f64>, // m, from the line
    time: Vec<f64>,     // s, from the line
    channels: Vec<(Channel, Vec<f64>)>,
}

impl Trace {
    /// From distances from the line (m) and the times at them (s), one per sample.
    ///
    /// # Errors
    ///
    /// When there are fewer than two samples, the channels differ in length, a number is
    /// not finite, or the distance does not increase.
    pub fn new(distance: Vec<f64>, time: Vec<f64>) -> Result<Self, InvalidTrace> {
        let samples = distance.len();
        if samples < 2 {
            return Err(InvalidTrace::TooShort { samples });
        }
        if time.len() != samples {
            return Err(InvalidTrace::Length { channel: "time", got: time.len(), want: samples });
        }
        for (channel, values) in [("distance", &distance), ("time", &time)] {
            if let Some(sample) = values.iter().position(|value| !value.is_finite()) {
                return Err(InvalidTrace::NotFinite { channel, sample });
            }
        }
        match distance.windows(2).position(|pair| pair[0] >= pair[1]) {
            Some(i) => Err(InvalidTrace::Order { sample: i + 1, metres: distance[i + 1] }),
            None => Ok(Self { distance, time, channels: Vec::new() }),
        }
    }

    /// A copy with one more channel, in the units of the SI; it takes the place of an earlier one.
    ///
    /// # Errors
    ///
    /// When it differs in length from the distance, or a number is not finite.
    ///
    /// ```
    /// use maatstaf_core::{Channel, Trace};
    ///
    /// let trace = Trace::new(vec![0.0, 50.0, 100.0], vec![0.0, 1.0, 3.0])?;
    /// let trace = trace.with(Channel::Speed, vec![60.0, 40.0, 20.0])?;
    /// assert_eq!(trace.value_at(Channel::Speed, 75.0), Some(30.0));
    /// # Ok::<(), maatstaf_core::InvalidTrace>(())
    /// ```
    pub fn with(mut self, channel: Channel, values: Vec<f64>) -> Result<Self, InvalidTrace> {
        let (name, want) = (channel.name(), self.distance.len());
        if values.len() != want {
            return Err(InvalidTrace::Length { channel: name, got: values.len(), want });
        }
        if let Some(sample) = values.iter().position(|value| !value.is_finite()) {
            return Err(InvalidTrace::NotFinite { channel: name, sample });
        }
        self.channels.retain(|(earlier, _)| *earlier != channel);
        self.channels.push((channel, values));
        Ok(self)
    }

    /// A channel, in the units of the SI, one value per sample; `None` where it was not recorded.
    pub fn channel(&self, channel: Channel) -> Option<&[f64]> {
        let found = self.channels.iter().find(|(which, _)| *which == channel);
        found.map(|(_, values)| &values[..])
    }

    /// Every channel that there is, in the order in which they came.
    pub fn channels(&self) -> impl Iterator<Item = (Channel, &[f64])> {
        self.channels.iter().map(|(channel, values)| (*channel, &values[..]))
    }

    /// Distance from the line, in metres, one per sample.
    pub fn distance(&self) -> &[f64] {
        &self.distance
    }

    /// Time from the line, in seconds, one per sample.
    pub fn time(&self) -> &[f64] {
        &self.time
    }

    /// The time in seconds at a distance in metres, linear between samples and held at the ends.
    pub fn time_at(&self, distance: f64) -> f64 {
        self.between(&self.time, distance)
    }

    /// A channel at a distance in metres, linear between samples and held at the ends; of the
    /// [gear](Channel::Gear) that of the sample before. `None` where it was not recorded.
    pub fn value_at(&self, channel: Channel, distance: f64) -> Option<f64> {
        let values = self.channel(channel)?;
        if channel != Channel::Gear {
            return Some(self.between(values, distance));
        }
        let after = self.distance.partition_point(|&s| s <= distance);
        Some(values[after.saturating_sub(1)])
    }

    fn between(&self, values: &[f64], distance: f64) -> f64 {
        let after = self.distance.partition_point(|&s| s <= distance);
        if after == 0 {
            return values[0];
        }
        let Some(&s1) = self.distance.get(after) else {
            return values[values.len() - 1];
        };
        let (s0, v0, v1) = (self.distance[after - 1], values[after - 1], values[after]);
        v0 + (v1 - v0) * (distance - s0) / (s1 - s0)
    }
}

/// Why some numbers are not a [`Trace`].
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTrace {
    /// A trace has two samples.
    #[error("a trace needs two samples and has {samples}")]
    TooShort {
        /// How many there are.
        samples: usize,
    },
    /// A channel of another length.
    #[error("channel {channel} has {got} samples where distance has {want}")]
    Length {
        /// Which channel.
        channel: &'static str,
        /// Its length.
        got: usize,
        /// The length of `distance`.
        want: usize,
    },
    /// Infinite, or not a number.
    #[error("channel {channel} is not a finite number at sample {sample}")]
    NotFinite {
        /// Which channel.
        channel: &'static str,
        /// Which sample, from 0.
        sample: usize,
    },
    /// The distance does not increase.
    #[error("distance stops increasing at sample {sample} ({metres:.1} m)")]
    Order {
        /// Which sample, from 0.
        sample: usize,
        /// Its distance in metres.
        metres: f64,
    },
}

#[cfg(test)]
#[path = "lap_tests.rs"]
mod tests;
