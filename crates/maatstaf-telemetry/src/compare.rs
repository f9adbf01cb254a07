//! Two laps on one road: what each piece of it cost.

use maatstaf_core::{LapTime, TimeDelta};

use crate::corners::{CornerDriven, corners_driven};
use crate::driven::{DrivenLap, Passed};
use crate::road::Road;

/// A lap held against a reference. What is lost is positive where the lap is slower.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How long the lap took, and the reference.
    pub times: [LapTime; 2],
    /// What the lap lost.
    pub lost: TimeDelta,
    /// Corners and straights, in the order of driving. Every metre is in one of them, and what they
    /// lose adds up to [`lost`](Self::lost) to the microsecond.
    pub segments: Vec<Segment>,
    /// The three sectors, where both laps have official ones.
    pub sectors: Option<[TimeDelta; 3]>,
}

/// A corner, from where the first of both brakes to where the last is on full throttle, or the straight
/// between two.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// The number of the corner; `None` on a straight.
    pub corner: Option<usize>,
    /// Which of the three sectors it lies in, from 0, where both laps have official ones. What lies across
    /// the end of a sector is two segments.
    pub sector: Option<usize>,
    /// Where it begins, in metres from the line.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What was lost on it.
    pub loss: Loss,
    /// Its phases, which add up to its loss; a straight is one phase.
    pub phases: Vec<PhaseLoss>,
    /// How the lap and the reference drove the corner.
    pub driven: Option<[CornerDriven; 2]>,
    /// The speeds of both where it begins and where it ends, in metres per second.
    pub speeds: [[f64; 2]; 2],
}

/// A phase of a corner, or a straight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhaseLoss {
    /// Which.
    pub phase: Phase,
    /// Where it begins, in metres from the line.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What was lost in it.
    pub loss: Loss,
}

/// Where in a corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// On the brakes, before the road bends.
    Braking,
    /// From where the road bends to the slowest place.
    Entry,
    /// Around the slowest place.
    Apex,
    /// From there to full throttle.
    Exit,
    /// Between corners.
    Straight,
}

impl Phase {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Braking => "braking",
            Self::Entry => "entry",
            Self::Apex => "apex",
            Self::Exit => "exit",
            Self::Straight => "straight",
        }
    }
}

/// Time lost, with the interval that holds it nine times out of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// The best estimate.
    pub time: TimeDelta,
    /// From here, in seconds.
    pub low: f64,
    /// To here.
    pub high: f64,
}

impl Loss {
    pub(crate) fn new(time: TimeDelta, variance: f64) -> Self {
        let half = NINE_OF_TEN * variance.max(0.0).sqrt();
        Self { time, low: time.seconds() - half, high: time.seconds() + half }
    }

    /// Whether it is more than noise: nothing is not in the interval.
    pub fn is_sure(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Standard deviations to each side that hold nine of ten of a normal distribution.
pub(crate) const NINE_OF_TEN: f64 = 1.644_853_626_951_472_2;
/// Half the length of the apex, as a share of the corner, and its limits in metres.
const APEX: f64 = 0.12;
const APEX_LIMITS: (f64, f64) = (4.0, 15.0);
/// Pieces shorter than this are given to their neighbour, in metres.
const SHORTEST: f64 = 2.0;

/// Holds a lap against a reference; both are on the same road.
pub fn compare(lap: &DrivenLap, reference: &DrivenLap, road: &Road) -> Comparison {
    let both = [lap, reference];
    let driven = both.map(|lap| corners_driven(lap, road));
    let zones = zones(&driven, road);
    let clock = Clock { both, is_same: lap == reference };
    let mut segments = Vec::new();
    let mut at = 0.0;
    for zone in &zones {
        if zone.from - at >= SHORTEST {
            clock.add(None, vec![(Phase::Straight, at, zone.from)], None, &mut segments);
        }
        let pair = [&driven[0], &driven[1]].map(|it| it[zone.bend].clone());
        let from = if zone.from - at >= SHORTEST { zone.from } else { at };
        let phases = zone.phases(from, road, &pair);
        clock.add(Some(road.bends()[zone.bend].number), phases, Some(pair), &mut segments);
        at = zone.to;
    }
    if at < road.length() {
        clock.add(None, vec![(Phase::Straight, at, road.length())], None, &mut segments);
    }
    let times = both.map(DrivenLap::time);
    Comparison { times, lost: times[0].lost_to(times[1]), segments, sectors: clock.sectors() }
}

/// A corner with its braking and its way out, on both laps.
#[derive(Clone, Copy, Debug)]
struct Zone {
    bend: usize,
    from: f64,
    to: f64,
}

/// From the first brakes to the last full throttle; zones that overlap meet in the middle. The first begins
/// at the line at the earliest, and the last ends there.
fn zones(driven: &[Vec<CornerDriven>; 2], road: &Road) -> Vec<Zone> {
    let mut zones: Vec<Zone> = Vec::with_capacity(road.bends().len());
    for (i, bend) in road.bends().iter().enumerate() {
        let each = [&driven[0][i], &driven[1][i]];
        let brakes = each.map(|it| it.braking_at.map_or(f64::INFINITY, |on| on.at));
        let power = each.map(|it| it.full_throttle_at.map_or(f64::NEG_INFINITY, |on| on.at));
        let next = road.bends().get(i + 1).map_or(road.length(), |next| next.apex);
        let from = brakes.into_iter().fold(bend.start, f64::min).max(0.0);
        let to = power.into_iter().fold(bend.end, f64::max).min(next);
        zones.push(Zone { bend: i, from, to: to.min(road.length()).max(from) });
    }
    for i in 1..zones.len() {
        let (before, after) = (zones[i - 1], zones[i]);
        if before.to > after.from {
            let bends = road.bends();
            let (least, most) = (bends[i - 1].apex, bends[i].apex);
            let meet = 0.5 * (before.to + after.from);
            let meet = meet.clamp(least.min(most), most).clamp(before.from, after.to);
            (zones[i - 1].to, zones[i].from) = (meet, meet);
        }
    }
    zones.retain(|zone| zone.to - zone.from >= SHORTEST);
    zones
}

impl Zone {
    fn phases(&self, from: f64, road: &Road, pair: &[CornerDriven; 2]) -> Vec<Piece> {
        let bend = &road.bends()[self.bend];
        let slowest = 0.5 * (pair[0].least_speed_at + pair[1].least_speed_at);
        let half = (APEX * (bend.end - bend.start)).clamp(APEX_LIMITS.0, APEX_LIMITS.1);
        let ends = [
            (Phase::Braking, bend.start.min(slowest - half)),
            (Phase::Entry, slowest - half),
            (Phase::Apex, slowest + half),
            (Phase::Exit, self.to),
        ];
        let mut phases: Vec<Piece> = Vec::with_capacity(4);
        let mut at = from;
        for (phase, end) in ends {
            let end = if phase == Phase::Exit { self.to } else { end.clamp(at, self.to) };
            if end - at >= SHORTEST {
                phases.push((phase, at, end));
                at = end;
            }
        }
        match phases.last_mut() {
            Some(last) => last.2 = self.to,
            None => phases.push((Phase::Apex, from, self.to)),
        }
        phases
    }
}

/// A phase, where it begins and where it ends.
type Piece = (Phase, f64, f64);

/// Both laps' moments; differences are whole microseconds, so that pieces add up.
struct Clock<'a> {
    both: [&'a DrivenLap; 2],
    is_same: bool,
}

impl Clock<'_> {
    /// Adds a corner or a straight, in two where a sector ends in it.
    fn add(
        &self,
        corner: Option<usize>,
        pieces: Vec<Piece>,
        driven: Option<[CornerDriven; 2]>,
        segments: &mut Vec<Segment>,
    ) {
        let mut rest = pieces;
        for end in self.ends() {
            let (before, after) = cut(&rest, end);
            if !before.is_empty() && !after.is_empty() {
                segments.push(self.segment(corner, &before, driven.clone()));
                rest = after;
            }
        }
        segments.push(self.segment(corner, &rest, driven));
    }

    /// Where sectors end on the way, on both laps.
    fn ends(&self) -> Vec<f64> {
        let [one, two] = self.both.map(DrivenLap::fixed);
        let is_shared = one.len() == two.len() && one.iter().zip(two).all(|(a, b)| a.s == b.s);
        if is_shared { one.iter().map(|fixed| fixed.s).collect() } else { Vec::new() }
    }

    fn segment(
        &self,
        corner: Option<usize>,
        pieces: &[Piece],
        driven: Option<[CornerDriven; 2]>,
    ) -> Segment {
        let places = pieces.iter().map(|piece| piece.1).chain(pieces.last().map(|piece| piece.2));
        let passed: Vec<[Passed; 2]> =
            places.map(|s| self.both.map(|lap| lap.passed_on_the_way(s))).collect();
        let phases = pieces.iter().zip(passed.windows(2));
        let phases = phases.map(|((phase, from, to), pair)| PhaseLoss {
            phase: *phase,
            from: *from,
            to: *to,
            loss: self.loss(&pair[0], &pair[1]),
        });
        let (first, last) = (&passed[0], &passed[passed.len() - 1]);
        let ends = self.ends();
        let middle = 0.5 * (pieces[0].1 + pieces[pieces.len() - 1].2);
        Segment {
            corner,
            sector: (ends.len() == 2).then(|| ends.iter().filter(|end| **end < middle).count()),
            from: pieces[0].1,
            to: pieces[pieces.len() - 1].2,
            loss: self.loss(first, last),
            phases: phases.collect(),
            driven,
            speeds: [first, last].map(|at| [at[0].speed, at[1].speed]),
        }
    }

    fn loss(&self, from: &[Passed; 2], to: &[Passed; 2]) -> Loss {
        let time = TimeDelta::from_micros(behind(to) - behind(from));
        if self.is_same {
            return Loss::new(time, 0.0);
        }
        let variance = |lap: usize| {
            let (a, b) = (&from[lap], &to[lap]);
            a.error * a.error + b.error * b.error - 2.0 * self.both[lap].covariance(a, b)
        };
        Loss::new(time, variance(0).max(0.0) + variance(1).max(0.0))
    }

    fn sectors(&self) -> Option<[TimeDelta; 3]> {
        let sectors = self.both.map(DrivenLap::sectors);
        let lost = |i: usize| Some(sectors[0][i]?.lost_to(sectors[1][i]?));
        Some([lost(0)?, lost(1)?, lost(2)?])
    }
}

/// Pieces before a place, and pieces behind it.
fn cut(pieces: &[Piece], place: f64) -> (Vec<Piece>, Vec<Piece>) {
    let before = pieces.iter().filter(|piece| piece.1 < place);
    let after = pieces.iter().filter(|piece| piece.2 > place);
    (
        before.map(|(phase, from, to)| (*phase, *from, to.min(place))).collect(),
        after.map(|(phase, from, to)| (*phase, from.max(place), *to)).collect(),
    )
}

/// By how much the lap is behind the reference at a place, in whole microseconds.
fn behind(passed: &[Passed; 2]) -> i64 {
    let micros = |passed: &Passed| (passed.time * 1e6).round() as i64;
    micros(&passed[0]) - micros(&passed[1])
}
