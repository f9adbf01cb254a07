//! The lap chart of Al Kamel timing, `Analysis`, as WEC, IMSA, ELMS and Formula E publish it: a row a
//! lap, grouped by car.
//!
//! The dialects differ in their separator (`;` or `,`) and in columns at the end. Headings are found by
//! name, with or without spaces round them, behind a byte-order mark or not.
//!
//! | column | becomes |
//! | --- | --- |
//! | `NUMBER` | the car, as text: `007` is not `7` |
//! | `DRIVER_NUMBER`, `DRIVER_NAME` | the crew in order of seat, and who drove the lap |
//! | `LAP_TIME`, `S1` to `S3` | the times; an empty or zero sector is unknown |
//! | `ELAPSED` | when the lap ended; the clock of the session is zero at its start |
//! | `HOUR` | the time of day; it holds `ELAPSED` to account, and stands in for it where it is missing |
//! | `TOP_SPEED` | the speed on the straight, from km/h |
//! | `CROSSING_FINISH_LINE_IN_PIT` | `B`: the lap ends in the pit lane, the next one begins there |
//! | `PIT_TIME` | the time in the pit lane, on the lap that begins there; also where the lap before does not end there, as after a red flag |
//! | `FLAG_AT_FL` | the state of the track when the car crossed the line; all cars together tell when it changed |
//! | `TEAM`, `CLASS`, `MANUFACTURER` | of the car |
//!
//! Where the cars began together on the road it was a race: then every lap has its place, and the clock
//! starts with the signal. A stint lasts from stop to stop, since the file says nothing of tyres. Nor does
//! it say which session it is.

mod cells;
mod columns;
mod crews;
mod hours;
mod laps;
mod rows;
mod track;

use maatstaf_core::{ClockTime, Recording};

use crate::recordings::{Error, IssueList, ReadRecording};
use crate::text_table::{TextRow, TextTable, separator, without_mark};

use columns::Columns;

const FORMAT: &str = "lap chart of Al Kamel timing";

/// Reads a lap chart; `file` is its name, for issues.
///
/// # Errors
///
/// When the first line has not the headings of a lap chart.
///
/// ```
/// let text = "NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; CROSSING_FINISH_LINE_IN_PIT; ELAPSED;DRIVER_NAME;\n\
///             007;1;1;3:53.276;;3:53.276;Ann BOLT;\n\
///             007;1;2;3:39.529;B;7:32.805;Ann BOLT;\n";
/// let read = maatstaf_formats::al_kamel::read("le_mans_2024.csv", text.as_bytes())?;
/// assert_eq!(read.issues, []);
/// assert_eq!(read.recording.cars[0].car.as_str(), "007");
/// assert!(read.recording.laps[1].is_in_lap());
/// # Ok::<(), maatstaf_formats::recordings::Error>(())
/// ```
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadRecording, Error> {
    let mut table = TextTable::sniffed(bytes);
    let mut head = TextRow::default();
    table.next(&mut head);
    let columns = Columns::find(&head).map_err(|reason| Error::not(FORMAT, file, reason))?;
    let mut issues = IssueList::of(file);
    let rows::Rows { mut rows, crews } = rows::read(table, &columns, &mut issues);
    hours::check(&mut rows, &crews, &mut issues);
    let mut recording = laps::link(&rows, &crews, &mut issues);
    let together = laps::began_together(&recording);
    if together {
        recording.about.session = Some("Race".to_owned());
        recording.about.started = Some(ClockTime::from_micros(0));
        track::place(&mut recording.laps);
    }
    if columns.is_electric() {
        recording.about.series = Some("Formula E".to_owned());
    }
    Ok(ReadRecording {
        recording: Recording { cars: crews.finish(), ..recording },
        issues: issues.finish(),
    })
}

/// Whether the beginning of a file looks like a lap chart, whatever its name.
///
/// ```
/// use maatstaf_formats::al_kamel::looks_like;
///
/// let head = b"NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; CROSSING_FINISH_LINE_IN_PIT";
/// assert!(looks_like("23_Analysis_Race.CSV", head));
/// assert!(!looks_like("23_Analysis_Race.CSV", b"Time,Speed\n0.0,80\n"));
/// ```
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    let head = without_mark(head);
    let line = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let cells = || line.split(|byte| *byte == separator(line)).map(<[u8]>::trim_ascii);
    let has = |name: &str| cells().any(|cell| cell == name.as_bytes());
    has("NUMBER")
        && has("LAP_NUMBER")
        && has("LAP_TIME")
        && (has("DRIVER_NUMBER") || has("ELAPSED"))
}

#[cfg(test)]
#[path = "al_kamel_tests.rs"]
mod tests;
