//! A course as one SVG that needs nothing else.

use maatstaf::core::Course;
use maatstaf::course::Corner;

use super::direction;
use crate::page::escape;
use crate::road_map::{Frame, edges, path, places};

/// The longer side of the drawing, in its own units.
const SIZE: f64 = 1000.0;

/// Around the road, in the drawing's units.
const MARGIN: f64 = 70.0;

/// Numbers stand this far from the edge, in the drawing's units.
const BESIDE: f64 = 22.0;

/// The road is drawn in steps of at most this, in metres.
const STEP: f64 = 4.0;

const STYLE: &str = "\
svg{background:#fff;font-family:system-ui,sans-serif}\
.road{fill:#c9ced6;fill-rule:evenodd;stroke:#4a5568;stroke-width:1}\
.line{fill:none;stroke:#4a5568;stroke-width:.8;stroke-dasharray:6 5}\
.start{stroke:#b00020;stroke-width:4}.way{fill:#b00020}\
.number{font-size:19px;fill:#1a202c;text-anchor:middle;dominant-baseline:central}\
.small{font-size:17px;fill:#4a5568}.scale{stroke:#4a5568;stroke-width:2;fill:none}";

/// The drawing: edges, line, start, direction, numbered corners, a scale.
pub fn svg(course: &Course, corners: &[Corner]) -> String {
    let frame = Frame::of(course, SIZE, MARGIN);
    let (width, height) = (frame.width, frame.height + 40.0);
    let name = escape(course.name());
    let description = escape(&format!(
        "{:.0} m, {}, {} corners; north is up; the red line is the start, the arrow the direction",
        course.length(),
        direction(course),
        corners.len()
    ));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         aria-labelledby=\"title desc\">\n<title id=\"title\">{name}</title>\n\
         <desc id=\"desc\">{description}</desc>\n<style>{STYLE}</style>\n"
    );
    text += &road(course, &frame);
    text += &start(course, &frame);
    for corner in corners {
        text += &number(course, corner, &frame);
    }
    text + &scale(&frame) + "</svg>\n"
}

fn road(course: &Course, frame: &Frame) -> String {
    let edges = edges(course, frame, STEP);
    let places = places(course, STEP);
    let line = path(places.map(|s| frame.at(course.point(s, 0.0))), course.is_closed());
    format!("<path class=\"road\" d=\"{edges}\"/>\n<path class=\"line\" d=\"{line}\"/>\n")
}

/// The start, and an arrow beside the road that points the way.
fn start(course: &Course, frame: &Frame) -> String {
    let road = course.at(0.0);
    let beyond = 6.0 / frame.scale;
    let (ax, ay) = frame.at(course.point(0.0, road.left + beyond));
    let (bx, by) = frame.at(course.point(0.0, -road.right - beyond));
    let (x, y) = frame.at(course.point(0.0, road.left + 16.0 / frame.scale));
    let turn = -road.heading.to_degrees();
    format!(
        "<line class=\"start\" x1=\"{ax:.1}\" y1=\"{ay:.1}\" x2=\"{bx:.1}\" y2=\"{by:.1}\"/>\n\
         <path class=\"way\" transform=\"translate({x:.1} {y:.1}) rotate({turn:.1})\" \
         d=\"M0 -3H18V-8L32 0L18 8V3H0Z\"><title>direction of driving</title></path>\n"
    )
}

/// A corner's number, outside of the bend.
fn number(course: &Course, corner: &Corner, frame: &Frame) -> String {
    let road = course.at(corner.apex);
    let beyond = BESIDE / frame.scale;
    let outside = if road.curvature > 0.0 { -road.right - beyond } else { road.left + beyond };
    let (x, y) = frame.at(course.point(corner.apex, outside));
    format!(
        "<text class=\"number\" x=\"{x:.1}\" y=\"{y:.1}\">{}<title>{} m, {}, radius {:.0} m, \
         {:.0}°</title></text>\n",
        corner.number,
        corner.apex.round(),
        corner.side,
        corner.radius,
        corner.angle.to_degrees()
    )
}

/// A bar of a round length.
fn scale(frame: &Frame) -> String {
    let lengths = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0];
    let fits = |metres: &&f64| **metres * frame.scale <= 200.0;
    let metres = lengths.iter().rev().find(fits).copied().unwrap_or(lengths[0]);
    let (x, y, width) = (MARGIN, frame.height + 10.0, metres * frame.scale);
    format!(
        "<path class=\"scale\" d=\"M{x:.1} {:.1}v6h{width:.1}v-6\"/>\n\
         <text class=\"small\" x=\"{:.1}\" y=\"{:.1}\">{metres:.0} m</text>\n",
        y - 6.0,
        x + width + 10.0,
        y + 4.0
    )
}
