use std::path::PathBuf;

use maatstaf::core::{Course, Widths};
use maatstaf::course::{Corner, check, corners};
use serde_json::json;

use super::{Known, direction, drawing, facts_json, find, off};
use crate::error::ShellError;
use crate::show::{self, Table};

/// `maatstaf course show NAME|FILE`
#[derive(clap::Args)]
#[command(after_help = "\
Corners are numbered in the order of driving; the organiser's numbers may differ. The start is where
the source's points begin, which may not be the line.

Examples:
  maatstaf course show monza
  maatstaf course show assen --svg assen.svg
  maatstaf course show sarthe --csv > stations.csv")]
pub struct ShowArgs {
    /// A course (maatstaf course list), or a file of our own format
    #[arg(value_name = "NAME|FILE")]
    course: String,
    /// Draw it into a file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the stations as CSV: metres, radians, radians a metre
    #[arg(long)]
    csv: bool,
}

/// `maatstaf course show NAME|FILE`
pub fn show(ask: &ShowArgs) -> Result<String, ShellError> {
    let known = find(&ask.course)?;
    let found = corners(&known.course);
    if let Some(path) = &ask.svg {
        let written = std::fs::write(path, drawing::svg(&known.course, &found));
        written.map_err(|error| {
            ShellError::Input(format!("cannot write {}: {error}", path.display()))
        })?;
    }
    if ask.csv {
        return Ok(stations(&known.course));
    }
    if ask.json {
        return json_of(&known, &found);
    }
    let mut page = show::heading(known.course.name()) + &facts(&known);
    page += &format!("\n{}", table(&found).text(show::width(), show::bold()));
    if let Some(path) = &ask.svg {
        page += &format!("\nDrawn into {}\n", path.display());
    }
    Ok(page)
}

fn facts(known: &Known) -> String {
    let course = &known.course;
    let facts = course.facts();
    let n_corners = corners(course).len();
    let mut lines = vec![format!(
        "{:.0} m, {}, {n_corners} corners, {} stations{}.",
        course.length(),
        direction(course),
        course.n_stations(),
        if course.has_elevation() { ", with elevation" } else { ", level" },
    )];
    if let Some(published) = facts.published_length {
        lines.push(format!("Published length {published:.0} m ({} %).", off(course)));
    }
    let measured = if facts.widths == Widths::Measured { "measured" } else { "assumed" };
    lines.push(format!("Quality: {}; widths {measured}.", facts.quality));
    if let Some(it) = facts.residual {
        lines.push(format!(
            "{} points lie {:.2} m from the line (root mean square), at most {:.2} m.",
            it.n_points, it.rms, it.largest
        ));
    }
    if !facts.source.name.is_empty() {
        let source = &facts.source;
        lines.push(format!("Source: {} ({}): {}.", source.name, source.licence, source.note));
    }
    lines.extend(check(course).iter().map(|finding| format!("Note: {finding}.")));
    lines.iter().map(|line| show::wrapped(line, show::width(), "")).collect()
}

fn table(found: &[Corner]) -> Table {
    let mut table = Table::new(&[
        ">corner",
        "direction",
        ">begins m",
        ">apex m",
        ">ends m",
        ">length m",
        ">radius m",
        ">angle °",
    ]);
    for it in found {
        table.push(vec![
            it.number.to_string(),
            it.side.to_string(),
            format!("{:.0}", it.start),
            format!("{:.0}", it.apex),
            format!("{:.0}", it.end),
            format!("{:.0}", it.length()),
            format!("{:.0}", it.radius),
            format!("{:.0}", it.angle.to_degrees()),
        ]);
    }
    table
}

fn json_of(known: &Known, found: &[Corner]) -> Result<String, ShellError> {
    let tenths = |value: f64| (value * 10.0).round() / 10.0;
    let corner = |it: &Corner| {
        json!({
            "number": it.number,
            "direction": it.side.to_string(),
            "start_m": tenths(it.start),
            "apex_m": tenths(it.apex),
            "end_m": tenths(it.end),
            "length_m": tenths(it.length()),
            "radius_m": tenths(it.radius),
            "angle_deg": tenths(it.angle.to_degrees()),
        })
    };
    let mut answer = facts_json(known);
    answer["corners"] = found.iter().map(corner).collect();
    let findings = check(&known.course);
    answer["findings"] = findings.iter().map(ToString::to_string).collect();
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn stations(course: &Course) -> String {
    let arrays = course.stations().arrays();
    let unit = |name: &str| match name {
        "heading" | "slope" | "banking" => "rad",
        "curvature" => "rad_per_m",
        _ => "m",
    };
    let names: Vec<String> =
        arrays.iter().map(|(name, _)| format!("{name}_{}", unit(name))).collect();
    let mut text = names.join(",") + "\n";
    for station in 0..course.n_stations() {
        let row: Vec<String> = arrays.iter().map(|(_, at)| at[station].to_string()).collect();
        text += &(row.join(",") + "\n");
    }
    text
}
