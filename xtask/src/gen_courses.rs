//! The embedded courses, from published points whose licence allows it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use flate2::read::GzDecoder;
use maatstaf_core::{Course, CourseFacts, Quality, Source, Survey};
use maatstaf_course::{FitOptions, check, corners, fit, rounded};
use maatstaf_formats::{course_file, surveys};

/// Where the points of a course come from.
#[derive(Clone, Copy)]
enum From {
    /// The line of this id among those of bacinger/f1-circuits.
    Bacinger(&'static str),
    /// The same, drawn against the direction of driving.
    Reversed(&'static str),
    /// A file of fastest-lap.
    FastestLap(&'static str),
    /// A file of zaggyai/track_data.
    Zaggyai(&'static str),
}

/// A course to make: its id, the circuit of F1DB, its name, its published length (0 as the
/// source says) and where its points come from.
type Recipe = (&'static str, Option<&'static str>, &'static str, f64, From);

const fn f1(id: &'static str, name: &'static str, line: &'static str) -> Recipe {
    (id, Some(id), name, 0.0, From::Bacinger(line))
}

/// Driven against the direction in which the source drew it.
const fn reversed(id: &'static str, name: &'static str, line: &'static str) -> Recipe {
    (id, Some(id), name, 0.0, From::Reversed(line))
}

/// The courses, by id. Lengths of the Sarthe, Assen and Laguna Seca are the commonly stated ones,
/// not checked against a page of their circuits.
const RECIPES: [Recipe; 36] = [
    ("assen", None, "TT Circuit Assen", 4542.0, From::Zaggyai("d830ead9--tt-assen.json")),
    f1("austin", "Circuit of the Americas", "us-2012"),
    f1("bahrain", "Bahrain International Circuit", "bh-2002"),
    f1("baku", "Baku City Circuit", "az-2016"),
    (
        "catalunya",
        Some("catalunya"),
        "Circuit de Barcelona-Catalunya, 2021 to 2022",
        4675.0,
        From::FastestLap("catalunya_2022/catalunya_2022_3d.xml.gz"),
    ),
    (
        "catalunya-2007",
        None,
        "Circuit de Barcelona-Catalunya, 2007 to 2020",
        4655.0,
        From::FastestLap("catalunya/catalunya_3d.xml"),
    ),
    (
        "hungaroring",
        Some("hungaroring"),
        "Hungaroring",
        4381.0,
        From::FastestLap("hungaroring/hungaroring.xml.gz"),
    ),
    (
        "imola",
        Some("imola"),
        "Autodromo Enzo e Dino Ferrari",
        4909.0,
        From::FastestLap("imola/imola.xml.gz"),
    ),
    f1("interlagos", "Autódromo José Carlos Pace", "br-1940"),
    f1("istanbul", "Intercity Istanbul Park", "tr-2005"),
    f1("jeddah", "Jeddah Corniche Circuit", "sa-2021"),
    (
        "laguna-seca",
        None,
        "WeatherTech Raceway Laguna Seca",
        3602.0,
        From::FastestLap("laguna_seca/laguna_seca_3d.xml"),
    ),
    f1("las-vegas", "Las Vegas Strip Circuit", "us-2023"),
    f1("lusail", "Lusail International Circuit", "qa-2004"),
    f1("madring", "Circuito de Madring", "es-2026"),
    reversed("marina-bay", "Marina Bay Street Circuit", "sg-2008"),
    f1("melbourne", "Albert Park Circuit", "au-1953"),
    (
        "melbourne-1996",
        None,
        "Albert Park Circuit, 1996 to 2019",
        5303.0,
        From::FastestLap("melbourne/melbourne.xml.gz"),
    ),
    f1("mexico-city", "Autódromo Hermanos Rodríguez", "mx-1962"),
    f1("miami", "Miami International Autodrome", "us-2022"),
    f1("monaco", "Circuit de Monaco", "mc-1929"),
    f1("montreal", "Circuit Gilles-Villeneuve", "ca-1978"),
    f1("monza", "Autodromo Nazionale Monza", "it-1922"),
    (
        "mugello",
        Some("mugello"),
        "Autodromo Internazionale del Mugello",
        5245.0,
        From::FastestLap("mugello/mugello_3d.xml.gz"),
    ),
    reversed("paul-ricard", "Circuit Paul Ricard", "fr-1969"),
    f1("portimao", "Autódromo Internacional do Algarve", "pt-2008"),
    (
        "sarthe",
        None,
        "Circuit de la Sarthe",
        13626.0,
        From::Zaggyai("fb4d3154--le-mans-24-heures-circuit-de-la-sarthe.json"),
    ),
    f1("sepang", "Sepang International Circuit", "my-1999"),
    f1("shanghai", "Shanghai International Circuit", "cn-2004"),
    f1("silverstone", "Silverstone Circuit", "gb-1948"),
    f1("sochi", "Sochi Autodrom", "ru-2014"),
    f1("spa-francorchamps", "Circuit de Spa-Francorchamps", "be-1925"),
    f1("spielberg", "Red Bull Ring", "at-1969"),
    f1("suzuka", "Suzuka International Racing Course", "jp-1962"),
    f1("yas-marina", "Yas Marina Circuit", "ae-2009"),
    f1("zandvoort", "Circuit Zandvoort", "nl-1948"),
];

/// Makes the courses from the sources in `folder` and puts them in their place.
pub fn run(folder: &Path) -> Result<()> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/maatstaf-facts");
    let (mut list, mut total) = (String::new(), 0);
    for recipe in RECIPES {
        let course = course(folder, recipe).with_context(|| recipe.0.to_owned())?;
        let text = course_file::write(&course);
        let name = format!("{}.course.csv", recipe.0);
        replace(&place.join("data/courses").join(&name), &text)?;
        list += &format!("    (\"{name}\", include_bytes!(\"../../data/courses/{name}\")),\n");
        total += text.len();
        println!("{}", line(&course, text.len()));
    }
    let n = RECIPES.len();
    let code = format!(
        "//! Made by `cargo run -p xtask -- gen courses`.\n\n\
         /// Name and bytes of every embedded course.\n#[rustfmt::skip]\n\
         pub(super) const FILES: [(&str, &[u8]); {n}] = [\n{list}];\n"
    );
    replace(&place.join("src/courses/files.rs"), &code)?;
    println!("{total:>7} bytes in {n} courses");
    Ok(())
}

fn line(course: &Course, bytes: usize) -> String {
    let facts = course.facts();
    let found = corners(course);
    let tightest = found.iter().map(|corner| corner.radius).fold(f64::INFINITY, f64::min);
    let published = facts.published_length.unwrap_or(course.length());
    let residual = facts.residual.map_or((0.0, 0.0, 0), |it| (it.rms, it.largest, it.n_points));
    let faults = check(course).iter().filter(|finding| finding.is_fault()).count();
    format!(
        "{bytes:>7} bytes  {:<18} {:>9.2} m {:+6.2} %  {:>2} corners, tightest {tightest:5.1} m  \
         {:.2} m rms, {:.2} m largest of {}  {}, {:+.0} turn, {} stations, {faults} faults",
        course.id(),
        course.length(),
        100.0 * (course.length() / published - 1.0),
        found.len(),
        residual.0,
        residual.1,
        residual.2,
        facts.quality,
        course.turning() / std::f64::consts::TAU,
        course.n_stations(),
    )
}

fn course(folder: &Path, (id, circuit, name, published, from): Recipe) -> Result<Course> {
    let survey = survey(folder, from)?;
    let published = if published > 0.0 { Some(published) } else { survey.published_length };
    let facts = CourseFacts {
        id: id.to_owned(),
        circuit: circuit.map(str::to_owned),
        source: source(from),
        published_length: published,
        ..CourseFacts::named(name)
    };
    let course = fit(&survey, facts, &options(from))?;
    // Drawn once, a terrain model's heights: no more than a sketch has a claim to.
    let quality = course.facts().quality.max(match from {
        From::FastestLap(_) => Quality::Edges,
        _ => Quality::Line,
    });
    let facts = CourseFacts { quality, ..course.facts().clone() };
    Ok(rounded(&course.with_facts(facts))?)
}

/// How exact each source is: edges drawn from the air and smoothed by their maker, a line drawn
/// by eye, and a line drawn by eye with heights of a terrain model.
fn options(from: From) -> FitOptions {
    let base = FitOptions::default();
    match from {
        From::FastestLap(_) => FitOptions { accuracy: 0.03, height_accuracy: 0.1, ..base },
        From::Bacinger(_) | From::Reversed(_) => FitOptions { accuracy: 0.75, ..base },
        From::Zaggyai(_) => FitOptions { accuracy: 0.75, height_accuracy: 3.0, ..base },
    }
}

fn source(from: From) -> Source {
    let (name, commit, note) = match from {
        From::Bacinger(line) | From::Reversed(line) => (
            "bacinger/f1-circuits",
            "4c9c9aa",
            format!("{line}; drawn by eye, a point at each change of direction"),
        ),
        From::FastestLap(file) => (
            "juanmanzanero/fastest-lap",
            "0660208",
            format!("{file}; both edges drawn from the air"),
        ),
        From::Zaggyai(file) => (
            "zaggyai/track_data",
            "a8b7ba4",
            format!("{file}; drawn by eye, heights from a terrain model"),
        ),
    };
    let licence = "MIT".to_owned();
    Source { name: name.to_owned(), licence, note: format!("{note}; commit {commit}") }
}

fn survey(folder: &Path, from: From) -> Result<Survey> {
    let path = match from {
        From::Bacinger(_) | From::Reversed(_) => folder.join("bacinger/f1-circuits.geojson"),
        From::FastestLap(file) => folder.join("fastest-lap").join(file),
        From::Zaggyai(file) => folder.join("zaggyai").join(file),
    };
    let read = surveys::read(&path.display().to_string(), &bytes(&path)?)?;
    let wanted = |survey: &Survey| match from {
        From::Bacinger(line) | From::Reversed(line) => survey.id == line,
        _ => true,
    };
    let found = read.surveys.into_iter().find(wanted);
    let mut found = found.ok_or_else(|| anyhow!("{} has no such line", path.display()))?;
    if matches!(from, From::Reversed(_)) {
        // The first point stays the first.
        found.points[1..].reverse();
    }
    Ok(found)
}

fn bytes(path: &PathBuf) -> Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    if path.extension().is_none_or(|it| it != "gz") {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// Writes beside the file and renames, so that nobody sees half of it.
fn replace(path: &Path, text: &str) -> Result<()> {
    let beside = path.with_extension("new");
    let written = fs::create_dir_all(path.parent().unwrap_or(path))
        .and_then(|()| fs::write(&beside, text))
        .and_then(|()| fs::rename(&beside, path));
    written.with_context(|| format!("cannot write {}", path.display()))
}
