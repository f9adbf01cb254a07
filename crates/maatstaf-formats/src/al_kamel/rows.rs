//! The rows as they stand, cell by cell, each line once.

use std::collections::BTreeMap;

use maatstaf_core::{ClockTime, Flag, LapNumber, LapTime};

use super::cells;
use super::columns::Columns;
use super::crews::Crews;
use crate::recordings::IssueList;
use crate::text_table::{TextRow, TextTable};

/// What a row says of a lap.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Row {
    pub(super) car: usize,
    pub(super) number: LapNumber,
    pub(super) line: u64,
    pub(super) driver: Option<usize>,
    pub(super) time: Option<LapTime>,
    pub(super) sectors: [Option<LapTime>; 3],
    pub(super) ended: Option<ClockTime>,
    pub(super) hour: Option<ClockTime>,
    pub(super) pit_time: Option<LapTime>,
    /// Metres per second.
    pub(super) speed: Option<f64>,
    pub(super) in_lap: bool,
    pub(super) flag: Option<Flag>,
    /// Whether the time of day agrees, where there is one.
    pub(super) hour_agrees: bool,
}

/// Every lap once, by car and number.
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    pub(super) crews: Crews,
}

/// Reads the rows, and says which are left out.
pub(super) fn read(table: TextTable<'_>, columns: &Columns, issues: &mut IssueList) -> Rows {
    let reader = Reader {
        columns,
        crews: Crews::default(),
        rows: Vec::new(),
        oddities: Oddities::default(),
        issues,
    };
    reader.read(table)
}

struct Reader<'a> {
    columns: &'a Columns,
    crews: Crews,
    rows: Vec<Row>,
    oddities: Oddities,
    issues: &'a mut IssueList,
}

/// What is counted rather than listed row by row.
#[derive(Default)]
struct Oddities {
    flags: BTreeMap<Vec<u8>, (u64, u64)>,
    attacks: u64,
    unsorted: u64,
    first_unsorted: Option<u64>,
}

impl Reader<'_> {
    fn read(mut self, mut table: TextTable<'_>) -> Rows {
        let mut row = TextRow::default();
        while table.next(&mut row) {
            if let Some(lap) = self.row(&row) {
                self.rows.push(lap);
            }
        }
        self.sort();
        self.oddities.tell(self.issues);
        Rows { rows: self.rows, crews: self.crews }
    }

    /// One row; `None` where it names no lap.
    fn row(&mut self, row: &TextRow) -> Option<Row> {
        let columns = self.columns;
        if !columns.cells.contains(&row.len()) {
            let want = columns.cells.start();
            let reason = format!(
                "the row has {} cells where there are {want} headings; left out",
                row.len()
            );
            self.issues.add(Some(row.line()), reason);
            return None;
        }
        let Some(number) = cells::lap_number(row.bytes(columns.lap)) else {
            let lap = row.text(columns.lap);
            let reason =
                format!("LAP_NUMBER {lap:?} is no number of a lap from 1; the row is left out");
            self.issues.add(Some(row.line()), reason);
            return None;
        };
        let Some(car) = self.crews.car(row, columns, self.issues) else {
            self.issues.add(Some(row.line()), "NUMBER is empty; the row is left out");
            return None;
        };
        let lap_time = |micros| LapTime::from_micros(micros);
        Some(Row {
            car,
            number,
            line: row.line(),
            driver: self.crews.driver(car, row, columns),
            time: self.time(row, columns.time, "LAP_TIME").map(lap_time),
            sectors: self.sectors(row),
            ended: self.time(row, columns.ended, "ELAPSED").map(ClockTime::from_micros),
            hour: self.time(row, columns.hour, "HOUR").map(ClockTime::from_micros),
            pit_time: self.time(row, columns.pit_time, "PIT_TIME").map(lap_time),
            speed: self.speed(row),
            in_lap: row.bytes(columns.in_pit) == b"B",
            flag: self.flag(row),
            hour_agrees: true,
        })
    }

    /// A time, where there is one.
    fn time(&mut self, row: &TextRow, column: usize, name: &str) -> Option<u64> {
        let cell = row.bytes(column);
        let micros = cells::micros(cell);
        if micros.is_none() && !cell.is_empty() {
            let reason = format!(
                "{name} {:?} is no time such as 3:31.123; it counts as unknown",
                row.text(column)
            );
            self.issues.add(Some(row.line()), reason);
        }
        micros
    }

    /// The sectors; one that took no time was not measured.
    fn sectors(&mut self, row: &TextRow) -> [Option<LapTime>; 3] {
        let [first, second, third] = self.columns.sectors;
        [(first, "S1"), (second, "S2"), (third, "S3")].map(|(column, name)| {
            self.time(row, column, name).filter(|micros| *micros > 0).map(LapTime::from_micros)
        })
    }

    fn speed(&mut self, row: &TextRow) -> Option<f64> {
        let cell = row.bytes(self.columns.speed);
        if cell.is_empty() {
            return None;
        }
        let kmh = row.number(self.columns.speed).filter(|kmh| (0.0..1000.0).contains(kmh));
        if kmh.is_none() {
            let speed = row.text(self.columns.speed);
            let reason = format!("TOP_SPEED {speed:?} is no speed in km/h; it counts as unknown");
            self.issues.add(Some(row.line()), reason);
        }
        kmh.filter(|kmh| *kmh > 0.0).map(|kmh| kmh / 3.6)
    }

    fn flag(&mut self, row: &TextRow) -> Option<Flag> {
        self.oddities.attacks += u64::from(row.bytes(self.columns.attack) == b"true");
        let code = row.bytes(self.columns.flag);
        let flag = cells::flag(code);
        if flag.is_none() && !code.is_empty() {
            let (_, count) = self.oddities.flags.entry(code.to_vec()).or_insert((row.line(), 0));
            *count += 1;
        }
        flag
    }

    /// Puts the rows in order, and leaves out those that come again.
    fn sort(&mut self) {
        let place = |row: &Row| (row.car, row.number);
        for pair in self.rows.windows(2).filter(|pair| place(&pair[0]) > place(&pair[1])) {
            self.oddities.unsorted += 1;
            self.oddities.first_unsorted.get_or_insert(pair[1].line);
        }
        self.rows.sort_by_key(place);
        let (crews, issues) = (&self.crews, &mut *self.issues);
        self.rows.dedup_by(|again, first| {
            let twice = place(again) == place(first);
            if twice {
                let (lap, car, at) = (again.number, crews.number(again.car), first.line);
                let how = match (Row { line: at, ..*again }) == *first {
                    true => "stands here again",
                    false => "stands here again with other values",
                };
                let reason =
                    format!("lap {lap} of car {car} {how}, first at line {at}; the first counts");
                issues.add(Some(again.line), reason);
            }
            twice
        });
    }
}

impl Oddities {
    fn tell(self, issues: &mut IssueList) {
        if self.unsorted > 0 {
            let reason = format!(
                "a row stands behind a later lap or another car, {} times; put in order",
                self.unsorted
            );
            issues.add(self.first_unsorted, reason);
        }
        for (code, (line, count)) in self.flags {
            let code = String::from_utf8_lossy(&code);
            let reason =
                format!("FLAG_AT_FL {code:?} is no flag that is known, {count} times; left out");
            issues.add(Some(line), reason);
        }
        if self.attacks > 0 {
            let reason = format!("ATTACK_MODE is on in {} laps, which is not kept", self.attacks);
            issues.add(None, reason);
        }
    }
}
