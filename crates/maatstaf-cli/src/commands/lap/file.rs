//! A lap as a file that other tools read.

use std::path::Path;

use maatstaf::formats::lap_table::{self, Column};

use super::Solved;
use crate::error::ShellError;
use crate::source::write_whole;

/// What a file is written as.
#[derive(Clone, Copy)]
pub enum Format {
    /// Text, one line per sample.
    Csv,
    /// Columns, for DuckDB, Polars and pandas.
    Parquet,
}

/// By the end of its name.
pub fn format_of(path: &Path) -> Result<Format, ShellError> {
    let end = path.extension().and_then(|end| end.to_str()).map(str::to_lowercase);
    match end.as_deref() {
        Some("csv") => Ok(Format::Csv),
        Some("parquet") => Ok(Format::Parquet),
        _ => Err(ShellError::Input(format!(
            "--out {}: the name should end in .parquet or .csv",
            path.display()
        ))),
    }
}

/// Writes all channels and prices, as a whole or not at all.
pub(super) fn write(
    path: &Path,
    format: Format,
    id: &str,
    solved: &Solved,
) -> Result<(), ShellError> {
    let columns = columns(solved);
    match format {
        Format::Csv => write_whole(path, lap_table::write(&columns)),
        Format::Parquet => {
            let bytes = maatstaf_store::lap_parquet(&columns, &about(id, solved))?;
            write_whole(path, bytes)
        }
    }
}

/// The channels, then what a bit more of everything would be worth, where the lap tells.
fn columns(solved: &Solved) -> Vec<Column> {
    let trace = &solved.fastest.trace;
    let mut columns = lap_table::columns(trace);
    let Some(prices) = &solved.fastest.prices else { return columns };
    let samples = trace.distance().len();
    // The line has the prices of the first station.
    let price = |name: &'static str, meaning: &'static str, values: &[f64]| Column {
        name: name.into(),
        meaning: meaning.into(),
        values: (0..samples).map(|i| 1e3 * values[i % values.len()]).collect(),
    };
    columns.extend([
        price(
            "price_left_edge_mspm2",
            "ms gained per metre of width to the left and metre of road",
            &prices.left_edge,
        ),
        price(
            "price_right_edge_mspm2",
            "ms gained per metre of width to the right and metre of road",
            &prices.right_edge,
        ),
        price(
            "price_throttle_mspm",
            "ms gained per unit of throttle beyond full and metre of road",
            &prices.throttle,
        ),
        price(
            "price_brake_mspm",
            "ms gained per unit of brakes beyond full and metre of road",
            &prices.brake,
        ),
    ]);
    columns
}

/// Where the numbers come from, key by key.
fn about(id: &str, solved: &Solved) -> Vec<(String, String)> {
    let facts = solved.course.facts();
    let pairs = [
        ("maatstaf.origin", "simulated".to_owned()),
        ("maatstaf.car", id.to_owned()),
        ("maatstaf.car_name", solved.car.name().to_owned()),
        ("maatstaf.car_rests_on", solved.car.rests_on().to_owned()),
        ("maatstaf.course", facts.id.clone()),
        ("maatstaf.course_source", facts.source.name.clone()),
        ("maatstaf.course_licence", facts.source.licence.clone()),
        ("maatstaf.lap_time_s", solved.fastest.time.to_string()),
        ("maatstaf.verdict", solved.verdict()),
    ];
    pairs.map(|(key, value)| (key.to_owned(), value)).to_vec()
}
