use std::collections::BTreeMap;

use maatstaf_core::{ControlMessage, RecordedCar, Recording, Samples, StatedResult, TimedLap};

/// One recording of what two hold of the same session. Where both know something, the second one counts.
///
/// Laps are the same by car and number; samples by car and stream. Where both know at which moment
/// their clocks read zero, all is put on the clock that begins first.
///
/// ```
/// use maatstaf::core::{CarNumber, LapTime, Recording, TimedLap};
/// use maatstaf::session::joined;
///
/// let lap = |number, millis| TimedLap {
///     time: Some(LapTime::from_millis(millis)),
///     ..TimedLap::new(CarNumber::new("11"), number)
/// };
/// let one = Recording { laps: vec![lap(1, 90_000), lap(2, 80_000)], ..Recording::default() };
/// let other = Recording { laps: vec![lap(2, 80_001), lap(3, 80_500)], ..Recording::default() };
/// let laps = joined(one, other).laps;
/// assert_eq!((laps.len(), laps[1].time), (3, Some(LapTime::from_millis(80_001))));
/// ```
pub fn joined(mut one: Recording, mut other: Recording) -> Recording {
    let zeros = [one.about.clock_zero, other.about.clock_zero];
    if let Some(zero) = zeros.into_iter().flatten().min() {
        one.put_zero_at(zero);
        other.put_zero_at(zero);
    }
    let (about, more) = (&mut one.about, other.about);
    about.series = more.series.or(about.series.take());
    about.year = more.year.or(about.year);
    about.event = more.event.or(about.event.take());
    about.place = more.place.or(about.place.take());
    about.session = more.session.or(about.session.take());
    about.clock_zero = more.clock_zero.or(about.clock_zero);
    about.started = more.started.or(about.started);
    merge(&mut one.cars, other.cars, |car| car.car.clone(), add_car);
    merge(&mut one.laps, other.laps, |lap| (lap.car.clone(), lap.number), add_lap);
    merge(&mut one.stints, other.stints, |stint| (stint.car.clone(), stint.stint), replace);
    merge(&mut one.flags, other.flags, |change| (change.at, change.flag), replace);
    let said = |it: &ControlMessage| (it.at, it.text.clone(), it.car.clone(), it.sector);
    merge(&mut one.messages, other.messages, said, replace);
    merge(&mut one.weather, other.weather, |reading| reading.at, replace);
    merge(&mut one.parts, other.parts, |part| part.part.name(), replace);
    other.results.into_iter().for_each(|line| add_result(&mut one.results, line));
    let stream = |of: &Samples| (of.car().clone(), of.stream().to_owned());
    merge(&mut one.samples, other.samples, stream, replace);
    one.flags.sort_by_key(|change| change.at);
    one.messages.sort_by_key(|message| message.at);
    one.weather.sort_by_key(|reading| reading.at);
    one.parts.sort_by_key(|part| part.at);
    one.sort_laps();
    one
}

/// Takes what is new; what has the key of something there is put together with it.
fn merge<T, K: Ord>(
    there: &mut Vec<T>,
    new: Vec<T>,
    key: impl Fn(&T) -> K,
    together: impl Fn(&mut T, T),
) {
    let mut places: BTreeMap<K, usize> = there.iter().map(&key).zip(0..there.len()).rev().collect();
    for it in new {
        let at = *places.entry(key(&it)).or_insert(there.len());
        match there.get_mut(at) {
            Some(same) => together(same, it),
            None => there.push(it),
        }
    }
}

fn replace<T>(there: &mut T, new: T) {
    *there = new;
}

fn add_car(car: &mut RecordedCar, new: RecordedCar) {
    for driver in new.crew {
        match car.crew.iter_mut().find(|it| it.name == driver.name) {
            Some(known) => known.full_name = driver.full_name.or(known.full_name.take()),
            None => car.crew.push(driver),
        }
    }
    car.team = new.team.or(car.team.take());
    car.class = new.class.or(car.class.take());
    car.make = new.make.or(car.make.take());
}

fn add_lap(lap: &mut TimedLap, new: TimedLap) {
    let old = std::mem::replace(lap, new);
    lap.driver = lap.driver.take().or(old.driver);
    lap.time = lap.time.or(old.time);
    for (sector, old) in lap.sectors.iter_mut().zip(old.sectors) {
        *sector = sector.or(old);
    }
    lap.began = lap.began.or(old.began);
    lap.ended = lap.ended.or(old.ended);
    lap.traps.first = lap.traps.first.or(old.traps.first);
    lap.traps.second = lap.traps.second.or(old.traps.second);
    lap.traps.line = lap.traps.line.or(old.traps.line);
    lap.traps.straight = lap.traps.straight.or(old.traps.straight);
    for (segments, old) in lap.segments.iter_mut().zip(old.segments) {
        if segments.is_empty() {
            *segments = old;
        }
    }
    for (stamps, old) in lap.segment_stamps.iter_mut().zip(old.segment_stamps) {
        if stamps.iter().all(Option::is_none) {
            *stamps = old;
        }
    }
    lap.pit_in = lap.pit_in.or(old.pit_in);
    lap.pit_out = lap.pit_out.or(old.pit_out);
    lap.pit_time = lap.pit_time.or(old.pit_time);
    lap.stint = lap.stint.or(old.stint);
    lap.compound = lap.compound.take().or(old.compound);
    lap.tyre_age = lap.tyre_age.or(old.tyre_age);
    lap.fresh = lap.fresh.or(old.fresh);
    lap.flags = if lap.flags.is_empty() { old.flags } else { lap.flags };
    lap.part = lap.part.or(old.part);
    lap.place = lap.place.or(old.place);
    lap.deleted = lap.deleted.take().or(old.deleted);
    lap.in_lap |= old.in_lap;
    lap.out_lap |= old.out_lap;
    lap.accurate |= old.accurate;
}

fn add_result(results: &mut Vec<StatedResult>, new: StatedResult) {
    let same = |it: &&mut StatedResult| match (&it.car, &new.car, &it.driver, &new.driver) {
        (_, _, Some(a), Some(b)) => a == b,
        (Some(a), Some(b), ..) => a == b,
        _ => false,
    };
    let Some(line) = results.iter_mut().find(same) else { return results.push(new) };
    let old = std::mem::replace(line, new);
    line.car = line.car.take().or(old.car);
    line.driver = line.driver.take().or(old.driver);
    line.place = line.place.or(old.place);
    line.laps = line.laps.or(old.laps);
    line.time = line.time.or(old.time);
    for (time, old) in line.part_times.iter_mut().zip(old.part_times) {
        *time = time.or(old);
    }
    line.status = line.status.take().or(old.status);
}

#[cfg(test)]
mod tests {
    use maatstaf_core::{
        CarNumber, Channel, ClockTime, DriverName, Flag, FlagChange, LapTime, SampleChannel,
    };

    use super::*;

    /// Laps and results of one car.
    fn part(numbers: std::ops::Range<u16>, place: Option<u16>) -> Recording {
        let car = CarNumber::new("11");
        let lap = |number| TimedLap {
            time: Some(LapTime::from_millis(80_000 + u64::from(number))),
            ..TimedLap::new(car.clone(), number)
        };
        let driver = Some(DriverName::new("PER"));
        Recording {
            laps: numbers.map(lap).collect(),
            results: vec![StatedResult { driver, place, ..StatedResult::default() }],
            ..Recording::default()
        }
    }

    #[test]
    fn law_joining_twice_is_joining_once() {
        let (one, other) = (part(1..5, None), part(3..9, Some(2)));
        let once = joined(one, other.clone());
        assert_eq!((once.laps.len(), once.results[0].place), (8, Some(2)));
        assert_eq!(joined(once.clone(), other), once);
        assert_eq!(joined(once.clone(), Recording::default()), once);
    }

    /// What was recorded from a second of a minute on: a flag half a second later, a lap of a second.
    fn begun_at(second: u64, number: u16) -> Recording {
        let at = ClockTime::from_millis;
        let car = CarNumber::new("11");
        let mut lap = TimedLap::new(car.clone(), number);
        (lap.began, lap.ended) = (Some(at(1_000)), Some(at(2_000)));
        let speed = vec![(SampleChannel::of(Channel::Speed), vec![80.0])];
        let mut recording = Recording {
            laps: vec![lap],
            flags: vec![FlagChange { at: at(500), flag: Flag::Green }],
            samples: vec![
                Samples::new(car, &format!("lap {number}"), vec![at(1_500)], speed).unwrap(),
            ],
            ..Recording::default()
        };
        recording.about.clock_zero = format!("2031-05-01T12:00:{second:02}Z").parse().ok();
        recording
    }

    #[test]
    fn exact_two_clocks_become_one() {
        let (early, late) = (begun_at(10, 1), begun_at(40, 2));
        for (one, other) in [(early.clone(), late.clone()), (late, early)] {
            let whole = joined(one, other);
            let began = whole.laps.iter().filter_map(|lap| lap.began);
            assert_eq!(began.map(|at| at.to_string()).collect::<Vec<_>>(), ["1.000", "31.000"]);
            let flags = whole.flags.iter().map(|change| change.at.to_string());
            assert_eq!(flags.collect::<Vec<_>>(), ["0.500", "30.500"]);
            let sampled = whole.samples.iter().map(|it| it.times()[0].to_string());
            let mut sampled: Vec<_> = sampled.collect();
            sampled.sort();
            assert_eq!(sampled, ["1.500", "31.500"]);
            assert_eq!(whole.about.clock_zero.unwrap().to_string(), "2031-05-01T12:00:10Z");
        }
        let zeroless = Recording::default();
        assert_eq!(joined(zeroless, begun_at(10, 1)), begun_at(10, 1));
    }
}
