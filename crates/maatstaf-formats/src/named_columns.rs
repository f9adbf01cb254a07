//! A table by the names of its columns, whether its cells are text or values.

use std::collections::BTreeMap;

use maatstaf_core::{ClockTime, LapTime};

use crate::loose::{Loose, micros};
use crate::text_table::{TextRow, TextTable};

/// The values of a column, one per row; what is missing is `None`.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnValues {
    /// Whole numbers.
    Integers(Vec<Option<i64>>),
    /// Numbers.
    Numbers(Vec<Option<f64>>),
    /// Yes or no.
    Flags(Vec<Option<bool>>),
    /// Texts.
    Texts(Vec<Option<String>>),
    /// Durations, in nanoseconds.
    Durations(Vec<Option<i64>>),
}

#[derive(Default)]
pub(crate) struct Table<'a> {
    /// Where the column of a name is; the first, where several have it.
    places: BTreeMap<String, usize>,
    cells: Cells<'a>,
}

enum Cells<'a> {
    /// Every row as it stands, so that a table takes the room of its file however many columns it names.
    Rows(Vec<TextRow>),
    Columns(&'a [(String, ColumnValues)]),
}

impl<'a> Table<'a> {
    /// From a text whose first line names the columns.
    pub(crate) fn of_text(bytes: &[u8]) -> Table<'static> {
        let mut cells = TextTable::sniffed(bytes);
        let mut row = TextRow::default();
        if !cells.next(&mut row) {
            return Table::default();
        }
        let places = places(row.headings());
        let mut rows = Vec::new();
        while cells.next(&mut row) {
            rows.push(row.clone());
        }
        Table { places, cells: Cells::Rows(rows) }
    }

    /// From the first line of a text alone: no rows.
    pub(crate) fn of_first_line(head: &[u8]) -> Table<'static> {
        Table::of_text(head.split(|byte| *byte == b'\n').next().unwrap_or_default())
    }

    pub(crate) fn of_columns(columns: &'a [(String, ColumnValues)]) -> Self {
        let places = places(columns.iter().map(|(name, _)| name.trim().to_owned()).collect());
        Self { places, cells: Cells::Columns(columns) }
    }

    pub(crate) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.places.contains_key(*name))
    }

    pub(crate) fn n_rows(&self) -> usize {
        match &self.cells {
            Cells::Rows(rows) => rows.len(),
            Cells::Columns(columns) => {
                columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0)
            }
        }
    }

    /// The line of a row in its file, else its place from 1.
    pub(crate) fn line(&self, row: usize) -> u64 {
        match &self.cells {
            Cells::Rows(rows) => rows.get(row).map_or(0, TextRow::line),
            Cells::Columns(_) => row as u64 + 1,
        }
    }

    pub(crate) fn cell(&self, name: &str, row: usize) -> Loose {
        let cell = self.places.get(name).and_then(|&column| match &self.cells {
            Cells::Rows(rows) => Some(Loose::of_text(&rows.get(row)?.text(column))),
            Cells::Columns(columns) => Some(columns.get(column)?.1.cell(row)),
        });
        cell.unwrap_or_default()
    }

    /// A duration, in microseconds.
    pub(crate) fn micros(&self, name: &str, row: usize) -> Option<u64> {
        if let Cells::Columns(columns) = &self.cells
            && let Some((_, ColumnValues::Durations(nanos) | ColumnValues::Integers(nanos))) =
                columns.get(*self.places.get(name)?)
        {
            return nanos.get(row).copied().flatten().and_then(whole_micros);
        }
        match self.cell(name, row) {
            Loose::Number(seconds) => micros(seconds),
            cell => duration(cell.text()?),
        }
    }

    pub(crate) fn lap_time(&self, name: &str, row: usize) -> Option<LapTime> {
        self.micros(name, row).map(LapTime::from_micros)
    }

    pub(crate) fn clock(&self, name: &str, row: usize) -> Option<ClockTime> {
        self.micros(name, row).map(ClockTime::from_micros)
    }
}

fn places(names: Vec<String>) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for (idx, name) in names.into_iter().enumerate() {
        places.entry(name).or_insert(idx);
    }
    places
}

impl Default for Cells<'_> {
    fn default() -> Self {
        Self::Rows(Vec::new())
    }
}

impl ColumnValues {
    fn len(&self) -> usize {
        match self {
            Self::Integers(values) | Self::Durations(values) => values.len(),
            Self::Numbers(values) => values.len(),
            Self::Flags(values) => values.len(),
            Self::Texts(values) => values.len(),
        }
    }

    fn cell(&self, row: usize) -> Loose {
        let cell = match self {
            Self::Integers(values) | Self::Durations(values) => {
                values.get(row).copied().flatten().map(|value| Loose::Number(value as f64))
            }
            Self::Numbers(values) => {
                let value = values.get(row).copied().flatten().filter(|value| !value.is_nan());
                value.map(Loose::Number)
            }
            Self::Flags(values) => values.get(row).copied().flatten().map(Loose::Flag),
            Self::Texts(values) => values.get(row).and_then(Option::as_deref).map(Loose::of_text),
        };
        cell.unwrap_or_default()
    }
}

/// What pandas does not know is the least of all whole numbers.
fn whole_micros(nanos: i64) -> Option<u64> {
    u64::try_from(nanos).ok().map(|nanos| (nanos + 500) / 1000)
}

/// `0 days 00:01:12.094000`, `00:01:12.094`, `1:12.094` or `72.094`, in microseconds; digits
/// behind the sixth are cut.
pub(crate) fn duration(text: &str) -> Option<u64> {
    const DAY: u64 = 86_400_000_000;
    let (days, time) = match text.split_once(" day") {
        Some((days, time)) => (days.trim().parse().ok()?, time.trim_start_matches('s').trim()),
        None => (0_u64, text.trim()),
    };
    let time = match time.find('.') {
        Some(point) if time.is_ascii() => &time[..time.len().min(point + 7)],
        _ => time,
    };
    let of_day = match time {
        "" if text.contains("day") => 0,
        time => time.trim_start_matches('+').parse::<LapTime>().ok()?.as_micros(),
    };
    let micros = days.checked_mul(DAY)?.checked_add(of_day)?;
    Some(micros).filter(|micros| i64::try_from(*micros).is_ok())
}
