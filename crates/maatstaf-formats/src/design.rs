//! A design: what to try, a row a run, as CSV whose first line names the columns.
//!
//! ```text
//! car,course,aero.downforce_level,brakes.front_share
//! f1-2024,monza,0.7,0.56
//! f1-2024,spa-francorchamps,0.9,
//! ```

use maatstaf_core::Issue;

/// The rows of a design, as they stand in the file; what they mean is for others to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    /// The file.
    pub file: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// A run each.
    pub rows: Vec<DesignRow>,
}

/// A row of a [`Design`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesignRow {
    /// Its line in the file, from 1.
    pub line: u64,
    /// One per column, without spaces around; may be empty.
    pub cells: Vec<String>,
}

/// A design, and what of its file is not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadDesign {
    /// The rows that could be read.
    pub design: Design,
    /// The others, line by line.
    pub issues: Vec<Issue>,
}

/// A design from the bytes of a file.
///
/// ```
/// use maatstaf_formats::design;
///
/// let read = design::read("design.csv", b"car,chassis.mass\ngt3,1300\ngt3\n");
/// assert_eq!((read.design.rows.len(), read.design.columns.len()), (1, 2));
/// assert_eq!(
///     read.issues[0].to_string(),
///     "design.csv:3: the row has 1 field, and the first line names 2 columns; add the others or a comma \
///      for each"
/// );
/// ```
pub fn read(file: &str, bytes: &[u8]) -> ReadDesign {
    let mut issues = Vec::new();
    let issue = |line, reason: String| Issue { file: file.to_owned(), line, reason };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (mut columns, mut rows) = (Vec::new(), Vec::new());
    for (line, text) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        if text.trim_ascii().is_empty() {
            continue;
        }
        let Some(cells) = cells(text) else {
            issues.push(issue(Some(line), "not text in UTF-8; save the file as such".to_owned()));
            continue;
        };
        if columns.is_empty() {
            issues.extend(twice(&cells).map(|name| {
                issue(Some(line), format!("column {name:?} is there twice; leave one"))
            }));
            columns = cells;
        } else if cells.len() == columns.len() {
            rows.push(DesignRow { line, cells });
        } else {
            issues.push(issue(Some(line), wrong_length(cells.len(), columns.len())));
        }
    }
    if rows.is_empty() && issues.is_empty() {
        let reason = "no rows; the first line names the columns, each after it is a run";
        issues.push(issue(None, reason.to_owned()));
    }
    ReadDesign { design: Design { file: file.to_owned(), columns, rows }, issues }
}

/// The cells of one line, without spaces around.
fn cells(line: &[u8]) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).trim(csv::Trim::All).from_reader(line);
    let record = reader.records().next()?.ok()?;
    Some(record.iter().map(str::to_owned).collect())
}

/// The names that stood before.
fn twice(names: &[String]) -> impl Iterator<Item = &String> {
    names.iter().enumerate().filter(|(idx, name)| names[..*idx].contains(name)).map(|it| it.1)
}

fn wrong_length(got: usize, want: usize) -> String {
    let fields = if got == 1 { "1 field".to_owned() } else { format!("{got} fields") };
    let way_out = match got < want {
        true => "add the others or a comma for each",
        false => "take the others away, or name them in the first line",
    };
    format!("the row has {fields}, and the first line names {want} columns; {way_out}")
}

#[cfg(test)]
#[path = "design_tests.rs"]
mod tests;
