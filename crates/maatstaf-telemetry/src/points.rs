//! Points of a road that laps were driven on.

use crate::base::Base;
use crate::road::Road;
use crate::sampled::{SampledLap, Sampling};

/// Points nearer to each other than this are one, in metres.
const NEAREST: f64 = 3.0;
/// So many places at each end of a lap say where the line is.
const AT_THE_LINE: usize = 12;

/// The places of a lap in the order of driving, none nearer than 3 m to the one before: a first sketch of
/// its road.
pub fn sketch(lap: &SampledLap) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(lap.places.len());
    let far = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1) >= NEAREST;
    for place in &lap.places {
        let point = (place.x, place.y);
        if points.last().is_none_or(|last| far(*last, point)) {
            points.push(point);
        }
    }
    // What lies behind the first point again is of the next lap.
    while points.len() > 2 && is_behind(&points, NEAREST) {
        points.pop();
    }
    points
}

/// Whether the last point is near the first, or has gone beyond it.
fn is_behind(points: &[(f64, f64)], near: f64) -> bool {
    let (first, second, last) = (points[0], points[1], points[points.len() - 1]);
    let ahead = (second.0 - first.0, second.1 - first.1);
    let gap = (first.0 - last.0, first.1 - last.1);
    let long = ahead.0.hypot(ahead.1);
    gap.0.hypot(gap.1) < 100.0 && (gap.0 * ahead.0 + gap.1 * ahead.1) / long < near
}

/// By how many metres, root mean square, the way from place to place is another than speeds say.
pub fn disagreement(lap: &SampledLap) -> f64 {
    let mut between = crate::base::SpeedBetween::new(&lap.speeds);
    let mut sum = 0.0;
    for pair in lap.places.windows(2) {
        let middle = 0.5 * (pair[0].time + pair[1].time);
        let speed = between.at(middle);
        let way = (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y);
        sum += (way - speed * (pair[1].time - pair[0].time)).powi(2);
    }
    (sum / lap.places.len().max(1) as f64).sqrt()
}

/// Where the line is on a sketch of a road, in metres: the median of where each lap has it. `None` without
/// places.
pub fn line_of(laps: &[&SampledLap], road: &Road) -> Option<f64> {
    let lines: Vec<f64> = laps.iter().filter_map(|lap| line_of_lap(lap, road)).collect();
    maatstaf_numerics::median(&lines)
}

/// Where a lap has the line, in metres.
///
/// It is at the line at its first and at its last moment; speeds take it from there to the places beside.
fn line_of_lap(lap: &SampledLap, road: &Road) -> Option<f64> {
    let base = Base::of(lap, road);
    let on_road = base.on_road(lap, road);
    let few = AT_THE_LINE.min(on_road.len() / 2);
    let ends = on_road[..few].iter().chain(&on_road[on_road.len() - few..]);
    let sum: f64 = ends.map(|(time, on)| on.s - base.place(*time)).sum();
    (few > 0).then(|| sum / (2 * few) as f64)
}

/// A lap whose samples are put on the clock of the line, and by how much they were late, in seconds.
///
/// A lap may have been cut from the stream of its car too early or too late: then all its places lie ahead of
/// the road, or behind. What is more than its sampling lets expect is taken out.
pub fn on_the_clock(lap: &SampledLap, road: &Road) -> (SampledLap, f64) {
    let Some(ahead) = line_of_lap(lap, road) else { return (lap.clone(), 0.0) };
    let base = Base::of(lap, road);
    let end = lap.time.seconds();
    let late = ahead / (0.5 * (base.speed(0.0) + base.speed(end))).max(1.0);
    let Sampling { place_delay, speed_delay, .. } = lap.sampling;
    if late.abs() <= (EXPECTED * place_delay.hypot(speed_delay)).max(LEAST) {
        return (lap.clone(), 0.0);
    }
    let mut moved = lap.clone();
    moved.speeds.iter_mut().for_each(|sample| sample.time += late);
    moved.places.iter_mut().for_each(|sample| sample.time += late);
    moved.speeds.retain(|sample| (0.0..=end).contains(&sample.time));
    moved.places.retain(|sample| (0.0..=end).contains(&sample.time));
    (moved, late)
}

/// A lap is put on the clock when it is off by so many standard deviations.
const EXPECTED: f64 = 3.0;
/// And by no less than this, in seconds.
const LEAST: f64 = 0.1;

/// Points of the road from the line on, each the median of the places that lie within 3 m of the sketch.
pub fn points_of(laps: &[&SampledLap], road: &Road, line: f64) -> Vec<(f64, f64)> {
    let mut places: Vec<(f64, f64, f64)> = Vec::new();
    for lap in laps {
        let on_road = Base::of(lap, road).on_road(lap, road);
        let of_time = |time: f64| lap.places.iter().find(|place| place.time == time);
        places.extend(on_road.iter().filter_map(|(time, on)| {
            let place = of_time(*time)?;
            Some(((on.s - line).rem_euclid(road.length()), place.x, place.y))
        }));
    }
    places.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let mut points = Vec::new();
    points.extend(road.point(line, 0.0));
    let mut from = 0;
    while from < places.len() {
        let group = places[from..].iter().take_while(|it| it.0 - places[from].0 < NEAREST).count();
        let group = &places[from..from + group];
        from += group.len();
        let middle = |of: fn(&(f64, f64, f64)) -> f64| {
            let values: Vec<f64> = group.iter().map(of).collect();
            maatstaf_numerics::median(&values).unwrap_or_default()
        };
        if (NEAREST..road.length() - NEAREST).contains(&middle(|it| it.0)) {
            points.push((middle(|it| it.1), middle(|it| it.2)));
        }
    }
    points
}
