//! The circuit, coloured by who was faster where.

use maatstaf::telemetry::{Bend, Road};

use crate::page::escape;
use crate::road_map::{Frame, path};

/// The longer side of the drawing, and what is around the road, in its own units.
const SIZE: f64 = 760.0;
const MARGIN: f64 = 40.0;
/// From the road to the number of a corner, likewise.
const BESIDE: f64 = 20.0;
/// Where a number may stand instead, in multiples of that; and the room that it takes.
const AWAY: [f64; 6] = [1.0, -1.0, 1.9, -1.9, 2.8, -2.8];
const ROOM: (f64, f64) = (22.0, 18.0);
/// The width of the line where nothing is sure, and where most was lost or gained.
const WIDTHS: (f64, f64) = (4.0, 12.0);

/// A corner or a straight, with what was lost on it.
pub struct Stretch {
    /// Where it begins, in metres from the line.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// In seconds.
    pub lost: f64,
    /// Whether that is more than noise.
    pub is_sure: bool,
    /// What is said of it: `turn 5: +0.041 s [0.012, 0.070]`.
    pub words: String,
}

/// The circuit as it is drawn.
pub struct LossMap<'a> {
    road: &'a Road,
    names: [&'a str; 2],
    heading: &'static str,
    stretches: Vec<Stretch>,
    frame: Frame,
    distance: Vec<f64>,
    places: Vec<(f64, f64)>,
}

impl<'a> LossMap<'a> {
    /// With the road drawn through these places, in metres from the line; `None` where its shape is not known.
    pub fn of(
        road: &'a Road,
        distance: Vec<f64>,
        names: [&'a str; 2],
        heading: &'static str,
        stretches: Vec<Stretch>,
    ) -> Option<Self> {
        let points = distance.iter().map(|s| road.point(*s, 0.0)).collect::<Option<Vec<_>>>()?;
        let (east, north): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        let frame = Frame::around((&east, &north), SIZE, MARGIN);
        let places = east.iter().zip(&north).map(|(x, y)| frame.at((*x, *y, 0.0))).collect();
        Some(Self { road, names, heading, stretches, frame, distance, places })
    }

    /// Where the road is on the drawing, place by place.
    pub fn places(&self) -> &[(f64, f64)] {
        &self.places
    }

    /// The drawing with its key.
    pub fn to_html(&self) -> String {
        let Frame { width, height, .. } = self.frame;
        let road = path(self.places.iter().copied(), false);
        let strokes: String = self.stretches.iter().map(|stretch| self.stroke(stretch)).collect();
        let bends = self.road.bends();
        let numbers = self.numbers(bends);
        let [lap, reference] = self.names.map(escape);
        let heading = self.heading;
        format!(
            "<figure class=\"map\">\n<figcaption><strong>{heading}</strong>{}</figcaption>\n\
             <svg class=\"chart\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
             aria-labelledby=\"map-title map-desc\">\n<title id=\"map-title\">{heading}</title>\n<desc id=\"map-desc\">The road from above, north up: solid where {lap} is \
             faster, striped where {reference} is, thin and grey where it is even; the table below holds \
             the same</desc>\n<path class=\"bed\" d=\"{road}\"/>\n{strokes}{}{numbers}\
             <circle id=\"dot\" r=\"7\" cx=\"-20\" cy=\"-20\"/>\n</svg>\n</figure>\n",
            key(&lap, &reference),
            self.line()
        )
    }

    /// A corner or a straight, wider the more it cost or brought.
    fn stroke(&self, stretch: &Stretch) -> String {
        let within = |(s, _): &(&f64, _)| (stretch.from..=stretch.to).contains(*s);
        let places = self.distance.iter().zip(&self.places).filter(within).map(|it| *it.1);
        let ends = [stretch.from, stretch.to].map(|s| self.at(s, 0.0));
        let [Some(from), Some(to)] = ends else { return String::new() };
        let line = path(std::iter::once(from).chain(places).chain([to]), false);
        let words = &stretch.words;
        let class = match stretch.is_sure {
            false => return stroke("even", WIDTHS.0, &line, words),
            true if stretch.lost > 0.0 => "slower",
            true => "faster",
        };
        let most = self.stretches.iter().map(|it| it.lost.abs()).fold(1e-6, f64::max);
        let share = stretch.lost.abs() / most;
        let width = 1.6 * WIDTHS.0 + (WIDTHS.1 - 1.6 * WIDTHS.0) * share;
        let stripes =
            if class == "slower" { stroke("stripes", width, &line, words) } else { String::new() };
        stroke(class, width, &line, words) + &stripes
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

    /// The corners' numbers: on the outside of the bend, else on the inside, else further away, wherever none stands
    /// yet.
    fn numbers(&self, bends: &[Bend]) -> String {
        let mut placed: Vec<(f64, f64)> = Vec::with_capacity(bends.len());
        let mut numbers = String::new();
        for bend in bends {
            let outside = if bend.to_left.unwrap_or(true) { -BESIDE } else { BESIDE };
            let beside = AWAY.map(|times| self.at(bend.apex, times * outside / self.frame.scale));
            let places = || beside.into_iter().flatten();
            let is_free = |(x, y): &(f64, f64)| {
                let apart =
                    |(a, b): &(f64, f64)| (a - x).abs() >= ROOM.0 || (b - y).abs() >= ROOM.1;
                placed.iter().all(apart)
            };
            let Some((x, y)) = places().find(is_free).or(beside[0]) else { continue };
            placed.push((x, y));
            let number = bend.number;
            numbers +=
                &format!("<text class=\"number\" x=\"{x:.1}\" y=\"{y:.1}\">{number}</text>\n");
        }
        numbers
    }

    fn at(&self, s: f64, n: f64) -> Option<(f64, f64)> {
        self.road.point(s, n).map(|(x, y)| self.frame.at((x, y, 0.0)))
    }
}

fn stroke(class: &str, width: f64, line: &str, words: &str) -> String {
    let words = escape(words);
    format!(
        "<path class=\"won {class}\" stroke-width=\"{width:.1}\" d=\"{line}\"><title>{words}</title>\
         </path>\n"
    )
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
