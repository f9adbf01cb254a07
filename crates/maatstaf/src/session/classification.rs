use std::cmp::Reverse;

use maatstaf_core::{
    CarNumber, ClockTime, DriverName, Flag, LapTime, QualifyingPart, RecordedCar, Recording,
    TimeDelta, TimedLap,
};

/// A car in the order on the road: what the laps alone say, before stewards and penalties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnTheRoad {
    /// The place, from 1.
    pub place: u16,
    /// The place in its class, where the car has one.
    pub place_in_class: Option<u16>,
    /// Which car.
    pub car: CarNumber,
    /// Its class.
    pub class: Option<String>,
    /// Who drove it, in order of seat.
    pub drivers: Vec<DriverName>,
    /// Completed laps; those begun after the flag do not count.
    pub laps: u16,
    /// When it completed the last of them, on the clock of the session.
    pub ended: Option<ClockTime>,
    /// Of a race from its start to there, of other sessions the lap that decides.
    pub time: Option<LapTime>,
    /// How far behind the first, where that is a time: on the lap of the leader, or by the best laps.
    pub gap: Option<TimeDelta>,
    /// How many laps behind the leader of a race.
    pub gap_laps: u16,
    /// The best lap that counts.
    pub best_lap: Option<LapTime>,
    /// The part of qualifying that decides the place.
    pub part: Option<QualifyingPart>,
}

/// The order on the road, of every car that has a lap.
///
/// A race goes by completed laps, then by the moment of the last one. It ends for each car at its first
/// crossing of the line from the chequered flag on, where the recording knows of that flag. Other sessions
/// go by the best lap that was not deleted; qualifying by that of the latest part that a car has a time in.
///
/// ```
/// use maatstaf::core::{CarNumber, ClockTime, LapTime, Recording, TimedLap};
/// use maatstaf::session::classification;
///
/// let lap = |car: &str, number, ended| TimedLap {
///     time: Some(LapTime::from_millis(90_000)),
///     ended: Some(ClockTime::from_millis(ended)),
///     ..TimedLap::new(CarNumber::new(car), number)
/// };
/// let laps = vec![lap("7", 1, 90_000), lap("7", 2, 180_200), lap("50", 1, 90_500), lap("50", 2, 180_000)];
/// let road = classification(&Recording { laps, ..Recording::default() });
/// assert_eq!(road[0].car.as_str(), "50");
/// assert_eq!(road[1].gap.unwrap().to_string(), "+0.200");
/// ```
pub fn classification(recording: &Recording) -> Vec<OnTheRoad> {
    let mut runs: Vec<Run<'_>> =
        recording.laps.chunk_by(|a, b| a.car == b.car).map(Run::of).collect();
    match is_race(recording) {
        true => race(recording, &mut runs),
        false => by_best_lap(recording, &mut runs),
    }
}

/// Whether the session is a race: by its name, else by whether most cars began on the road.
pub fn is_race(recording: &Recording) -> bool {
    let name = recording.about.session.as_deref().map(str::to_lowercase);
    let Some(name) = name else {
        let mut firsts =
            recording.laps.chunk_by(|a, b| a.car == b.car).filter_map(<[TimedLap]>::first);
        let (from_pit, on_road): (Vec<_>, Vec<_>) =
            firsts.by_ref().partition(|lap| lap.is_out_lap());
        return recording.parts.is_empty() && on_road.len() > from_pit.len();
    };
    let is_for_places =
        ["qualifying", "shootout", "practice"].iter().any(|word| name.contains(word));
    !is_for_places && (name.contains("race") || name.contains("sprint"))
}

/// The laps of one car.
#[derive(Clone)]
struct Run<'a> {
    laps: &'a [TimedLap],
    /// When each completed lap ended, in order of number.
    ends: Vec<(u16, Option<ClockTime>)>,
}

impl<'a> Run<'a> {
    /// A lap is completed when it has a time or another one follows.
    fn of(laps: &'a [TimedLap]) -> Self {
        let next = |idx: usize| laps.get(idx + 1);
        let is_completed =
            |(idx, lap): &(usize, &TimedLap)| lap.time.is_some() || next(*idx).is_some();
        let end = |(idx, lap): (usize, &TimedLap)| {
            (lap.number, lap.ended.or_else(|| next(idx).and_then(|next| next.began)))
        };
        Self { laps, ends: laps.iter().enumerate().filter(is_completed).map(end).collect() }
    }

    fn laps_and_end(&self) -> (u16, Option<ClockTime>) {
        self.ends.last().copied().unwrap_or((0, None))
    }

    /// Without the laps begun after the flag.
    fn stop_at(&mut self, flag: ClockTime) {
        let crossed = |end: &(u16, Option<ClockTime>)| end.1.is_some_and(|at| at >= flag);
        if let Some(last) = self.ends.iter().position(crossed) {
            self.ends.truncate(last + 1);
        }
    }

    /// Where nothing tells when laps ended: the sum of their times.
    fn add_up(&mut self) {
        let mut sum = Some(0_u64);
        for (number, end) in &mut self.ends {
            let lap = self.laps.iter().find(|lap| lap.number == *number);
            sum = sum
                .zip(lap.and_then(|lap| lap.time))
                .and_then(|(sum, time)| sum.checked_add(time.as_micros()));
            *end = sum.map(ClockTime::from_micros);
        }
    }

    /// The best lap that counts: from line to line where there is one, since the time of a lap into or
    /// out of the pit lane may begin or end in the lane.
    fn best(&self, part: Option<QualifyingPart>) -> Option<&'a TimedLap> {
        let in_part = |lap: &&TimedLap| part.is_none() || lap.part == part;
        let counts = self.laps.iter().filter(|lap| lap.deleted.is_none() && lap.time.is_some());
        counts.filter(in_part).min_by_key(|lap| {
            let by_the_pits = lap.is_in_lap() || lap.is_out_lap();
            (by_the_pits, lap.time, lap.ended, lap.number)
        })
    }

    /// The lap that decides a session without a race: the best of the latest part with a time, and which
    /// part that is, latest first.
    fn decides(&self) -> Option<(usize, &'a TimedLap)> {
        let parts = QualifyingPart::LATEST_FIRST.into_iter().enumerate();
        let mut in_parts = parts.filter_map(|(idx, part)| Some((idx, self.best(Some(part))?)));
        in_parts.next().or_else(|| Some((usize::MAX, self.best(None)?)))
    }

    fn line(&self, recording: &Recording) -> OnTheRoad {
        let car = &self.laps[0].car;
        let entered = recording.cars.iter().find(|it| it.car == *car);
        let (laps, ended) = self.laps_and_end();
        OnTheRoad {
            place: 0,
            place_in_class: None,
            car: car.clone(),
            class: entered.and_then(|car| car.class.clone()),
            drivers: drivers(self.laps, entered),
            laps,
            ended,
            time: None,
            gap: None,
            gap_laps: 0,
            best_lap: self.best(None).and_then(|lap| lap.time),
            part: None,
        }
    }
}

/// Who drove, in order of seat; where no lap says who, the crew.
fn drivers(laps: &[TimedLap], entered: Option<&RecordedCar>) -> Vec<DriverName> {
    let crew = entered.map_or(&[][..], |car| &car.crew);
    let named = laps.iter().any(|lap| lap.driver.is_some());
    let drove = |name: &DriverName| laps.iter().any(|lap| lap.driver.as_ref() == Some(name));
    let mut drivers: Vec<DriverName> =
        crew.iter().map(|it| it.name.clone()).filter(|it| !named || drove(it)).collect();
    for name in laps.iter().filter_map(|lap| lap.driver.as_ref()) {
        if !drivers.contains(name) {
            drivers.push(name.clone());
        }
    }
    drivers
}

fn race(recording: &Recording, runs: &mut [Run<'_>]) -> Vec<OnTheRoad> {
    let has_clock = runs.iter().flat_map(|run| &run.ends).any(|(_, end)| end.is_some());
    if !has_clock {
        runs.iter_mut().for_each(Run::add_up);
    }
    if let Some(flag) = flag(recording, runs) {
        runs.iter_mut().for_each(|run| run.stop_at(flag));
    }
    let key = |run: &Run<'_>| {
        let (laps, end) = run.laps_and_end();
        let place = run.laps.iter().find(|lap| lap.number == laps).and_then(|lap| lap.place);
        (Reverse(laps), end.is_none(), end, place.is_none(), place)
    };
    runs.sort_by_key(key);
    let mut road: Vec<OnTheRoad> = runs.iter().map(|run| run.line(recording)).collect();
    let start = recording.about.started.or((!has_clock).then(|| ClockTime::from_micros(0)));
    let first = road.first().map_or((0, None), |first| (first.laps, first.ended));
    for line in &mut road {
        let from_start = line.ended.zip(start).map(|(end, start)| end.since(start).as_micros());
        line.time = from_start.and_then(|micros| micros.try_into().ok()).map(LapTime::from_micros);
        line.gap_laps = first.0 - line.laps;
        let behind = line.ended.zip(first.1).filter(|_| line.gap_laps == 0);
        line.gap = behind.map(|(end, first)| end.since(first));
    }
    numbered(road)
}

/// When the leader took the flag: at his crossing that is nearest to the word of it.
fn flag(recording: &Recording, runs: &[Run<'_>]) -> Option<ClockTime> {
    let told = recording.flags.iter().find(|change| change.flag == Flag::Chequered)?.at;
    let until_then = |run: &Run<'_>| {
        let done = run.ends.iter().rev().find(|(_, end)| end.is_some_and(|end| end <= told));
        done.map(|(laps, end)| (*laps, Reverse(*end)))
    };
    let leader = runs.iter().max_by_key(|run| until_then(run))?;
    let far = |end: &ClockTime| end.since(told).as_micros().unsigned_abs();
    leader.ends.iter().filter_map(|(_, end)| *end).min_by_key(far)
}

fn by_best_lap(recording: &Recording, runs: &mut [Run<'_>]) -> Vec<OnTheRoad> {
    runs.sort_by_key(|run| match run.decides() {
        Some((part, lap)) => (part, lap.time.is_none(), lap.time, lap.ended),
        None => (usize::MAX, true, None, None),
    });
    let mut first = None;
    let lines = runs.iter().map(|run| {
        let lap = run.decides().map(|(_, lap)| lap);
        let mut line = run.line(recording);
        (line.time, line.part) = (lap.and_then(|lap| lap.time), lap.and_then(|lap| lap.part));
        first = first.or(line.time);
        line.gap = line.time.zip(first).map(|(time, first)| time.lost_to(first));
        line
    });
    numbered(lines.collect())
}

/// With places, overall and by class.
fn numbered(mut road: Vec<OnTheRoad>) -> Vec<OnTheRoad> {
    let mut classes: std::collections::BTreeMap<String, u16> = std::collections::BTreeMap::new();
    for (place, line) in (1_u16..).zip(&mut road) {
        line.place = place;
        line.place_in_class = line.class.clone().map(|class| {
            let place = classes.entry(class).or_insert(0);
            *place += 1;
            *place
        });
    }
    road
}

#[cfg(test)]
#[path = "classification_tests.rs"]
mod tests;
