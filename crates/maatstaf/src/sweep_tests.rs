use maatstaf_formats::design;

use super::*;

fn car(id: &str) -> NamedCar {
    NamedCar { id: id.to_owned(), car: crate::find_car(id).unwrap().car.clone() }
}

fn course(name: &str) -> Course {
    let courses: Vec<&Course> = maatstaf_facts::courses().iter().collect();
    crate::find_course(&courses, name).unwrap().clone()
}

fn coarse() -> LapSettings {
    LapSettings { nodes: Some(60), ..LapSettings::default() }
}

fn of_design(text: &str, cars: Vec<NamedCar>, courses: Vec<Course>) -> Result<Sweep, Error> {
    let read = design::read("d.csv", text.as_bytes());
    assert_eq!(read.issues, []);
    let mut find_car = |text: &str| {
        let found = crate::find_car(text).map_err(|error| error.to_string())?;
        Ok(NamedCar { id: found.id.to_owned(), car: found.car.clone() })
    };
    let courses_known: Vec<&Course> = maatstaf_facts::courses().iter().collect();
    let mut find_course = |text: &str| {
        let found = crate::find_course(&courses_known, text).map_err(|error| error.to_string())?;
        Ok(found.clone())
    };
    let find = Find { car: &mut find_car, course: &mut find_course };
    Sweep::of_design(&read.design, cars, courses, find, coarse())
}

/// The refusal has as many lines as texts, each with its text.
#[track_caller]
fn check_refusal(sweep: Result<Sweep, Error>, says: &[&str]) {
    let Error::Sweep(problems) = sweep.unwrap_err() else { panic!("another error") };
    assert_eq!(problems.len(), says.len(), "{problems:#?}");
    for (problem, text) in problems.iter().zip(says) {
        assert!(problem.contains(text), "{text:?} is not in {problem:?}");
    }
}

#[test]
fn exact_every_combination_in_order() {
    let vary: Vec<Variation> = ["brakes.front_share=0.5,0.6", "chassis.mass=1300:1400:3"]
        .map(|text| text.parse().unwrap())
        .to_vec();
    let cars = vec![car("gt3")];
    let courses = vec![course("monaco"), course("monza")];
    let sweep = Sweep::grid(cars, courses, &vary, coarse()).unwrap();
    let runs: Vec<(usize, &[f64])> =
        sweep.runs().iter().map(|it| (it.course, &it.values[..])).collect();
    assert_eq!(runs.len(), 12);
    assert_eq!(runs[1], (0, &[0.5, 1350.0][..]));
    assert_eq!(runs[11], (1, &[0.6, 1400.0][..]));
}

#[test]
fn exact_a_design_is_its_rows() {
    let text = "course,chassis_mass_kg,brakes.front_share\nmonza,1300,\nmonaco,,0.6\n";
    let sweep = of_design(text, vec![car("gt3"), car("lmp2")], Vec::new()).unwrap();
    let values: Vec<(usize, usize, Vec<f64>)> =
        sweep.runs().iter().map(|it| (it.car, it.course, it.values.clone())).collect();
    let own = |id: &str, name: &str| car(id).car.quantity(name).unwrap();
    assert_eq!(values[0], (0, 0, vec![1300.0, own("gt3", "brakes.front_share")]));
    assert_eq!(values[3], (1, 1, vec![own("lmp2", "chassis.mass"), 0.6]));
    assert_eq!(sweep.courses()[0].id(), "monza");
}

#[test]
fn exact_a_design_is_refused_all_at_once() {
    let text = "car,course,chassis.mass,brakes.front_share\n\
                gt3,monaco,heavy,0.6\n\
                gt33,monzza,1300,0.6\n\
                gt3,monaco,13,0.6\n\
                gt3,monaco,1300,0.99\n\
                f1-2024,monaco,800,0.6\n";
    let says = [
        "d.csv:2: chassis.mass is \"heavy\", which is not a number of kg",
        "d.csv:3: car is \"gt33\": no car \"gt33\" in maatstaf car list; did you mean gt3?",
        "d.csv:3: course is \"monzza\": no course",
        "d.csv:4: chassis.mass is 13 kg, and should lie from",
        "d.csv:5: set-up of brakes.front_share: 0.99 does not lie from",
    ];
    check_refusal(of_design(text, Vec::new(), Vec::new()), &says);
    let says =
        ["d.csv:1: no number of a car is called \"chasis.mass\"; did you mean chassis.mass?"];
    check_refusal(of_design("car,course,chasis.mass\ngt3,monza,1\n", vec![], vec![]), &says);
    let says = ["car is a column here and given with --car", "no column course; add one"];
    check_refusal(of_design("car\ngt3\n", vec![car("gt3")], vec![]), &says);
}

#[test]
fn exact_a_grid_is_refused_all_at_once() {
    let vary = |text: &str| [text.parse::<Variation>().unwrap()];
    let grid = |cars: Vec<NamedCar>, text: &str| {
        Sweep::grid(cars, vec![course("monaco")], &vary(text), coarse())
    };
    check_refusal(
        grid(vec![car("gt3")], "brakes.front_share=0.55,0.9,0.99"),
        &["gt3: set-up of brakes.front_share: 0.9 does", "0.99 does"],
    );
    check_refusal(
        grid(vec![car("gt3"), car("gt3")], "chassis.mass=1300"),
        &["car gt3 is there twice"],
    );
    let no = |text: &str, says: &str| {
        let error = text.parse::<Variation>().unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    };
    no("chassis.mass", "values are written PARAMETER=VALUE");
    no("chassis.mass=1:2", "values are written");
    no("chassis.mass=1:2:1", "values are written");
    no("chassis.mass=1,nan", "values are written");
    no("chassis.mas=1", "did you mean chassis.mass?");
}

#[test]
fn law_another_ask_has_another_text() {
    let grid = |text: &str, settings| {
        let vary = [text.parse::<Variation>().unwrap()];
        Sweep::grid(vec![car("gt3")], vec![course("monaco")], &vary, settings).unwrap().ask()
    };
    let one = grid("chassis.mass=1300", coarse());
    assert_eq!(one, grid("chassis.mass=1300", coarse()));
    assert_ne!(one, grid("chassis.mass=1301", coarse()));
    assert_ne!(one, grid("chassis.mass=1300", LapSettings::default()));
}

// A road narrower than the car is no problem to solve, and a row all the same.
#[test]
fn law_a_run_that_cannot_be_solved_is_a_row_with_its_reason() {
    let short = LapSettings { iterations: 2, ..coarse() };
    let vary = ["chassis.mass=1300".parse::<Variation>().unwrap()];
    let sweep = Sweep::grid(vec![car("gt3")], vec![course("monaco")], &vary, short).unwrap();
    let outcome = swept(&sweep, 0);
    assert_eq!((outcome.status.as_str(), outcome.lap), ("iteration limit", None));
    assert!(outcome.reason.unwrap().contains("stopped short of the fastest lap"));

    let wide = ["chassis.front_track=2.4".parse::<Variation>().unwrap()];
    let few = LapSettings { nodes: Some(5), ..coarse() };
    let sweep = Sweep::grid(vec![car("gt3")], vec![course("monaco")], &wide, few).unwrap();
    let outcome = swept(&sweep, 0);
    assert!(outcome.lap.is_none() && outcome.reason.is_some());
}

/// Local optima of one car on one course differ by less than this, in s: coarse nodes have more of them.
const FAMILY: f64 = 0.05;

#[test]
fn exact_cars_of_one_envelope_are_lapped_together() {
    let vary = ["chassis.mass=1400,1300".parse::<Variation>().unwrap()];
    let order = |method| {
        let settings = LapSettings { method, ..coarse() };
        let courses = vec![course("monaco"), course("monza")];
        Sweep::grid(vec![car("gt3")], courses, &vary, settings).unwrap().working_order()
    };
    assert_eq!(order(Method::Full), [0, 1, 2, 3]);
    assert_eq!(order(Method::Free), [1, 3, 0, 2]);
}

// From the lap of the car as it is, and by itself: a lap as fast, in fewer iterations.
#[test]
fn law_the_lap_of_the_car_as_it_is_is_a_good_start() {
    let vary = ["chassis.mass=1250,1280,1300".parse::<Variation>().unwrap()];
    let settings = LapSettings { nodes: Some(80), ..LapSettings::default() };
    let grid = |vary: &[Variation]| {
        Sweep::grid(vec![car("gt3")], vec![course("spielberg")], vary, settings).unwrap()
    };
    let (many, one) = (grid(&vary), grid(&["chassis.mass=1280".parse().unwrap()]));
    let (nearby, alone) = (swept(&many, 1), swept(&one, 0));
    assert!(2 * nearby.iterations < alone.iterations, "{nearby:?} {alone:?}");
    let [nearby, alone] = [nearby, alone].map(|it| it.lap.unwrap().time);
    assert!((nearby - alone).abs() < FAMILY, "{nearby} {alone}");
}
