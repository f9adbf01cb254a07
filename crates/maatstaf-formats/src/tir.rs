//! A tyre property file (`.tir`): the coefficients of Magic Formula 6.1.
//!
//! Sections in brackets, `NAME = value` a line, comments after `$` or `!`; a name without a value is
//! one that was not given. The section `[UNITS]` says in which units lengths, forces and angles
//! stand; coefficients come out in units of the SI.
//! They are those of a tyre on the left of the car: one that was measured on the right
//! (`TYRESIDE`) comes out as its mirror image.

use std::collections::BTreeMap;

use maatstaf_core::{Issue, MagicFormula61};

/// A tyre, with what of its file could not be used.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadTyre {
    /// The coefficients, in units of the SI.
    pub tyre: MagicFormula61,
    /// Names that the law does not know, numbers that are none, units without a meaning.
    pub issues: Vec<Issue>,
}

/// Why a file is not a tyre.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A coefficient without which there is no force.
    #[error("{file}: no {coefficient}, without which a magic formula tyre gives no force")]
    Missing {
        /// Which file.
        file: String,
        /// Which coefficient.
        coefficient: &'static str,
    },
}

/// Reads a tyre property file.
///
/// ```
/// let file = b"[UNITS]\nLENGTH = 'mm'\n[DIMENSION]\nUNLOADED_RADIUS = 330 $ free\n\
///     [VERTICAL]\nFNOMIN = 4000\n[LONGITUDINAL_COEFFICIENTS]\nPCX1 = 1.6\nPDX1 = 1.7\nPKX1 = 25\n\
///     [LATERAL_COEFFICIENTS]\nPCY1 = 1.4\nPDY1 = 1.8\nPKY1 = -30\nPKY9 = 1\n";
/// let read = maatstaf_formats::tir::read("slick.tir", file)?;
/// assert_eq!(read.tyre.get("UNLOADED_RADIUS"), 0.33);
/// let issue = "slick.tir:15: PKY9 is no coefficient of magic formula 6.1, and was left out";
/// assert_eq!(read.issues[0].to_string(), issue);
/// # Ok::<(), maatstaf_formats::tir::Error>(())
/// ```
///
/// # Errors
///
/// When a coefficient is missing without which there is no force.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadTyre, Error> {
    let text = String::from_utf8_lossy(bytes);
    let mut issues = Vec::new();
    let mut issue = |line: usize, reason: String| {
        issues.push(Issue { file: file.to_owned(), line: Some(line as u64), reason });
    };
    let lines = lines(&text, &mut issue);
    let units = units(&lines, &mut issue);
    let mut tyre = MagicFormula61::default();
    let given = lines.iter().filter(|line| !line.value.is_empty());
    for line in given.filter(|line| !is_about_other_things(&line.section, &line.name)) {
        match line.value.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                if !tyre.set(&line.name, value * units.of(&line.name)) {
                    let name = &line.name;
                    let reason = "is no coefficient of magic formula 6.1, and was left out";
                    issue(line.number, format!("{name} {reason}"));
                }
            }
            _ => issue(line.number, format!("{}: {:?} is not a number", line.name, line.value)),
        }
    }
    if lines.iter().any(Line::is_of_the_right) {
        mirror(&mut tyre);
    }
    issues.sort_by_key(|issue| issue.line);
    let missing = tyre.missing().next();
    match missing {
        Some(coefficient) => Err(Error::Missing { file: file.to_owned(), coefficient }),
        None => Ok(ReadTyre { tyre, issues }),
    }
}

struct Line {
    number: usize,
    section: String,
    name: String,
    value: String,
}

impl Line {
    fn is_of_the_right(&self) -> bool {
        self.name == "TYRESIDE" && self.value.eq_ignore_ascii_case("right")
    }
}

/// The coefficients that change their sign between a tyre and its mirror image: those of forces
/// and moments that a tyre has without slip and camber, and those that tell left from right.
const SIDED: [&str; 17] = [
    "PHY1", "PHY2", "PVY1", "PVY2", "PEY3", "RHX1", "RBY3", "RVY1", "RVY2", "QHZ1", "QHZ2", "QBZ4",
    "QDZ6", "QDZ7", "QEZ4", "QSX1", "SSZ1",
];

fn mirror(tyre: &mut MagicFormula61) {
    let given: Vec<_> = tyre.given().filter(|(name, _)| SIDED.contains(name)).collect();
    for (name, value) in given {
        tyre.set(name, -value);
    }
}

/// The lines that give a name a value; tables such as that of `[SHAPE]` have none.
fn lines(text: &str, issue: &mut impl FnMut(usize, String)) -> Vec<Line> {
    let mut section = String::new();
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.split(['$', '!']).next().unwrap_or_default().trim();
        if let Some(rest) = line.strip_prefix('[') {
            section = rest.trim_end_matches(']').trim().to_uppercase();
        } else if let Some((name, value)) = line.split_once('=') {
            let value = value.trim().trim_matches(['\'', '"']).trim();
            lines.push(Line {
                number: at + 1,
                section: section.clone(),
                name: name.trim().to_uppercase(),
                value: value.to_owned(),
            });
        } else if !line.is_empty() && !is_table(&section) && !line.starts_with('{') {
            issue(at + 1, format!("{line:?} is neither a section nor NAME = value"));
        }
    }
    lines
}

fn is_table(section: &str) -> bool {
    section == "SHAPE" || section == "MDI_HEADER"
}

/// Lines that say nothing about the forces of the tyre.
fn is_about_other_things(section: &str, name: &str) -> bool {
    const SECTIONS: [&str; 6] =
        ["MDI_HEADER", "UNITS", "SHAPE", "INERTIA", "STRUCTURAL", "CONTACT_PATCH"];
    SECTIONS.contains(&section) || (section == "MODEL" && name != "LONGVL")
}

/// What one unit of the file is in units of the SI.
struct Units {
    length: f64,
    force: f64,
    angle: f64,
}

impl Units {
    /// Of a coefficient; those of the curves have none, or that of the SI.
    fn of(&self, name: &str) -> f64 {
        match name {
            "UNLOADED_RADIUS" | "WIDTH" | "RIM_RADIUS" | "RIM_WIDTH" | "LONGVL" => self.length,
            "FNOMIN" | "FZMIN" | "FZMAX" => self.force,
            "VERTICAL_STIFFNESS" | "VERTICAL_DAMPING" => self.force / self.length,
            "ALPMIN" | "ALPMAX" | "CAMMIN" | "CAMMAX" => self.angle,
            _ => 1.0,
        }
    }
}

fn units(lines: &[Line], issue: &mut impl FnMut(usize, String)) -> Units {
    let lengths = [("meter", 1.0), ("metre", 1.0), ("m", 1.0), ("mm", 1e-3), ("millimeter", 1e-3)];
    let lengths = [&lengths[..], &[("cm", 1e-2), ("inch", 0.0254), ("in", 0.0254)]].concat();
    let forces = [("newton", 1.0), ("n", 1.0), ("kn", 1e3), ("knewton", 1e3)];
    let forces =
        [&forces[..], &[("pound_force", 4.448_221_615_260_5), ("kg_force", 9.806_65)]].concat();
    let degree = 1_f64.to_radians();
    let angles = [
        ("radian", 1.0),
        ("radians", 1.0),
        ("rad", 1.0),
        ("degree", degree),
        ("degrees", degree),
        ("deg", degree),
    ];
    let known = BTreeMap::from([
        ("LENGTH", lengths),
        ("FORCE", forces),
        ("ANGLE", angles.to_vec()),
        ("MASS", vec![("kg", 1.0), ("kilogram", 1.0)]),
        ("TIME", vec![("second", 1.0), ("sec", 1.0), ("s", 1.0)]),
    ]);
    let mut found = Units { length: 1.0, force: 1.0, angle: 1.0 };
    for line in lines.iter().filter(|line| line.section == "UNITS") {
        let word = line.value.to_lowercase();
        let unit = known.get(line.name.as_str()).map(|units| units.iter().find(|it| it.0 == word));
        match (line.name.as_str(), unit) {
            ("LENGTH", Some(Some((_, factor)))) => found.length = *factor,
            ("FORCE", Some(Some((_, factor)))) => found.force = *factor,
            ("ANGLE", Some(Some((_, factor)))) => found.angle = *factor,
            (_, Some(Some(_)) | None) => {}
            (name, Some(None)) => {
                let reason = format!(
                    "the unit {:?} of {name} is not known; taken as that of the SI",
                    line.value
                );
                issue(line.number, reason);
            }
        }
    }
    found
}

#[cfg(test)]
#[path = "tir_tests.rs"]
mod tests;
