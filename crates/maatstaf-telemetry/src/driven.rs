//! When a lap passed each place of a road, and how sure that is.
//!
//! The speeds of a lap, summed up and stretched to the length of the road, say where the car was, but
//! for an error `e(t)` that grows where wheels slip, where the car is off the line and between samples.
//! Places say where it was, each too late or too early by some hundredths of a second. At the line, and
//! where a sector ends, both are known. What is not known is a state,
//!
//! ```text
//! e    metres that the summed speeds are behind the car            de = v·ε·dt + gaps
//! ε    share by which the speeds are off, for a while              an Ornstein–Uhlenbeck process
//! p    seconds that the places are late, all of the lap            constant
//! c    seconds that the speeds are late                            constant
//! ```
//!
//! and what is seen of it is `e + c·(v − v₀) = 0` at the line and `e + c·(v − v₀) − v·p` at each place,
//! where `v₀` is the speed at the line. What is known of it comes from [`maatstaf_numerics::kalman`].

use std::collections::BTreeMap;

use maatstaf_core::LapTime;
use maatstaf_numerics::kalman::{Known, Sight, Step, sights_known, smooth};

use crate::base::Base;
use crate::road::{OnRoad, Road};
use crate::sampled::{Lead, SampledLap, Sampling, SpeedSample};

/// A lap on a road: when it was where.
#[derive(Clone, Debug, PartialEq)]
pub struct DrivenLap {
    time: LapTime,
    sectors: [Option<LapTime>; 3],
    length: f64,
    base: Base,
    /// The moments of the steps, in seconds from the line; the first is the start, the last the end.
    moments: Vec<f64>,
    known: Known<4>,
    /// Where both place and moment are official: ends of sectors.
    fixed: Vec<Fixed>,
    /// Where places were sampled: when, and where that is on the road.
    on_road: Vec<(f64, OnRoad)>,
    speeds: Vec<SpeedSample>,
}

/// A place that is passed at an official moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fixed {
    /// Metres from the line.
    pub s: f64,
    /// Since the line.
    pub time: LapTime,
}

/// When a lap passed a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passed {
    /// Seconds from the line.
    pub time: f64,
    /// One standard deviation, in seconds; 0 where the moment is official.
    pub error: f64,
    /// Metres per second.
    pub speed: f64,
    /// Between which steps: the one before, and how far towards the next, as a share.
    at: (usize, f64),
}

/// The least and the most time between two steps, in seconds.
const STEPS: (f64, f64) = (0.02, 0.35);
/// How sharp places are taken to be, round by round, in multiples of their jitter: what is known grows, and with
/// it what tells places that got ahead.
const JITTERS: [f64; 2] = [3.0, 1.5];
/// Places that fit neither what is exact nor what got ahead: their share, and how far off they may be in seconds.
const ODD: (f64, f64) = (0.02, 0.5);
/// Of what is known of a place its own sight is no more than this share.
const MOST_OWN: f64 = 0.95;
/// How well the line and the ends of sectors are known, in metres.
const LINE: f64 = 1e-3;

/// A lap on a road. `fixed` are places of official moments, in order, the line not among them.
pub fn driven_lap(lap: &SampledLap, road: &Road, fixed: &[Fixed]) -> DrivenLap {
    let base = Base::of(lap, road);
    let on_road = base.on_road(lap, road);
    let base = base.along_the_line(&on_road, road, lap.time.seconds());
    let events = events(lap, fixed, &on_road, &base);
    let known = known(lap, &base, &events);
    DrivenLap {
        time: lap.time,
        sectors: lap.sectors,
        length: road.length(),
        base,
        moments: events.iter().map(|event| event.time).collect(),
        known,
        fixed: fixed.to_vec(),
        on_road,
        speeds: lap.speeds.clone(),
    }
}

impl DrivenLap {
    /// How long it took.
    pub fn time(&self) -> LapTime {
        self.time
    }

    /// The official sectors, where they are known.
    pub fn sectors(&self) -> [Option<LapTime>; 3] {
        self.sectors
    }

    /// The places that it passed at official moments, the line not among them.
    pub fn fixed(&self) -> &[Fixed] {
        &self.fixed
    }

    /// From line to line, in metres.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// When it passed a place between the start and the end of the lap, in metres from the line; at the
    /// length of the road that is when it took the flag.
    pub fn passed_on_the_way(&self, s: f64) -> Passed {
        self.passed_within(s.clamp(0.0, self.length))
    }

    /// When it passed a place, in metres from the line. A closed road goes on beyond its ends as the
    /// same lap driven again.
    pub fn passed(&self, s: f64) -> Passed {
        let laps = (s / self.length).floor();
        let within = s - laps * self.length;
        let mut passed = self.passed_within(within);
        passed.time += laps * self.time.seconds();
        passed
    }

    /// When it passed a place between the start and the end of the lap, in seconds from the line, without how
    /// sure that is: a tenth of the work of [`passed`](Self::passed).
    pub fn moment(&self, s: f64) -> f64 {
        self.passed_at(s.clamp(0.0, self.length)).0
    }

    /// How the moments at two places of one lap vary together, in square seconds. The places lie
    /// between the same two times over the line.
    pub fn covariance(&self, a: &Passed, b: &Passed) -> f64 {
        if a.error == 0.0 || b.error == 0.0 {
            return 0.0;
        }
        let (first, second) = if a.at.0 <= b.at.0 { (a, b) } else { (b, a) };
        if first.at.0 + 1 < second.at.0 {
            return self.covariance_apart(first, second);
        }
        let ends = |at: (usize, f64)| [(at.0, 1.0 - at.1), (at.0 + 1, at.1)];
        let mut sum = 0.0;
        for (later, weight) in ends(second.at).into_iter().filter(|(_, weight)| *weight > 0.0) {
            for (earlier, other) in ends(first.at).into_iter().filter(|(_, weight)| *weight > 0.0) {
                let (i, j) = (earlier.min(later), earlier.max(later));
                let (row_i, row_j) = if i == earlier { (first, second) } else { (second, first) };
                let spread = self.known.covariance(i, j, &self.row(row_j.speed));
                let row = self.row(row_i.speed);
                let seen: f64 = row.iter().zip(spread).map(|(row, it)| row * it).sum();
                sum += weight * other * seen;
            }
        }
        sum / (a.speed * b.speed)
    }

    /// The same where both ends of the first come before those of the second: one walk back over the steps.
    fn covariance_apart(&self, first: &Passed, second: &Passed) -> f64 {
        let ((k, share), (l, other)) = (first.at, second.at);
        let (row, late) = (self.row(first.speed), self.row(second.speed));
        let dot = |spread: &[f64; 4]| row.iter().zip(spread).map(|(a, b)| a * b).sum::<f64>();
        // What the step before says of both ends of the second, then of the first.
        let own = self.known.covariance(l, l, &late);
        let next = self.known.covariance(l, l + 1, &late);
        let both = std::array::from_fn(|i| (1.0 - other) * own[i] + other * next[i]);
        let behind = self.known.carried_back(k + 1, l, both);
        let before = self.known.carried_back(k, k + 1, behind);
        ((1.0 - share) * dot(&before) + share * dot(&behind)) / (first.speed * second.speed)
    }

    /// How sums of moments vary together, each moment times its weight, in square seconds: `[n × n]`. The places
    /// lie between the same two times over the line; nothing that is official varies.
    pub fn covariances_of_sums(&self, sums: &[Vec<(Passed, f64)>]) -> Vec<Vec<f64>> {
        let rows: Vec<_> = sums.iter().map(|sum| self.rows(sum)).collect();
        self.known.covariances_of_sums(&rows)
    }

    /// What a sum of moments sees of the steps, in their order.
    fn rows(&self, sum: &[(Passed, f64)]) -> Vec<(usize, [f64; 4])> {
        let mut rows: BTreeMap<usize, [f64; 4]> = BTreeMap::new();
        for (passed, weight) in sum.iter().filter(|(passed, _)| passed.error > 0.0) {
            let row = self.row(passed.speed);
            let (k, share) = passed.at;
            for (step, part) in [(k, 1.0 - share), (k + 1, share)] {
                let seen = rows.entry(step).or_default();
                let part = -weight * part / passed.speed;
                seen.iter_mut().zip(row).for_each(|(seen, row)| *seen += part * row);
            }
        }
        rows.into_iter().collect()
    }

    /// Where the car was at a moment, in metres from the line.
    pub fn place(&self, time: f64) -> f64 {
        let (k, share) = self.step_at(time);
        self.base.place(time) + self.shift(k, share, self.base.speed(time))
    }

    /// What the car said, in order of time.
    pub fn speeds(&self) -> &[SpeedSample] {
        &self.speeds
    }

    /// How far to the left of the line the car was at a moment, in metres; `None` where no place was
    /// sampled.
    pub fn offset(&self, time: f64) -> Option<f64> {
        crate::base::offset_at(&self.on_road, time)
    }

    /// Metres per second at a moment, along the line of the road.
    pub fn speed(&self, time: f64) -> f64 {
        self.base.speed(time)
    }

    /// By how many seconds all places, and all speeds, of the lap are late against the line.
    pub fn delays(&self) -> [f64; 2] {
        let known = self.known.mean(0);
        [known[2], known[3]]
    }

    /// By how many seconds each place is ahead of what is known of the lap, all of them being as late as
    /// [`delays`](Self::delays) says.
    pub fn leads(&self) -> impl Iterator<Item = f64> {
        let late = self.delays()[0];
        self.on_road
            .iter()
            .map(move |(time, on)| (on.s - self.place(*time)) / self.base.speed(*time) + late)
    }

    fn passed_within(&self, s: f64) -> Passed {
        let (time, is_official) = self.passed_at(s);
        let at = self.step_at(time);
        let speed = self.base.speed(time).max(SLOWEST);
        let mut passed = Passed { time, error: 0.0, speed, at };
        if !is_official {
            passed.error = f64::NAN;
            passed.error = self.covariance(&passed, &passed).max(0.0).sqrt();
        }
        passed
    }

    /// When it passed a place, and whether that is official.
    fn passed_at(&self, s: f64) -> (f64, bool) {
        if s <= 0.0 {
            return (0.0, true);
        }
        if s >= self.length {
            return (self.time.seconds(), true);
        }
        if let Some(fixed) = self.fixed.iter().find(|fixed| (fixed.s - s).abs() < LINE) {
            return (fixed.time.seconds(), true);
        }
        let mut time = self.base.moment(s);
        for _ in 0..3 {
            let (k, share) = self.step_at(time);
            let speed = self.base.speed(time);
            let off = self.base.place(time) + self.shift(k, share, speed) - s;
            time = (time - off / speed.max(SLOWEST)).clamp(0.0, self.time.seconds());
        }
        (time, false)
    }

    /// The step before a moment, and how far towards the next, as a share.
    fn step_at(&self, time: f64) -> (usize, f64) {
        let last = self.moments.len() - 2;
        let k = self.moments.partition_point(|at| *at <= time).saturating_sub(1).min(last);
        let (a, b) = (self.moments[k], self.moments[k + 1]);
        (k, ((time - a) / (b - a)).clamp(0.0, 1.0))
    }

    /// `e + c·(v − v₀)`, between two steps.
    fn shift(&self, k: usize, share: f64, speed: f64) -> f64 {
        let row = self.row(speed);
        let of = |k: usize| -> f64 { row.iter().zip(self.known.mean(k)).map(|(a, b)| a * b).sum() };
        of(k) + share * (of(k + 1) - of(k))
    }

    fn row(&self, speed: f64) -> [f64; 4] {
        [1.0, 0.0, 0.0, speed - self.base.speed(0.0)]
    }
}

/// Nothing is slower than this where a moment is told from a place, in metres per second.
const SLOWEST: f64 = 2.0;

/// A moment at which something is known of the car, or nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Event {
    time: f64,
    /// Metres along the road.
    seen: Option<(f64, Kind)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Official,
    Place,
}

impl Event {
    fn is_place(&self) -> bool {
        self.seen.is_some_and(|(_, kind)| kind == Kind::Place)
    }
}

/// The line, ends of sectors, places, and moments between where these lie far apart.
fn events(lap: &SampledLap, fixed: &[Fixed], on_road: &[(f64, OnRoad)], base: &Base) -> Vec<Event> {
    let time = lap.time.seconds();
    let official = |time, s| Event { time, seen: Some((s, Kind::Official)) };
    let mut seen = vec![official(0.0, 0.0), official(time, base.length())];
    seen.extend(fixed.iter().map(|it| official(it.time.seconds(), it.s)));
    let places =
        on_road.iter().map(|(time, on)| Event { time: *time, seen: Some((on.s, Kind::Place)) });
    seen.extend(places.filter(|event| (STEPS.0..time - STEPS.0).contains(&event.time)));
    seen.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut events: Vec<Event> = Vec::with_capacity(seen.len() * 2);
    for event in seen {
        let Some(last) = events.last() else {
            events.push(event);
            continue;
        };
        let gap = event.time - last.time;
        if gap < STEPS.0 {
            // Two at once: the official one counts.
            if !event.is_place() && last.is_place() {
                events.pop();
                events.push(event);
            }
            continue;
        }
        let (from, parts) = (last.time, (gap / STEPS.1).ceil());
        let between = (1..parts as usize).map(|i| from + gap * i as f64 / parts);
        events.extend(between.map(|time| Event { time, seen: None }));
        events.push(event);
    }
    events
}

/// What is believed of a place: by how many seconds it is ahead, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Belief {
    lead: f64,
    variance: f64,
}

impl Belief {
    /// Before anything is known: the mean and the variance of all places.
    fn first(Sampling { place_jitter, place_lead, .. }: Sampling) -> Self {
        let Lead { share, mean, deviation } = place_lead;
        let spread = share * (1.0 - share) * mean * mean + share * deviation * deviation;
        Self { lead: share * mean, variance: place_jitter * place_jitter + spread }
    }
}

/// What a place may be: exact, ahead, or odd; the share of each, by how many seconds it is ahead, and the square
/// of how far that is off.
struct Kinds([(f64, f64, f64); 3]);

impl Kinds {
    fn new(Sampling { place_jitter, place_lead, .. }: Sampling, sharpness: f64) -> Self {
        let Lead { share, mean, deviation } = place_lead;
        let exact = (sharpness * place_jitter).powi(2);
        Self([
            (1.0 - share - ODD.0, 0.0, exact),
            (share, mean, deviation * deviation + exact),
            (ODD.0, 0.0, ODD.1 * ODD.1),
        ])
    }

    /// What to believe of a place that all others have so many seconds behind, give or take: one round of
    /// expectation and maximisation of a mixture of three normal distributions.
    fn belief(&self, ahead: f64, open: f64) -> Belief {
        let densities = self.0.map(|(share, mean, own)| {
            let variance = own + open;
            share * (-0.5 * (ahead - mean).powi(2) / variance).exp() / variance.sqrt()
        });
        let all: f64 = densities.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let (mut precision, mut lead) = (0.0, 0.0);
        for (density, (_, mean, own)) in densities.iter().zip(self.0) {
            let weight = density / all / own;
            precision += weight;
            lead += weight * mean;
        }
        Belief { lead: lead / precision, variance: 1.0 / precision }
    }
}

/// What is known of the errors of a lap.
///
/// Round by round it is weighed for each place whether it is exact, got ahead, or is odd, by how it lies to what
/// all others say.
fn known(lap: &SampledLap, base: &Base, events: &[Event]) -> Known<4> {
    const POSITIVE: &str = "every variance is positive";
    let prior = prior(&lap.sampling);
    let mut steps = steps(lap, base, events);
    let mut beliefs = vec![Belief::first(lap.sampling); events.len()];
    let noise = lap.sampling.place_noise.powi(2);
    for jitter in JITTERS {
        let kinds = Kinds::new(lap.sampling, jitter);
        let known = sights_known([0.0; 4], prior, &steps).expect(POSITIVE);
        for (k, event) in events.iter().enumerate().filter(|(_, event)| event.is_place()) {
            let (Some(sight), Some([seen, spread])) = (&mut steps[k].sight, known[k]) else {
                continue;
            };
            let speed = base.speed(event.time).max(SLOWEST);
            // What all other sights say of this one.
            let spread = spread.clamp(0.0, MOST_OWN * sight.variance);
            let others = sight.variance / (sight.variance - spread);
            let foreseen = seen - (others - 1.0) * (sight.value - seen);
            let value = sight.value + speed * beliefs[k].lead;
            let open = (spread * others + noise) / (speed * speed);
            beliefs[k] = kinds.belief((value - foreseen) / speed, open);
            sight.value = value - speed * beliefs[k].lead;
            sight.variance = speed * speed * beliefs[k].variance + noise;
        }
    }
    smooth([0.0; 4], prior, &steps).expect(POSITIVE)
}

/// What is known of the errors before the line.
fn prior(sampling: &Sampling) -> [[f64; 4]; 4] {
    let Sampling { place_delay, speed_delay, drift, .. } = *sampling;
    let mut prior = [[0.0; 4]; 4];
    for (i, error) in [LINE, drift, place_delay, speed_delay].into_iter().enumerate() {
        prior[i][i] = error * error;
    }
    prior
}

/// From moment to moment, with what is seen there.
fn steps(lap: &SampledLap, base: &Base, events: &[Event]) -> Vec<Step<4>> {
    let Sampling { drift, drift_time, .. } = lap.sampling;
    let (mut before, mut place, mut gap) = (0.0, base.place(0.0), base.gap_variance(0.0));
    let step = |event: &Event| {
        let dt = event.time - before;
        let (at, open) = (base.place(event.time), base.gap_variance(event.time));
        let (metres, gaps) = (at - place, open - gap);
        (before, place, gap) = (event.time, at, open);
        let held = (-dt / drift_time).exp();
        let fresh = drift * drift * (1.0 - held * held);
        let mut transition = [[0.0; 4]; 4];
        (0..4).for_each(|i| transition[i][i] = 1.0);
        transition[0][1] = metres;
        transition[1][1] = held;
        let mut noise = [[0.0; 4]; 4];
        noise[0][0] = metres * metres * fresh / 3.0 + gaps + 1e-10;
        (noise[0][1], noise[1][0]) = (metres * fresh / 2.0, metres * fresh / 2.0);
        noise[1][1] = fresh + 1e-16;
        Step { transition, noise, sight: sight(lap, base, event, at) }
    };
    events.iter().map(step).collect()
}

/// What is seen at a moment, before anything is known of a place; the speeds alone have the car at `at`.
fn sight(lap: &SampledLap, base: &Base, event: &Event, at: f64) -> Option<Sight<4>> {
    let (s, kind) = event.seen?;
    let speed = base.speed(event.time).max(SLOWEST);
    let change = base.speed(event.time) - base.speed(0.0);
    let value = s - at;
    Some(match kind {
        Kind::Official => Sight { row: [1.0, 0.0, 0.0, change], value, variance: LINE * LINE },
        Kind::Place => {
            let Belief { lead, variance } = Belief::first(lap.sampling);
            let variance = speed * speed * variance + lap.sampling.place_noise.powi(2);
            Sight { row: [1.0, 0.0, -speed, change], value: value - speed * lead, variance }
        }
    })
}
