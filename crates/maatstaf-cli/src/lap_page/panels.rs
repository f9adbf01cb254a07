//! The channels over distance, one below the other.

use maatstaf::Prices;
use maatstaf::core::{Channel, Trace, Wheel};

use super::{G, KMH, Told};
use crate::chart::ticks;
use crate::page::escape;
use crate::page::numbers::minus;
use crate::page::svg::{bar, line, rule, text};

/// The width of a panel in its own units; the page stretches it.
const WIDTH: f64 = 760.0;
/// Left and right edge of what is drawn.
const ACROSS: (f64, f64) = (46.0, WIDTH - 8.0);

/// One chart.
pub struct Panel {
    id: &'static str,
    heading: &'static str,
    height: f64,
    /// Class, name, values.
    lines: Vec<(&'static str, &'static str, Vec<f64>)>,
    /// A band from the first to the second, such as the road's edges.
    band: Option<(Vec<f64>, Vec<f64>)>,
}

/// A number that the cursor shows.
pub struct Readout {
    /// What.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// How many decimals.
    pub decimals: usize,
    /// Sample by sample.
    pub values: Vec<f64>,
}

/// The numbers that the cursor shows.
pub fn readouts(trace: &Trace) -> Vec<Readout> {
    let list: [(&str, &str, usize, Channel, f64); 8] = [
        ("Speed", "km/h", 1, Channel::Speed, 1.0 / KMH),
        ("Gear", "", 0, Channel::Gear, 1.0),
        ("Throttle", "%", 0, Channel::Throttle, 100.0),
        ("Brake", "%", 0, Channel::Brake, 100.0),
        ("Steering", "°", 1, Channel::Steering, 1_f64.to_degrees()),
        ("Forward", "g", 2, Channel::AccelerationForward, 1.0 / G),
        ("Sideways", "g", 2, Channel::AccelerationLeft, 1.0 / G),
        ("Offset", "m", 1, Channel::Offset, 1.0),
    ];
    list.into_iter()
        .filter_map(|(name, unit, decimals, channel, factor)| {
            let values = scaled(trace, channel, factor)?;
            Some(Readout { name, unit, decimals, values })
        })
        .collect()
}

fn scaled(trace: &Trace, channel: Channel, factor: f64) -> Option<Vec<f64>> {
    Some(trace.channel(channel)?.iter().map(|value| value * factor).collect())
}

/// All charts, with the cursor's slider and read-out above them.
pub fn panels(told: &Told) -> String {
    let trace = &told.fastest.trace;
    let last = trace.distance().len() - 1;
    let charts: String = all(told).iter().map(|panel| panel.to_html(trace.distance())).collect();
    format!(
        "<div class=\"panels\">\n<div class=\"cursor\" hidden>\n<label>Where on the lap \
         <input id=\"where\" type=\"range\" min=\"0\" max=\"{last}\" value=\"0\"></label>\n\
         <output id=\"readout\" for=\"where\"></output>\n</div>\n{charts}</div>\n"
    )
}

fn all(told: &Told) -> Vec<Panel> {
    let trace = &told.fastest.trace;
    let of = |channel, factor| scaled(trace, channel, factor).unwrap_or_default();
    let mut panels = vec![
        panel("speed", "Speed (km/h)", 170.0, vec![("driver", "", of(Channel::Speed, 1.0 / KMH))]),
        panel(
            "pedals",
            "Pedals (%)",
            90.0,
            vec![
                ("driver", "throttle", of(Channel::Throttle, 100.0)),
                ("reference", "brake", of(Channel::Brake, 100.0)),
            ],
        ),
        panel(
            "acceleration",
            "Acceleration (g)",
            110.0,
            vec![
                ("driver", "forward", of(Channel::AccelerationForward, 1.0 / G)),
                ("reference", "to the left", of(Channel::AccelerationLeft, 1.0 / G)),
            ],
        ),
    ];
    if let Some(steering) = scaled(trace, Channel::Steering, 1_f64.to_degrees()) {
        let lines = vec![("driver", "", steering)];
        panels.insert(2, panel("steering", "Steering (°, to the left)", 90.0, lines));
    }
    if let Some(gear) = trace.channel(Channel::Gear) {
        panels.push(panel("gear", "Gear", 80.0, vec![("driver", "", gear.to_vec())]));
    }
    if trace.channel(Channel::MotorPower).is_some() {
        let lines = vec![
            ("driver", "power unit", of(Channel::Power, 1e-3)),
            ("reference", "electric motor", of(Channel::MotorPower, 1e-3)),
        ];
        panels.push(panel("power", "Power at the wheels (kW)", 110.0, lines));
    }
    panels.push(offset(told));
    if trace.channel(Channel::Load(Wheel::FrontLeft)).is_some() {
        panels.push(loads(&of));
    }
    panels.extend(told.fastest.prices.as_ref().map(|it| prices(told, it)));
    panels
}

/// What the wheels carry.
fn loads(of: &dyn Fn(Channel, f64) -> Vec<f64>) -> Panel {
    let load = |wheel| of(Channel::Load(wheel), 1e-3);
    let loads = vec![
        ("driver", "front left", load(Wheel::FrontLeft)),
        ("driver right", "front right", load(Wheel::FrontRight)),
        ("reference solid", "rear left", load(Wheel::RearLeft)),
        ("reference", "rear right", load(Wheel::RearRight)),
    ];
    panel("loads", "Loads of the wheels (kN)", 120.0, loads)
}

/// A chart of some lines, each with its class, its name and its values.
pub fn panel(
    id: &'static str,
    heading: &'static str,
    height: f64,
    lines: Vec<(&'static str, &'static str, Vec<f64>)>,
) -> Panel {
    Panel { id, heading, height, lines, band: None }
}

/// The line between the edges.
fn offset(told: &Told) -> Panel {
    let trace = &told.fastest.trace;
    let at = |s: &f64| told.course.at(*s);
    let left = trace.distance().iter().map(|s| at(s).left).collect();
    let right = trace.distance().iter().map(|s| -at(s).right).collect();
    let values = scaled(trace, Channel::Offset, 1.0).unwrap_or_default();
    let lines = vec![("driver", "", values)];
    let heading = "Place on the road (m, to the left)";
    Panel { band: Some((right, left)), ..panel("offset", heading, 110.0, lines) }
}

/// What a metre of width is worth.
fn prices(told: &Told, prices: &Prices) -> Panel {
    // As many as samples: the line has the price of the first station.
    let around = |values: &[f64]| {
        let n = told.fastest.trace.distance().len();
        (0..n).map(|i| 1e3 * values[i % values.len()]).collect::<Vec<f64>>()
    };
    panel(
        "prices",
        "Gain per metre of width and metre of road (ms)",
        100.0,
        vec![
            ("driver", "left edge", around(&prices.left_edge)),
            ("reference", "right edge", around(&prices.right_edge)),
        ],
    )
}

impl Panel {
    /// The chart over these distances, in metres.
    pub fn to_html(&self, distance: &[f64]) -> String {
        let Self { id, heading, height, .. } = self;
        let frame = self.frame(distance);
        let mut marks = self.band(&frame, distance);
        marks += &frame.grid();
        for (class, _, values) in &self.lines {
            let points: Vec<(f64, f64)> =
                distance.iter().zip(values).map(|(s, v)| (frame.x(*s), frame.y(*v))).collect();
            marks += &line(class, &points);
        }
        let keys: String = self.lines.iter().map(|(class, name, _)| key(class, name)).collect();
        let heading = escape(heading);
        format!(
            "<figure>\n<figcaption><strong>{heading}</strong> <span class=\"keys\">{keys}</span>\
             </figcaption>\n<svg class=\"chart panel\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{heading}</title>\n\
             <desc id=\"{id}-desc\">{}</desc>\n{marks}\
             <line class=\"hair\" x1=\"-9\" x2=\"-9\" y1=\"4\" y2=\"{:.0}\"/>\n</svg>\n</figure>\n",
            escape(&self.described()),
            height - 18.0
        )
    }

    /// What there is to see, in a sentence.
    fn described(&self) -> String {
        let of = |(_, name, values): &(&str, &str, Vec<f64>)| {
            let (low, high) = ends(values.iter());
            let name = if name.is_empty() { "from" } else { name };
            format!("{name} {low:.2} to {high:.2}")
        };
        let parts: Vec<String> = self.lines.iter().map(of).collect();
        format!("Over the distance: {}", minus(parts.join(", ")))
    }

    fn frame(&self, distance: &[f64]) -> Frame {
        let all = self.lines.iter().flat_map(|(_, _, values)| values);
        let band = self.band.iter().flat_map(|(low, high)| low.iter().chain(high));
        let (low, high) = ends(all.chain(band));
        let (low, high) = (low.min(0.0), high.max(0.0));
        let room = 0.04 * (high - low).max(1e-9);
        let n_levels = if self.height > 100.0 { 4 } else { 2 };
        let ends = (if low < 0.0 { low - room } else { 0.0 }, high + room);
        let mut levels = ticks(low, high, n_levels);
        levels.retain(|level| (ends.0..=ends.1).contains(level));
        let length = distance[distance.len() - 1];
        Frame { length, up: (self.height - 18.0, 6.0), ends, levels }
    }

    fn band(&self, frame: &Frame, distance: &[f64]) -> String {
        let Some((low, high)) = &self.band else { return String::new() };
        let along = |values: &[f64]| -> Vec<(f64, f64)> {
            distance.iter().zip(values).map(|(s, v)| (frame.x(*s), frame.y(*v))).collect()
        };
        let (mut points, mut back) = (along(low), along(high));
        back.reverse();
        points.append(&mut back);
        let list: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        format!("<polygon class=\"tarmac\" points=\"{}\"/>\n", list.join(" "))
    }
}

/// Where values lie.
struct Frame {
    length: f64,
    up: (f64, f64),
    /// The values at the bottom and the top.
    ends: (f64, f64),
    levels: Vec<f64>,
}

impl Frame {
    fn x(&self, s: f64) -> f64 {
        ACROSS.0 + (ACROSS.1 - ACROSS.0) * s / self.length
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = self.ends;
        self.up.0 + (self.up.1 - self.up.0) * (value - low) / (high - low)
    }

    /// Levels with their numbers, and the distance along the bottom.
    fn grid(&self) -> String {
        let level = |value: &f64| {
            let y = self.y(*value);
            let class = if *value == 0.0 { "zero" } else { "grid" };
            let number = minus((value * 1e6).round() / 1e6);
            rule(class, (ACROSS.0, y), (ACROSS.1, y))
                + &text("axis", ACROSS.0 - 5.0, y + 3.5, "end", &number)
        };
        let mut marks: String = self.levels.iter().map(level).collect();
        let places = ticks(0.0, self.length, 8);
        let within = places.iter().filter(|s| **s <= self.length);
        for s in within {
            let x = self.x(*s);
            marks += &bar("tick", x - 0.5, self.up.0, 1.0, 4.0);
            marks += &text("axis", x, self.up.0 + 15.0, "middle", &format!("{s:.0} m"));
        }
        marks
    }
}

fn key(class: &str, name: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    let line = line(class, &[(1.0, 6.0), (27.0, 6.0)]);
    format!(
        "<span class=\"key\"><svg class=\"swatch\" viewBox=\"0 0 28 12\" aria-hidden=\"true\">{line}\
         </svg>{}</span> ",
        escape(name)
    )
}

fn ends<'a>(values: impl Iterator<Item = &'a f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(*value), high.max(*value))
    })
}
