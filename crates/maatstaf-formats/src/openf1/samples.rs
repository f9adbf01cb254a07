//! Rows of `car_data` and `location`, into samples of each car.

use maatstaf_core::{CarNumber, Channel, ClockTime, SampleChannel, Samples, Timestamp};

use super::replies::{CarData, Location};
use crate::loose::Loose;

#[derive(Default)]
pub(super) struct Sampled {
    car_data: Vec<Sample<6>>,
    location: Vec<Sample<3>>,
}

struct Sample<const N: usize> {
    car: u32,
    at: i64,
    values: [f32; N],
}

impl Sampled {
    pub(super) fn add_car_data(&mut self, row: &[u8], moment: Option<Timestamp>) {
        let Ok(row) = serde_json::from_slice::<CarData>(row) else { return };
        let si =
            |channel: Channel, value: &Loose| value.number().map(|it| channel.unit().to_si(it));
        let part =
            |channel, value: &Loose| si(channel, value).filter(|it| (0.0..=1.0).contains(it));
        let values = [
            si(Channel::EngineSpeed, &row.rpm),
            si(Channel::Speed, &row.speed),
            row.n_gear.number(),
            part(Channel::Throttle, &row.throttle),
            part(Channel::Brake, &row.brake),
            row.drs.number(),
        ];
        push(&mut self.car_data, &row.driver_number, moment, values);
    }

    pub(super) fn add_location(&mut self, row: &[u8], moment: Option<Timestamp>) {
        let Ok(row) = serde_json::from_slice::<Location>(row) else { return };
        let tenths = [&row.x, &row.y, &row.z].map(Loose::number);
        if tenths != [Some(0.0); 3] {
            let values = tenths.map(|tenths| tenths.map(|it| it / 10.0));
            push(&mut self.location, &row.driver_number, moment, values);
        }
    }

    /// On a clock that reads zero at `zero`; each moment of a car once.
    pub(super) fn finish(self, zero: Option<Timestamp>) -> Vec<Samples> {
        let zero = zero.map_or(0, Timestamp::as_microsecond);
        let [turns, speed, gear, throttle, brake] = [
            Channel::EngineSpeed,
            Channel::Speed,
            Channel::Gear,
            Channel::Throttle,
            Channel::Brake,
        ]
        .map(SampleChannel::of);
        let flap = SampleChannel::unknown("drs", "");
        let place = [Channel::East, Channel::North, Channel::Up].map(SampleChannel::of);
        let car = finish(self.car_data, "car", [turns, speed, gear, throttle, brake, flap], zero);
        let position = finish(self.location, "position", place, zero);
        car.into_iter().chain(position).collect()
    }
}

fn push<const N: usize>(
    samples: &mut Vec<Sample<N>>,
    car: &Loose,
    moment: Option<Timestamp>,
    values: [Option<f64>; N],
) {
    if let (Some(car), Some(moment)) = (car.whole(), moment) {
        let values = values.map(|value| value.map_or(f32::NAN, |value| value as f32));
        samples.push(Sample { car, at: moment.as_microsecond(), values });
    }
}

fn finish<const N: usize>(
    mut samples: Vec<Sample<N>>,
    stream: &str,
    channels: [SampleChannel; N],
    zero: i64,
) -> Vec<Samples> {
    samples.sort_by_key(|sample| (sample.car, sample.at));
    samples.dedup_by_key(|sample| (sample.car, sample.at));
    let of_cars = samples.chunk_by(|a, b| a.car == b.car);
    let of_car = |of: &[Sample<N>]| {
        let time = |sample: &Sample<N>| (sample.at - zero).try_into().ok();
        let times = of.iter().map(|sample| time(sample).map(ClockTime::from_micros));
        let values = |idx: usize| of.iter().map(|sample| sample.values[idx]).collect();
        let named = channels.iter().enumerate();
        let car = CarNumber::new(&of.first()?.car.to_string());
        let channels = named.map(|(idx, channel)| (channel.clone(), values(idx))).collect();
        Samples::new(car, stream, times.collect::<Option<_>>()?, channels).ok()
    };
    of_cars.filter_map(of_car).collect()
}
