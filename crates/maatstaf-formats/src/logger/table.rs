use maatstaf_core::ClockTime;

use crate::recordings::IssueList;
use crate::text_table::{TextRow, TextTable};

/// Where the headings of a table of numbers stand, and what to take with all digits.
pub(crate) struct Wanted<'a> {
    /// What the columns are called, for messages.
    pub headings: &'a [String],
    /// Which column is the time, and how many seconds one of it is.
    pub time: (usize, f64),
    /// Columns to be kept in twice the digits.
    pub fine: &'a [usize],
    /// What is added to a time, in seconds.
    pub shift: f64,
}

/// The rows of a table of numbers, column by column, at times that never go back.
#[derive(Default)]
pub(crate) struct Columns {
    pub times: Vec<ClockTime>,
    /// Every column; NaN where nothing stands.
    pub columns: Vec<Vec<f32>>,
    /// The columns wanted with all digits.
    pub fine: Vec<Vec<f64>>,
    /// The first time as it stood, in seconds.
    pub first: Option<f64>,
}

/// The latest moment that a log can have, in seconds: a year of them.
const LATEST: f64 = 366.0 * 86_400.0;

/// Seconds since 1970, not since the start of a log.
const SINCE_1970: f64 = 1e8;

impl Columns {
    /// Reads every row that is left of a table.
    ///
    /// A row of less than half of the columns, without a time, or before the row above is listed
    /// and left out. A cell that is no number is NaN; how many there are is listed for the column.
    pub(crate) fn read(table: &mut TextTable, wanted: &Wanted, issues: &mut IssueList) -> Self {
        let n_columns = wanted.headings.len();
        let mut read = Self {
            columns: vec![Vec::new(); n_columns],
            fine: vec![Vec::new(); wanted.fine.len()],
            ..Self::default()
        };
        let mut spoilt = vec![(0_u64, 0_u64); n_columns]; // how many, first line
        let mut row = TextRow::default();
        while table.next(&mut row) {
            match read.row(&row, wanted, &mut spoilt) {
                Ok(()) => {}
                Err(reason) => issues.add(Some(row.line()), reason + "; the row is left out"),
            }
        }
        for ((count, line), heading) in spoilt.into_iter().zip(wanted.headings) {
            if count > 0 {
                let reason = format!("{heading}: {count} cells from here on are no numbers");
                issues.add(Some(line), reason);
            }
        }
        read
    }

    fn row(
        &mut self,
        row: &TextRow,
        wanted: &Wanted,
        spoilt: &mut [(u64, u64)],
    ) -> Result<(), String> {
        let n_columns = wanted.headings.len();
        if row.len() * 2 < n_columns {
            return Err(format!("{} cells where there are {n_columns} columns", row.len()));
        }
        let at = self.time(row, wanted)?;
        self.times.push(at);
        for (idx, column) in self.columns.iter_mut().enumerate() {
            let number = row.number(idx);
            if number.is_none() && !row.bytes(idx).is_empty() {
                let (count, line) = &mut spoilt[idx];
                *line = if *count == 0 { row.line() } else { *line };
                *count += 1;
            }
            column.push(number.map_or(f32::NAN, |number| number as f32));
        }
        for (column, &idx) in self.fine.iter_mut().zip(wanted.fine) {
            column.push(row.number(idx).unwrap_or(f64::NAN));
        }
        Ok(())
    }

    fn time(&mut self, row: &TextRow, wanted: &Wanted) -> Result<ClockTime, String> {
        let (column, factor) = wanted.time;
        let text = || row.text(column).into_owned();
        let number = row.number(column).or_else(|| {
            let clock: ClockTime = row.text(column).parse().ok()?;
            Some(clock.seconds())
        });
        let number = number.ok_or_else(|| format!("its time is {:?}", text()))? * factor;
        let first = *self.first.get_or_insert(number);
        let zero = if first.abs() >= SINCE_1970 || first < 0.0 { first } else { 0.0 };
        let seconds = number - zero + wanted.shift;
        if !(0.0..LATEST).contains(&seconds) {
            return Err(format!("its time is {:?}, beyond any log", text()));
        }
        let at = ClockTime::from_micros((seconds * 1e6).round() as u64);
        match self.times.last() {
            Some(last) if *last > at => Err(format!("its time {:?} is before that above", text())),
            _ => Ok(at),
        }
    }

    /// How many rows there are in a second, as the name of a stream: `20 Hz`; of rows at no steady
    /// pace the middle one counts.
    pub(crate) fn rate_name(&self) -> String {
        let mut steps: Vec<u64> = self
            .times
            .windows(2)
            .map(|pair| pair[1].as_micros() - pair[0].as_micros())
            .filter(|step| *step > 0)
            .collect();
        steps.sort_unstable();
        match steps.get(steps.len() / 2) {
            Some(step) => rate_name(1e6 / *step as f64),
            None => "rows".to_owned(),
        }
    }
}

/// `20 Hz`, `12.5 Hz`.
pub(crate) fn rate_name(rate: f64) -> String {
    format!("{} Hz", (rate * 10.0).round() / 10.0)
}
