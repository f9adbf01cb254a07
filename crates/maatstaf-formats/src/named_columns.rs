//! A table by the names of its columns, whether its cells are text or values.

use std::borrow::Cow;
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
    columns: Vec<Cow<'a, ColumnValues>>,
    /// The lines at which rows begin, where they come from a file with lines.
    lines: Vec<u64>,
    n_rows: usize,
}

impl<'a> Table<'a> {
    /// From a text whose first line names the columns.
    pub(crate) fn of_text(bytes: &[u8]) -> Table<'static> {
        let mut cells = TextTable::sniffed(bytes);
        let mut row = TextRow::default();
        if !cells.next(&mut row) {
            return Table::default();
        }
        let mut table = Table::of_names(row.headings());
        while cells.next(&mut row) {
            table.push(&row);
        }
        table
    }

    /// From the first line of a text alone: no rows.
    pub(crate) fn of_first_line(head: &[u8]) -> Table<'static> {
        Table::of_text(head.split(|byte| *byte == b'\n').next().unwrap_or_default())
    }

    fn of_names(names: Vec<String>) -> Self {
        let empty = || Cow::Owned(ColumnValues::Texts(Vec::new()));
        let columns = names.iter().map(|_| empty()).collect();
        Self { places: places(names), columns, lines: Vec::new(), n_rows: 0 }
    }

    pub(crate) fn of_columns(columns: &'a [(String, ColumnValues)]) -> Self {
        let places = places(columns.iter().map(|(name, _)| name.trim().to_owned()).collect());
        let n_rows = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        let columns = columns.iter().map(|(_, values)| Cow::Borrowed(values)).collect();
        Self { places, columns, lines: Vec::new(), n_rows }
    }

    /// One more row of texts.
    fn push(&mut self, row: &TextRow) {
        for (idx, column) in self.columns.iter_mut().enumerate() {
            if let ColumnValues::Texts(texts) = column.to_mut() {
                let text = row.text(idx);
                texts.push((!text.is_empty()).then(|| text.into_owned()));
            }
        }
        self.lines.push(row.line());
        self.n_rows += 1;
    }

    pub(crate) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.places.contains_key(*name))
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The line of a row in its file, else its place from 1.
    pub(crate) fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or(row as u64 + 1)
    }

    fn column(&self, name: &str) -> Option<&ColumnValues> {
        self.columns.get(*self.places.get(name)?).map(Cow::as_ref)
    }

    pub(crate) fn cell(&self, name: &str, row: usize) -> Loose {
        self.column(name).map_or(Loose::Nothing, |column| column.cell(row))
    }

    /// A duration, in microseconds.
    pub(crate) fn micros(&self, name: &str, row: usize) -> Option<u64> {
        match self.column(name)? {
            ColumnValues::Durations(nanos) | ColumnValues::Integers(nanos) => {
                nanos.get(row).copied().flatten().and_then(whole_micros)
            }
            column => match column.cell(row) {
                Loose::Number(seconds) => micros(seconds),
                cell => duration(cell.text()?),
            },
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
    days.checked_mul(DAY)?.checked_add(of_day)
}
