//! The circuit, coloured by who was faster where.

use maatstaf::telemetry::{Alongside, Bend, Road, Segment};

use crate::commands::compare::TwoLaps;
use crate::page::escape;
use crate::page::numbers::minus;
use crate::road_map::{Frame, path};

/// The longer side of the drawing, and what is around the road, in its own units.
const SIZE: f64 = 760.0;
const MARGIN: f64 = 40.0;
/// From the road to the number of a corner, likewise.
const BESIDE: f64 = 20.0;
/// The width of the line where nothing is sure, and where most was lost or gained.
const WIDTHS: (f64, f64) = (4.0, 12.0);

/// The circuit as it is drawn.
pub struct Map<'a> {
    laps: &'a TwoLaps,
    frame: Frame,
    distance: Vec<f64>,
    places: Vec<(f64, f64)>,
}

impl<'a> Map<'a> {
    /// `None` where the shape of the road is not known.
    pub fn of(laps: &'a TwoLaps, along: &[Alongside]) -> Option<Self> {
        let points = along.iter().map(|it| it.point).collect::<Option<Vec<_>>>()?;
        let (east, north): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        let frame = Frame::around((&east, &north), SIZE, MARGIN);
        let places = east.iter().zip(&north).map(|(x, y)| frame.at((*x, *y, 0.0))).collect();
        let distance = along.iter().map(|it| it.s).collect();
        Some(Self { laps, frame, distance, places })
    }

    /// Where the road is on the drawing, place by place.
    pub fn places(&self) -> &[(f64, f64)] {
        &self.places
    }

    /// The drawing with its key.
    pub fn to_html(&self) -> String {
        let Frame { width, height, .. } = self.frame;
        let road = path(self.places.iter().copied(), false);
        let segments = &self.laps.compared.comparison.segments;
        let strokes: String = segments.iter().map(|segment| self.stroke(segment)).collect();
        let bends = self.laps.compared.road.bends();
        let numbers: String = bends.iter().filter_map(|bend| self.number(bend)).collect();
        let [lap, reference] = self.laps.found.each_ref().map(|it| escape(&it.short));
        format!(
            "<figure class=\"map\">\n<figcaption><strong>Who is faster where</strong>{}</figcaption>\n\
             <svg class=\"chart\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
             aria-labelledby=\"map-title map-desc\">\n<title id=\"map-title\">Who is faster where\
             </title>\n<desc id=\"map-desc\">The road from above, north up: solid where {lap} is \
             faster, striped where {reference} is, thin and grey where it is even; the table below holds \
             the same</desc>\n<path class=\"bed\" d=\"{road}\"/>\n{strokes}{}{numbers}\
             <circle id=\"dot\" r=\"7\" cx=\"-20\" cy=\"-20\"/>\n</svg>\n</figure>\n",
            key(&lap, &reference),
            self.line()
        )
    }

    /// A corner or a straight, wider the more it cost or brought.
    fn stroke(&self, segment: &Segment) -> String {
        let within = |(s, _): &(&f64, _)| (segment.from..=segment.to).contains(*s);
        let places = self.distance.iter().zip(&self.places).filter(within).map(|it| *it.1);
        let ends = [segment.from, segment.to].map(|s| self.at(s, 0.0));
        let [Some(from), Some(to)] = ends else { return String::new() };
        let line = path(std::iter::once(from).chain(places).chain([to]), false);
        let (words, loss) = (title(segment), segment.loss);
        let class = match loss.is_sure() {
            false => return stroke("even", WIDTHS.0, &line, &words),
            true if loss.time.as_micros() > 0 => "slower",
            true => "faster",
        };
        let segments = self.laps.compared.comparison.segments.iter();
        let most = segments.map(|it| it.loss.time.as_micros().abs()).max().unwrap_or(1);
        let share = loss.time.as_micros().abs() as f64 / most.max(1) as f64;
        let width = 1.6 * WIDTHS.0 + (WIDTHS.1 - 1.6 * WIDTHS.0) * share;
        let stripes =
            if class == "slower" { stroke("stripes", width, &line, &words) } else { String::new() };
        stroke(class, width, &line, &words) + &stripes
    }

    /// The line across the road where laps begin.
    fn line(&self) -> String {
        let beside = 8.0 / self.frame.scale;
        let [Some((ax, ay)), Some((bx, by))] = [beside, -beside].map(|n| self.at(0.0, n)) else {
            return String::new();
        };
        format!(
            "<line class=\"start\" x1=\"{ax:.1}\" y1=\"{ay:.1}\" x2=\"{bx:.1}\" y2=\"{by:.1}\">\
             <title>the line</title></line>\n"
        )
    }

    /// A corner's number, on the outside of the bend.
    fn number(&self, bend: &Bend) -> Option<String> {
        let beside = BESIDE / self.frame.scale;
        let to_left = bend.to_left.unwrap_or(true);
        let (x, y) = self.at(bend.apex, if to_left { -beside } else { beside })?;
        let number = bend.number;
        Some(format!("<text class=\"number\" x=\"{x:.1}\" y=\"{y:.1}\">{number}</text>\n"))
    }

    fn at(&self, s: f64, n: f64) -> Option<(f64, f64)> {
        let road: &Road = &self.laps.compared.road;
        road.point(s, n).map(|(x, y)| self.frame.at((x, y, 0.0)))
    }
}

fn stroke(class: &str, width: f64, line: &str, words: &str) -> String {
    let words = escape(words);
    format!(
        "<path class=\"won {class}\" stroke-width=\"{width:.1}\" d=\"{line}\"><title>{words}</title>\
         </path>\n"
    )
}

/// `turn 5: +0.041 s [0.012, 0.070]`.
fn title(segment: &Segment) -> String {
    let place = super::tables::place(segment);
    let (time, low, high) = (segment.loss.time, segment.loss.low, segment.loss.high);
    format!("{place}: {}", minus(format!("{time} s [{low:.3}, {high:.3}]")))
}

fn key(lap: &str, reference: &str) -> String {
    let swatch = |strokes: &[(&str, f64)], words: String| {
        let line = |(class, width): &(&str, f64)| {
            format!("<path class=\"won {class}\" stroke-width=\"{width}\" d=\"M1 6H27\"/>")
        };
        let lines: String = strokes.iter().map(line).collect();
        format!(
            "<span class=\"key\"><svg class=\"swatch\" viewBox=\"0 0 28 12\" aria-hidden=\"true\">\
             {lines}</svg>{words}</span> "
        )
    };
    let faster = swatch(&[("faster", 9.0)], format!("{lap} faster"));
    let slower = swatch(&[("slower", 9.0), ("stripes", 9.0)], format!("{reference} faster"));
    let even = swatch(&[("even", WIDTHS.0)], "even".to_owned());
    format!(" <span class=\"keys\">{faster}{slower}{even}</span>")
}
