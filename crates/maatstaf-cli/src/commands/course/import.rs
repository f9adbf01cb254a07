use std::path::{Path, PathBuf};

use maatstaf::core::{Course, CourseFacts, Issue, Source, Survey};
use maatstaf::course::{FitOptions, check, corners, fit, fit_edges};
use maatstaf::formats::surveys;
use serde_json::json;

use super::{Known, bytes, facts_json};
use crate::commands::data;
use crate::error::ShellError;
use crate::show;
use crate::source;

/// How many issues are shown before the rest are counted.
const SHOWN_ISSUES: usize = 5;

/// `maatstaf course import FILE`
#[derive(clap::Args)]
#[command(after_help = "\
Reads TUM CSV, GeoJSON, KML, GPX, fastest-lap XML and track JSON, packed with gzip or not. The line is
the smoothest that lies within the accuracy of the points, root mean square: give what your source
is worth (0.05 for a survey, 0.5 for drawn lines, 3 for a logger).

Examples:
  maatstaf course import Monza.csv --name \"Monza, by others\" --accuracy 0.1
  maatstaf course import circuits.geojson --line it-1922
  maatstaf course import --edges left.kml right.kml --name Imola
  maatstaf course import run.gpx --name \"Hill climb\" --accuracy 3 --open")]
pub struct ImportArgs {
    /// Points of the middle of the road; or name both edges with --edges
    #[arg(conflicts_with = "edges")]
    file: Option<PathBuf>,
    /// Points of both edges instead
    #[arg(long, num_args = 2, value_names = ["LEFT", "RIGHT"])]
    edges: Vec<PathBuf>,
    /// Its name [default: the name in the file, or of the file]
    #[arg(long)]
    name: Option<String>,
    /// Which line, where a file has several: its id, its name or its number from 1
    #[arg(long, value_name = "LINE")]
    line: Option<String>,
    /// How exact the points are, root mean square, in metres
    #[arg(long, value_name = "METRES", default_value_t = 0.5)]
    accuracy: f64,
    /// How exact the heights are, root mean square, in metres
    #[arg(long, value_name = "METRES", default_value_t = 1.0)]
    height_accuracy: f64,
    /// From edge to edge where the file has no widths, in metres
    #[arg(long, value_name = "METRES", default_value_t = 12.0)]
    width: f64,
    /// The end is not the start, though they are near
    #[arg(long)]
    open: bool,
    /// Driven from the last point to the first
    #[arg(long)]
    reverse: bool,
    /// The licence of the points, to be kept with the course
    #[arg(long, default_value = "not stated")]
    licence: String,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// `maatstaf course import FILE`
pub fn import(ask: &ImportArgs) -> Result<String, ShellError> {
    if ask.file.is_none() && ask.edges.is_empty() {
        let message = "name a file with points, or both edges with --edges LEFT RIGHT";
        return Err(ShellError::Input(message.to_owned()));
    }
    for (what, value) in [("--accuracy", ask.accuracy), ("--width", ask.width)] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(ShellError::Input(format!("{what} is {value}; it is above 0 m")));
        }
    }
    let mut issues = Vec::new();
    let paths: Vec<&PathBuf> = ask.file.iter().chain(&ask.edges).collect();
    let lines: Result<Vec<Survey>, ShellError> =
        paths.iter().map(|path| line(ask, path, &mut issues)).collect();
    let lines = lines?;
    let files: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let course = fitted(ask, &lines, &files)?;
    let library = source::library()?;
    let mut writer = library.writer(|| data::waits(&library))?;
    let path = writer.keep_course(&course)?;
    let known = Known { course, own: true };
    if ask.json {
        let mut answer = facts_json(&known);
        answer["path"] = json!(path);
        answer["findings"] = check(&known.course).iter().map(ToString::to_string).collect();
        answer["issues"] = issues.iter().map(|issue| json!(issue.to_string())).collect();
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    Ok(report(&known.course, &issues) + &format!("Kept in {}\n", path.display()))
}

/// The line of a file that is asked for.
fn line(ask: &ImportArgs, path: &Path, issues: &mut Vec<Issue>) -> Result<Survey, ShellError> {
    let file = path.display().to_string();
    let refused = |error: surveys::Error| ShellError::Input(error.to_string());
    let mut read = surveys::read(&file, &bytes(path)?).map_err(refused)?;
    issues.append(&mut read.issues);
    let n_lines = read.surveys.len();
    let is_it = |(idx, survey): &(usize, Survey)| match &ask.line {
        Some(text) => survey.id == *text || survey.name == *text || text.parse() == Ok(idx + 1),
        None => n_lines == 1,
    };
    let ids: Vec<String> = read.surveys.iter().map(named).collect();
    let found = read.surveys.into_iter().enumerate().find(is_it);
    let (_, mut survey) = found.ok_or_else(|| {
        ShellError::Input(format!(
            "{file} has {n_lines} lines; say which with --line: {}",
            ids.join(", ")
        ))
    })?;
    if ask.reverse {
        reverse(&mut survey);
    }
    survey.closed &= !ask.open;
    Ok(survey)
}

fn named(survey: &Survey) -> String {
    if survey.id.is_empty() { format!("{:?}", survey.name) } else { survey.id.clone() }
}

/// The other way round; left becomes right.
fn reverse(survey: &mut Survey) {
    survey.points.reverse();
    for point in &mut survey.points {
        (point.left, point.right) = (point.right, point.left);
        point.banking = point.banking.map(|angle| -angle);
    }
}

fn fitted(ask: &ImportArgs, lines: &[Survey], files: &[String]) -> Result<Course, ShellError> {
    let first = &lines[0];
    let stem = || {
        let path = PathBuf::from(&files[0]);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.split('.').next().unwrap_or_default().to_owned()
    };
    let own = Some(first.name.clone()).filter(|name| !name.is_empty());
    let name = ask.name.clone().or(own).unwrap_or_else(stem);
    let facts = CourseFacts {
        id: slug(&name),
        published_length: first.published_length,
        source: Source {
            name: files.join(", "),
            licence: ask.licence.clone(),
            note: format!("imported with an accuracy of {} m", ask.accuracy),
        },
        ..CourseFacts::named(&name)
    };
    let options = FitOptions {
        accuracy: ask.accuracy,
        height_accuracy: ask.height_accuracy,
        assumed_width: ask.width,
        ..FitOptions::default()
    };
    let course = match lines {
        [left, right] => fit_edges(left, right, facts, &options),
        _ => fit(first, facts, &options),
    };
    course.map_err(|error| ShellError::Input(format!("{}: {error}", files.join(", "))))
}

/// A name for machines: `TT Circuit Assen` is `tt-circuit-assen`.
fn slug(name: &str) -> String {
    let folded = maatstaf::fold(name);
    let letters = folded.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' });
    let words = letters.collect::<String>();
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

fn report(course: &Course, issues: &[Issue]) -> String {
    let facts = course.facts();
    let mut lines = vec![format!(
        "{} ({}): {:.1} m, {} corners, quality {}.",
        facts.name,
        facts.id,
        course.length(),
        corners(course).len(),
        facts.quality
    )];
    if let Some(it) = facts.residual {
        lines.push(format!(
            "{} points lie {:.2} m from the line (root mean square), at most {:.2} m.",
            it.n_points, it.rms, it.largest
        ));
    }
    lines.extend(check(course).iter().map(|finding| format!("Note: {finding}.")));
    lines.extend(issues.iter().take(SHOWN_ISSUES).map(|issue| format!("Left out: {issue}")));
    if issues.len() > SHOWN_ISSUES {
        lines.push(format!("and {} more", issues.len() - SHOWN_ISSUES));
    }
    lines.iter().map(|line| show::wrapped(line, show::width(), "")).collect()
}
