//! The house stands as `ARCHITECTURE.md` says: who uses whom, and what a room may touch.
//!
//! The rules are in [`arrows`] and [`scan`], each with an example that breaks it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod arrows;
mod scan;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use arrows::Arrow;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Crates that touch no file, network, environment, clock or random source.
const PURE: [&str; 9] = [
    "maatstaf-core",
    "maatstaf-numerics",
    "maatstaf-formats",
    "maatstaf-season",
    "maatstaf-pace",
    "maatstaf-lapsim",
    "maatstaf-course",
    "maatstaf-facts",
    "maatstaf",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn house() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap()
}

fn folder(package: &Package) -> &Path {
    package.manifest_path.parent().unwrap().as_std_path()
}

/// The arrows inside the house, and those that leave it.
fn arrows() -> (BTreeSet<Arrow>, BTreeSet<Arrow>) {
    let house = house();
    let arrows = house.packages.iter().flat_map(|package| {
        package.dependencies.iter().map(|dependency| Arrow {
            from: package.name.to_string(),
            to: dependency.name.clone(),
            in_tests: dependency.kind == DependencyKind::Development,
        })
    });
    let is_ours = |arrow: &Arrow| house.packages.iter().any(|package| *package.name == arrow.to);
    arrows.partition(is_ours)
}

/// Checks every source file of a crate, but for tests and for files named.
#[track_caller]
fn check(crate_name: &str, besides: &[&str], rule: impl Fn(&str) -> Vec<String>) {
    let folder = root().join("crates").join(crate_name).join("src");
    let found: Vec<String> = sources(&folder)
        .iter()
        .filter(|path| !besides.iter().any(|name| path.ends_with(name)))
        .flat_map(|path| {
            let found = rule(&fs::read_to_string(path).unwrap()).into_iter();
            found.map(|at| format!("{}:{at}", path.strip_prefix(&folder).unwrap().display()))
        })
        .collect();
    assert!(found.is_empty(), "{crate_name}:\n{}", found.join("\n"));
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let is_source = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.ends_with(".rs") && !name.ends_with("_tests.rs") && name != "tests.rs"
    };
    let files = files.into_iter().filter(is_source);
    let mut found: Vec<_> = files.chain(folders.iter().flat_map(|it| sources(it))).collect();
    found.sort();
    found
}

#[test]
fn law_every_arrow_is_allowed() {
    let refused: Vec<String> = arrows().0.iter().filter_map(Arrow::refusal).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn law_pure_crates_use_no_crate_that_reaches_outside() {
    let pure = arrows().1.into_iter().filter(|arrow| PURE.contains(&arrow.from.as_str()));
    let refused: Vec<String> = pure.filter_map(|arrow| arrow.foreign_refusal()).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn agrees_architecture_gives_a_reason_for_every_arrow() {
    let written: BTreeSet<_> = arrows::written(&text("ARCHITECTURE.md")).into_iter().collect();
    let drawn: BTreeSet<_> = arrows().0.into_iter().filter(|arrow| !arrow.in_tests).collect();
    assert_eq!(written, drawn, "left: ARCHITECTURE.md, right: the manifests");
}

#[test]
fn agrees_architecture_names_every_crate() {
    let architecture = text("ARCHITECTURE.md");
    for package in house().packages {
        assert!(architecture.contains(&format!("\n| `{}` |", package.name)), "{}", package.name);
    }
}

#[test]
fn agrees_design_gives_a_reason_for_every_dependency() {
    let design = text("DESIGN.md");
    for Arrow { from, to, .. } in arrows().1 {
        assert!(design.contains(&format!("\n| `{to}` |")), "{from} → {to}: a row in DESIGN.md");
    }
}

#[test]
fn law_every_crate_inherits_the_lints() {
    for package in house().packages {
        let manifest = fs::read_to_string(folder(&package).join("Cargo.toml")).unwrap();
        assert!(arrows::inherits_lints(&manifest), "{}", package.name);
    }
}

#[test]
fn law_pure_crates_reach_for_nothing_outside() {
    for name in PURE {
        check(name, &[], scan::outside);
    }
}

#[test]
fn law_numerics_has_no_racing_word() {
    check("maatstaf-numerics", &[], scan::racing_words);
}

#[test]
fn law_core_has_no_wire_format() {
    check("maatstaf-core", &[], scan::serde);
}

#[test]
fn law_rooms_know_no_year() {
    check("maatstaf-season", &["examples.rs"], scan::years);
    check("maatstaf-pace", &[], scan::years);
}
