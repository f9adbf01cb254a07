//! A lap as a table: one row per sample, one column per channel, units in the names.
//!
//! `distance_m`, `time_s`, then the channels of [`Channel::ALL`] that the lap has; degrees, km/h and
//! percent as people read them. Written as CSV here, and as Parquet by the store.
//!
//! ```
//! use maatstaf_core::{Channel, Trace};
//! use maatstaf_formats::lap_table;
//!
//! let trace = Trace::new(vec![0.0, 50.0], vec![0.0, 1.0])?;
//! let trace = trace.with(Channel::Speed, vec![50.0, 60.0])?;
//! let csv = lap_table::write(&lap_table::columns(&trace));
//! assert_eq!(csv, "distance_m,time_s,speed_kmh\n0,0,180\n50,1,216\n");
//! # Ok::<(), maatstaf_core::InvalidTrace>(())
//! ```

use std::borrow::Cow;

use maatstaf_core::{Channel, InvalidTrace, Trace};

/// A column of a table of a lap.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name, with the unit: `speed_kmh`.
    pub name: Cow<'static, str>,
    /// What it means, in one line.
    pub meaning: Cow<'static, str>,
    /// In the unit of the name, one per sample.
    pub values: Vec<f64>,
}

/// Why a file is not a lap.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not CSV.
    #[error("{file}: {message}")]
    Csv {
        /// The file.
        file: String,
        /// What the reader says.
        message: String,
    },
    /// No distance, or no time.
    #[error("{file}: no column {column}; a lap has distance_m and time_s")]
    Column {
        /// The file.
        file: String,
        /// Which column.
        column: &'static str,
    },
    /// Not a number.
    #[error("{file}, line {line}: {column} is {value:?}, which is not a number")]
    Number {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// The numbers are not a lap.
    #[error("{file}: {source}")]
    Trace {
        /// The file.
        file: String,
        /// Why.
        source: InvalidTrace,
    },
}

/// The columns of a trace.
pub fn columns(trace: &Trace) -> Vec<Column> {
    let column = |name: &'static str, meaning: &'static str, values: &[f64]| Column {
        name: name.into(),
        meaning: meaning.into(),
        values: values.to_vec(),
    };
    let mut columns = vec![
        column("distance_m", "along the line of the course, from its start", trace.distance()),
        column("time_s", "from the line", trace.time()),
    ];
    let channels = Channel::ALL.into_iter();
    columns.extend(channels.filter_map(|which| Some((which, trace.channel(which)?))).map(
        |(which, values)| {
            let one = which.unit().to_si(1.0);
            Column {
                name: which.column().into(),
                meaning: which.meaning().into(),
                values: values.iter().map(|value| value / one).collect(),
            }
        },
    ));
    columns
}

/// A table as CSV; every number with the fewest digits that give it back.
pub fn write(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let mut csv = names.join(",") + "\n";
    let rows = columns.iter().map(|column| column.values.len()).min().unwrap_or(0);
    for row in 0..rows {
        for (idx, column) in columns.iter().enumerate() {
            if idx > 0 {
                csv.push(',');
            }
            csv += &column.values[row].to_string();
        }
        csv.push('\n');
    }
    csv
}

/// A trace from CSV with the columns `distance_m` and `time_s`; columns that name a channel with
/// its unit become that channel, others are left aside.
///
/// # Errors
///
/// When it is not CSV, a column lacks, a number is none, or the numbers are not a trace.
///
/// ```
/// use maatstaf_core::Channel;
/// use maatstaf_formats::lap_table;
///
/// let trace = lap_table::read("lap.csv", b"distance_m,time_s,speed_kmh\n0,0,180\n50,1,216\n")?;
/// assert_eq!(trace.value_at(Channel::Speed, 0.0), Some(50.0));
/// # Ok::<(), lap_table::Error>(())
/// ```
pub fn read(file: &str, bytes: &[u8]) -> Result<Trace, Error> {
    let sheet = sheet(file, bytes)?;
    let find = |name: &'static str| {
        let found = sheet.iter().find(|column| column.name == name);
        found.ok_or_else(|| Error::Column { file: file.to_owned(), column: name })
    };
    let [distance, time] = [find("distance_m")?, find("time_s")?].map(|it| it.values.clone());
    let trace_error = |source| Error::Trace { file: file.to_owned(), source };
    let mut trace = Trace::new(distance, time).map_err(trace_error)?;
    for column in &sheet {
        let Some(channel) = Channel::of_column(&column.name) else { continue };
        let one = channel.unit().to_si(1.0);
        let values = column.values.iter().map(|value| value * one).collect();
        trace = trace.with(channel, values).map_err(trace_error)?;
    }
    Ok(trace)
}

/// The columns of a file that mean something to a lap.
fn sheet(file: &str, bytes: &[u8]) -> Result<Vec<Column>, Error> {
    let csv = |error: csv::Error| Error::Csv { file: file.to_owned(), message: error.to_string() };
    let mut reader = csv::Reader::from_reader(bytes);
    let headings = reader.headers().map_err(csv)?.clone();
    let is_ours =
        |name: &str| matches!(name, "distance_m" | "time_s") || Channel::of_column(name).is_some();
    let ours = headings.iter().enumerate().filter(|(_, heading)| is_ours(heading.trim()));
    let mut columns: Vec<(usize, Column)> = ours
        .map(|(idx, heading)| {
            let name = heading.trim().to_owned().into();
            (idx, Column { name, meaning: "".into(), values: Vec::new() })
        })
        .collect();
    for record in reader.records() {
        let record = record.map_err(csv)?;
        for (idx, column) in &mut columns {
            let cell = record.get(*idx).unwrap_or_default();
            let number = cell.trim().parse().map_err(|_| Error::Number {
                file: file.to_owned(),
                line: record.position().map_or(0, csv::Position::line),
                column: column.name.clone().into_owned(),
                value: cell.to_owned(),
            })?;
            column.values.push(number);
        }
    }
    Ok(columns.into_iter().map(|(_, column)| column).collect())
}

#[cfg(test)]
#[path = "lap_table_tests.rs"]
mod tests;
