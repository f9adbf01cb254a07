use maatstaf_core::{Car, QUANTITIES};
use proptest::prelude::*;

use super::{Problems, ReadCar, read, read_with, write};

/// The published car, as it stands among the facts.
const TEXT: &str = include_str!("../../maatstaf-facts/data/cars/f1-2014.toml");

fn car() -> Car {
    read(TEXT).unwrap()
}

/// Replacing a piece of the text is refused with exactly this.
#[track_caller]
fn check(piece: &str, by: &str, says: &str) {
    assert!(TEXT.contains(piece), "{piece}");
    let Problems(problems) = read(&TEXT.replacen(piece, by, 1)).unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|line| line.contains(says)), "{told:#?}");
}

#[test]
fn exact_a_unit_that_is_not_ours() {
    check("mass_kg = 660", "mass_lb = 1455", "chassis.mass_lb: write mass_kg = 659.977");
    check("mass_kg = 660", "mass = 660", "chassis.mass: names carry their unit; write mass_kg");
    check("power_kw = 735.499", "power_hp = 986", "power_unit.power_hp: write power_kw = 735.26");
    check("light_load_n", "light_load_kg", "the unit here is N; write light_load_n");
    check("front_share = 0.6", "front_share_percent = 60", "write front_share = 0.6");
}

#[test]
fn exact_names_nearly_right() {
    check(
        "cg_height_m",
        "cg_hieght_m",
        "chassis.cg_hieght_m: there is no such name; did you mean cg_height_m?",
    );
    check(
        "[differential]",
        "[diferential]",
        "there is no table [diferential]; did you mean [differential]?",
    );
    check(
        "damping_nmsprad = 10.47",
        "damping_nmsprad = 10.47\nmass_kg = 3",
        "mass_kg belongs in [chassis]",
    );
    check(
        "brakes.front_share = [",
        "brakes.bias = [",
        "setup.brakes.bias: there is no such name; known here: front_torque_nm",
    );
}

#[test]
fn exact_numbers_out_of_range() {
    check(
        "power_kw = 735.499",
        "power_kw = 735499",
        "power_unit.power_kw: 735499 kW is not in the range from 1 to 3000 kW; did you mean 735.499 kW?",
    );
    check(
        "front_share = 0.6",
        "front_share = 60",
        "60 is not in the range from 0 to 1; did you mean 0.6 (a share, not percent)?",
    );
    check("yaw_inertia_kgm2 = 450", "yaw_inertia_kgm2 = nan", "NaN kg m² is not in the range");
    check(
        "front_share = [0.45, 0.75]",
        "front_share = [0.65, 0.75]",
        "set-up of brakes.front_share: 0.6 does not lie from 0.65 to 0.75",
    );
}

#[test]
fn exact_what_is_missing_or_of_another_kind() {
    check("mass_kg = 660\n", "", "chassis.mass_kg: [chassis] has no mass_kg: ready to lap");
    check(
        "[brakes]",
        "[chassis.brakes]",
        "there is no table [brakes]; add it with front_torque_nm",
    );
    check(
        "mass_kg = 660",
        "mass_kg = \"660 kg\"",
        "\"660 kg\" is a text; write 660, without quotes or unit",
    );
    check("mass_kg = 660", "mass_kg = [660]", "one number should stand here, not a list");
    check(
        "driven = \"rear\"",
        "driven = \"back\"",
        "\"back\" is none of \"rear\", \"front\", \"both\"",
    );
    check(
        "law = \"similarity\"",
        "law = \"magic formula 6.1\"",
        "it does not go with the tyre's law",
    );
    check("name = ", "title = ", "there is no name");
}

#[test]
fn exact_places() {
    let Problems(problems) = read("name = \"a\"\n[chassis]\n  mass_lb = 1\n").unwrap_err();
    let at = problems.iter().find(|at| at.key == "chassis.mass_lb").unwrap();
    assert_eq!((at.line, at.column), (3, 3));
    let Problems(problems) = read("name = \"a\"\nmass = = 3\n").unwrap_err();
    assert_eq!((problems.len(), problems[0].line), (1, 2));
    // One table that is missing is one problem.
    let Problems(problems) = read("name = \"a\"\nrests_on = \"b\"\n").unwrap_err();
    let tables: Vec<&str> = problems.iter().map(|at| at.key.as_str()).collect();
    let needed =
        ["chassis", "aero", "tyres.front", "tyres.rear", "power_unit", "brakes", "differential"];
    assert_eq!(tables, needed);
}

/// A car with everything that a description may hold.
fn everything() -> String {
    let aero = "[aero.map]\nspeed_kmh = [100, 300]\nfront_ride_height_mm = [20, 40]\n\
        rear_ride_height_mm = [60]\ndrag_area_m2 = [1.4, 1.3, 1.2, 1.1]\n\
        downforce_area_m2 = [4.9, 4.7, 4.5, 4.3]\n\
        pressure_centre_behind_cg_m = [0.1, 0.11, 0.12, 0.13]\n\
        [aero.drs]\ndrag_factor = 0.83\ndownforce_factor = 0.8\n";
    let gears = "[gearbox]\nratios = [3.1, 2.2, 1.7]\nfinal_drive = 3.3\nshift_time_s = 0.03\n";
    let curve =
        "[power_unit.curve]\nspeed_rpm = [4000, 10500, 12000]\npower_kw = [200, 600, 550.5]\n";
    let magic = "law = \"magic formula 6.1\"\n[tyres.front.coefficients]\nUNLOADED_RADIUS = 0.33\n\
        FNOMIN = 4000\nPCX1 = 1.6\nPDX1 = 1.7\nPKX1 = 25\nPCY1 = 1.4\nPDY1 = 1.8\nPKY1 = -30\n";
    let front = TEXT.find("[tyres.front]").unwrap() + "[tyres.front]\n".len();
    let rear = TEXT.find("[tyres.rear]").unwrap();
    let text = format!("{}{magic}\n{}", &TEXT[..front], &TEXT[rear..]);
    let without = [
        "drag_area_m2 = 1.35\n",
        "downforce_area_m2 = 4.5\n",
        "power_kw = 735.499\n",
        "pressure_centre_behind_cg_m = 0.1\n",
        "aero.pressure_centre_behind_cg_m = [-0.2, 0.4]\n",
    ];
    // The set-up range first: its name ends as that of the value does.
    let text = without.iter().rev().fold(text, |text, line| text.replacen(line, "", 1));
    let text = text.replacen(
        "[setup]",
        &format!("{aero}{gears}{curve}[setup]\ngearbox.ratio_2 = [2, 3]"),
        1,
    );
    text.replacen("roll_share_front = 0.5", "roll_share_front = 0.5\nfront_ride_height_mm = 30", 1)
}

#[test]
fn law_what_is_written_reads_back() {
    for text in [TEXT.to_owned(), everything()] {
        let car = read(&text).unwrap_or_else(|error| panic!("{:#?}", error.0));
        assert_eq!(read(&write(&car)).unwrap(), car);
        assert_eq!(write(&read(&write(&car)).unwrap()), write(&car));
    }
    let gears = read(&everything()).unwrap();
    let changed = gears.with_setup("gearbox.ratio_2", 2.5).unwrap();
    assert_eq!(changed.gearbox().unwrap().ratios, [3.1, 2.5, 1.7]);
    assert!(gears.with_setup("gearbox.ratio_2", 1.5).is_err());
}

#[test]
fn exact_a_tyre_from_its_own_file() {
    let text = everything().replacen("FNOMIN = 4000\n", "", 1).replacen(
        "[tyres.front.coefficients]",
        "tir = \"slick.tir\"\n[tyres.front.coefficients]",
        1,
    );
    let file = b"UNLOADED_RADIUS=0.3\nFNOMIN=3000\nPCX1=1\nPDX1=1\nPKX1=1\nPCY1=1\nPDY1=1\nPKY1=1\nPDX2=-0.1\nPDX9=1";
    let ReadCar { car, issues } = read_with(&text, |name| {
        assert_eq!(name, "slick.tir");
        Ok(file.to_vec())
    })
    .unwrap();
    let says: Vec<String> = issues.iter().map(ToString::to_string).collect();
    assert_eq!(
        says,
        ["slick.tir:10: PDX9 is no coefficient of magic formula 6.1, and was left out"]
    );
    let maatstaf_core::Tyre::MagicFormula61(tyre) = car.front_tyre() else { panic!("its law") };
    // The description's own coefficients come after those of the file.
    assert_eq!((tyre.get("FNOMIN"), tyre.get("PDX2"), tyre.get("PCX1")), (3000.0, -0.1, 1.6));
    let refused = read(&text).unwrap_err().to_string();
    assert!(refused.contains("tyres.front.tir: slick.tir is not at hand"), "{refused}");
}

proptest! {
    #[test]
    fn law_no_text_makes_it_panic(text: String, at in 0_usize..4000, letter: char, cut in 0_usize..4000) {
        let _ = read(&text);
        let mut letters: Vec<char> = everything().chars().collect();
        let (at, cut) = (at % letters.len(), cut % letters.len());
        letters[at] = letter;
        let _ = read(&letters.iter().collect::<String>());
        let _ = read(&letters[cut..].iter().collect::<String>());
        let _ = read(&letters[..cut].iter().collect::<String>());
    }

    #[test]
    fn law_a_number_reads_back_as_it_was(which in 0..QUANTITIES.len(), share in 0.0..1.0_f64) {
        let mut parts = car().parts().clone();
        let quantity = &QUANTITIES[which];
        let written = quantity.lowest + share * (quantity.highest - quantity.lowest);
        if quantity.set(&mut parts, quantity.unit.to_si(written)) {
            parts.setup.clear();
            if let Ok(car) = Car::new(parts) {
                prop_assert_eq!(read(&write(&car)).unwrap(), car);
            }
        }
    }
}

#[test]
fn law_a_thousand_dots_are_no_trouble() {
    let text = format!("{} = 1\n", vec!["a"; 5000].join("."));
    assert!(read(&text).is_err());
}
