use std::sync::OnceLock;

use maatstaf_core::Course;
use maatstaf_formats::course_file;

mod files;

/// The embedded courses, by name for machines: fits of our own to points whose licence allows
/// it, each with its source, licence and residual.
///
/// ```
/// let sarthe = maatstaf_facts::courses().iter().find(|course| course.id() == "sarthe");
/// assert!((sarthe.expect("Le Mans is inside").length() - 13_626.0).abs() < 140.0);
/// ```
pub fn courses() -> &'static [Course] {
    static COURSES: OnceLock<Vec<Course>> = OnceLock::new();
    COURSES.get_or_init(|| {
        let read = |(name, bytes): &(&str, &[u8])| {
            course_file::read(name, bytes).expect("the embedded courses are read in a test")
        };
        files::FILES.iter().map(read).collect()
    })
}

/// The course of a circuit as seasons name it, `monza`; `None` where we have none.
///
/// ```
/// let bahrain = &maatstaf_facts::seasons().seasons[&2023].events()[0];
/// let course = maatstaf_facts::course_of_circuit(&bahrain.round.circuit_id);
/// assert_eq!(course.map(|course| course.id()), Some("bahrain"));
/// ```
pub fn course_of_circuit(circuit: &str) -> Option<&'static Course> {
    courses().iter().find(|course| course.facts().circuit.as_deref() == Some(circuit))
}

#[cfg(test)]
#[path = "courses_tests.rs"]
mod tests;
