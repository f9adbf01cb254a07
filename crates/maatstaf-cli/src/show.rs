//! Text for the terminal, bold where there is a terminal to see it, and JSON.

use std::io::IsTerminal;

use maatstaf::core::{Almanac, Competitor, Points, Session};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::error::ShellError;
use crate::source::Facts;

pub use crate::table::Table;

/// Columns where there is no terminal to measure.
const USUAL_WIDTH: usize = 100;

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

/// A sentence as a point of a list.
pub fn point(sentence: &str, width: usize) -> String {
    wrapped(sentence, width, "  ").replacen("  ", "- ", 1)
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
