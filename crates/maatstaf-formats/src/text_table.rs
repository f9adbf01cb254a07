//! A table as programs export it: `,`, `;` or a tab between the cells, perhaps a byte-order mark,
//! spaces round the headings, a separator behind the last cell, units or a preamble around it.

use std::borrow::Cow;

/// Splits the bytes of a table into rows and cells.
pub(crate) struct TextTable<'a> {
    bytes: &'a [u8],
    separator: u8,
    /// How far the rows are read, and at which line that is.
    at: usize,
    line: u64,
    /// Reads the tables in which cells stand in quotes.
    quoted: Option<csv::Reader<&'a [u8]>>,
    cells: csv::ByteRecord,
}

/// One row, to be filled again and again.
#[derive(Clone, Default)]
pub(crate) struct TextRow {
    /// The cells with a byte between them, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    line: u64,
}

/// The bytes without a byte-order mark.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The separator of a line: the most frequent of `,`, `;` and tab outside of quotes.
pub(crate) fn separator(line: &[u8]) -> u8 {
    let mut counts = [0_usize; 3];
    let mut quoted = false;
    for &byte in line.iter().take_while(|byte| **byte != b'\n') {
        match byte {
            b'"' => quoted = !quoted,
            b';' if !quoted => counts[0] += 1,
            b'\t' if !quoted => counts[1] += 1,
            b',' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    let most = counts.into_iter().max().unwrap_or(0);
    match counts.into_iter().position(|count| count == most) {
        Some(0) if most > 0 => b';',
        Some(1) => b'\t',
        _ => b',',
    }
}

impl<'a> TextTable<'a> {
    /// From bytes whose first line is to be the first row; `lines_before` lines stood before them.
    pub(crate) fn new(bytes: &'a [u8], separator: u8, lines_before: u64) -> Self {
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(separator);
        let quoted = bytes.contains(&b'"').then(|| builder.from_reader(bytes));
        let cells = csv::ByteRecord::new();
        Self { bytes, separator, at: 0, line: lines_before + 1, quoted, cells }
    }

    /// From the bytes of a whole file, its separator found in its first line.
    pub(crate) fn sniffed(bytes: &'a [u8]) -> Self {
        let bytes = without_mark(bytes);
        Self::new(bytes, separator(bytes), 0)
    }

    /// Fills the next row; `false` at the end. Lines without anything are passed over.
    pub(crate) fn next(&mut self, row: &mut TextRow) -> bool {
        row.text.clear();
        row.ends.clear();
        let found = match self.quoted.is_some() {
            true => self.next_quoted(row),
            false => self.next_plain(row),
        };
        row.line = self.line;
        found
    }

    /// Where no cell stands in quotes, a row is a line.
    fn next_plain(&mut self, row: &mut TextRow) -> bool {
        self.pass_to(self.at);
        let rest = &self.bytes[self.at..];
        let mut len = 0;
        for &byte in rest.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')) {
            if byte == self.separator {
                row.ends.push(len);
            }
            len += 1;
        }
        row.ends.extend((len > 0).then_some(len));
        row.text.extend_from_slice(&rest[..len]);
        self.at += len;
        !rest.is_empty()
    }

    fn next_quoted(&mut self, row: &mut TextRow) -> bool {
        let Some(reader) = &mut self.quoted else { return false };
        let found = reader.read_byte_record(&mut self.cells).unwrap_or(false);
        for cell in self.cells.iter().filter(|_| found) {
            row.text.extend_from_slice(cell);
            row.ends.push(row.text.len());
            row.text.push(self.separator);
        }
        let from = self.cells.position().and_then(|at| usize::try_from(at.byte()).ok());
        self.pass_to(from.unwrap_or(self.at));
        found
    }

    /// Counts the lines to the first row that begins at or behind a byte.
    fn pass_to(&mut self, from: usize) {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.bytes.get(self.at..from + empty).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = self.at.max(from + empty);
    }
}

impl TextRow {
    /// The line at which it begins, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of a cell without the spaces round them; nothing where there is no such cell.
    pub(crate) fn bytes(&self, idx: usize) -> &[u8] {
        let Some(&end) = self.ends.get(idx) else { return &[] };
        let start = idx.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        self.text[start..end].trim_ascii()
    }

    /// A cell as text; bytes that are not UTF-8 are read as Latin-1.
    pub(crate) fn text(&self, idx: usize) -> Cow<'_, str> {
        let bytes = self.bytes(idx);
        match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => bytes.iter().copied().map(char::from).collect(),
        }
    }

    /// A cell as a number; `None` where it is none.
    pub(crate) fn number(&self, idx: usize) -> Option<f64> {
        let text = std::str::from_utf8(self.bytes(idx)).ok()?;
        text.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// The headings in it, without a byte-order mark.
    pub(crate) fn headings(&self) -> Vec<String> {
        (0..self.len()).map(|idx| self.text(idx).into_owned()).collect()
    }
}

#[cfg(test)]
#[path = "text_table_tests.rs"]
mod tests;
