//! The road that some laps were driven on, from where the cars were.

use maatstaf_core::{Course, CourseFacts, Survey, SurveyPoint};
use maatstaf_course::{FitError, FitOptions, Side, corners, fit};
use maatstaf_telemetry::{Bend, Road, SampledLap, disagreement, line_of, points_of, sketch};

/// How exact the places of a lap are across the road, in metres.
const ACCURACY: f64 = 0.4;
/// Fewest places of a lap that a road is made from.
const FEWEST: usize = 60;

/// The closed road that laps were driven on, from their places: the line is what they have in common.
///
/// The order of the laps makes no difference.
///
/// # Errors
///
/// When no lap has places enough, or these make no road.
pub fn road_of(laps: &[&SampledLap]) -> Result<(Course, Road), FitError> {
    let mut laps = laps.to_vec();
    laps.sort_by(|a, b| order(a).partial_cmp(&order(b)).unwrap_or(std::cmp::Ordering::Equal));
    laps.retain(|lap| lap.places.len() >= FEWEST);
    let none = FitError::TooFewPoints { got: 0, want: FEWEST };
    let first = sketch(laps.first().ok_or(none)?);
    let sketched = Road::along(&course(&first, 2.0 * ACCURACY)?, Vec::new());
    let line = line_of(&laps, &sketched).ok_or(FitError::NoLine)?;
    let course = course(&points_of(&laps, &sketched, line), ACCURACY)?;
    let road = road_along(&course);
    Ok((course, road))
}

/// The road along a course, with its corners.
pub fn road_along(course: &Course) -> Road {
    let bends = corners(course).into_iter().map(|corner| Bend {
        number: corner.number,
        to_left: Some(corner.side == Side::Left),
        start: corner.start,
        apex: corner.apex,
        end: corner.end,
    });
    Road::along(course, bends.collect())
}

/// The lap whose places fit its speeds best first.
fn order(lap: &SampledLap) -> (f64, u64) {
    (disagreement(lap), lap.time.as_micros())
}

fn course(points: &[(f64, f64)], accuracy: f64) -> Result<Course, FitError> {
    let points = points.iter().map(|(x, y)| SurveyPoint::at(*x, *y)).collect();
    let survey = Survey::from_metres("road", points, true);
    let options = FitOptions { accuracy, ..FitOptions::default() };
    fit(&survey, CourseFacts::named("road"), &options)
}

/// The road by the speeds of laps alone: as long as they are on average, with a corner wherever the mean of
/// their speeds has a valley.
pub fn road_of_speeds(laps: &[&SampledLap]) -> Road {
    let lengths: Vec<f64> = laps.iter().map(|lap| summed(lap)).collect();
    let length = lengths.iter().sum::<f64>() / lengths.len().max(1) as f64;
    let n = (length / VALLEY_STEP).ceil().max(2.0) as usize;
    let mut speeds = vec![0.0; n + 1];
    for lap in laps {
        let exact = Road::of_length(length, true, Vec::new());
        let driven = maatstaf_telemetry::driven_lap(lap, &exact, &[]);
        for (i, speed) in speeds.iter_mut().enumerate() {
            let passed = driven.passed_on_the_way(length * i as f64 / n as f64);
            *speed += passed.speed / laps.len() as f64;
        }
    }
    Road::of_length(length, true, valleys(&speeds, length / n as f64))
}

/// Speeds are looked at this often, in metres.
const VALLEY_STEP: f64 = 5.0;
/// A valley is so much slower than the hills beside it, as a share.
const DEEP: f64 = 0.03;

fn summed(lap: &SampledLap) -> f64 {
    let mean = |pair: &[maatstaf_telemetry::SpeedSample]| {
        0.5 * (pair[0].speed + pair[1].speed) * (pair[1].time - pair[0].time)
    };
    let between: f64 = lap.speeds.windows(2).map(mean).sum();
    let (first, last) = (lap.speeds[0], lap.speeds[lap.speeds.len() - 1]);
    between + first.speed * first.time + last.speed * (lap.time.seconds() - last.time)
}

/// Valleys of a row of speeds: the slowest place, and the ends where half of what was lost is won back.
fn valleys(speeds: &[f64], step: f64) -> Vec<Bend> {
    let mut bends: Vec<Bend> = Vec::new();
    let (mut low, mut high, mut falling) = (0, 0, true);
    let mut found = Vec::new();
    for i in 0..speeds.len() {
        if falling {
            low = if speeds[i] < speeds[low] { i } else { low };
            if speeds[i] > speeds[low] * (1.0 + DEEP) {
                if speeds[high] > speeds[low] * (1.0 + DEEP) {
                    found.push((high, low));
                }
                (falling, high) = (false, i);
            }
        } else {
            high = if speeds[i] > speeds[high] { i } else { high };
            if speeds[i] < speeds[high] * (1.0 - DEEP) {
                (falling, low) = (true, i);
            }
        }
    }
    for (number, (before, low)) in found.iter().enumerate() {
        let next = found.get(number + 1).map_or(speeds.len() - 1, |next| next.0);
        let half = |hill: usize| 0.5 * (speeds[hill] + speeds[*low]);
        let start = (*before..*low).rev().find(|i| speeds[*i] > half(*before)).unwrap_or(*before);
        let end = (*low..next).find(|i| speeds[*i] > half(next)).unwrap_or(next);
        bends.push(Bend {
            number: number + 1,
            to_left: None,
            start: start as f64 * step,
            apex: *low as f64 * step,
            end: end as f64 * step,
        });
    }
    bends
}
