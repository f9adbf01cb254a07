//! The circuit, with the line of the lap coloured by speed.

use maatstaf::core::{Channel, Course, Trace};

use super::{KMH, Told};
use crate::page::escape;
use crate::page::ramp::colour;
use crate::road_map::{Frame, edges};

/// The longer side of the drawing, in its own units.
const SIZE: f64 = 760.0;
/// Around the road, likewise.
const MARGIN: f64 = 34.0;
/// The road is drawn in steps of at most this, in metres.
const STEP: f64 = 5.0;
/// Where metres lie on the drawing.
pub fn frame(course: &Course) -> Frame {
    Frame::of(course, SIZE, MARGIN)
}

/// Where the car is on the drawing, sample by sample.
pub fn places(trace: &Trace, frame: &Frame) -> Vec<(f64, f64)> {
    let [east, north] =
        [Channel::East, Channel::North].map(|it| trace.channel(it).unwrap_or_default());
    east.iter().zip(north).map(|(x, y)| frame.at((*x, *y, 0.0))).collect()
}

/// The drawing, with a key to its colours.
pub fn map(told: &Told) -> String {
    let frame = frame(told.course);
    let Frame { width, height, .. } = frame;
    let speed = told.fastest.trace.channel(Channel::Speed).unwrap_or_default();
    let slow = speed.iter().copied().fold(f64::INFINITY, f64::min);
    let fast = speed.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (road, line) = (road(told.course, &frame), line(told, &frame, (slow, fast)));
    let numbers: String = told.corners.iter().map(|it| number(told, it, &frame)).collect();
    let key = key(slow, fast);
    let name = escape(told.course.name());
    format!(
        "<figure class=\"map\">\n<figcaption><strong>The line, by speed</strong>{key}</figcaption>\n\
         <svg class=\"chart\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         aria-labelledby=\"map-title map-desc\">\n<title id=\"map-title\">{name}</title>\n\
         <desc id=\"map-desc\">The road from above, north up, with the line of the lap coloured \
         from {:.0} to {:.0} km/h</desc>\n{road}{line}{numbers}\
         <circle id=\"dot\" r=\"6\" cx=\"-20\" cy=\"-20\"/>\n</svg>\n</figure>\n",
        slow / KMH,
        fast / KMH
    )
}

fn road(course: &Course, frame: &Frame) -> String {
    let edges = edges(course, frame, STEP);
    let (a, beyond) = (course.at(0.0), 5.0 / frame.scale);
    let [(ax, ay), (bx, by)] =
        [a.left + beyond, -a.right - beyond].map(|n| frame.at(course.point(0.0, n)));
    format!(
        "<path class=\"road\" d=\"{edges}\"/>\n<line class=\"start\" x1=\"{ax:.1}\" y1=\"{ay:.1}\" \
         x2=\"{bx:.1}\" y2=\"{by:.1}\"><title>start</title></line>\n"
    )
}

/// One stroke from sample to sample, each in the colour of its speed.
fn line(told: &Told, frame: &Frame, (slow, fast): (f64, f64)) -> String {
    let trace = &told.fastest.trace;
    let speed = trace.channel(Channel::Speed).unwrap_or_default();
    let places = places(trace, frame);
    let strokes = places.windows(2).zip(speed.windows(2)).map(|(ends, speeds)| {
        let [(ax, ay), (bx, by)] = [ends[0], ends[1]];
        let mean = 0.5 * (speeds[0] + speeds[1]);
        let colour = colour((mean - slow) / (fast - slow).max(1e-9));
        format!("<path d=\"M{ax:.1} {ay:.1}L{bx:.1} {by:.1}\" stroke=\"{colour}\"/>\n")
    });
    format!("<g class=\"driven\">\n{}</g>\n", strokes.collect::<String>())
}

/// A corner's number, on the outside of the bend.
fn number(told: &Told, driven: &maatstaf::CornerDriven, frame: &Frame) -> String {
    let (course, corner) = (told.course, driven.corner);
    let road = course.at(corner.apex);
    let beyond = 14.0 / frame.scale;
    let outside = if road.curvature > 0.0 { -road.right - beyond } else { road.left + beyond };
    let (x, y) = frame.at(course.point(corner.apex, outside));
    format!(
        "<text class=\"number\" x=\"{x:.1}\" y=\"{y:.1}\">{}<title>{:.1} km/h at {:.0} m</title>\
         </text>\n",
        corner.number,
        driven.least_speed / KMH,
        driven.slowest_at
    )
}

fn key(slow: f64, fast: f64) -> String {
    let stops: Vec<String> = (0..=10).map(|i| colour(f64::from(i) / 10.0)).collect();
    format!(
        " <span class=\"keys\">{:.0} <span class=\"ramp\" style=\"background:linear-gradient(90deg,\
         {})\"></span> {:.0} km/h</span>",
        slow / KMH,
        stops.join(","),
        fast / KMH
    )
}
