use std::path::Path;

use maatstaf::core::Course;
use maatstaf::course::check as look;
use maatstaf::formats::course_file::{self, Error};
use serde_json::{Value, json};

use super::{bytes, find, known};
use crate::error::ShellError;

/// `maatstaf course check [NAME|FILE…]`
#[derive(clap::Args)]
#[command(after_help = "\
A fault is what no road has: crossed normals, contradictory widths, kinks, gaps, an end that is not
the start. Exit code 2 where there is one. What is worth knowing besides is noted.

Examples:
  maatstaf course check
  maatstaf course check sarthe my.course.csv --json")]
pub struct CheckArgs {
    /// Courses, or files of our own format; every course without
    #[arg(value_name = "NAME|FILE")]
    courses: Vec<String>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// What was found about one course.
struct Checked {
    name: String,
    faults: Vec<String>,
    notes: Vec<String>,
}

/// `maatstaf course check [NAME|FILE…]`
pub fn check(ask: &CheckArgs) -> Result<String, ShellError> {
    let checked: Vec<Checked> = match ask.courses.is_empty() {
        true => known()?.iter().map(|it| checked(it.course.id(), &it.course)).collect(),
        false => ask.courses.iter().map(|text| one(text)).collect::<Result<_, _>>()?,
    };
    let answer = if ask.json { json_of(&checked)? } else { text_of(&checked) };
    let faults =
        checked.iter().flat_map(|it| it.faults.iter().map(|fault| format!("{}: {fault}", it.name)));
    let faults: Vec<String> = faults.collect();
    match faults.len() {
        0 => Ok(answer),
        n => {
            let what = if n == 1 { "1 fault" } else { &format!("{n} faults") };
            Err(ShellError::Answered { answer, message: format!("{what}\n{}", faults.join("\n")) })
        }
    }
}

fn one(text: &str) -> Result<Checked, ShellError> {
    let path = Path::new(text);
    if !path.is_file() {
        let known = find(text)?;
        return Ok(checked(known.course.id(), &known.course));
    }
    match course_file::read(text, &bytes(path)?) {
        Ok(course) => Ok(checked(text, &course)),
        Err(Error::Faults { faults, .. }) => Ok(Checked {
            name: text.to_owned(),
            faults: faults.iter().map(ToString::to_string).collect(),
            notes: Vec::new(),
        }),
        Err(error) => Err(ShellError::Input(error.to_string())),
    }
}

fn checked(name: &str, course: &Course) -> Checked {
    let (faults, notes): (Vec<_>, Vec<_>) = look(course).into_iter().partition(|it| it.is_fault());
    let words = |found: Vec<_>| found.iter().map(ToString::to_string).collect();
    Checked { name: name.to_owned(), faults: words(faults), notes: words(notes) }
}

fn text_of(checked: &[Checked]) -> String {
    let mut text = String::new();
    for it in checked {
        let n = it.faults.len();
        let verdict = if n == 0 { "a road".to_owned() } else { format!("{n} faults") };
        text += &format!("{}: {verdict}\n", it.name);
        text += &it.notes.iter().map(|note| format!("  note: {note}\n")).collect::<String>();
    }
    text
}

fn json_of(checked: &[Checked]) -> Result<String, ShellError> {
    let courses: Vec<Value> = checked
        .iter()
        .map(|it| {
            let right = it.faults.is_empty();
            json!({"course": it.name, "right": right, "faults": it.faults, "notes": it.notes})
        })
        .collect();
    Ok(serde_json::to_string_pretty(&json!({"courses": courses}))? + "\n")
}
