#![allow(clippy::disallowed_methods, reason = "a test reads the folder of the courses")]

use std::fs;
use std::path::Path;

use maatstaf_core::{Quality, Widths};

use super::*;

#[path = "../../../fixtures/shared.rs"]
mod shared;

/// What a sketch's length may be from the published one, as a share.
const SKETCH: f64 = 0.015;

/// The same where both edges were drawn.
const EDGES: f64 = 0.01;

/// All courses together, in bytes.
const MOST_BYTES: usize = 600_000;

#[test]
fn law_every_file_is_listed_and_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/courses");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut there: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    there.sort();
    let mut listed: Vec<&str> = files::FILES.iter().map(|(name, _)| *name).collect();
    listed.sort_unstable();
    assert_eq!(there, listed);
    assert_eq!(courses().len(), listed.len());
    assert!(files::FILES.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() < MOST_BYTES);
}

#[test]
fn law_every_course_says_where_it_comes_from() {
    for course in courses() {
        let facts = course.facts();
        assert_eq!(facts.source.licence, "MIT", "{}", facts.id);
        assert!(facts.residual.is_some_and(|it| it.rms < 1.5 && it.largest < 6.0), "{}", facts.id);
        assert_eq!(facts.widths == Widths::Measured, facts.quality == Quality::Edges);
    }
}

#[test]
fn law_what_is_written_reads_back() {
    for (name, bytes) in files::FILES {
        let course = course_file::read(name, bytes).unwrap();
        assert_eq!(course_file::write(&course).as_bytes(), bytes, "{name}");
    }
}

#[test]
fn agrees_with_published_lengths() {
    for course in courses() {
        let published = course.facts().published_length.unwrap();
        let allowed = if course.facts().quality == Quality::Edges { EDGES } else { SKETCH };
        let off = course.length() / published - 1.0;
        assert!(off.abs() < allowed, "{}: {off}", course.id());
    }
}

#[test]
fn every_round_of_the_embedded_seasons_has_its_course() {
    let seasons = crate::seasons().seasons.values();
    let circuits = seasons.flat_map(|season| season.events()).map(|it| &it.round.circuit_id);
    for circuit in circuits {
        assert!(course_of_circuit(circuit).is_some(), "{circuit}");
    }
}

/// F1DB's `f1db-circuits.csv`: id, direction and length of every circuit.
#[test]
fn agrees_with_the_directions_of_f1db() {
    let path = shared::shared("f1db").join("f1db-circuits.csv");
    let Ok(table) = fs::read_to_string(path) else {
        println!("skipped: agrees_with_the_directions_of_f1db, for want of F1DB");
        return;
    };
    for course in courses() {
        let Some(circuit) = &course.facts().circuit else { continue };
        let row = table.lines().find(|row| row.starts_with(&format!("\"{circuit}\",")));
        let clockwise = row.unwrap_or_else(|| panic!("{circuit}")).contains("\"CLOCKWISE\"");
        let turns = course.turning() / std::f64::consts::TAU;
        match circuit.as_str() {
            // A figure of eight: no turn at all.
            "suzuka" => assert!(turns.abs() < 1e-3),
            _ => assert!((turns - if clockwise { -1.0 } else { 1.0 }).abs() < 1e-3, "{circuit}"),
        }
    }
}
