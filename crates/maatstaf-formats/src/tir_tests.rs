use super::*;

/// A made-up tyre, in the shape that programs write.
const FILE: &str = "\
[MDI_HEADER]
FILE_TYPE = 'tir'
FILE_VERSION = 3.0
! a comment
[UNITS]
LENGTH = 'mm'
FORCE = 'kn'
ANGLE = 'degree'
MASS = 'kg'
TIME = 'second'
[MODEL]
FITTYP = 61
LONGVL = 16700
[DIMENSION]
UNLOADED_RADIUS = 330 $ free
[SHAPE]
{radial width}
1.0 0.0
[VERTICAL]
FNOMIN = 4
VERTICAL_STIFFNESS = 0.25
[SLIP_ANGLE_RANGE]
ALPMAX = 20
[LONGITUDINAL_COEFFICIENTS]
PCX1=1.6
PDX1=1.7
PKX1=25
[LATERAL_COEFFICIENTS]
PCY1 = 1.4
PDY1 = 1.8
PKY1 = -30
";

#[track_caller]
fn check(file: &str, says: &[&str]) {
    let read = read("a.tir", file.as_bytes()).unwrap();
    let issues: Vec<String> = read.issues.iter().map(ToString::to_string).collect();
    assert_eq!(issues, says);
}

#[test]
fn exact_units_become_si() {
    let tyre = read("a.tir", FILE.as_bytes()).unwrap().tyre;
    assert_eq!((tyre.get("UNLOADED_RADIUS"), tyre.get("FNOMIN")), (0.33, 4000.0));
    assert_eq!((tyre.get("VERTICAL_STIFFNESS"), tyre.get("LONGVL")), (250_000.0, 16.7));
    assert_eq!((tyre.get("ALPMAX"), tyre.get("PKY1")), (20_f64.to_radians(), -30.0));
    check(FILE, &[]);
    check(&FILE.replace("ALPMAX = 20", "ALPMAX =\nALPMIN = $ not measured"), &[]);
}

#[test]
fn exact_issues_name_their_line() {
    let spoilt = FILE.replace("PDX1=1.7", "PDX1=1.7\nPDX7 = 1\nPDX2 = x\nnonsense");
    check(
        &spoilt,
        &[
            "a.tir:27: PDX7 is no coefficient of magic formula 6.1, and was left out",
            "a.tir:28: PDX2: \"x\" is not a number",
            "a.tir:29: \"nonsense\" is neither a section nor NAME = value",
        ],
    );
    let furlong = FILE.replace("'mm'", "'furlong'");
    check(
        &furlong,
        &["a.tir:6: the unit \"furlong\" of LENGTH is not known; taken as that of the SI"],
    );
}

#[test]
fn exact_a_tyre_of_the_right_is_mirrored() {
    let with = |side: &str| {
        let sided = FILE.replace("LONGVL", &format!("TYRESIDE = '{side}'\nLONGVL"));
        let sided = sided + "PHY1 = 0.002\nPHX1 = 0.001\nPVY3 = 0.4\n";
        let tyre = read("a.tir", sided.as_bytes()).unwrap().tyre;
        ["PHY1", "PHX1", "PVY3", "PVY1"].map(|name| tyre.get(name))
    };
    assert_eq!(with("LEFT"), [0.002, 0.001, 0.4, 0.0]);
    assert_eq!(with("Right"), [-0.002, 0.001, 0.4, 0.0]);
}

#[test]
fn exact_a_tyre_without_force_is_none() {
    let error = read("a.tir", FILE.replace("PCY1", "$PCY1").as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.tir: no PCY1, without which a magic formula tyre gives no force"
    );
}

proptest::proptest! {
    #[test]
    fn law_no_bytes_make_it_panic(bytes: Vec<u8>, cut in 0_usize..600, letter: char) {
        let _ = read("a.tir", &bytes);
        let mut text: Vec<char> = FILE.chars().collect();
        let at = cut % text.len();
        text[at] = letter;
        let _ = read("a.tir", text.into_iter().collect::<String>().as_bytes());
    }
}
