//! How an answer is handed over: in words, as JSON, as a table, on a page.

use std::path::PathBuf;

use maatstaf::core::Year;
use serde_json::Value;

use crate::args::year;
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// Two drivers of a season.
#[derive(clap::Args)]
pub struct TwoDrivers {
    /// Which season
    #[arg(value_parser = year)]
    pub season: Year,
    /// Who
    pub driver: String,
    /// The reference
    #[arg(long, value_name = "DRIVER")]
    pub against: String,
}

/// In which shape an answer is wanted.
#[derive(clap::Args)]
pub struct Shape {
    /// Write a page with charts as one self-contained HTML file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the table as CSV
    #[arg(long)]
    csv: bool,
}

/// An answer that can be handed over in every shape.
pub trait Answer {
    /// What it rests on.
    fn facts(&self) -> &Facts;
    /// For people at a terminal, without the line on where the facts come from.
    fn text(&self) -> String;
    /// For programs, without where the facts come from.
    fn json(&self) -> Value;
    /// For spreadsheets.
    fn table(&self) -> Table;
    /// For people who would rather look.
    fn page(&self) -> String;
}

impl Shape {
    /// Whether a page is wanted, which may take more to work out.
    pub fn wants_page(&self) -> bool {
        self.html.is_some()
    }

    /// Writes the page if one is wanted, and gives what is to be printed.
    pub fn of(&self, answer: &impl Answer) -> Result<String, ShellError> {
        if let Some(file) = &self.html {
            source::write_whole(file, answer.page())?;
            eprintln!("maatstaf: wrote {}", file.display());
        }
        if self.json {
            return show::json(answer.facts(), answer.json());
        }
        if self.csv {
            answer.facts().announce();
            return Ok(answer.table().csv());
        }
        match self.html {
            Some(_) => Ok(String::new()),
            None => Ok(answer.text() + &answer.facts().footer()),
        }
    }
}
