//! The speeds of a lap, summed up and stretched to the length of its road.

use crate::road::{OnRoad, Road};
use crate::sampled::{SampledLap, SpeedSample};

/// Where the speeds of a lap alone would have the car.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Base {
    /// Seconds from moment to moment.
    step: f64,
    /// Metres along the road, at each moment.
    places: Vec<f64>,
    /// Metres per second along the line of the road, at each moment.
    speeds: Vec<f64>,
    /// What samples leave open, summed up from the line, in square metres; at each moment.
    gaps: Vec<f64>,
    length: f64,
}

/// About so many seconds from moment to moment.
const STEP: f64 = 0.05;
/// How much speed a car may gain or lose where it was not sampled, in metres per square second.
const HELD: f64 = 4.0;
/// By which share of a change of acceleration the speed between two samples may be off.
const SHAPE: f64 = 0.2;

impl Base {
    /// From the speeds of a lap, as if it stayed on the line.
    pub(crate) fn of(lap: &SampledLap, road: &Road) -> Self {
        let time = lap.time.seconds();
        let pieces = (time / STEP).ceil().max(2.0) as usize;
        let step = time / pieces as f64;
        let mut speeds = Vec::with_capacity(pieces + 1);
        let mut between = SpeedBetween::new(&lap.speeds);
        speeds.extend((0..=pieces).map(|i| between.at(i as f64 * step)));
        let gaps = gaps(lap, step, pieces);
        let mut base = Self { step, places: Vec::new(), speeds, gaps, length: road.length() };
        base.sum_up();
        base
    }

    /// Places are the sum of speeds; both are stretched so that they end at the length.
    fn sum_up(&mut self) {
        let mut sum = 0.0;
        self.places.clear();
        self.places.push(0.0);
        for pair in self.speeds.windows(2) {
            sum += 0.5 * (pair[0] + pair[1]) * self.step;
            self.places.push(sum);
        }
        let stretch = self.length / sum.max(f64::MIN_POSITIVE);
        self.places.iter_mut().for_each(|place| *place *= stretch);
        self.speeds.iter_mut().for_each(|speed| *speed *= stretch);
    }

    /// The places of a lap on its road, those that are far from it left out.
    pub(crate) fn on_road(&self, lap: &SampledLap, road: &Road) -> Vec<(f64, OnRoad)> {
        let mut found: Vec<(f64, OnRoad)> = Vec::with_capacity(lap.places.len());
        let mut lead = 0.0;
        for sample in &lap.places {
            let guess = self.place(sample.time) + lead;
            let reach = if found.is_empty() { FIRST_REACH } else { REACH };
            let Some(on) = road.nearest(sample.x, sample.y, guess, reach) else { continue };
            if on.n.abs() <= FAR {
                lead = (on.s - self.place(sample.time)).clamp(-FIRST_REACH, FIRST_REACH);
                found.push((sample.time, on));
            }
        }
        found
    }

    /// With speeds as they are along the line: a car on the inside gets ahead on it.
    ///
    /// ```text
    /// ṡ = √(v² − ṅ²) / (1 − κ·n)
    /// ```
    pub(crate) fn along_the_line(
        mut self,
        on_road: &[(f64, OnRoad)],
        road: &Road,
        time: f64,
    ) -> Self {
        if on_road.len() < 2 {
            return self;
        }
        let mut after = 0;
        for i in 0..self.speeds.len() {
            let at = (i as f64 * self.step).min(time);
            while after < on_road.len() && on_road[after].0 <= at {
                after += 1;
            }
            let Some(((t0, a), (t1, b))) =
                after.checked_sub(1).map(|k| on_road[k]).zip(on_road.get(after).copied())
            else {
                continue;
            };
            let share = (at - t0) / (t1 - t0);
            let n = a.n + share * (b.n - a.n);
            let s = a.s + share * (b.s - a.s);
            let aside = ((b.n - a.n) / (t1 - t0)).clamp(-ASIDE, ASIDE) / self.speeds[i].max(1.0);
            let ahead = (1.0 - road.curvature(s) * n).max(0.5);
            self.speeds[i] *= (1.0 - aside * aside).max(0.5).sqrt() / ahead;
        }
        self.sum_up();
        self
    }

    /// The length of the road, in metres.
    pub(crate) fn length(&self) -> f64 {
        self.length
    }

    /// Metres from the line at a moment.
    pub(crate) fn place(&self, time: f64) -> f64 {
        let (i, share) = self.at(time);
        // The speed is linear in time, so the place is a parabola.
        let (v0, v1) = (self.speeds[i], self.speeds[i + 1]);
        self.places[i] + self.step * share * (v0 + 0.5 * share * (v1 - v0))
    }

    /// Metres per second at a moment.
    pub(crate) fn speed(&self, time: f64) -> f64 {
        let (i, share) = self.at(time);
        self.speeds[i] + share * (self.speeds[i + 1] - self.speeds[i])
    }

    /// What samples leave open from the line to a moment, in square metres.
    pub(crate) fn gap_variance(&self, time: f64) -> f64 {
        let (i, share) = self.at(time);
        self.gaps[i] + share * (self.gaps[i + 1] - self.gaps[i])
    }

    /// The moment of a place.
    pub(crate) fn moment(&self, s: f64) -> f64 {
        let last = self.places.len() - 2;
        let i = self.places.partition_point(|place| *place <= s).saturating_sub(1).min(last);
        let (a, b) = (self.places[i], self.places[i + 1]);
        (i as f64 + ((s - a) / (b - a).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0)) * self.step
    }

    fn at(&self, time: f64) -> (usize, f64) {
        let at = (time / self.step).max(0.0);
        let i = (at as usize).min(self.speeds.len() - 2);
        (i, (at - i as f64).min(1.0))
    }
}

/// How far from where speeds would have the car its first place is looked for, in metres: laps may be
/// cut seconds late.
const FIRST_REACH: f64 = 400.0;
/// And every later place, from where the one before would have it.
const REACH: f64 = 40.0;
/// A place further off the road than this is not on it, in metres.
const FAR: f64 = 60.0;
/// No car moves across the road faster, in metres per second.
const ASIDE: f64 = 15.0;

/// How far to the left of the line at a moment, linear between places.
pub(crate) fn offset_at(on_road: &[(f64, OnRoad)], time: f64) -> Option<f64> {
    let after = on_road.partition_point(|(at, _)| *at <= time);
    let (first, last) = (on_road.first()?, on_road.last()?);
    if after == 0 {
        return Some(first.1.n);
    }
    let Some((t1, b)) = on_road.get(after) else { return Some(last.1.n) };
    let (t0, a) = on_road[after - 1];
    Some(a.n + (b.n - a.n) * (time - t0) / (t1 - t0))
}

/// The speed at moments one after the other, cubic between samples and held at the ends.
pub(crate) struct SpeedBetween<'a> {
    samples: &'a [SpeedSample],
    /// How many samples are no later than the last moment.
    passed: usize,
    /// From which moment on, over how long, and the cubic's coefficients in the share of that.
    cubic: Option<(f64, f64, [f64; 4])>,
}

impl<'a> SpeedBetween<'a> {
    pub(crate) fn new(samples: &'a [SpeedSample]) -> Self {
        Self { samples, passed: 0, cubic: None }
    }

    /// At a moment that is no earlier than the one before.
    pub(crate) fn at(&mut self, time: f64) -> f64 {
        while self.samples.get(self.passed).is_some_and(|next| next.time <= time) {
            self.passed += 1;
            self.cubic = None;
        }
        let Some(i) = self.passed.checked_sub(1) else { return self.samples[0].speed };
        if self.passed == self.samples.len() {
            return self.samples[i].speed;
        }
        let (from, dt, [a, b, c, d]) = *self.cubic.get_or_insert_with(|| cubic(self.samples, i));
        let t = (time - from) / dt;
        (a + t * (b + t * (c + t * d))).max(0.0)
    }
}

/// The cubic from a sample to the next; its slopes at both are those of parabolas through them and their neighbours.
fn cubic(samples: &[SpeedSample], i: usize) -> (f64, f64, [f64; 4]) {
    let (before, next) = (samples[i], samples[i + 1]);
    let dt = next.time - before.time;
    let change = next.speed - before.speed;
    let slope = |at: usize| {
        let (Some(a), Some(c)) = (at.checked_sub(1).map(|k| samples[k]), samples.get(at + 1))
        else {
            return change / dt;
        };
        let b = samples[at];
        let (left, right) = (b.time - a.time, c.time - b.time);
        let (up, down) = ((b.speed - a.speed) / left, (c.speed - b.speed) / right);
        (up * right + down * left) / (left + right)
    };
    let (d0, d1) = (dt * slope(i), dt * slope(i + 1));
    let bend = 3.0 * change - 2.0 * d0 - d1;
    (before.time, dt, [before.speed, d0, bend, d0 + d1 - 2.0 * change])
}

/// What speeds leave open, summed up from the line at each moment: the step of the speeds, the jitter of
/// their moments, how the speed goes between two samples, and beyond the first and the last.
fn gaps(lap: &SampledLap, step: f64, pieces: usize) -> Vec<f64> {
    let samples = &lap.speeds;
    let rate = |i: usize| {
        let (a, b) = (samples[i], samples[i + 1]);
        ((b.speed - a.speed) / (b.time - a.time)).abs()
    };
    let last = samples.len().saturating_sub(2);
    let variance = |i: usize| {
        let (a, b) = (samples[i], samples[i + 1]);
        let dt = b.time - a.time;
        let rough = rate(i.saturating_sub(1)).max(rate(i)).max(rate((i + 1).min(last)));
        let shape = SHAPE * rough * dt * dt;
        let jitter = lap.sampling.speed_jitter * (b.speed - a.speed);
        let rounding = lap.sampling.speed_step * dt;
        shape * shape + jitter * jitter + rounding * rounding / 12.0
    };
    // Held speeds are wrong by what the car gains or loses until then.
    let beyond = |dt: f64| (0.5 * HELD * dt * dt).powi(2) / dt.max(f64::MIN_POSITIVE);
    let (before, after) = (samples[0].time, samples[last + 1].time);
    let (before_rate, after_rate) = (beyond(before), beyond(lap.time.seconds() - after));
    let mut sums = vec![0.0];
    let (mut i, mut sum) = (0, 0.0);
    let mut within = variance(0) / (samples[1].time - samples[0].time);
    for k in 1..=pieces {
        let time = k as f64 * step;
        while i < last && samples[i + 1].time <= time {
            i += 1;
            within = variance(i) / (samples[i + 1].time - samples[i].time);
        }
        let rate = match time {
            time if time <= before => before_rate,
            time if time > after => after_rate,
            _ => within,
        };
        sum += rate * step;
        sums.push(sum);
    }
    sums
}
