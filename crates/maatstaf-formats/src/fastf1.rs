//! Exports of FastF1: tables of laps, and the telemetry of one lap, as CSV or as columns.
//!
//! Durations are those of pandas, `0 days 00:01:12.094000`, and nothing is `NaT` or an empty cell.
//! Columns are found by their names, in any order.
//!
//! | table | has the columns | gives |
//! | --- | --- | --- |
//! | laps | `Driver`, `LapNumber`, `LapTime` | laps, stints, cars |
//! | telemetry | `Time`, `Speed`, `RPM` | one lap, and its samples as one stream |

mod laps;
mod telemetry;

pub use crate::named_columns::ColumnValues;
use crate::named_columns::Table;
use crate::recordings::{Error, IssueList, ReadRecording};
pub(crate) use laps::{flags, stints};

const FORMAT: &str = "export of FastF1";

/// Reads the exports of one session: a table of laps, or the telemetry of a lap from each file.
///
/// ```
/// let table = "Driver,LapNumber,LapTime,Time\nVER,7.0,0 days 00:01:14.746000,0 days 01:02:00\n";
/// let read = maatstaf_formats::fastf1::read(&[("laps.csv", table.as_bytes())])?;
/// assert_eq!(read.recording.laps[0].time.unwrap().to_string(), "1:14.746");
/// # Ok::<(), maatstaf_formats::recordings::Error>(())
/// ```
///
/// # Errors
///
/// When none of the files has the columns of a lap table or of telemetry.
pub fn read(files: &[(&str, &[u8])]) -> Result<ReadRecording, Error> {
    let tables = files.iter().map(|(file, bytes)| (*file, Table::of_text(bytes)));
    read_tables(tables.collect())
}

/// Reads one export that came as columns, such as from Parquet.
///
/// ```
/// use maatstaf_formats::fastf1::{ColumnValues, read_columns};
///
/// let columns = [
///     ("Driver".to_owned(), ColumnValues::Texts(vec![Some("VER".to_owned())])),
///     ("LapNumber".to_owned(), ColumnValues::Numbers(vec![Some(7.0)])),
///     ("LapTime".to_owned(), ColumnValues::Durations(vec![Some(74_746_000_000)])),
/// ];
/// let read = read_columns("laps.parquet", &columns)?;
/// assert_eq!(read.recording.laps[0].time.unwrap().to_string(), "1:14.746");
/// # Ok::<(), maatstaf_formats::recordings::Error>(())
/// ```
///
/// # Errors
///
/// When the columns are not those of a lap table or of telemetry.
pub fn read_columns(
    file: &str,
    columns: &[(String, ColumnValues)],
) -> Result<ReadRecording, Error> {
    read_tables(vec![(file, Table::of_columns(columns))])
}

/// Whether the first bytes of a file are those of an export.
pub fn looks_like(name: &str, head: &[u8]) -> bool {
    looks_like_laps(name, head) || looks_like_telemetry(name, head)
}

/// Whether the first bytes of a file are those of a table of laps: a session by itself.
pub fn looks_like_laps(_name: &str, head: &[u8]) -> bool {
    laps::is_of(&Table::of_first_line(head))
}

/// Whether the first bytes of a file are those of telemetry: a lap, with others of its session beside.
pub fn looks_like_telemetry(_name: &str, head: &[u8]) -> bool {
    telemetry::is_of(&Table::of_first_line(head))
}

fn read_tables(tables: Vec<(&str, Table<'_>)>) -> Result<ReadRecording, Error> {
    let mut read = ReadRecording::default();
    read.recording.about.series = Some("Formula 1".to_owned());
    let mut n_read = 0;
    for (file, table) in &tables {
        let mut issues = IssueList::of(file);
        match table {
            table if laps::is_of(table) => laps::add(table, &mut read.recording, &mut issues),
            table if telemetry::is_of(table) => {
                telemetry::add(file, table, &mut read.recording, &mut issues);
            }
            _ => {
                issues.add(Some(1), "no columns of laps or telemetry; left out");
                n_read -= 1;
            }
        }
        n_read += 1;
        read.issues.extend(issues.finish());
    }
    if n_read == 0 {
        let file = tables.first().map_or("nothing", |(file, _)| file);
        let reason = "its first line names neither Driver, LapNumber and LapTime, as a table of laps does, nor Time, Speed and RPM, as telemetry does";
        return Err(Error::not(FORMAT, file, reason));
    }
    read.recording.sort_laps();
    Ok(read)
}

#[cfg(test)]
#[path = "fastf1_tests.rs"]
mod tests;
