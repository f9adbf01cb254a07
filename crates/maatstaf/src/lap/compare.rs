//! Two laps of one course, stretch by stretch.

use maatstaf_core::{Course, LapTime, TimeDelta, Trace};

use super::corners::{CornerDriven, corners_driven};

/// Two laps of one course, held against each other.
#[derive(Clone, Debug, PartialEq)]
pub struct LapsCompared {
    /// How long each took.
    pub times: [LapTime; 2],
    /// What the second lost to the first; positive where it is slower.
    pub lost: TimeDelta,
    /// Corners and what is between them, in the order of driving: every metre is in one of them, and
    /// what they lose adds up to [`lost`](Self::lost) to the microsecond.
    pub stretches: Vec<StretchCompared>,
}

/// A corner or the road between two, on two laps.
#[derive(Clone, Debug, PartialEq)]
pub struct StretchCompared {
    /// How each lap drove the corner; none between corners.
    pub corner: Option<[CornerDriven; 2]>,
    /// Where it begins, in metres; below 0 where it lies across the line.
    pub from: f64,
    /// Where it ends, in metres; beyond the course where it lies across the line.
    pub to: f64,
    /// How long each lap took for it.
    pub times: [LapTime; 2],
    /// What the second lost to the first on it.
    pub lost: TimeDelta,
}

/// Two laps of one course, stretch by stretch: where the second is slower, and how each drove every
/// corner. A closed course is cut where its first corner begins, not at the line.
///
/// ```
/// use maatstaf::{LapSettings, compare_laps, fastest_lap};
///
/// let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
/// let course = maatstaf::find_course(&courses, "monaco")?;
/// let car = &maatstaf::find_car("f1-2014")?.car;
/// let other = car.with_setup("brakes.front_share", 0.5)?;
/// let settings = LapSettings { nodes: Some(100), ..LapSettings::default() };
/// let one = fastest_lap("f1-2014", car, course, &settings)?.trace;
/// let two = fastest_lap("f1-2014", &other, course, &settings)?.trace;
/// let compared = compare_laps(course, &one, &two);
/// let sum: i64 = compared.stretches.iter().map(|it| it.lost.as_micros()).sum();
/// assert_eq!(sum, compared.lost.as_micros());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare_laps(course: &Course, first: &Trace, second: &Trace) -> LapsCompared {
    let clocks = [first, second].map(|lap| Clock::of(course, lap));
    let driven = [first, second].map(|lap| corners_driven(course, lap));
    let pairs: Vec<[CornerDriven; 2]> =
        driven[0].iter().zip(&driven[1]).map(|(a, b)| [*a, *b]).collect();
    let mut stretches = Vec::new();
    let mut add = |corner: Option<[CornerDriven; 2]>, from: f64, to: f64| {
        if to > from {
            let times = clocks.map(|clock| clock.between(from, to));
            stretches.push(StretchCompared { corner, from, to, times, lost: lost(times) });
        }
    };
    let begin = match (course.is_closed(), pairs.first()) {
        (true, Some([corner, _])) => corner.corner.start,
        _ => 0.0,
    };
    let mut at = begin;
    for pair in pairs {
        let (start, end) = (pair[0].corner.start.max(at), pair[0].corner.end.max(at));
        add(None, at, start);
        add(Some(pair), start, end);
        at = end;
    }
    add(None, at, begin + course.length());
    let times = clocks.map(|clock| LapTime::from_micros(clock.lap));
    LapsCompared { times, lost: lost(times), stretches }
}

fn lost([first, second]: [LapTime; 2]) -> TimeDelta {
    second.lost_to(first)
}

/// Whole microseconds along a lap, so that stretches add up.
#[derive(Clone, Copy)]
struct Clock<'a> {
    lap_of: &'a Trace,
    length: f64,
    /// The whole lap, in µs.
    lap: u64,
}

impl<'a> Clock<'a> {
    fn of(course: &Course, lap_of: &'a Trace) -> Self {
        let last = lap_of.time()[lap_of.time().len() - 1];
        Self { lap_of, length: course.length(), lap: micros(last) }
    }

    fn between(&self, from: f64, to: f64) -> LapTime {
        LapTime::from_micros((self.at(to) - self.at(from)).max(0).unsigned_abs())
    }

    /// From the line, in µs; a place beyond it counts the laps before. Places a lap apart differ by a
    /// lap, however their metres are rounded.
    fn at(&self, s: f64) -> i64 {
        let laps = (s / self.length + 1e-12).floor();
        // To the micrometre.
        let within = ((s - laps * self.length) * 1e6).round() * 1e-6;
        let within = within.clamp(0.0, self.length);
        laps as i64 * self.lap.cast_signed() + micros(self.lap_of.time_at(within)).cast_signed()
    }
}

fn micros(seconds: f64) -> u64 {
    (seconds * 1e6).round() as u64
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
