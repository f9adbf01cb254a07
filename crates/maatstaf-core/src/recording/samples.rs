use crate::{CarNumber, Channel, ClockTime};

/// What was sampled in or of one car, on the clock of the session, every channel at the same moments.
///
/// A logger that samples at several rates gives several of these. Times never go back, and every
/// channel is as long as they are. A value that is missing is NaN: it is never filled in.
///
/// ```
/// use maatstaf_core::{CarNumber, Channel, ClockTime, SampleChannel, Samples};
///
/// let times = vec![ClockTime::from_millis(0), ClockTime::from_millis(240)];
/// let speed = SampleChannel::of(Channel::Speed);
/// let samples = Samples::new(CarNumber::new("1"), "car", times, vec![(speed, vec![80.0, f32::NAN])])?;
/// assert_eq!(samples.channel(Channel::Speed).map(<[f32]>::len), Some(2));
/// # Ok::<(), maatstaf_core::InvalidSamples>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    car: CarNumber,
    stream: String,
    times: Vec<ClockTime>,
    channels: Vec<(SampleChannel, Vec<f32>)>,
}

/// A channel as its source names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleChannel {
    /// The source's name: `Ground Speed`; ours where we know it: `speed`.
    pub name: String,
    /// The source's unit, as written; where we know the channel, that in which people read it.
    pub unit: String,
    /// What it is, where we know it. Its values are then in the units of the SI, with our signs.
    pub channel: Option<Channel>,
}

impl SampleChannel {
    /// A channel that we know.
    pub fn of(channel: Channel) -> Self {
        Self {
            name: channel.name().to_owned(),
            unit: channel.unit().suffix().to_owned(),
            channel: Some(channel),
        }
    }

    /// A channel that only its source knows, in the source's unit.
    pub fn unknown(name: &str, unit: &str) -> Self {
        Self { name: name.to_owned(), unit: unit.to_owned(), channel: None }
    }
}

impl Samples {
    /// From the moments and the channels; `stream` tells those of one car apart: `car`, `position`,
    /// `20 Hz`.
    ///
    /// # Errors
    ///
    /// When a channel differs in length from the moments, or time goes back.
    pub fn new(
        car: CarNumber,
        stream: &str,
        times: Vec<ClockTime>,
        channels: Vec<(SampleChannel, Vec<f32>)>,
    ) -> Result<Self, InvalidSamples> {
        if let Some((which, values)) =
            channels.iter().find(|(_, values)| values.len() != times.len())
        {
            let (channel, got) = (which.name.clone(), values.len());
            return Err(InvalidSamples::Length { channel, got, want: times.len() });
        }
        match times.windows(2).position(|pair| pair[0] > pair[1]) {
            Some(idx) => Err(InvalidSamples::Order { sample: idx + 1 }),
            None => Ok(Self { car, stream: stream.to_owned(), times, channels }),
        }
    }

    /// Whose.
    pub fn car(&self) -> &CarNumber {
        &self.car
    }

    /// Which of the car's streams.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// The moments, one per sample.
    pub fn times(&self) -> &[ClockTime] {
        &self.times
    }

    /// The moments, for whoever moves all of them alike.
    pub(super) fn times_mut(&mut self) -> &mut [ClockTime] {
        &mut self.times
    }

    /// Every channel, one value per sample, in the order of the source.
    pub fn channels(&self) -> &[(SampleChannel, Vec<f32>)] {
        &self.channels
    }

    /// A channel that we know, in the units of the SI; `None` where it was not sampled.
    pub fn channel(&self, channel: Channel) -> Option<&[f32]> {
        let found = self.channels.iter().find(|(which, _)| which.channel == Some(channel));
        found.map(|(_, values)| &values[..])
    }
}

/// Why some numbers are not [`Samples`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSamples {
    /// A channel of another length.
    #[error("channel {channel} has {got} samples where there are {want} moments")]
    Length {
        /// Which channel.
        channel: String,
        /// Its length.
        got: usize,
        /// How many moments there are.
        want: usize,
    },
    /// Time goes back.
    #[error("time goes back at sample {sample}")]
    Order {
        /// Which sample, from 0.
        sample: usize,
    },
}
