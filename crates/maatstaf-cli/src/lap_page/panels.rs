//! The channels of a lap over distance, one below the other.

use maatstaf::Prices;
use maatstaf::core::{Channel, Trace, Wheel};

use super::{G, KMH, Told};
use crate::page::cursor::{Readout, cursor};
use crate::page::panel::{Panel, panel};

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
    let channels = list.into_iter().filter_map(|(name, unit, decimals, channel, factor)| {
        let values = scaled(trace, channel, factor)?;
        Some(readout(name, unit, decimals, values))
    });
    std::iter::once(readout("", "s", 3, trace.time().to_vec())).chain(channels).collect()
}

fn readout(name: &'static str, unit: &'static str, decimals: usize, values: Vec<f64>) -> Readout {
    Readout { name, unit, decimals, values: vec![values], within: Vec::new() }
}

fn scaled(trace: &Trace, channel: Channel, factor: f64) -> Option<Vec<f64>> {
    Some(trace.channel(channel)?.iter().map(|value| value * factor).collect())
}

/// All charts, with the cursor's slider and read-out above them.
pub fn panels(told: &Told) -> String {
    let distance = told.fastest.trace.distance();
    let charts: String = all(told).iter().map(|panel| panel.to_html(distance)).collect();
    cursor(distance.len(), &charts)
}

fn all(told: &Told) -> Vec<Panel<'static>> {
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
fn loads(of: &dyn Fn(Channel, f64) -> Vec<f64>) -> Panel<'static> {
    let load = |wheel| of(Channel::Load(wheel), 1e-3);
    let loads = vec![
        ("driver", "front left", load(Wheel::FrontLeft)),
        ("driver right", "front right", load(Wheel::FrontRight)),
        ("reference solid", "rear left", load(Wheel::RearLeft)),
        ("reference", "rear right", load(Wheel::RearRight)),
    ];
    panel("loads", "Loads of the wheels (kN)", 120.0, loads)
}

/// The line between the edges.
fn offset(told: &Told) -> Panel<'static> {
    let trace = &told.fastest.trace;
    let at = |s: &f64| told.course.at(*s);
    let left = trace.distance().iter().map(|s| at(s).left).collect();
    let right = trace.distance().iter().map(|s| -at(s).right).collect();
    let values = scaled(trace, Channel::Offset, 1.0).unwrap_or_default();
    let lines = vec![("driver", "", values)];
    let heading = "Place on the road (m, to the left)";
    panel("offset", heading, 110.0, lines).with_band(right, left)
}

/// What a metre of width is worth.
fn prices(told: &Told, prices: &Prices) -> Panel<'static> {
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
