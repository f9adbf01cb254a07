//! Published data: courses, solutions and test vectors, read as far as the tests need.
#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use flate2::read::GzDecoder;
use maatstaf_lapsim::{Road, Station, node};
use serde_json::Value;

pub mod published;

#[path = "../../../../fixtures/shared.rs"]
mod shared;

/// Where a file of the published data is; says "skipped" when it is not there.
pub fn find(test: &str, folder: &str, name: &str) -> Option<PathBuf> {
    let path = shared::shared(folder).join(name);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("skipped: {test}, which needs {folder}/{name}");
    None
}

/// The text of a file, unpacked where it is packed.
pub fn text(path: &PathBuf) -> String {
    let bytes = fs::read(path).unwrap();
    if path.extension().is_some_and(|end| end == "gz") {
        let mut text = String::new();
        GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
        return text;
    }
    String::from_utf8(bytes).unwrap()
}

/// Test vectors, as JSON.
pub fn vectors(test: &str, name: &str) -> Option<Value> {
    let path = find(test, "reference-laps", &format!("vectors/{name}"))?;
    Some(serde_json::from_str(&text(&path)).unwrap())
}

/// The text of the first element with a name, without its tags.
pub fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let mut at = 0;
    loop {
        let start = at + xml[at..].find(&format!("<{name}"))?;
        let rest = &xml[start + 1 + name.len()..];
        at = start + 1;
        if rest.starts_with(['>', ' ']) {
            let from = rest.find('>')? + 1;
            let until = rest.find(&format!("</{name}>"))?;
            return rest.get(from..until);
        }
    }
}

/// The numbers of an element.
pub fn numbers(xml: &str, name: &str) -> Option<Vec<f64>> {
    let text = element(xml, name)?;
    Some(text.split(',').map(|number| number.trim().parse().unwrap()).collect())
}

/// A road of the published courses.
pub fn road(test: &str, name: &str) -> Option<Road> {
    let path = find(test, "tracks", &format!("fastest-lap/{name}"))?;
    let xml = text(&path);
    let column = |name: &str| numbers(&xml, name);
    let distance = column("arclength").unwrap();
    let none = vec![0.0; distance.len()];
    let or_none = |name| column(name).unwrap_or_else(|| none.clone());
    let (yaw_rate, left, right) = (or_none("yaw_dot"), or_none("nl"), or_none("nr"));
    // The rates of the published laps are the second derivatives of the file.
    let (pitch_rate, roll_rate) = (or_none("dpitch_dot"), or_none("droll_dot"));
    let (pitch, roll) = (or_none("pitch"), or_none("roll"));
    let station = |i: usize| Station {
        distance: distance[i],
        yaw_rate: yaw_rate[i],
        pitch: pitch[i],
        roll: roll[i],
        pitch_rate: pitch_rate[i],
        roll_rate: roll_rate[i],
        left: left[i],
        right: right[i],
    };
    let length = column("track_length").unwrap()[0];
    Some(Road::closed((0..distance.len()).map(station).collect(), length).unwrap())
}

/// A number of the test vectors.
#[track_caller]
pub fn number(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap_or_else(|| panic!("no number {name}"))
}

/// The inputs of a node of the test vectors.
pub fn input(node: &Value, inputs: &str, order: &[Value]) -> [f64; node::N_INPUTS] {
    let mut input = [0.0; node::N_INPUTS];
    for (slot, name) in input.iter_mut().zip(order) {
        *slot = number(&node[inputs], name.as_str().unwrap());
    }
    input[node::BIAS] = number(node, "brake_bias");
    input
}

/// The station of a node of the test vectors.
pub fn station(node: &Value) -> Station {
    let road = &node["road"];
    Station {
        distance: number(node, "s"),
        yaw_rate: number(road, "yaw_rate_per_m"),
        pitch: number(road, "pitch"),
        roll: number(road, "roll"),
        pitch_rate: number(road, "pitch_rate_per_m_used"),
        roll_rate: number(road, "roll_rate_per_m_used"),
        left: number(road, "width_left"),
        right: number(road, "width_right"),
    }
}

/// Whether two numbers agree, relative to their size and to `scale`.
#[track_caller]
pub fn agree(name: &str, got: f64, want: f64, scale: f64, tolerance: f64) {
    let off = (got - want).abs();
    assert!(off <= tolerance * (want.abs() + scale), "{name}: {got} is not {want}, off {off:e}");
}
