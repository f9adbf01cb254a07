//! `maatstaf course`: roads that are inside, and one's own.

mod check;
mod drawing;
mod import;
mod list;
mod show;

use std::f64::consts::TAU;
use std::io::Read as _;
use std::path::Path;

use clap::Subcommand;
use flate2::read::GzDecoder;
use maatstaf::core::{Course, Widths};
use maatstaf::course::corners;
use maatstaf::formats::course_file;
use serde_json::{Value, json};

use crate::error::ShellError;
use crate::source;

/// The most that a packed file may unpack to, in bytes.
const LARGEST: u64 = 256 << 20;

/// `maatstaf course`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf course list
  maatstaf course show sarthe --svg sarthe.svg
  maatstaf course import run.gpx --name \"Hill climb\"
  maatstaf course import --edges left.kml right.kml --name Imola
  maatstaf course check")]
pub struct CourseArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: CourseCommand,
}

/// What can be asked about courses.
#[derive(Subcommand)]
pub enum CourseCommand {
    /// The courses: length, corners, source, licence, and how far its points lie from it
    List(list::ListArgs),
    /// One course: what is known of it, its corners, a drawing
    Show(show::ShowArgs),
    /// Fit a course to points, or to a pair of edges, and keep it in the library
    Import(import::ImportArgs),
    /// Whether courses are roads; else where they are not
    Check(check::CheckArgs),
}

/// `maatstaf course …`
pub fn course(ask: &CourseArgs) -> Result<String, ShellError> {
    match &ask.what {
        CourseCommand::List(ask) => list::list(ask),
        CourseCommand::Show(ask) => show::show(ask),
        CourseCommand::Import(ask) => import::import(ask),
        CourseCommand::Check(ask) => check::check(ask),
    }
}

/// A course, and whether it is from the library.
pub struct Known {
    /// The course.
    pub course: Course,
    own: bool,
}

/// The imported courses, then the embedded ones but for those whose name an imported one has.
fn known() -> Result<Vec<Known>, ShellError> {
    let mut known = Vec::new();
    for (path, bytes) in source::library()?.courses()? {
        let course = course_file::read(&path.display().to_string(), &bytes);
        let course = course.map_err(|error| ShellError::Missing(error.to_string()))?;
        known.push(Known { course, own: true });
    }
    for course in maatstaf::facts::courses() {
        if known.iter().all(|it| it.course.id() != course.id()) {
            known.push(Known { course: course.clone(), own: false });
        }
    }
    known.sort_by(|a, b| a.course.id().cmp(b.course.id()));
    Ok(known)
}

/// Every course by name.
pub fn all() -> Result<Vec<Course>, ShellError> {
    Ok(known()?.into_iter().map(|it| it.course).collect())
}

/// A course by its name, or from a file of our own format.
pub fn find(text: &str) -> Result<Known, ShellError> {
    let path = Path::new(text);
    if path.is_file() {
        let course = course_file::read(text, &bytes(path)?);
        let course = course.map_err(|error| ShellError::Input(error.to_string()))?;
        return Ok(Known { course, own: true });
    }
    let known = known()?;
    let courses: Vec<&Course> = known.iter().map(|it| &it.course).collect();
    let id = maatstaf::find_course(&courses, text)?.id().to_owned();
    let found = known.into_iter().find(|it| it.course.id() == id);
    found.ok_or_else(|| ShellError::Fault(format!("course {id} was there and is gone")))
}

/// The bytes of a file, unpacked where it is packed.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ShellError> {
    let cannot = |error| ShellError::Input(format!("cannot read {}: {error}", path.display()));
    let bytes = std::fs::read(path).map_err(cannot)?;
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    GzDecoder::new(&bytes[..]).take(LARGEST).read_to_end(&mut unpacked).map_err(cannot)?;
    Ok(unpacked)
}

/// Which way round, in words.
fn direction(course: &Course) -> &'static str {
    match (course.is_closed(), (course.turning() / TAU).round()) {
        (false, _) => "open",
        (true, turns) if turns > 0.0 => "anticlockwise",
        (true, turns) if turns < 0.0 => "clockwise",
        _ => "figure of eight",
    }
}

/// What is known of a course, for machines.
fn facts_json(known: &Known) -> Value {
    let course = &known.course;
    let facts = course.facts();
    let residual = facts.residual;
    let centimetres = |metres: f64| (metres * 100.0).round() / 100.0;
    json!({
        "id": facts.id,
        "name": facts.name,
        "circuit": facts.circuit,
        "origin": if known.own { "imported" } else { "embedded" },
        "length_m": centimetres(course.length()),
        "published_length_m": facts.published_length,
        "closed": course.is_closed(),
        "direction": direction(course),
        "n_corners": corners(course).len(),
        "n_stations": course.n_stations(),
        "has_elevation": course.has_elevation(),
        "widths": if facts.widths == Widths::Measured { "measured" } else { "assumed" },
        "quality": facts.quality.word(),
        "residual_rms_m": residual.map(|it| centimetres(it.rms)),
        "residual_largest_m": residual.map(|it| centimetres(it.largest)),
        "n_points": residual.map(|it| it.n_points),
        "source": facts.source.name,
        "licence": facts.source.licence,
        "note": facts.source.note,
    })
}

/// How far the length is from the published one, in percent.
fn off(course: &Course) -> String {
    let published = course.facts().published_length;
    published.map_or(String::new(), |it| format!("{:+.1}", 100.0 * (course.length() / it - 1.0)))
}
