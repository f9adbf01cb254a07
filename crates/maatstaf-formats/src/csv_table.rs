use std::borrow::Cow;
use std::str::FromStr;

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
    /// The first line is not UTF-8, or a quote in it is not closed.
    #[error("the header of {file} cannot be read; take the file from an unchanged release")]
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

/// A comma-separated table with a header; a record is one line, so a quote that is not closed
/// spoils that line alone.
pub(crate) struct Table<'a> {
    file: &'a str,
    header: Vec<Cow<'a, str>>,
    body: &'a [u8],
}

impl<'a> Table<'a> {
    pub(crate) fn open(file: &'a str, bytes: &'a [u8]) -> Result<Self, Error> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
        let (first, body) = bytes.split_at(end);
        let text = std::str::from_utf8(first.trim_ascii_end()).ok();
        match text.and_then(|text| fields(text, 0).ok()) {
            Some(header) => Ok(Self { file, header, body: body.get(1..).unwrap_or_default() }),
            None => Err(Error::Header { file: file.to_owned() }),
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

    /// The column with this name, where there is one.
    pub(crate) fn column_if_any(&self, name: &'static str) -> Option<Column> {
        let index = self.header.iter().position(|title| title == name)?;
        Some(Column { name, index })
    }

    /// Hands every row to `take`. A row that cannot be read, or that `take` refuses, is left
    /// out and listed.
    pub(crate) fn rows(
        &self,
        issues: &mut Vec<Issue>,
        mut take: impl FnMut(&Row) -> Result<(), String>,
    ) {
        for (line, bytes) in (2..).zip(self.body.split(|byte| *byte == b'\n')) {
            let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
            if bytes.is_empty() {
                continue;
            }
            let mut list = |reason| issues.push(issue(self.file, line, reason));
            let text = std::str::from_utf8(bytes).map_or_else(|_| latin(bytes), Cow::Borrowed);
            if matches!(text, Cow::Owned(_)) {
                list("bytes that are not UTF-8; read as Latin-1".to_owned());
            }
            if bytes.iter().any(u8::is_ascii_control) {
                list("a control character where text should be; read as it is".to_owned());
            }
            if let Err(problem) = self.row(line, &text).and_then(|row| take(&row)) {
                list(format!("{problem}; the row is left out"));
            }
        }
    }

    fn row<'l>(&self, line: u64, text: &'l str) -> Result<Row<'l>, String>
    where
        'a: 'l,
    {
        let fields = fields(text, self.header.len())?;
        match fields.len() == self.header.len() {
            true => Ok(Row { file: self.file, line, fields }),
            false => Err(format!("{} fields instead of {}", fields.len(), self.header.len())),
        }
    }
}

fn latin(bytes: &[u8]) -> Cow<'_, str> {
    bytes.iter().copied().map(char::from).collect()
}

fn issue(file: &str, line: u64, reason: String) -> Issue {
    Issue { file: file.to_owned(), line: Some(line), reason }
}

/// The fields of one line; there should be `n_columns`.
fn fields(line: &str, n_columns: usize) -> Result<Vec<Cow<'_, str>>, String> {
    let mut fields = Vec::with_capacity(n_columns);
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (field, after) = match text.strip_prefix('"') {
            Some(quoted) => quoted_field(quoted)?,
            None => plain_field(text),
        };
        fields.push(field);
        rest = after;
    }
    Ok(fields)
}

/// A field, and what follows its comma if there is one.
type Split<'a> = (Cow<'a, str>, Option<&'a str>);

fn plain_field(text: &str) -> Split<'_> {
    match text.bytes().position(|byte| byte == b',') {
        Some(end) => (text[..end].into(), Some(&text[end + 1..])),
        None => (text.into(), None),
    }
}

/// The field that `text` begins with, its opening quote taken off.
fn quoted_field(text: &str) -> Result<Split<'_>, String> {
    let mut from = 0;
    loop {
        let end = text[from..].find('"').ok_or("a quote is not closed")? + from;
        let after = &text[end + 1..];
        if after.starts_with('"') {
            from = end + 2;
            continue;
        }
        let field = match from {
            0 => Cow::Borrowed(&text[..end]),
            _ => text[..end].replace("\"\"", "\"").into(),
        };
        return match after.strip_prefix(',') {
            Some(after) => Ok((field, Some(after))),
            None if after.is_empty() => Ok((field, None)),
            None => Err("text behind a closing quote".to_owned()),
        };
    }
}

/// One row of a [`Table`]. What it refuses, it names with its column and value.
pub(crate) struct Row<'a> {
    file: &'a str,
    line: u64,
    fields: Vec<Cow<'a, str>>,
}

impl Row<'_> {
    /// The text of a field; may be empty.
    pub(crate) fn text(&self, column: Column) -> &str {
        &self.fields[column.index]
    }

    /// The text of a field, unless it is empty.
    pub(crate) fn text_if_any(&self, column: Column) -> Option<&str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// The text of a field that may not be empty.
    pub(crate) fn name(&self, column: Column) -> Result<&str, String> {
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
        issue(self.file, self.line, reason)
    }
}

#[cfg(test)]
#[path = "csv_table_tests.rs"]
mod tests;
