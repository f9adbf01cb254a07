//! Our own format of courses: `*.course.csv`.
//!
//! What is known of the course stands first, in TOML behind `# `; then CSV, a station a row. An
//! array that is the same at every station stands in the head, under `same`, and has no column.
//! Any reader of CSV that skips lines with `#` opens it. Metres, radians, radians a metre; the
//! arrays are those of [`Stations`].
//!
//! ```text
//! # maatstaf course 1
//! # id = "bend"
//! # …
//! # [same]
//! # z = 0.0
//! s,x,y,heading,curvature
//! 0,0,0,0,0.01
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use maatstaf_core::{
    Course, CourseFacts, InvalidCourse, Quality, Residual, Source, Stations, Widths, faults,
};
use serde::{Deserialize, Serialize};

/// The first line.
const FIRST: &str = "# maatstaf course 1";

/// Why a file is no course.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another format.
    #[error("{file} does not begin with \"{FIRST}\"; make it with maatstaf course import")]
    Unknown {
        /// The file.
        file: String,
    },
    /// The head cannot be read.
    #[error("the head of {file} cannot be read: {reason}")]
    Head {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// A row cannot be read.
    #[error("{file}:{line}: {reason}")]
    Row {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
    /// The stations are no road.
    #[error("{file}: {}{}", faults[0], and_more(faults))]
    Faults {
        /// The file.
        file: String,
        /// What is wrong, one or more.
        faults: Vec<InvalidCourse>,
    },
}

fn and_more(faults: &[InvalidCourse]) -> String {
    match faults.len() {
        0 | 1 => String::new(),
        n => format!(" (and {} more: maatstaf course check)", n - 1),
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    circuit: Option<String>,
    closed: bool,
    length: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_length: Option<f64>,
    quality: String,
    widths_assumed: bool,
    source: String,
    licence: String,
    note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    residual: Option<HeadResidual>,
    #[serde(default)]
    same: BTreeMap<String, f64>,
}

#[derive(Serialize, Deserialize)]
struct HeadResidual {
    rms: f64,
    largest: f64,
    n_points: usize,
}

/// Writes a course; [`read`] gives the same course back.
pub fn write(course: &Course) -> String {
    let arrays = course.stations().arrays();
    let is_same = |values: &[f64]| values.iter().all(|value| *value == values[0]);
    let (same, columns): (Vec<_>, Vec<_>) = arrays.iter().partition(|(_, it)| is_same(it));
    let head = head(course, same.iter().map(|(name, it)| ((*name).to_owned(), it[0])).collect());
    let mut text = format!("{FIRST}\n");
    for line in toml::to_string(&head).unwrap_or_default().lines() {
        text += "# ";
        text += line;
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text += &columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
    text.push('\n');
    for station in 0..course.n_stations() {
        for (idx, (_, values)) in columns.iter().enumerate() {
            let comma = if idx == 0 { "" } else { "," };
            let _ = write!(text, "{comma}{}", values[station]);
        }
        text.push('\n');
    }
    text
}

fn head(course: &Course, same: BTreeMap<String, f64>) -> Head {
    let facts = course.facts().clone();
    let residual = |it: Residual| {
        let Residual { rms, largest, n_points } = it;
        HeadResidual { rms, largest, n_points }
    };
    Head {
        id: facts.id,
        name: facts.name,
        circuit: facts.circuit,
        closed: course.is_closed(),
        length: course.length(),
        published_length: facts.published_length,
        quality: facts.quality.word().to_owned(),
        widths_assumed: facts.widths == Widths::Assumed,
        source: facts.source.name,
        licence: facts.source.licence,
        note: facts.source.note,
        residual: facts.residual.map(residual),
        same,
    }
}

/// Reads a course; `file` is its name, for messages.
///
/// # Errors
///
/// When it is in another format, the head or a row cannot be read, or the stations are no road:
/// then with everything that is wrong.
pub fn read(file: &str, bytes: &[u8]) -> Result<Course, Error> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines().enumerate().map(|(idx, line)| (idx + 1, line.trim_end()));
    if lines.next().is_none_or(|(_, first)| first != FIRST) {
        return Err(Error::Unknown { file: file.to_owned() });
    }
    let (heads, rows): (Vec<_>, Vec<_>) = lines.partition(|(_, line)| line.starts_with('#'));
    let head: Vec<&str> = heads.iter().map(|(_, line)| line[1..].trim_start()).collect();
    let head: Head = toml::from_str(&head.join("\n")).map_err(|error| {
        let reason = error.message().to_owned();
        Error::Head { file: file.to_owned(), reason }
    })?;
    let stations = stations(&head, &rows).map_err(|(line, reason)| Error::Row {
        file: file.to_owned(),
        line,
        reason,
    })?;
    let faults = faults(&stations, head.length, head.closed);
    if !faults.is_empty() {
        return Err(Error::Faults { file: file.to_owned(), faults });
    }
    let (length, closed) = (head.length, head.closed);
    let facts = facts(head).map_err(|reason| Error::Head { file: file.to_owned(), reason })?;
    Course::new(facts, stations, length, closed)
        .map_err(|fault| Error::Faults { file: file.to_owned(), faults: vec![fault] })
}

fn facts(head: Head) -> Result<CourseFacts, String> {
    let quality = Quality::from_word(&head.quality)
        .ok_or_else(|| format!("quality is {:?}; it is edges, line or sketch", head.quality))?;
    let residual = |HeadResidual { rms, largest, n_points }| Residual { rms, largest, n_points };
    Ok(CourseFacts {
        id: head.id,
        name: head.name,
        circuit: head.circuit,
        source: Source { name: head.source, licence: head.licence, note: head.note },
        residual: head.residual.map(residual),
        quality,
        widths: if head.widths_assumed { Widths::Assumed } else { Widths::Measured },
        published_length: head.published_length,
    })
}

fn stations(head: &Head, rows: &[(usize, &str)]) -> Result<Stations, (usize, String)> {
    let mut rows = rows.iter().filter(|(_, row)| !row.is_empty());
    let Some((line, names)) = rows.next() else {
        return Err((1, "there is no row that names the columns".to_owned()));
    };
    let names: Vec<&str> = names.split(',').collect();
    let mut stations = Stations::default();
    if let Some(name) = names.iter().find(|name| array(&mut stations, name).is_none()) {
        return Err((*line, format!("there is no column {name:?} in a course")));
    }
    let mut n = 0;
    for (line, row) in rows {
        let values: Result<Vec<f64>, _> = row.split(',').map(str::parse).collect();
        let values = values.ok().filter(|values| values.len() == names.len());
        let values =
            values.ok_or_else(|| (*line, format!("{row:.60?} is not {} numbers", names.len())))?;
        for (name, value) in names.iter().zip(values) {
            array(&mut stations, name).into_iter().for_each(|array| array.push(value));
        }
        n += 1;
    }
    for (name, value) in &head.same {
        let Some(array) = array(&mut stations, name) else {
            return Err((1, format!("there is no {name:?} in a course")));
        };
        *array = vec![*value; n];
    }
    Ok(stations)
}

fn array<'a>(stations: &'a mut Stations, name: &str) -> Option<&'a mut Vec<f64>> {
    Some(match name {
        "s" => &mut stations.s,
        "x" => &mut stations.x,
        "y" => &mut stations.y,
        "z" => &mut stations.z,
        "heading" => &mut stations.heading,
        "curvature" => &mut stations.curvature,
        "slope" => &mut stations.slope,
        "banking" => &mut stations.banking,
        "left" => &mut stations.left,
        "right" => &mut stations.right,
        _ => return None,
    })
}

#[cfg(test)]
#[path = "course_file_tests.rs"]
mod tests;
