use std::path::PathBuf;

use serde_json::json;

use crate::commands::car;
use crate::error::ShellError;

/// `maatstaf car check FILE…`
#[derive(clap::Args)]
#[command(after_help = "\
Exit code 2 when a description is not right. What of a tyre file (.tir) could not be used is named and
left out, and is no error. An editor that reads JSON Schema can check while you
write: docs/schema-files/car.json.

Examples:
  maatstaf car check mine.toml
  maatstaf car check cars/*.toml --json")]
pub struct CheckArgs {
    /// Descriptions in TOML
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// `maatstaf car check FILE…`
pub fn check(ask: &CheckArgs) -> Result<String, ShellError> {
    let (mut good, mut wrong, mut files) = (String::new(), Vec::new(), Vec::new());
    for path in &ask.files {
        let file = path.display().to_string();
        let (name, issues, problems) = match car::read_all(path, &car::text(path)?) {
            Ok(read) => (Some(read.car.name().to_owned()), read.issues, Vec::new()),
            Err(problems) => (None, Vec::new(), problems.0),
        };
        car::warn(&issues);
        let issues: Vec<String> = issues.iter().map(ToString::to_string).collect();
        if let Some(name) = &name {
            good += &format!("{file}: right ({name})\n");
        }
        wrong.extend(problems.iter().map(|problem| {
            let key = if problem.key.is_empty() { "" } else { ": " };
            let (line, column) = (problem.line, problem.column);
            format!("{file}:{line}:{column}: {}{key}{}", problem.key, problem.message)
        }));
        let problems = problems.into_iter().map(|at| {
            json!({"line": at.line, "column": at.column, "key": at.key, "message": at.message})
        });
        let problems: Vec<_> = problems.collect();
        files.push(json!({
            "file": file, "right": name.is_some(), "name": name, "issues": issues, "problems": problems,
        }));
    }
    let answer = serde_json::to_string_pretty(&json!({"files": files}))? + "\n";
    let answer = if ask.json { answer } else { good };
    if wrong.is_empty() {
        return Ok(answer);
    }
    let what = if wrong.len() == 1 { "1 problem" } else { &format!("{} problems", wrong.len()) };
    Err(ShellError::Answered { answer, message: format!("{what}\n{}", wrong.join("\n")) })
}
