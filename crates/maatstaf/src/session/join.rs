use maatstaf_core::{RecordedCar, Recording, StatedResult, TimedLap};

/// One recording of what two hold of the same session. Where both know something, the second one counts.
///
/// Laps are the same by car and number; samples by car and stream.
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
pub fn joined(mut one: Recording, other: Recording) -> Recording {
    let (about, more) = (&mut one.about, other.about);
    about.series = more.series.or(about.series.take());
    about.year = more.year.or(about.year);
    about.event = more.event.or(about.event.take());
    about.place = more.place.or(about.place.take());
    about.session = more.session.or(about.session.take());
    about.clock_zero = more.clock_zero.or(about.clock_zero);
    about.started = more.started.or(about.started);
    other.cars.into_iter().for_each(|car| add_car(&mut one.cars, car));
    other.laps.into_iter().for_each(|lap| add_lap(&mut one.laps, lap));
    replace(&mut one.stints, other.stints, |a, b| (&a.car, a.stint) == (&b.car, b.stint));
    replace(&mut one.flags, other.flags, |a, b| a == b);
    replace(&mut one.messages, other.messages, |a, b| a == b);
    replace(&mut one.weather, other.weather, |a, b| a.at == b.at);
    replace(&mut one.parts, other.parts, |a, b| a.part == b.part);
    other.results.into_iter().for_each(|line| add_result(&mut one.results, line));
    replace(&mut one.samples, other.samples, |a, b| (a.car(), a.stream()) == (b.car(), b.stream()));
    one.flags.sort_by_key(|change| change.at);
    one.weather.sort_by_key(|reading| reading.at);
    one.parts.sort_by_key(|part| part.at);
    one.sort_laps();
    one
}

/// Takes what is new, in place of what is the same.
fn replace<T>(there: &mut Vec<T>, new: Vec<T>, same: impl Fn(&T, &T) -> bool) {
    for it in new {
        match there.iter_mut().find(|other| same(other, &it)) {
            Some(other) => *other = it,
            None => there.push(it),
        }
    }
}

fn add_car(cars: &mut Vec<RecordedCar>, new: RecordedCar) {
    let Some(car) = cars.iter_mut().find(|it| it.car == new.car) else { return cars.push(new) };
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

fn add_lap(laps: &mut Vec<TimedLap>, new: TimedLap) {
    let same = |it: &&mut TimedLap| it.car == new.car && it.number == new.number;
    let Some(lap) = laps.iter_mut().find(same) else { return laps.push(new) };
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
    use maatstaf_core::{CarNumber, DriverName, LapTime};

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
}
