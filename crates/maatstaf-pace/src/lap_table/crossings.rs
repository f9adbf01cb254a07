//! When every car crossed the line, and who was just ahead there.

use maatstaf_core::{CarNumber, LapNumber, TimedLap};

/// When every car crossed the line, in seconds.
pub(crate) struct Crossings {
    cars: Vec<CarCrossings>,
    /// Every crossing on the road, in order of time: when, and which car. Not those in the pit lane.
    on_road: Vec<(f64, usize)>,
}

struct CarCrossings {
    car: CarNumber,
    /// When it completed each lap, from lap 0, the start; `None` where that is not known.
    at: Vec<Option<f64>>,
    /// Those that are known, in order of time.
    known: Vec<f64>,
}

impl Crossings {
    /// Of laps in order of car and number.
    pub fn of(laps: &[&TimedLap]) -> Self {
        let has_clock = laps.iter().any(|lap| lap.ended.is_some());
        let cars = laps.chunk_by(|a, b| a.car == b.car);
        let cars: Vec<CarCrossings> = cars.map(|laps| CarCrossings::of(laps, has_clock)).collect();
        let mut on_road = Vec::with_capacity(laps.len());
        for (idx, laps) in laps.chunk_by(|a, b| a.car == b.car).enumerate() {
            let stays_out = laps.iter().filter(|lap| !lap.is_in_lap());
            let at = stays_out.filter_map(|lap| cars[idx].completed(lap.number));
            on_road.extend(at.map(|at| (at, idx)));
        }
        on_road.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { cars, on_road }
    }

    /// How long before a lap began another car had crossed the line on the road.
    pub fn gap_ahead(&self, car: &CarNumber, lap: LapNumber) -> Option<f64> {
        let (idx, own) = self.find(car)?;
        let began = own.completed(lap.checked_sub(1).filter(|before| *before > 0)?)?;
        let earlier = self.on_road.partition_point(|(at, _)| *at <= began);
        let ahead = self.on_road[..earlier].iter().rev().find(|(_, other)| *other != idx)?;
        Some(began - ahead.0)
    }

    /// The place of a car among those that completed a lap.
    pub fn place(&self, car: &CarNumber, lap: LapNumber) -> Option<u16> {
        let own = self.find(car)?.1.completed(lap)?;
        let ahead =
            self.cars.iter().filter_map(|other| other.completed(lap)).filter(|at| *at < own);
        Some(ahead.count() as u16 + 1)
    }

    /// Whether another car crossed the line twice during a lap, or not at all while it was near: so
    /// one of them passed.
    pub fn changed_places(&self, car: &CarNumber, lap: LapNumber) -> bool {
        self.passers(car, lap).any(|_| true)
    }

    /// Whether a car that had completed more laps passed during a lap.
    pub fn was_lapped(&self, car: &CarNumber, lap: LapNumber) -> bool {
        self.passers(car, lap).any(|(other, ended)| other.n_completed(ended) > usize::from(lap))
    }

    /// The cars that passed during a lap: they crossed the line behind and before it. With each when
    /// the lap ended.
    fn passers(
        &self,
        car: &CarNumber,
        lap: LapNumber,
    ) -> impl Iterator<Item = (&CarCrossings, f64)> {
        let found = self.find(car).and_then(|(idx, own)| {
            Some((idx, own.completed(lap.checked_sub(1)?)?, own.completed(lap)?))
        });
        let found = found.filter(|_| lap > 1);
        self.cars.iter().enumerate().filter_map(move |(idx, other)| {
            let (own, began, ended) = found?;
            let crossed = other.n_crossed(ended) - other.n_crossed(began);
            (idx != own && crossed == 2).then_some((other, ended))
        })
    }

    fn find(&self, car: &CarNumber) -> Option<(usize, &CarCrossings)> {
        let idx = self.cars.iter().position(|it| it.car == *car)?;
        Some((idx, &self.cars[idx]))
    }
}

impl CarCrossings {
    fn of(laps: &[&TimedLap], has_clock: bool) -> Self {
        let last = laps.last().map_or(0, |lap| usize::from(lap.number));
        let mut at = vec![None; last + 1];
        let mut sum = Some(0.0);
        if !has_clock {
            at[0] = sum;
        }
        let mut expected = 1;
        for lap in laps {
            let number = usize::from(lap.number);
            let seconds = lap.time.map(|time| time.seconds());
            sum = sum.filter(|_| number == expected).zip(seconds).map(|(sum, time)| sum + time);
            expected = number + 1;
            at[number] = if has_clock { lap.ended.map(|at| at.seconds()) } else { sum };
            if let Some((began, before)) = lap.began.zip(number.checked_sub(1)) {
                at[before] = at[before].or(Some(began.seconds()));
            }
        }
        let known = at.iter().skip(1).flatten().copied().collect();
        Self { car: laps[0].car.clone(), at, known }
    }

    fn completed(&self, lap: LapNumber) -> Option<f64> {
        *self.at.get(usize::from(lap))?
    }

    /// How many times it had crossed the line by then, of those that are known.
    fn n_crossed(&self, by: f64) -> usize {
        self.known.partition_point(|at| *at <= by)
    }

    /// How many laps it had completed by then.
    fn n_completed(&self, by: f64) -> usize {
        self.at.iter().rposition(|at| at.is_some_and(|at| at <= by)).unwrap_or(0)
    }
}
