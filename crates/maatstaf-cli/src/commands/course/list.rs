use maatstaf::course::corners;
use serde_json::json;

use super::{facts_json, known, off};
use crate::error::ShellError;
use crate::show::{self, Table};

/// `maatstaf course list`
#[derive(clap::Args)]
#[command(after_help = "\
Quality: edges (both edges are from the source), line (points no further than 15 m apart on average),
sketch (fewer: corners are right in place and angle, their radii are guesses). Residuals are
distances of the source's points from the fitted line.

Examples:
  maatstaf course list
  maatstaf course list --csv")]
pub struct ListArgs {
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the table as CSV
    #[arg(long)]
    csv: bool,
}

/// `maatstaf course list`
pub fn list(ask: &ListArgs) -> Result<String, ShellError> {
    let known = known()?;
    if ask.json {
        let courses: Vec<_> = known.iter().map(facts_json).collect();
        return Ok(serde_json::to_string_pretty(&json!({"courses": courses}))? + "\n");
    }
    let mut table = Table::new(&[
        "course",
        ">length m",
        "?>to published %",
        ">corners",
        "quality",
        ">rms m",
        "?>largest m",
        "?name",
        "source",
        "licence",
    ]);
    for it in &known {
        let (course, facts) = (&it.course, it.course.facts());
        let residual = |of: f64| format!("{of:.2}");
        table.push(vec![
            facts.id.clone(),
            format!("{:.0}", course.length()),
            off(course),
            corners(course).len().to_string(),
            facts.quality.to_string(),
            facts.residual.map_or(String::new(), |it| residual(it.rms)),
            facts.residual.map_or(String::new(), |it| residual(it.largest)),
            facts.name.clone(),
            facts.source.name.clone(),
            facts.source.licence.clone(),
        ]);
    }
    Ok(if ask.csv { table.csv() } else { table.text(show::width(), show::bold()) })
}
