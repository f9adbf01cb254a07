//! The tables of docs/reality.md.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use maatstaf_core::{Quality, Widths};

use super::fit::REACH;
use super::model::{PARAMETERS, Shares};
use super::poles::Pole;
use super::{Row, Study};

/// The tables stand between these.
const BEGIN: &str = "<!-- tables: begin -->";
const END: &str = "<!-- tables: end -->";

/// All that the page shows.
pub struct Told<'a> {
    pub poles: &'a BTreeMap<String, Vec<Pole>>,
    pub embedded: &'a Study,
    pub surveyed: Option<&'a Study>,
    /// Our laps of [`needs_wider`] with a metre more to each side.
    pub wider: &'a [f64],
}

/// The circuits whose widths are assumed.
pub fn needs_wider(study: &Study) -> Vec<&Row> {
    study.rows.iter().filter(|row| row.course.facts().widths == Widths::Assumed).collect()
}

/// Where the page is.
pub fn place() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reality.md")
}

/// Puts the tables between the marks of the page.
pub fn write(told: &Told<'_>) -> Result<()> {
    let page = std::fs::read_to_string(place()).context("cannot read docs/reality.md")?;
    let (before, rest) = page.split_once(BEGIN).context("docs/reality.md has no mark to begin")?;
    let (_, after) = rest.split_once(END).context("docs/reality.md has no mark to end")?;
    let tables = tables(told)?;
    std::fs::write(place(), format!("{before}{BEGIN}\n\n{tables}\n{END}{after}"))
        .context("cannot write docs/reality.md")
}

fn tables(told: &Told<'_>) -> Result<String> {
    let mut text = String::new();
    summary(&mut text, told)?;
    parameters(&mut text, told)?;
    if let Some(study) = told.surveyed {
        writeln!(text, "### Courses with measured widths\n")?;
        circuits(&mut text, study)?;
    }
    writeln!(text, "### Embedded courses\n")?;
    circuits(&mut text, told.embedded)?;
    if let Some(study) = told.surveyed {
        geometries(&mut text, told.embedded, study)?;
    }
    widths(&mut text, told)?;
    years(&mut text, told.poles)?;
    Ok(text)
}

/// A share in per cent.
fn percent(share: f64) -> String {
    format!("{:+.2} %", 100.0 * share)
}

/// Relative errors of laps.
struct Errors(Vec<(String, f64)>);

impl Errors {
    fn of<'a>(rows: impl Iterator<Item = &'a Row>, ours: fn(&Row) -> f64) -> Self {
        Self(rows.map(|row| (row.pole.circuit.clone(), off(row, ours(row)))).collect())
    }

    /// Median and worst size, and how many: three cells.
    fn cells(&self) -> String {
        let worst = self.0.iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let worst = worst.map_or(String::new(), |(at, it)| format!("{} {at}", percent(*it)));
        let sizes: Vec<f64> = self.0.iter().map(|it| it.1.abs()).collect();
        format!("{} | {:.2} % | {worst}", self.0.len(), 100.0 * median(sizes))
    }
}

fn off(row: &Row, ours: f64) -> f64 {
    ours / row.pole.time - 1.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[n / 2],
        n => 0.5 * (values[n / 2 - 1] + values[n / 2]),
    }
}

fn summary(text: &mut String, told: &Told<'_>) -> Result<()> {
    writeln!(text, "### Errors of lap times\n")?;
    writeln!(text, "| courses | car | held against | circuits | median | worst |")?;
    writeln!(text, "| --- | --- | --- | ---: | ---: | ---: |")?;
    for (name, study) in studies(told) {
        let half = |which: usize| study.rows.iter().skip(which).step_by(2);
        let before = Errors::of(study.rows.iter(), |row| row.observed.ours).cells();
        writeln!(text, "| {name} | as described | all | {before} |")?;
        for (from, to, it) in [("first", "second", 1), ("second", "first", 0)] {
            let held = Errors::of(half(it), |row| row.held_out).cells();
            writeln!(text, "| {name} | identified on the {from} half | the {to} half | {held} |")?;
        }
        let held = Errors::of(study.rows.iter(), |row| row.held_out).cells();
        writeln!(text, "| {name} | identified on the other half | **all, held out** | {held} |")?;
        let all = Errors::of(study.rows.iter(), |row| row.fitted).cells();
        writeln!(text, "| {name} | identified on all | all | {all} |")?;
    }
    writeln!(text)?;
    Ok(())
}

fn studies<'a>(told: &'a Told<'_>) -> Vec<(&'static str, &'a Study)> {
    let surveyed = told.surveyed.map(|study| ("measured widths", study));
    surveyed.into_iter().chain([("embedded", told.embedded)]).collect()
}

fn parameters(text: &mut String, told: &Told<'_>) -> Result<()> {
    writeln!(text, "### What was identified\n")?;
    let names: Vec<&str> = PARAMETERS.iter().map(|it| it.name).collect();
    writeln!(text, "| courses | on | {} |", names.join(" | "))?;
    writeln!(text, "| --- | --- | {} |", ["---:"; 4].join(" | "))?;
    let sure: Vec<String> =
        PARAMETERS.iter().map(|it| format!("± {:.0} %", 100.0 * REACH * it.sure_to)).collect();
    writeln!(text, "| bounds | | {} |", sure.join(" | "))?;
    for (name, study) in studies(told) {
        for (on, shares) in ["first half", "second half", "all"].iter().zip(&study.shares) {
            writeln!(text, "| {name} | {on} | {} |", cells(shares))?;
        }
    }
    writeln!(text)?;
    Ok(())
}

fn cells(shares: &Shares) -> String {
    shares.map(percent).join(" | ")
}

fn circuits(text: &mut String, study: &Study) -> Result<()> {
    writeln!(
        text,
        "| circuit | half | pole | s | ours, s | of it flap, s | error | held out, s | error | course | \
         length |"
    )?;
    writeln!(text, "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |")?;
    for (row, half) in study.rows.iter().zip(["first", "second"].iter().cycle()) {
        writeln!(text, "{}", circuit(row, half))?;
    }
    writeln!(text)?;
    Ok(())
}

/// The row of a circuit.
pub fn circuit(row: &Row, half: &str) -> String {
    let (facts, pole) = (row.course.facts(), &row.pole);
    let length = facts.published_length.map(|it| percent(row.course.length() / it - 1.0));
    let quality = match (facts.quality, facts.widths) {
        (quality, Widths::Measured) => quality.word().to_owned(),
        (Quality::Sketch, Widths::Assumed) => "sketch, widths assumed".to_owned(),
        (quality, Widths::Assumed) => format!("{}, widths assumed", quality.word()),
    };
    format!(
        "| {} | {half} | {} {} | {:.3} | {:.2} | {:.2} | {} | {:.2} | {} | {quality} | {} |",
        pole.circuit,
        pole.driver,
        pole.year,
        pole.time,
        row.observed.ours,
        -row.flap,
        percent(off(row, row.observed.ours)),
        row.held_out,
        percent(off(row, row.held_out)),
        length.unwrap_or_default(),
    )
}

/// The same car on two courses of the same circuit.
fn geometries(text: &mut String, embedded: &Study, surveyed: &Study) -> Result<()> {
    writeln!(text, "### The same circuit from two sources\n")?;
    writeln!(
        text,
        "| circuit | embedded, s | with measured widths, s | difference | of it length |"
    )?;
    writeln!(text, "| --- | ---: | ---: | ---: | ---: |")?;
    let mut differences = Vec::new();
    for other in &surveyed.rows {
        let same = |row: &&Row| {
            row.pole.circuit == other.pole.circuit && row.course.id() != other.course.id()
        };
        let Some(row) = embedded.rows.iter().find(same) else { continue };
        let (ours, theirs) = (row.observed.ours, other.observed.ours);
        let longer = row.course.length() / other.course.length() - 1.0;
        differences.push((ours / theirs - 1.0).abs());
        writeln!(
            text,
            "| {} | {ours:.2} | {theirs:.2} | {} | {} |",
            row.pole.circuit,
            percent(ours / theirs - 1.0),
            percent(longer)
        )?;
    }
    let n = differences.len();
    writeln!(text, "\nMedian size of {n}: {:.2} %.\n", 100.0 * median(differences))?;
    Ok(())
}

fn widths(text: &mut String, told: &Told<'_>) -> Result<()> {
    writeln!(text, "### A metre more to each side\n")?;
    writeln!(text, "| circuit | lap |\n| --- | ---: |")?;
    let rows = needs_wider(told.embedded);
    let gain = |(row, wider): (&&Row, &f64)| wider / row.observed.ours - 1.0;
    let gains: Vec<f64> = rows.iter().zip(told.wider).map(gain).collect();
    for (row, gain) in rows.iter().zip(&gains) {
        writeln!(text, "| {} | {} |", row.pole.circuit, percent(*gain))?;
    }
    writeln!(text, "\nMedian of {}: {}.\n", gains.len(), percent(median(gains)))?;
    Ok(())
}

/// How far the dry poles of one circuit lie apart.
fn years(text: &mut String, poles: &BTreeMap<String, Vec<Pole>>) -> Result<()> {
    let apart: Vec<(String, f64)> = poles
        .iter()
        .filter_map(|(circuit, poles)| {
            let (first, last) = (poles.first()?, poles.last()?);
            (poles.len() > 1).then(|| (circuit.clone(), last.time / first.time - 1.0))
        })
        .collect();
    writeln!(text, "### Dry poles of one circuit in different years\n")?;
    writeln!(
        text,
        "Slowest over fastest, circuits with more than one, median, worst: {}.",
        Errors(apart).cells().replace(" |", ",")
    )?;
    Ok(())
}
