//! Circuits of fastest-lap: XML with stations of equal number for every array.
//!
//! Its frame has x to the east, **y to the south and z down**; headings, curvatures and `n` are
//! positive to the right. [`read`] gives the stations as they stand, [`Circuit::survey`] the line
//! in our axes. What comments in the files say of `y` is not always so; the numbers are.

use maatstaf_core::{Survey, SurveyPoint};

use crate::surveys::{Error, ReadSurveys, finish, spoilt};
use crate::xml::{Met, ends_with, walk};

const FORMAT: &str = "fastest-lap XML";

/// A circuit as published: arrays, one value per station, in the frame of fastest-lap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circuit {
    /// Whether the end is the start.
    pub closed: bool,
    /// From line to line, in metres.
    pub length: f64,
    /// Along the line from the start, in metres.
    pub arclength: Vec<f64>,
    /// East, in metres.
    pub x: Vec<f64>,
    /// South, in metres.
    pub y: Vec<f64>,
    /// Down, in metres; empty in 2-D.
    pub z: Vec<f64>,
    /// Heading, in radians, clockwise from east.
    pub yaw: Vec<f64>,
    /// Curvature as the published problems use it, in radians a metre, positive to the right.
    pub yaw_dot: Vec<f64>,
    /// To the left edge, in metres, kerbs not counted.
    pub nl: Vec<f64>,
    /// To the right edge, in metres, kerbs not counted.
    pub nr: Vec<f64>,
    /// Slope, in radians, positive uphill; empty in 2-D.
    pub pitch: Vec<f64>,
    /// Banking, in radians, positive where the left edge is higher; empty in 2-D.
    pub roll: Vec<f64>,
    /// What `pitch` changes by, in radians a metre; empty in 2-D.
    pub pitch_dot: Vec<f64>,
    /// What `roll` changes by, in radians a metre; empty in 2-D.
    pub roll_dot: Vec<f64>,
    /// The second derivative of `pitch`, which the published 3-D laps use as the first.
    pub dpitch_dot: Vec<f64>,
    /// The second derivative of `roll`, which the published 3-D laps use as the first.
    pub droll_dot: Vec<f64>,
    /// On the left.
    pub left_kerbs: Vec<Kerb>,
    /// On the right.
    pub right_kerbs: Vec<Kerb>,
}

/// A kerb beside the road.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Kerb {
    /// Where it begins, in metres from the start.
    pub start: f64,
    /// Where it ends, in metres from the start.
    pub finish: f64,
    /// In metres.
    pub width: f64,
    /// Whether the road counts as wider by it.
    pub used: bool,
}

impl Circuit {
    /// How many stations there are.
    pub fn n_stations(&self) -> usize {
        self.arclength.len()
    }

    /// Whether it has slope and banking.
    pub fn is_3d(&self) -> bool {
        !self.pitch.is_empty()
    }

    /// To the left edge with the kerbs in use, in metres, one per station.
    pub fn nl_with_kerbs(&self) -> Vec<f64> {
        with_kerbs(&self.arclength, &self.nl, &self.left_kerbs)
    }

    /// To the right edge with the kerbs in use, in metres, one per station.
    pub fn nr_with_kerbs(&self) -> Vec<f64> {
        with_kerbs(&self.arclength, &self.nr, &self.right_kerbs)
    }

    /// The centre line with its edges, in our axes.
    pub fn survey(&self) -> Survey {
        let point = |i: usize| SurveyPoint {
            z: self.z.get(i).map(|z| -z),
            left: Some(self.nl[i]),
            right: Some(self.nr[i]),
            banking: self.roll.get(i).copied(),
            ..SurveyPoint::at(self.x[i], -self.y[i])
        };
        let points = (0..self.n_stations()).map(point).collect();
        Survey::from_metres("", points, self.closed)
    }
}

/// The first kerb in use at a station widens the road there.
fn with_kerbs(arclength: &[f64], widths: &[f64], kerbs: &[Kerb]) -> Vec<f64> {
    const SLACK: f64 = 1e-12;
    let width_at = |s: f64| {
        let holds = |kerb: &&Kerb| kerb.used && s > kerb.start - SLACK && s < kerb.finish + SLACK;
        kerbs.iter().find(holds).map_or(0.0, |kerb| kerb.width)
    };
    arclength.iter().zip(widths).map(|(s, width)| width + width_at(*s)).collect()
}

/// Reads a circuit as it stands; `file` is its name, for messages.
///
/// # Errors
///
/// When it is not such XML, or an array is missing or of another length.
pub fn read(file: &str, bytes: &[u8]) -> Result<Circuit, Error> {
    let mut circuit = Circuit::default();
    let mut wrong = None;
    walk(bytes, |path, met| {
        if let Err(reason) = take(&mut circuit, path, met) {
            wrong.get_or_insert(reason);
        }
    })
    .map_err(|reason| spoilt(file, FORMAT, reason))?;
    if let Some(reason) = wrong.or_else(|| unfit(&circuit)) {
        return Err(spoilt(file, FORMAT, reason));
    }
    if circuit.length == 0.0 {
        circuit.length = circuit.arclength.last().copied().unwrap_or(0.0);
    }
    Ok(circuit)
}

/// Reads the centre line of a circuit; `file` is its name, for messages.
///
/// # Errors
///
/// As [`read`].
pub fn read_surveys(file: &str, bytes: &[u8]) -> Result<ReadSurveys, Error> {
    let circuit = read(file, bytes)?;
    let survey = Survey { published_length: None, ..circuit.survey() };
    finish(file, vec![survey], Vec::new())
}

fn take(circuit: &mut Circuit, path: &[String], met: Met) -> Result<(), String> {
    let name = path.last().map_or("", String::as_str);
    let text = match met {
        Met::Open(attributes) => {
            let value = |key: &str| attributes.iter().find(|(name, _)| name == key);
            if name == "circuit" {
                circuit.closed = value("type").is_some_and(|(_, it)| it == "closed");
            }
            if name.starts_with("kerb_element") {
                let used = value("used").is_some_and(|(_, it)| it == "1");
                kerbs_of(circuit, path).push(Kerb { used, ..Kerb::default() });
            }
            return Ok(());
        }
        Met::Close(text) => text,
    };
    if ends_with(path, &["header", "track_length"]) {
        circuit.length = number(name, text)?;
    } else if let Some(array) = array_of(circuit, path) {
        *array = numbers(name, text)?;
    } else if path.iter().any(|it| it.starts_with("kerb_element")) {
        let Some(kerb) = kerbs_of(circuit, path).last_mut() else { return Ok(()) };
        match name {
            "arclength_start" => kerb.start = number(name, text)?,
            "arclength_finish" => kerb.finish = number(name, text)?,
            "width" => kerb.width = number(name, text)?,
            _ => {}
        }
    }
    Ok(())
}

fn kerbs_of<'a>(circuit: &'a mut Circuit, path: &[String]) -> &'a mut Vec<Kerb> {
    match path.iter().any(|it| it == "left") {
        true => &mut circuit.left_kerbs,
        false => &mut circuit.right_kerbs,
    }
}

fn array_of<'a>(circuit: &'a mut Circuit, path: &[String]) -> Option<&'a mut Vec<f64>> {
    let [.., parent, name] = path else { return None };
    Some(match (parent.as_str(), name.as_str()) {
        ("centerline", "x") => &mut circuit.x,
        ("centerline", "y") => &mut circuit.y,
        ("centerline", "z") => &mut circuit.z,
        ("data", "arclength") => &mut circuit.arclength,
        ("data", "yaw") => &mut circuit.yaw,
        ("data", "yaw_dot") => &mut circuit.yaw_dot,
        ("data", "nl") => &mut circuit.nl,
        ("data", "nr") => &mut circuit.nr,
        ("data", "pitch") => &mut circuit.pitch,
        ("data", "roll") => &mut circuit.roll,
        ("data", "pitch_dot") => &mut circuit.pitch_dot,
        ("data", "roll_dot") => &mut circuit.roll_dot,
        ("data", "dpitch_dot") => &mut circuit.dpitch_dot,
        ("data", "droll_dot") => &mut circuit.droll_dot,
        _ => return None,
    })
}

fn number(name: &str, text: &str) -> Result<f64, String> {
    let value = text.trim().parse().ok().filter(|value: &f64| value.is_finite());
    value.ok_or_else(|| format!("{name} is {text:.40?}, which is no number"))
}

fn numbers(name: &str, text: &str) -> Result<Vec<f64>, String> {
    let parts = text.split([',', ' ', '\n', '\t', '\r']).filter(|part| !part.is_empty());
    parts.map(|part| number(name, part)).collect()
}

/// Why the arrays do not fit each other, if they do not.
fn unfit(circuit: &Circuit) -> Option<String> {
    let n = circuit.n_stations();
    if n < 3 {
        return Some(format!("data/arclength has {n} stations"));
    }
    let needed = [&circuit.x, &circuit.y, &circuit.yaw, &circuit.yaw_dot, &circuit.nl, &circuit.nr];
    let needed_names = ["centerline/x", "centerline/y", "yaw", "yaw_dot", "nl", "nr"];
    let uneven = |(name, array): (&str, &Vec<f64>), may_miss: bool| {
        let fits = array.len() == n || (may_miss && array.is_empty());
        (!fits).then(|| format!("{name} has {} values where arclength has {n}", array.len()))
    };
    let at = needed_names.into_iter().zip(needed);
    at.filter_map(|it| uneven(it, false)).next().or_else(|| {
        let Circuit { z, pitch, roll, pitch_dot, roll_dot, dpitch_dot, droll_dot, .. } = circuit;
        let spatial = [
            ("centerline/z", z),
            ("pitch", pitch),
            ("roll", roll),
            ("pitch_dot", pitch_dot),
            ("roll_dot", roll_dot),
            ("dpitch_dot", dpitch_dot),
            ("droll_dot", droll_dot),
        ];
        spatial.into_iter().find_map(|it| uneven(it, true))
    })
}
