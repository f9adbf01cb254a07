//! Tables that fit the terminal, CSV, and bold where there is a terminal to see it.

use std::io::IsTerminal;

use maatstaf::core::{Almanac, Competitor, Points, Session};
use serde_json::{Value, json};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::error::ShellError;
use crate::source::Facts;

/// Columns where there is no terminal to measure.
const USUAL_WIDTH: usize = 100;

/// A name is not cut below this many columns.
const SHORTEST_NAME: usize = 8;

/// A table: headings with units, rows of text. Numbers stand right, words left.
pub struct Table {
    headings: Vec<&'static str>,
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// From headings; those that start with `>` head numbers.
    pub fn new(headings: &[&'static str]) -> Self {
        Self {
            right: headings.iter().map(|heading| heading.starts_with('>')).collect(),
            headings: headings.iter().map(|heading| heading.trim_start_matches('>')).collect(),
            rows: Vec::new(),
        }
    }

    /// One more row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// As text, no wider than `width` where the words allow it.
    pub fn text(&self, width: usize, bold: bool) -> String {
        let widths = self.widths(width);
        let mut text = String::new();
        let headings: Vec<String> = self.headings.iter().map(|&h| h.to_owned()).collect();
        let head = self.line(&headings, &widths);
        text += &if bold { format!("\u{1b}[1m{head}\u{1b}[0m\n") } else { format!("{head}\n") };
        for row in &self.rows {
            text += &self.line(row, &widths);
            text.push('\n');
        }
        text
    }

    /// As CSV, quoted where a comma or a quote asks for it.
    pub fn csv(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            cells.map(csv_cell).collect::<Vec<_>>().join(",") + "\n"
        };
        let mut text = line(&mut self.headings.iter().copied());
        for row in &self.rows {
            text += &line(&mut row.iter().map(String::as_str));
        }
        text
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.headings.iter().map(|heading| heading.width()).collect();
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(cell.width());
            }
        }
        let spaces = 2 * (widths.len() - 1);
        let mut over = (widths.iter().sum::<usize>() + spaces).saturating_sub(width);
        while over > 0 {
            let words = (0..widths.len()).filter(|&at| !self.right[at]);
            let Some(widest) = words.max_by_key(|&at| widths[at]) else { break };
            let room = widths[widest].saturating_sub(SHORTEST_NAME);
            if room == 0 {
                break;
            }
            widths[widest] -= 1;
            over -= 1;
        }
        widths
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let padded = cells.iter().zip(widths).zip(&self.right).map(|((cell, &width), &right)| {
            let cell = shortened(cell, width);
            let space = " ".repeat(width - cell.width());
            if right { space + &cell } else { cell + &space }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }
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

/// The columns of the terminal; [`USUAL_WIDTH`] in a pipe.
pub fn width() -> usize {
    terminal_size::terminal_size().map_or(USUAL_WIDTH, |(width, _)| usize::from(width.0).max(40))
}

/// Whether to write bold: on a terminal, unless `NO_COLOR` is set.
pub fn bold() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stdout().is_terminal() && !unwanted
}

/// A heading line.
pub fn heading(text: &str) -> String {
    if bold() { format!("\u{1b}[1m{text}\u{1b}[0m\n") } else { format!("{text}\n") }
}

/// Text broken at spaces into lines no wider than `width`.
pub fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let mut lines = String::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && indent.width() + line.width() + 1 + word.width() > width {
            lines += &format!("{indent}{line}\n");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    lines + &format!("{indent}{line}\n")
}

/// A competitor's name as printed.
pub fn name(almanac: &Almanac, who: &Competitor) -> String {
    match who {
        Competitor::Driver(id) => almanac.driver_name(id).to_owned(),
        Competitor::Make { constructor, engine } => {
            let name = almanac.constructor_name(constructor);
            if constructor.as_str() == engine.as_str() {
                name.to_owned()
            } else {
                format!("{name} ({engine})")
            }
        }
    }
}

/// An answer as JSON, with the facts it rests on.
pub fn json(facts: &Facts, mut answer: Value) -> Result<String, ShellError> {
    answer["facts"] = json!({"from": facts.from.kind(), "what": facts.from.to_string()});
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

/// A session by its name in JSON.
pub fn session(session: Session) -> &'static str {
    match session {
        Session::Sprint => "sprint",
        Session::Race => "race",
    }
}

/// Points as a JSON number: whole where they are.
pub fn number(points: Points) -> Value {
    if points.denominator() == 1 { points.numerator().into() } else { points.as_f64().into() }
}
