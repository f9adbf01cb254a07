//! Tables that fit the terminal, and CSV.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::show;

/// A word is not cut below this many columns.
const SHORTEST_WORD: usize = 8;

/// Columns between two cells.
const SPACE: usize = 2;

/// A table: headings with units, rows of text. Numbers stand right, words left.
///
/// What is too wide for the terminal first breaks its headings over two or more lines, then
/// cuts words, then leaves out columns that are not essential, and says so. Columns that are not
/// essential and hold nothing are not shown at all.
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

struct Column {
    heading: &'static str,
    right: bool,
    essential: bool,
    whole: bool,
}

impl Column {
    /// `>` heads numbers, `?` a column that a narrow terminal may leave out, `!` one whose words are
    /// never cut.
    fn new(marked: &'static str) -> Self {
        let essential = !marked.starts_with('?');
        let rest = marked.trim_start_matches('?');
        let (right, whole) = (rest.starts_with('>'), rest.starts_with('!'));
        Self { heading: rest.trim_start_matches(['>', '!']), right, essential, whole }
    }
}

impl Table {
    /// From headings; `>` before one heads numbers, `?` a column that a narrow terminal may
    /// leave out: `?>wins`; `!` one whose words are copied, and so never cut.
    pub fn new(headings: &[&'static str]) -> Self {
        Self { columns: headings.iter().map(|at| Column::new(at)).collect(), rows: Vec::new() }
    }

    /// One more row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// As text, no wider than `width` where the words allow it.
    pub fn text(&self, width: usize, bold: bool) -> String {
        let mut shown: Vec<usize> =
            (0..self.columns.len()).filter(|&at| self.is_of_use(at)).collect();
        let widths = loop {
            let widths = self.widths(&shown, width);
            let optional = shown.iter().rposition(|&at| !self.columns[at].essential);
            match optional {
                Some(at) if total(&widths) > width => shown.remove(at),
                _ => break widths,
            };
        };
        let mut text = String::new();
        for line in self.heading_lines(&shown, &widths) {
            text += &if bold { format!("\u{1b}[1m{line}\u{1b}[0m\n") } else { line + "\n" };
        }
        for row in &self.rows {
            let cells: Vec<&str> = shown.iter().map(|&at| row[at].as_str()).collect();
            text += &(self.line(&cells, &shown, &widths) + "\n");
        }
        text + &self.left_out(&shown, width)
    }

    /// Whether a column says anything: one that may be left out and is empty all the way down does not.
    fn is_of_use(&self, at: usize) -> bool {
        let is_empty = || self.rows.iter().all(|row| row[at].is_empty());
        self.columns[at].essential || self.rows.is_empty() || !is_empty()
    }

    /// As CSV, quoted where a comma or a quote asks for it.
    pub fn csv(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            cells.map(csv_cell).collect::<Vec<_>>().join(",") + "\n"
        };
        let mut text = line(&mut self.columns.iter().map(|column| column.heading));
        for row in &self.rows {
            text += &line(&mut row.iter().map(String::as_str));
        }
        text
    }

    /// The headings and all cells, for a page.
    pub fn into_cells(self) -> (Vec<String>, Vec<Vec<String>>) {
        (self.columns.iter().map(|column| column.heading.to_owned()).collect(), self.rows)
    }

    /// How wide each column that is shown is set.
    fn widths(&self, shown: &[usize], width: usize) -> Vec<usize> {
        let of_cells = |at: usize| self.rows.iter().map(|row| row[at].width()).max().unwrap_or(0);
        let of_heading = |at: usize| self.columns[at].heading.width();
        let wide: Vec<usize> = shown.iter().map(|&at| of_cells(at).max(of_heading(at))).collect();
        if total(&wide) <= width {
            return wide;
        }
        let of_word = |at: usize| {
            let words = self.columns[at].heading.split(' ').map(UnicodeWidthStr::width);
            words.max().unwrap_or(0)
        };
        let mut widths: Vec<usize> =
            shown.iter().map(|&at| of_cells(at).max(of_word(at))).collect();
        give_back(&mut widths, &wide, width);
        self.cut_words(shown, &mut widths, width);
        widths
    }

    /// Takes columns from the widest words, down to [`SHORTEST_WORD`].
    fn cut_words(&self, shown: &[usize], widths: &mut [usize], width: usize) {
        while total(widths) > width {
            let may_be_cut = |column: &Column| !column.right && !column.whole;
            let words = (0..shown.len()).filter(|&at| may_be_cut(&self.columns[shown[at]]));
            match words.max_by_key(|&at| widths[at]) {
                Some(widest) if widths[widest] > SHORTEST_WORD => widths[widest] -= 1,
                _ => break,
            }
        }
    }

    /// The headings, broken at spaces where they are wider than their column.
    fn heading_lines(&self, shown: &[usize], widths: &[usize]) -> Vec<String> {
        let broken: Vec<Vec<String>> = shown
            .iter()
            .zip(widths)
            .map(|(&at, &width)| broken(self.columns[at].heading, width))
            .collect();
        let n_lines = broken.iter().map(Vec::len).max().unwrap_or(0);
        let line = |idx: usize| {
            let cells = broken.iter().map(|lines| {
                let above = n_lines - lines.len();
                idx.checked_sub(above).map_or("", |idx| lines[idx].as_str())
            });
            self.line(&cells.collect::<Vec<_>>(), shown, widths)
        };
        (0..n_lines).map(line).collect()
    }

    fn line(&self, cells: &[&str], shown: &[usize], widths: &[usize]) -> String {
        let padded = cells.iter().zip(shown).zip(widths).map(|((cell, &at), &width)| {
            let cell = shortened(cell, width);
            let space = " ".repeat(width - cell.width());
            if self.columns[at].right { space + &cell } else { cell + &space }
        });
        padded.collect::<Vec<_>>().join(&" ".repeat(SPACE)).trim_end().to_owned()
    }

    fn left_out(&self, shown: &[usize], width: usize) -> String {
        let out = (0..self.columns.len()).filter(|at| !shown.contains(at) && self.is_of_use(*at));
        let out: Vec<&str> = out.map(|at| self.columns[at].heading).collect();
        match out.as_slice() {
            [] => String::new(),
            names => {
                let line = format!("(left out, for want of room: {})", names.join(", "));
                show::wrapped(&line, width, "")
            }
        }
    }
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + SPACE * widths.len().saturating_sub(1)
}

/// Gives columns back the width they wish, from the first, where there is room for it.
fn give_back(widths: &mut [usize], wishes: &[usize], width: usize) {
    for at in 0..widths.len() {
        let room = width.saturating_sub(total(widths));
        if wishes[at] - widths[at] <= room {
            widths[at] = wishes[at];
        }
    }
}

/// Text broken at spaces into lines of at most `width`, where its words allow it.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => *line += &format!(" {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for letter in text.chars() {
        used += letter.width().unwrap_or(0);
        if used >= width {
            break;
        }
        short.push(letter);
    }
    short + "…"
}

fn csv_cell(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
