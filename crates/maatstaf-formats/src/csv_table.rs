use std::str::FromStr;

use csv::{ByteRecord, StringRecord};
use maatstaf_core::Issue;

/// Why a set of tables cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file that nothing works without is not there.
    #[error("{file} is missing; give the folder of a complete release")]
    MissingFile {
        /// The file.
        file: String,
    },
    /// A column that we read is not in the header.
    #[error("{file} has no column {column}; take the file from an unchanged release")]
    MissingColumn {
        /// The file.
        file: String,
        /// The column, as the header should name it.
        column: String,
    },
    /// The first line cannot be read as text.
    #[error("the header of {file} is not UTF-8; take the file from an unchanged release")]
    Header {
        /// The file.
        file: String,
    },
}

impl Error {
    /// Whether a file is there, but is not what it should be.
    pub fn is_input(&self) -> bool {
        !self.is_missing_data()
    }

    /// Whether something is not there.
    pub fn is_missing_data(&self) -> bool {
        matches!(self, Self::MissingFile { .. })
    }
}

/// A column of a [`Table`], found by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    name: &'static str,
    index: usize,
}

/// A comma-separated table with a header; a record is one line.
pub(crate) struct Table<'a> {
    file: &'a str,
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    header: StringRecord,
}

impl<'a> Table<'a> {
    pub(crate) fn open(file: &'a str, bytes: &'a [u8]) -> Result<Self, Error> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        match reader.headers().cloned() {
            Ok(header) => Ok(Self { file, bytes, reader, header }),
            Err(_) => Err(Error::Header { file: file.to_owned() }),
        }
    }

    /// The columns with these names, in this order.
    pub(crate) fn columns<const N: usize>(
        &self,
        names: [&'static str; N],
    ) -> Result<[Column; N], Error> {
        let position = |name: &str| self.header.iter().position(|title| title == name);
        match names.iter().find(|name| position(name).is_none()) {
            Some(name) => {
                Err(Error::MissingColumn { file: self.file.to_owned(), column: (*name).to_owned() })
            }
            None => Ok(names.map(|name| Column { name, index: position(name).unwrap_or(0) })),
        }
    }

    /// Hands every row to `take`. A row that cannot be read, or that `take` refuses, is left
    /// out and listed.
    pub(crate) fn rows(
        mut self,
        issues: &mut Vec<Issue>,
        mut take: impl FnMut(&Row) -> Result<(), String>,
    ) {
        let mut bytes = ByteRecord::new();
        while matches!(self.reader.read_byte_record(&mut bytes), Ok(true)) {
            let (record, is_latin) = decoded(std::mem::take(&mut bytes));
            let row = Row { file: self.file, bytes: self.bytes, record: &record };
            if is_latin {
                issues.push(row.issue("bytes that are not UTF-8; read as Latin-1".to_owned()));
            }
            if let Err(problem) = row.shape(self.header.len()).and_then(|()| take(&row)) {
                issues.push(row.issue(format!("{problem}; the row is left out")));
            }
            bytes = record.into_byte_record();
        }
    }
}

/// The record as text, and whether it had to be read as Latin-1.
fn decoded(bytes: ByteRecord) -> (StringRecord, bool) {
    let position = bytes.position().cloned();
    match StringRecord::from_byte_record(bytes) {
        Ok(record) => (record, false),
        Err(error) => {
            let bytes = error.into_byte_record();
            let mut record: StringRecord = bytes.iter().map(text_or_latin).collect();
            record.set_position(position);
            (record, true)
        }
    }
}

fn text_or_latin(field: &[u8]) -> String {
    match std::str::from_utf8(field) {
        Ok(text) => text.to_owned(),
        Err(_) => field.iter().copied().map(char::from).collect(),
    }
}

/// One row of a [`Table`]. What it refuses, it names with its column and value.
pub(crate) struct Row<'a> {
    file: &'a str,
    bytes: &'a [u8],
    record: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// The text of a field; may be empty.
    pub(crate) fn text(&self, column: Column) -> &'a str {
        self.record.get(column.index).unwrap_or("")
    }

    /// The text of a field, unless it is empty.
    pub(crate) fn text_if_any(&self, column: Column) -> Option<&'a str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// The text of a field that may not be empty.
    pub(crate) fn name(&self, column: Column) -> Result<&'a str, String> {
        self.text_if_any(column).ok_or_else(|| format!("{} is empty", column.name))
    }

    /// A number, a date or whatever else is read from text.
    pub(crate) fn value<T: FromStr>(&self, column: Column) -> Result<T, String> {
        self.text(column).parse().map_err(|_| self.refusal(column))
    }

    /// As [`Row::value`], unless the field is empty.
    pub(crate) fn value_if_any<T: FromStr>(&self, column: Column) -> Result<Option<T>, String> {
        self.text_if_any(column).map(|_| self.value(column)).transpose()
    }

    /// `true` or `false`; empty is false.
    pub(crate) fn flag(&self, column: Column) -> Result<bool, String> {
        Ok(self.value_if_any(column)?.unwrap_or(false))
    }

    /// The words with which a field is refused.
    pub(crate) fn refusal(&self, column: Column) -> String {
        format!("{} is {:?}, which cannot be read", column.name, self.text(column))
    }

    /// Something to list about this row.
    pub(crate) fn issue(&self, reason: String) -> Issue {
        Issue { file: self.file.to_owned(), line: Some(self.line()), reason }
    }

    fn shape(&self, n_columns: usize) -> Result<(), String> {
        if self.record.iter().any(|field| field.contains('\n')) {
            return Err("a quoted text runs on over the end of the line".to_owned());
        }
        if self.record.len() != n_columns {
            return Err(format!("{} fields instead of {n_columns}", self.record.len()));
        }
        Ok(())
    }

    fn line(&self) -> u64 {
        let start = self.record.position().map_or(0, |position| position.byte() as usize);
        let (before, rest) = self.bytes.split_at(start.min(self.bytes.len()));
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let ends = before.iter().chain(blank).filter(|byte| **byte == b'\n');
        1 + ends.count() as u64
    }
}

#[cfg(test)]
#[path = "csv_table_tests.rs"]
mod tests;
