//! Which crate may stand on which.

/// The crates of the house, and what each may use of it.
const ALLOWED: [(&str, &[&str]); 12] = [
    ("maatstaf-core", &[]),
    ("maatstaf-numerics", &[]),
    ("maatstaf-formats", &["maatstaf-core"]),
    ("maatstaf-season", &["maatstaf-core"]),
    ("maatstaf-pace", &["maatstaf-core", "maatstaf-numerics", "maatstaf-season"]),
    ("maatstaf-lapsim", &["maatstaf-core", "maatstaf-numerics"]),
    ("maatstaf-course", &["maatstaf-core", "maatstaf-numerics"]),
    ("maatstaf-telemetry", &["maatstaf-core", "maatstaf-numerics"]),
    ("maatstaf-facts", &["maatstaf-core", "maatstaf-formats"]),
    (
        "maatstaf",
        &[
            "maatstaf-core",
            "maatstaf-numerics",
            "maatstaf-formats",
            "maatstaf-season",
            "maatstaf-pace",
            "maatstaf-lapsim",
            "maatstaf-course",
            "maatstaf-telemetry",
            "maatstaf-facts",
        ],
    ),
    ("maatstaf-store", &["maatstaf-core", "maatstaf-formats"]),
    ("maatstaf-cli", &["maatstaf", "maatstaf-store"]),
];

/// Arrows that tests alone may draw beyond [`ALLOWED`].
const ALLOWED_IN_TESTS: [(&str, &str); 2] =
    [("maatstaf-lapsim", "maatstaf-facts"), ("maatstaf-lapsim", "maatstaf-formats")];

/// Crates that a pure crate may not use: they reach outside by themselves.
const OUTSIDE: [&str; 9] =
    ["chrono", "dirs", "getrandom", "memmap2", "rand", "reqwest", "tempfile", "tokio", "ureq"];

/// One crate standing on another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    pub from: String,
    pub to: String,
    pub in_tests: bool,
}

impl Arrow {
    pub fn new(from: &str, to: &str) -> Self {
        Self { from: from.to_owned(), to: to.to_owned(), in_tests: false }
    }

    /// Why the arrow between two crates of the house may not be, if it may not.
    pub fn refusal(&self) -> Option<String> {
        let Self { from, to, in_tests } = self;
        if from == "xtask" {
            return None;
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| name == from) else {
            return Some(format!("{from} has no place in the house yet: give it one here"));
        };
        let listed = ALLOWED_IN_TESTS.contains(&(from.as_str(), to.as_str()));
        let fits = allowed.contains(&to.as_str()) || (*in_tests && listed);
        (!fits)
            .then(|| format!("{from} → {to}: a new arrow is a decision: a line in ARCHITECTURE.md"))
    }

    /// Why a pure crate may not use a crate from elsewhere, if it may not.
    pub fn foreign_refusal(&self) -> Option<String> {
        let Self { from, to, in_tests } = self;
        let wire = from == "maatstaf-core" && to.starts_with("serde");
        let refused = !in_tests && (wire || OUTSIDE.contains(&to.as_str()));
        refused.then(|| format!("{from} → {to}: only the shells reach outside, core has no serde"))
    }
}

/// The arrows that the table under `## Arrows` gives a reason for.
pub fn written(architecture: &str) -> Vec<Arrow> {
    let section = architecture.split("\n## ").find(|section| section.starts_with("Arrows"));
    let rows = section.unwrap_or_default().lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect());
    let arrow = |cells: Vec<&str>| match cells[..] {
        [from, to, reason] if !reason.is_empty() => {
            Some(Arrow::new(from.trim_matches('`'), to.trim_matches('`')))
        }
        _ => None,
    };
    cells.filter_map(arrow).collect()
}

/// Whether a manifest inherits the lints of the workspace.
pub fn inherits_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]");
    lines.nth(1) == Some("workspace = true")
}

#[track_caller]
fn check(from: &str, to: &str, in_tests: bool, refused: bool) {
    let arrow = Arrow { in_tests, ..Arrow::new(from, to) };
    assert_eq!(arrow.refusal().is_some(), refused, "{from} → {to}");
}

#[test]
fn rooms_stand_on_words_and_maths() {
    check("maatstaf-pace", "maatstaf-core", false, false);
    check("maatstaf-pace", "maatstaf-season", false, false);
    check("maatstaf-cli", "maatstaf", false, false);
    check("xtask", "maatstaf-formats", false, false);
}

#[test]
fn rooms_do_not_reach_across_or_up() {
    check("maatstaf-season", "maatstaf-pace", false, true);
    check("maatstaf-core", "maatstaf-numerics", false, true);
    check("maatstaf-pace", "maatstaf", false, true);
    check("maatstaf-cli", "maatstaf-core", false, true);
    check("maatstaf-season", "maatstaf-pace", true, true);
    check("maatstaf-rally", "maatstaf-core", false, true);
}

#[test]
fn a_refusal_names_the_arrow() {
    assert_eq!(
        Arrow::new("maatstaf-season", "maatstaf-pace").refusal().as_deref(),
        Some(
            "maatstaf-season → maatstaf-pace: a new arrow is a decision: a line in ARCHITECTURE.md"
        )
    );
}

#[test]
fn pure_crates_use_no_network_and_core_no_serde() {
    let refused = |from, to| Arrow::new(from, to).foreign_refusal().is_some();
    assert!(refused("maatstaf-pace", "ureq"));
    assert!(refused("maatstaf-core", "serde_json"));
    assert!(!refused("maatstaf-formats", "serde"));
}

#[test]
fn reasons_are_read_from_the_table() {
    let text = "# A\n\n## Arrows\n\n| from | to | why |\n| --- | --- | --- |\n\
        | `a` | `b` | because |\n| `a` | `c` | |\n\n## More\n\n| `x` | `y` | elsewhere |\n";
    assert_eq!(written(text), [Arrow::new("a", "b")]);
}

#[test]
fn lints_are_inherited_or_not() {
    assert!(inherits_lints("[package]\n\n[lints]\nworkspace = true\n"));
    assert!(!inherits_lints("[package]\nworkspace = true\n"));
    assert!(!inherits_lints("[lints]\n[lints.rust]\nworkspace = true\n"));
}
