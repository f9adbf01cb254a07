//! A table with named columns, some of text and some of numbers, as other tools read it. Written as
//! CSV here, and as Parquet by the store.
//!
//! ```
//! use maatstaf_formats::sheet::{Cells, Column, write};
//!
//! let car = Column::new("car", "", Cells::Text(vec!["gt3".into(), "lmp2".into()]));
//! let time = Column::new("lap_time_s", "", Cells::NumberIfAny(vec![Some(91.25), None]));
//! assert_eq!(write(&[car, time]), "car,lap_time_s\ngt3,91.25\nlmp2,\n");
//! ```

use std::borrow::Cow;

/// A column: all rows of one meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name, with the unit where there is one: `lap_time_s`.
    pub name: Cow<'static, str>,
    /// What it means, in one line.
    pub meaning: Cow<'static, str>,
    /// One per row.
    pub cells: Cells,
}

/// What stands in a column, row by row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Text.
    Text(Vec<String>),
    /// Text, or none.
    TextIfAny(Vec<Option<String>>),
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Numbers.
    Number(Vec<f64>),
    /// Numbers, or none.
    NumberIfAny(Vec<Option<f64>>),
}

impl Column {
    /// From its parts.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        meaning: impl Into<Cow<'static, str>>,
        cells: Cells,
    ) -> Self {
        Self { name: name.into(), meaning: meaning.into(), cells }
    }
}

impl Cells {
    /// How many rows.
    pub fn n_rows(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::TextIfAny(cells) => cells.len(),
            Self::Whole(cells) => cells.len(),
            Self::Number(cells) => cells.len(),
            Self::NumberIfAny(cells) => cells.len(),
        }
    }

    /// A cell as text; empty where there is none. Every number has the fewest digits that give it back.
    fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Self::Text(cells) => quoted(&cells[row]),
            Self::TextIfAny(cells) => quoted(cells[row].as_deref().unwrap_or_default()),
            Self::Whole(cells) => cells[row].to_string().into(),
            Self::Number(cells) => cells[row].to_string().into(),
            Self::NumberIfAny(cells) => {
                cells[row].map_or_else(String::new, |it| it.to_string()).into()
            }
        }
    }
}

/// The table as CSV; of columns that differ in length, as many rows as the shortest has.
pub fn write(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let mut csv = names.join(",") + "\n";
    for row in 0..columns.iter().map(|column| column.cells.n_rows()).min().unwrap_or(0) {
        let cells: Vec<Cow<str>> = columns.iter().map(|column| column.cells.text(row)).collect();
        csv += &(cells.join(",") + "\n");
    }
    csv
}

/// Quoted where a comma, a quote or a line's end asks for it.
fn quoted(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    } else {
        text.into()
    }
}
