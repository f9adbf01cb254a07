//! A table by the names of its columns, whether its cells are text or values.

use std::borrow::Cow;

use maatstaf_core::{ClockTime, LapTime};

use super::ColumnValues;
use crate::loose::{Loose, micros};
use crate::text_table::TextRow;

#[derive(Default)]
pub(super) struct Table<'a> {
    names: Vec<String>,
    columns: Vec<Cow<'a, ColumnValues>>,
    /// The lines at which rows begin, where they come from a file with lines.
    lines: Vec<u64>,
    n_rows: usize,
}

impl<'a> Table<'a> {
    pub(super) fn of_names(names: Vec<String>) -> Self {
        let empty = || Cow::Owned(ColumnValues::Texts(Vec::new()));
        let columns = names.iter().map(|_| empty()).collect();
        Self { names, columns, lines: Vec::new(), n_rows: 0 }
    }

    pub(super) fn of_columns(columns: &'a [(String, ColumnValues)]) -> Self {
        let names = columns.iter().map(|(name, _)| name.trim().to_owned()).collect();
        let n_rows = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        let columns = columns.iter().map(|(_, values)| Cow::Borrowed(values)).collect();
        Self { names, columns, lines: Vec::new(), n_rows }
    }

    /// One more row of texts.
    pub(super) fn push(&mut self, row: &TextRow) {
        for (idx, column) in self.columns.iter_mut().enumerate() {
            if let ColumnValues::Texts(texts) = column.to_mut() {
                let text = row.text(idx);
                texts.push((!text.is_empty()).then(|| text.into_owned()));
            }
        }
        self.lines.push(row.line());
        self.n_rows += 1;
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.names.iter().any(|it| it == name))
    }

    pub(super) fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The line of a row in its file, else its place from 1.
    pub(super) fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or(row as u64 + 1)
    }

    fn column(&self, name: &str) -> Option<&ColumnValues> {
        let idx = self.names.iter().position(|it| it == name)?;
        self.columns.get(idx).map(Cow::as_ref)
    }

    pub(super) fn cell(&self, name: &str, row: usize) -> Loose {
        self.column(name).map_or(Loose::Nothing, |column| column.cell(row))
    }

    /// A duration, in microseconds.
    pub(super) fn micros(&self, name: &str, row: usize) -> Option<u64> {
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

    pub(super) fn lap_time(&self, name: &str, row: usize) -> Option<LapTime> {
        self.micros(name, row).map(LapTime::from_micros)
    }

    pub(super) fn clock(&self, name: &str, row: usize) -> Option<ClockTime> {
        self.micros(name, row).map(ClockTime::from_micros)
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
pub(super) fn duration(text: &str) -> Option<u64> {
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
