//! Ends of a season, drawn one after the other and counted.

use std::ops::Range;
use std::thread;

use maatstaf_numerics::random::{Random, exponential_of};
use maatstaf_season::{Count, FastestLap, ToCome};

use super::Field;

/// How many ends are drawn, from which seed, on how many threads. The answer does not depend on the threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// How many ends.
    pub ends: u32,
    /// Each end is a function of this and its number.
    pub seed: u64,
    /// How many threads share them.
    pub threads: usize,
}

impl Default for Draws {
    fn default() -> Self {
        Self { ends: 100_000, seed: 1, threads: 1 }
    }
}

/// How often everyone ended where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many ends were drawn.
    pub ends: u32,
    n: usize,
    /// `[n_competitors × (n_competitors + 1)]`, the first for those without a place.
    places: Vec<u32>,
    /// How often everyone ended with so many points, in steps of `width` parts from `least`, `[n_competitors × STEPS]`.
    points: Vec<u32>,
    /// Sums of points, in parts.
    sums: Vec<i64>,
    least: i64,
    width: i64,
}

/// Points are told apart in so many steps.
const STEPS: usize = 1024;

/// Draws ends of a season and counts them.
pub fn ends(to_come: &ToCome, field: &Field, draws: &Draws) -> Counted {
    let season = Drawn::new(to_come, field);
    let threads = draws.threads.clamp(1, 64) as u32;
    let share = |thread: u32| {
        let at =
            |thread: u32| (u64::from(draws.ends) * u64::from(thread) / u64::from(threads)) as u32;
        at(thread)..at(thread + 1)
    };
    if threads == 1 {
        return season.counted(share(0), draws.seed);
    }
    thread::scope(|scope| {
        let season = &season;
        let workers: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || season.counted(share(thread), draws.seed)))
            .collect();
        let all = workers.into_iter().map(|worker| worker.join().expect("a worker only counts"));
        all.reduce(Counted::with).expect("there is at least one thread")
    })
}

/// A season with all that is drawn of it.
struct Drawn<'a> {
    to_come: &'a ToCome,
    field: &'a Field,
    scores_for: Vec<u16>,
    /// `L` of the covariance `L·Lᵀ`, by rows.
    lower: Vec<f64>,
    /// By session: who may finish, and below which of 2³² he does.
    chances: Vec<Vec<(u16, u64)>>,
    /// By session: whether the fastest lap scores.
    fastest_laps: Vec<bool>,
    any_fastest_lap: bool,
    least: i64,
    width: i64,
}

/// What one end after the other is drawn into.
struct Scratch {
    count: Count,
    normals: Vec<f64>,
    /// `exp −η`.
    slowness: Vec<f32>,
    /// How likely the fastest lap is, but for a factor.
    fastest_laps: Vec<f64>,
    /// Of those who finish a session, as they come.
    who: Vec<u16>,
    bits: Vec<u32>,
    scales: Vec<f32>,
    times: Vec<f32>,
    /// How many they are.
    n: usize,
    /// In which place each of them is, from 0.
    ranks: Vec<u16>,
    keys: Vec<u64>,
    /// For whom they score, by place.
    order: Vec<u16>,
    places: Vec<u16>,
}

impl<'a> Drawn<'a> {
    fn new(to_come: &'a ToCome, field: &'a Field) -> Self {
        let lower = lower(&field.covariance, field.runners.len());
        let of_session = |finishes: &Vec<f64>| {
            let chance =
                |(who, finishes): (usize, &f64)| (who as u16, (finishes * TWO_32).round() as u64);
            let all = finishes.iter().enumerate().map(chance);
            all.filter(|(_, chance)| *chance > 0).collect()
        };
        let (least, most) = to_come.range();
        let scores = |at: usize| !to_come.fastest_lap(at).is_zero();
        let fastest_laps: Vec<bool> = (0..field.finishes.len()).map(scores).collect();
        Self {
            to_come,
            field,
            scores_for: field.runners.iter().map(|runner| runner.scores_for).collect(),
            lower,
            chances: field.finishes.iter().map(of_session).collect(),
            any_fastest_lap: fastest_laps.contains(&true),
            fastest_laps,
            least,
            width: ((most - least) / STEPS as i64 + 1).max(1),
        }
    }

    fn counted(&self, range: Range<u32>, seed: u64) -> Counted {
        let (n, runners) = (self.to_come.n_competitors(), self.field.runners.len());
        let mut counted = Counted {
            ends: range.len() as u32,
            n,
            places: vec![0; n * (n + 1)],
            points: vec![0; n * STEPS],
            sums: vec![0; n],
            least: self.least,
            width: self.width,
        };
        let mut scratch = Scratch {
            count: self.to_come.start(),
            normals: vec![0.0; runners],
            slowness: vec![0.0; runners],
            fastest_laps: vec![0.0; runners],
            // One more than there are, for who is written and not kept.
            who: vec![0; runners + 1],
            bits: vec![0; runners + 1],
            scales: vec![0.0; runners + 1],
            times: vec![0.0; runners + 1],
            keys: Vec::with_capacity(runners),
            n: 0,
            ranks: vec![0; runners + 1],
            order: vec![0; runners + 1],
            places: vec![0; n],
        };
        for end in range {
            self.draw(&mut Random::new(seed, u64::from(end)), &mut scratch);
            self.to_come.places(&mut scratch.count, &mut scratch.places);
            for (who, &place) in scratch.places.iter().enumerate() {
                let parts = self.to_come.parts(&scratch.count, who);
                counted.places[who * (n + 1) + usize::from(place)] += 1;
                counted.points[who * STEPS + ((parts - self.least) / self.width) as usize] += 1;
                counted.sums[who] += parts;
            }
        }
        counted
    }

    /// One end of the season.
    fn draw(&self, random: &mut Random, scratch: &mut Scratch) {
        self.to_come.restart(&mut scratch.count);
        self.draw_worths(random, scratch);
        for session in 0..self.chances.len() {
            self.draw_order(session, random, scratch);
            let fastest_lap = if self.fastest_laps[session] {
                self.draw_fastest_lap(random, scratch)
            } else {
                None
            };
            let order = &scratch.order[..scratch.n];
            self.to_come.hold(&mut scratch.count, session, order, fastest_lap);
        }
    }

    fn draw_worths(&self, random: &mut Random, scratch: &mut Scratch) {
        let n = self.field.runners.len();
        scratch.normals.iter_mut().for_each(|it| *it = random.normal());
        let shift = self.field.shift.as_ref();
        let uncertain = random.normal();
        let factor = shift.map_or(0.0, |shift| shift.factor + shift.error * uncertain);
        for (i, runner) in self.field.runners.iter().enumerate() {
            let row = &self.lower[i * n..i * n + i + 1];
            let moved: f64 = row.iter().zip(&scratch.normals).map(|(l, z)| l * z).sum();
            let shifted = shift.map_or(0.0, |shift| shift.by[i] * factor);
            let worth = runner.worth + moved + shifted;
            scratch.slowness[i] = (-worth).exp() as f32;
            if self.any_fastest_lap {
                scratch.fastest_laps[i] = (self.field.fastest_lap * worth).exp();
            }
        }
    }

    /// Who is drawn in proportion to his pace among those left comes as the least of exponential times, each over
    /// his pace; 23 bits for the time, 32 for whether he finishes.
    fn draw_order(&self, session: usize, random: &mut Random, scratch: &mut Scratch) {
        let Scratch { who, bits, scales, times, slowness, ranks, order, .. } = scratch;
        let mut n = 0;
        for &(runner, chance) in &self.chances[session] {
            let drawn = random.bits();
            who[n] = runner;
            bits[n] = drawn as u32;
            scales[n] = slowness[usize::from(runner)];
            n += usize::from(drawn >> 32 < chance);
        }
        // Without look-ups, so that several are worked out at once.
        for (time, (bits, scale)) in times[..n].iter_mut().zip(bits.iter().zip(scales.iter())) {
            *time = exponential_of(*bits) * scale;
        }
        scratch.n = n;
        match n <= FEW {
            true => rank_few(&times[..n], ranks),
            false => rank(&times[..n], ranks, &mut scratch.keys),
        }
        for (who, rank) in who[..n].iter().zip(ranks.iter()) {
            order[usize::from(*rank)] = self.scores_for[usize::from(*who)];
        }
    }

    /// Among those who finish, by a share of their worth.
    fn draw_fastest_lap(&self, random: &mut Random, scratch: &Scratch) -> Option<FastestLap> {
        let who = &scratch.who[..scratch.n];
        let chance = |who: &u16| scratch.fastest_laps[usize::from(*who)];
        let mut left = random.uniform() * who.iter().map(chance).sum::<f64>();
        let setter = who.iter().position(|who| {
            left -= chance(who);
            left < 0.0
        })?;
        let place = Some(usize::from(scratch.ranks[setter]));
        Some(FastestLap { who: self.scores_for[usize::from(who[setter])].into(), place })
    }
}

/// So many are put in order by counting who is ahead of each.
const FEW: usize = 32;
const LANES: usize = 8;

/// Counts for everyone how many are ahead of him: more comparisons than sorting takes, but none of them a branch.
fn rank_few(times: &[f32], ranks: &mut [u16]) {
    let mut keys = [[i32::MAX; LANES]; FEW / LANES];
    for (at, time) in times.iter().enumerate() {
        // Times are positive, so that their bits order as they do; the last bits part those that are equal.
        keys[at / LANES][at % LANES] = time.to_bits().cast_signed() & !(FEW as i32 - 1) | at as i32;
    }
    let used = &keys[..times.len().div_ceil(LANES)];
    for (own, rank) in used.as_flattened()[..times.len()].iter().zip(ranks) {
        let mut ahead = [0_i32; LANES];
        for keys in used {
            ahead.iter_mut().zip(keys).for_each(|(ahead, key)| *ahead += i32::from(key < own));
        }
        *rank = ahead.iter().sum::<i32>() as u16;
    }
}

fn rank(times: &[f32], ranks: &mut [u16], keys: &mut Vec<u64>) {
    keys.clear();
    let key = |(at, time): (usize, &f32)| u64::from(time.to_bits()) << 32 | at as u64;
    keys.extend(times.iter().enumerate().map(key));
    keys.sort_unstable();
    for (rank, key) in (0..).zip(keys) {
        ranks[*key as u32 as usize] = rank;
    }
}

const TWO_32: f64 = 4_294_967_296.0;

/// `L` of `L·Lᵀ`; what has no spread of its own gets none.
fn lower(covariance: &[f64], n: usize) -> Vec<f64> {
    let mut rows = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| rows[i * n + k] * rows[j * n + k]).sum();
            let left = covariance[i * n + j] - sum;
            let pivot: f64 = rows[j * n + j];
            rows[i * n + j] = match (i == j, pivot > 0.0) {
                (true, _) => left.max(0.0).sqrt(),
                (false, true) => left / pivot,
                (false, false) => 0.0,
            };
        }
    }
    rows
}

impl Counted {
    /// How often a competitor ended in a place, from 1; in place 0, without one.
    pub fn in_place(&self, who: usize, place: u16) -> u32 {
        self.places[who * (self.n + 1)..][..=self.n].get(usize::from(place)).copied().unwrap_or(0)
    }

    /// The mean of his points, in parts.
    pub fn mean_parts(&self, who: usize) -> f64 {
        self.sums[who] as f64 / f64::from(self.ends.max(1))
    }

    /// The points, in parts, that he ended with or below in so large a share of the ends.
    pub fn quantile_parts(&self, who: usize, share: f64) -> i64 {
        let enough = share * f64::from(self.ends);
        let mut below = 0.0;
        for (step, count) in self.points[who * STEPS..][..STEPS].iter().enumerate() {
            below += f64::from(*count);
            if below >= enough && *count > 0 {
                return self.least + step as i64 * self.width;
            }
        }
        self.least
    }

    fn with(mut self, other: Self) -> Self {
        let add = |a: &mut [u32], b: &[u32]| a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        add(&mut self.places, &other.places);
        add(&mut self.points, &other.points);
        self.sums.iter_mut().zip(&other.sums).for_each(|(a, b)| *a += b);
        self.ends += other.ends;
        self
    }
}
