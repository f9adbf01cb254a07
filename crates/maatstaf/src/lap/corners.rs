//! A lap, corner by corner.

use maatstaf_core::{Channel, Course, LapTime, Trace};
use maatstaf_course::{Corner, corners};

/// How a corner was driven; speeds in m/s, places in metres from the line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CornerDriven {
    /// Which corner.
    pub corner: Corner,
    /// Where the braking for it began; `None` where there was none.
    pub braking: Option<f64>,
    /// Where it was slowest.
    pub slowest_at: f64,
    /// Where it begins.
    pub entry_speed: f64,
    /// Where it was slowest.
    pub least_speed: f64,
    /// Where it ends.
    pub exit_speed: f64,
    /// In it, s.
    pub time: f64,
    /// The largest acceleration to the side, to the left positive, m/s².
    pub lateral: f64,
}

/// Braking counts from this share of the pedal.
const BRAKING: f64 = 0.05;

/// A corner's braking begins no further than this before it, in metres.
const BEFORE: f64 = 400.0;

/// How every corner of the course was driven.
pub fn corners_driven(course: &Course, lap: &Trace) -> Vec<CornerDriven> {
    let Some(speed) = lap.channel(Channel::Speed) else { return Vec::new() };
    let corners = corners(course);
    let lap = Around { course, lap };
    let driven = |(i, corner): (usize, &Corner)| {
        let before = match i.checked_sub(1) {
            Some(before) => corners[before].end,
            None if course.is_closed() => corners[corners.len() - 1].end - course.length(),
            None => 0.0,
        };
        driven(&lap, speed, corner, before)
    };
    corners.iter().enumerate().map(driven).collect()
}

/// Each third of the course, in its order; together the lap time, rounded once.
pub fn thirds(lap: &Trace) -> [LapTime; 3] {
    let (distance, micros) = (lap.distance(), |time: f64| (time * 1e6).round() as u64);
    let (first, last) = (distance[0], distance[distance.len() - 1]);
    let at = |i: u32| micros(lap.time_at(first + (last - first) * f64::from(i) / 3.0));
    [1, 2, 3].map(|i| LapTime::from_micros(at(i) - at(i - 1)))
}

/// A lap that is looked at across the line.
struct Around<'a> {
    course: &'a Course,
    lap: &'a Trace,
}

impl Around<'_> {
    /// The distance on the course.
    fn on_course(&self, s: f64) -> f64 {
        match self.course.is_closed() {
            true => s.rem_euclid(self.course.length()),
            false => s.clamp(0.0, self.course.length()),
        }
    }

    fn value(&self, channel: Channel, s: f64) -> f64 {
        self.lap.value_at(channel, self.on_course(s)).unwrap_or(0.0)
    }

    /// From one place to a later one, s.
    fn time(&self, from: f64, to: f64) -> f64 {
        let [from, to] = [from, to].map(|s| self.on_course(s));
        let lap = self.lap.time()[self.lap.time().len() - 1];
        let time = self.lap.time_at(to) - self.lap.time_at(from);
        if time < 0.0 { time + lap } else { time }
    }
}

fn driven(lap: &Around, speed: &[f64], corner: &Corner, before: f64) -> CornerDriven {
    let step = lap.course.length() / speed.len() as f64;
    let n = (corner.length() / step).ceil().max(1.0) as usize;
    let places: Vec<f64> =
        (0..=n).map(|i| corner.start + corner.length() * i as f64 / n as f64).collect();
    let speed_at = |s: f64| lap.value(Channel::Speed, s);
    let slowest = places.iter().copied().min_by(|a, b| speed_at(*a).total_cmp(&speed_at(*b)));
    let slowest = slowest.unwrap_or(corner.apex);
    let sideways = places.iter().map(|s| lap.value(Channel::AccelerationLeft, *s));
    CornerDriven {
        corner: *corner,
        braking: braking(lap, slowest, before.max(corner.start - BEFORE), step)
            .map(|s| lap.on_course(s)),
        slowest_at: lap.on_course(slowest),
        entry_speed: speed_at(corner.start),
        least_speed: speed_at(slowest),
        exit_speed: speed_at(corner.end),
        time: lap.time(corner.start, corner.end),
        lateral: sideways.fold(0.0, |most: f64, a| if a.abs() > most.abs() { a } else { most }),
    }
}

/// Where the last braking before a place began, not before another place.
fn braking(lap: &Around, slowest: f64, earliest: f64, step: f64) -> Option<f64> {
    let brakes = |s: f64| lap.value(Channel::Brake, s) > BRAKING;
    let n = ((slowest - earliest) / step).floor().max(0.0) as usize;
    let back = (0..=n).map(|i| slowest - i as f64 * step);
    let mut on = back.skip_while(|s| !brakes(*s));
    let first = on.next()?;
    Some(on.take_while(|s| brakes(*s)).last().unwrap_or(first))
}
