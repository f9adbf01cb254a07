//! The courses of the study: those that are embedded, and those with measured widths.

use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use maatstaf_core::{Course, CourseFacts, Quality, Source, Survey};
use maatstaf_course::{FitOptions, fit};
use maatstaf_formats::tum_track;

/// Circuits whose layout of 2022 to 2024 is in TUM's racetrack-database, and its name there.
/// Its Catalunya, Melbourne, Yas Marina and Zandvoort are older layouts.
const TUM: [(&str, &str); 8] = [
    ("austin", "Austin"),
    ("bahrain", "Sakhir"),
    ("interlagos", "SaoPaulo"),
    ("mexico-city", "MexicoCity"),
    ("monza", "Monza"),
    ("silverstone", "Silverstone"),
    ("spielberg", "Spielberg"),
    ("suzuka", "Suzuka"),
];

/// How exact the points of that database are, m: they were smoothed by those who made them.
const TUM_ACCURACY: f64 = 0.1;

/// Every embedded course of a championship.
pub fn embedded() -> Vec<Course> {
    let courses = maatstaf::facts::courses().iter();
    courses.filter(|course| course.facts().circuit.is_some()).cloned().collect()
}

/// Every course with measured widths: those of TUM in `folder`, and the embedded ones with edges.
pub fn surveyed(folder: &Path) -> Result<Vec<Course>> {
    let of_tum: Result<Vec<Course>> = TUM.iter().map(|it| of_tum(folder, *it)).collect();
    let mut courses = of_tum?;
    courses.extend(embedded().into_iter().filter(|it| it.facts().quality == Quality::Edges));
    Ok(courses)
}

/// A course of TUM, in the direction of the embedded one.
fn of_tum(folder: &Path, (circuit, file): (&'static str, &str)) -> Result<Course> {
    let path = folder.join(format!("{file}.csv"));
    let name = path.display().to_string();
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {name}"))?;
    let mut survey = tum_track::read(&name, &bytes)?.surveys.remove(0);
    let ours = maatstaf::facts::course_of_circuit(circuit);
    let ours = ours.ok_or_else(|| anyhow!("no embedded course of {circuit}"))?;
    let course = fitted(&survey, circuit, ours)?;
    if course.turning() * ours.turning() > 0.0 {
        return Ok(course);
    }
    reverse(&mut survey);
    fitted(&survey, circuit, ours)
}

fn fitted(survey: &Survey, circuit: &str, ours: &Course) -> Result<Course> {
    let (name, licence) = ("TUMFTM/racetrack-database".to_owned(), "LGPL-3.0".to_owned());
    let facts = CourseFacts {
        circuit: Some(circuit.to_owned()),
        source: Source { name, licence, note: String::new() },
        published_length: ours.facts().published_length,
        ..CourseFacts::named(&format!("{circuit}-tum"))
    };
    let options = FitOptions { accuracy: TUM_ACCURACY, ..FitOptions::default() };
    Ok(fit(survey, facts, &options)?)
}

fn reverse(survey: &mut Survey) {
    survey.points[1..].reverse();
    for point in &mut survey.points {
        (point.left, point.right) = (point.right, point.left);
    }
}

/// The same course with so many metres more to each side.
pub fn wider(course: &Course, by: f64) -> Result<Course> {
    let mut stations = course.stations().clone();
    stations.left.iter_mut().chain(&mut stations.right).for_each(|width| *width += by);
    Ok(Course::new(course.facts().clone(), stations, course.length(), course.is_closed())?)
}

/// What is made of each thing, on all cores, in the order of the things.
pub fn on_all_cores<T: Sync, R: Send>(
    things: &[T],
    make: impl Fn(&T) -> Option<R> + Sync,
) -> Vec<R> {
    let (next, made) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(at) else { return };
            if let Some(it) = make(thing) {
                made.lock().unwrap_or_else(PoisonError::into_inner).push((at, it));
            }
        }
    };
    let n_threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| (0..n_threads).for_each(|_| drop(scope.spawn(work))));
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_by_key(|it| it.0);
    made.into_iter().map(|it| it.1).collect()
}
