use std::path::{Path, PathBuf};

use cpu_time::ProcessTime;
use maatstaf::{Answer, Problem};
use serde_json::{Value, json};

use crate::error::ShellError;
use crate::show::{self, Table};

/// `maatstaf gallery`
#[derive(clap::Args)]
#[command(after_help = "\
Each problem is solved from its start, and its answer held against the one that is known. A lap has
several local optima: one that costs no more than the known one, penalties included, is right as well,
and called better. A name that ends in hermite-simpson is the problem by that scheme. Laps on published
circuits need their files, which Maatstaf does not ship: --shared names the folder that
holds tracks/fastest-lap.

Examples:
  maatstaf gallery
  maatstaf gallery --shared ../shared/data
  maatstaf gallery --shared ../shared/data --only catalunya-500 --json

Exit codes: 0 every answer is right, 1 one is not.")]
pub struct GalleryArgs {
    /// One problem alone
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// The folder of the circuits
    #[arg(long, value_name = "FOLDER")]
    shared: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// A problem, its answer where it could be posed, and what that cost.
struct Line {
    problem: Problem,
    answer: Option<Answer>,
    cpu_seconds: f64,
}

/// `maatstaf gallery [--only NAME] [--shared FOLDER]`
pub fn gallery(ask: &GalleryArgs) -> Result<String, ShellError> {
    let lines = problems(ask)?
        .into_iter()
        .map(|problem| line(ask, problem))
        .collect::<Result<Vec<Line>, ShellError>>()?;
    let text = if ask.json { json_of(&lines)? } else { words(&lines) };
    let wrong: Vec<&str> = lines.iter().filter(|line| line.is_wrong()).map(Line::name).collect();
    if wrong.is_empty() {
        return Ok(text);
    }
    crate::print(&text);
    Err(ShellError::Fault(format!("not as known: {}", wrong.join(", "))))
}

fn problems(ask: &GalleryArgs) -> Result<Vec<Problem>, ShellError> {
    let all = maatstaf::gallery();
    let Some(name) = &ask.only else { return Ok(all) };
    let names: Vec<&str> = all.iter().map(|problem| problem.name).collect();
    match all.iter().find(|problem| problem.name == name) {
        Some(problem) => Ok(vec![*problem]),
        None => Err(ShellError::Input(format!(
            "no problem {name:?} in the gallery; it has {}",
            names.join(", ")
        ))),
    }
}

fn line(ask: &GalleryArgs, problem: Problem) -> Result<Line, ShellError> {
    let file = match (problem.file, &ask.shared) {
        (Some(file), Some(folder)) => Some(read(folder, file)?),
        (Some(_), None) if ask.only.is_some() => {
            return Err(ShellError::Missing(format!(
                "{} needs the file of its circuit; name the folder with --shared",
                problem.name
            )));
        }
        (Some(_), None) => return Ok(Line { problem, answer: None, cpu_seconds: 0.0 }),
        (None, _) => None,
    };
    let start = ProcessTime::now();
    let answer = problem.solve(file.as_deref())?;
    Ok(Line { problem, answer: Some(answer), cpu_seconds: start.elapsed().as_secs_f64() })
}

/// The file in the folder, or in `data` below it, unpacked where it is packed.
fn read(folder: &Path, file: &str) -> Result<Vec<u8>, ShellError> {
    let path = folder.join(file);
    match [path.clone(), folder.join("data").join(file)].iter().find(|path| path.is_file()) {
        Some(found) => super::course::bytes(found),
        None => Err(ShellError::Missing(format!(
            "no file {}; --shared names the folder that holds tracks/fastest-lap",
            path.display()
        ))),
    }
}

impl Line {
    fn name(&self) -> &str {
        self.problem.name
    }

    fn is_wrong(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| !self.problem.is_met_by(answer))
    }

    fn verdict(&self) -> &'static str {
        match &self.answer {
            None => "no file",
            Some(answer) if !self.problem.is_met_by(answer) => "WRONG",
            Some(answer) if self.problem.is_known_one(answer) => "as known",
            Some(_) => "better",
        }
    }
}

fn words(lines: &[Line]) -> String {
    let mut table = Table::new(&[
        ">problem", // as a number: a name is not to be cut
        ">known (s)",
        ">got (s)",
        "?>difference (s)",
        "verdict",
        "status",
        ">iterations",
        ">CPU (s)",
        "?source",
    ]);
    for line in lines {
        let of =
            |text: &dyn Fn(&Answer) -> String| line.answer.as_ref().map_or(String::new(), text);
        table.push(vec![
            line.name().to_owned(),
            format!("{:.6}", line.problem.expected),
            of(&|answer| format!("{:.6}", answer.got)),
            of(&|answer| format!("{:+.1e}", answer.got - line.problem.expected)),
            line.verdict().to_owned(),
            of(&|answer| answer.status.name().to_owned()),
            of(&|answer| answer.iterations.to_string()),
            of(&|_| format!("{:.2}", line.cpu_seconds)),
            line.problem.source.to_owned(),
        ]);
    }
    let missing = lines.iter().any(|line| line.answer.is_none());
    let hint = if missing { "\nThe others need --shared FOLDER with the circuits.\n" } else { "" };
    table.text(show::width(), show::bold()) + hint
}

fn json_of(lines: &[Line]) -> Result<String, ShellError> {
    let problems = lines.iter().map(|line| {
        let of = |value: &dyn Fn(&Answer) -> Value| line.answer.as_ref().map(value);
        json!({
            "name": line.name(),
            "source": line.problem.source,
            "unit": line.problem.unit,
            "expected": line.problem.expected,
            "tolerance": line.problem.tolerance,
            "got": of(&|answer| answer.got.into()),
            "objective": of(&|answer| answer.objective.into()),
            "known_objective": line.problem.known_objective,
            "right": of(&|answer| line.problem.is_met_by(answer).into()),
            "status": of(&|answer| answer.status.name().into()),
            "iterations": of(&|answer| answer.iterations.into()),
            "nodes": of(&|answer| answer.nodes.into()),
            "stationarity": of(&|answer| answer.residuals.stationarity.into()),
            "feasibility": of(&|answer| answer.residuals.feasibility.into()),
            "complementarity": of(&|answer| answer.residuals.complementarity.into()),
            "cpu_seconds": of(&|_| line.cpu_seconds.into()),
        })
    });
    let answer = json!({"problems": problems.collect::<Vec<_>>()});
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}
