//! What a set-up is worth, held against solving again.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test stops where it fails")]

use maatstaf::core::{Car, Course};
use maatstaf::lapsim::Scheme;
use maatstaf::numerics::interior_point::Status;
use maatstaf::{
    BestSetup, Change, Effect, End, LapSettings, Sensitivity, SolvedLap, best_setup,
    best_shared_setup, free_parameters, same_lap_in, sensitivities, solve_lap,
};

fn course(name: &str) -> &'static Course {
    maatstaf::facts::courses().iter().find(|course| course.id() == name).unwrap()
}

fn car(name: &str) -> &'static Car {
    &maatstaf::find_car(name).unwrap().car
}

fn solved(name: &str, course: &Course, nodes: usize, scheme: Scheme) -> SolvedLap {
    let settings = LapSettings {
        nodes: Some(nodes),
        scheme,
        tolerance: 1e-11,
        from_envelope: false,
        ..LapSettings::default()
    };
    let lap = solve_lap(name, car(name), course, &settings).unwrap();
    assert_eq!(lap.fastest.status, Status::Solved, "{:?}", lap.fastest.residuals);
    lap
}

/// Of a number, to both sides of it, where solving again is to be held against.
const STEP: f64 = 3e-5;
/// What multipliers say against what solving again says, relative.
const RELATIVE: f64 = 1e-4;
/// What slopes of two solves differ by in any case, seconds for each per cent.
const ROUNDING: f64 = 2e-9;

/// The objective of the lap of a changed car.
#[track_caller]
fn objective(lap: &SolvedLap, change: Change, by: f64) -> f64 {
    let again = same_lap_in(lap, &change.by(&lap.car, by).unwrap()).unwrap();
    assert_eq!(again.fastest.status, Status::Solved, "{}", change.name());
    again.fastest.objective
}

/// What solving again says of a sensitivity, in seconds for each per cent (of a number that is zero
/// for a hundredth of a unit); nothing where there is nothing to solve.
fn again(lap: &SolvedLap, told: &Sensitivity) -> Option<[f64; 2]> {
    let size = told.value.map_or(1.0, |value| if value == 0.0 { 1.0 } else { value.abs() });
    let step = STEP * size;
    let here = lap.fastest.objective;
    let of = |by: f64| objective(lap, told.change, by);
    // One-sided, of the second order.
    let beside = |sign: f64| {
        let [near, far] = [of(sign * step), of(2.0 * sign * step)];
        sign * (4.0 * near - far - 3.0 * here) / (2.0 * step)
    };
    let slope = match told.effect {
        Effect::Both => (of(step) - of(-step)) / (2.0 * step),
        Effect::AtMost => beside(-1.0),
        Effect::AtLeast => beside(1.0),
        _ => return None,
    };
    let slopes = [told.per_percent.unwrap_or(0.01 * told.per_unit.unwrap_or(0.0)), slope];
    Some([slopes[0], 0.01 * size * slopes[1]])
}

/// Every sensitivity of the names wanted; how many there were.
#[track_caller]
fn check(lap: &SolvedLap, wanted: impl Fn(&str) -> bool) -> usize {
    let all = sensitivities(lap);
    let held = all.iter().filter(|it| wanted(it.change.name())).filter_map(|told| {
        let [told_percent, percent] = again(lap, told)?;
        let off = (told_percent - percent).abs();
        let name = told.change.name();
        assert!(
            off <= RELATIVE * percent.abs() + ROUNDING,
            "{name}: told {told_percent}, solved {percent}"
        );
        Some(())
    });
    held.count()
}

#[test]
fn agrees_every_sensitivity_with_solving_again() {
    let lap = solved("f1-2024", course("monaco"), 100, Scheme::Trapezoidal);
    assert_eq!(check(&lap, |_| true), 63);
}

#[test]
fn agrees_sensitivities_by_hermite_simpson_with_solving_again() {
    let lap = solved("f1-2014", course("monaco"), 100, Scheme::HermiteSimpson);
    let names = ["grip.front", "power", "chassis.mass", "chassis.cg_height", "brakes.front_share"];
    let more = ["power_unit.efficiency", "tyres.rear.rolling_resistance", "chassis.front_track"];
    assert_eq!(check(&lap, |name| names.contains(&name) || more.contains(&name)), 8);
}

// An open road begins with the car's own steady driving, which moves with the car.
#[test]
fn agrees_sensitivities_on_an_open_road_with_solving_again() {
    let closed = course("monaco");
    let (facts, stations) = (closed.facts().clone(), closed.stations().clone());
    let length = stations.s[stations.s.len() - 1];
    let open = Course::new(facts, stations, length, false).unwrap();
    let lap = solved("f1-2014", &open, 100, Scheme::Trapezoidal);
    let names = ["grip", "drag", "chassis.mass", "aero.downforce_level", "brakes.front_share"];
    assert_eq!(check(&lap, |name| names.contains(&name)), 5);
}

#[track_caller]
fn check_effect(lap: &SolvedLap, name: &str, effect: Effect) {
    let all = sensitivities(lap);
    let told = all.iter().find(|it| it.change.name() == name).unwrap();
    assert_eq!(told.effect, effect, "{name}");
    let nothing = !matches!(effect, Effect::Both | Effect::AtMost | Effect::AtLeast);
    assert_eq!(told.per_unit == Some(0.0), nothing, "{name}");
}

#[test]
fn law_what_does_not_act_is_worth_nothing() {
    let lap = solved("f1-2014", course("monaco"), 100, Scheme::Trapezoidal);
    check_effect(&lap, "chassis.mass", Effect::Both);
    check_effect(&lap, "power_unit.efficiency", Effect::AtMost);
    check_effect(&lap, "tyres.front.rolling_resistance", Effect::AtLeast);
    check_effect(&lap, "hybrid.power", Effect::NotInModel); // it may give nothing in a lap
    check_effect(&lap, "hybrid.deploy_per_lap", Effect::OtherCar); // until it may
    check_effect(&lap, "chassis.roll_inertia", Effect::NotOnThisLap); // loads balance at nodes
}

// Groups are sums of their numbers.
#[test]
fn law_groups_are_sums() {
    let lap = solved("f1-2014", course("monaco"), 100, Scheme::Trapezoidal);
    let all = sensitivities(&lap);
    let of =
        |name: &str| all.iter().find(|it| it.change.name() == name).unwrap().per_percent.unwrap();
    let check = |group: f64, sum: f64| assert!((group / sum - 1.0).abs() < 1e-6, "{group} {sum}");
    check(of("grip"), of("grip.front") + of("grip.rear"));
    let friction = ["mu_x_light", "mu_x_heavy", "mu_y_light", "mu_y_heavy"];
    check(of("grip.rear"), friction.iter().map(|it| of(&format!("tyres.rear.{it}"))).sum());
    check(of("power"), of("power_unit.power"));
    check(of("aero.air_density"), of("drag") + of("downforce"));
    check(of("aero.downforce_level"), of("downforce")); // its downforce comes without drag
}

/// Seconds: how far apart two solves of the same optimum may end.
const SAME: f64 = 1e-7;

fn best(name: &str, course: &Course, scheme: Scheme, names: &[&str]) -> (SolvedLap, BestSetup) {
    let lap = solved(name, course, 100, scheme);
    let found = best_setup(&lap, &free_parameters(car(name), names).unwrap()).unwrap();
    assert_eq!((found.status, found.lap.fastest.status), (Status::Solved, Status::Solved));
    (lap, found)
}

// At the best set-up nothing is gained by a bit more or less, but beyond a limit.
#[track_caller]
fn check_best(name: &str, scheme: Scheme) {
    let (lap, found) = best(name, course("monaco"), scheme, &[]);
    assert!(found.lap.fastest.objective < lap.fastest.objective);
    for it in &found.parameters {
        let (name, range) = (it.quantity.name, it.highest - it.lowest);
        let slope = it.per_unit * range;
        match it.limit {
            None => assert!(slope.abs() < 1e-4, "{name}: {slope}"),
            Some(End::Lowest) => assert!(slope > 0.0, "{name}: {slope}"),
            Some(End::Highest) => assert!(slope < 0.0, "{name}: {slope}"),
        }
        for by in [-0.004 * range, 0.004 * range] {
            if (it.lowest..=it.highest).contains(&(it.best + by)) {
                let moved = objective(&found.lap, Change::Quantity(it.quantity), by);
                assert!(moved > found.lap.fastest.objective - SAME, "{name} by {by}: {moved}");
            }
        }
    }
}

#[test]
fn law_no_set_up_nearby_is_faster() {
    check_best("f1-2014", Scheme::Trapezoidal);
    check_best("gt3", Scheme::Trapezoidal);
}

// One parameter, looked for from outside: golden section over laps solved in full.
#[test]
fn agrees_with_looking_for_it_lap_by_lap() {
    let (lap, found) = best("f1-2014", course("monaco"), Scheme::Trapezoidal, &["brake_bias"]);
    let [it] = &found.parameters[..] else { panic!("one parameter") };
    let time = |value: f64| objective(&found.lap, Change::Quantity(it.quantity), value - it.best);
    let (mut low, mut high) = (it.best - 0.0013, it.best + 0.0011);
    let golden = 0.5 * (5_f64.sqrt() - 1.0);
    while high - low > 1e-5 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if time(a) < time(b) { high = b } else { low = a }
    }
    let middle = 0.5 * (low + high);
    assert!((middle - it.best).abs() < 1e-5, "{middle} {}", it.best);
    assert!((time(middle) - found.lap.fastest.objective).abs() < 1e-6);
    assert!(found.lap.fastest.objective < lap.fastest.objective);
}

#[test]
fn exact_names_of_parameters() {
    let names = |asked: &[&str]| {
        let free = free_parameters(car("f1-2014"), asked);
        free.map(|free| free.iter().map(|it| it.quantity.name).collect::<Vec<_>>())
    };
    assert_eq!(names(&["brake_bias", "brakes.front_share"]).unwrap(), ["brakes.front_share"]);
    assert_eq!(
        names(&["roll_balance", "downforce"]).unwrap(),
        ["chassis.roll_share_front", "aero.downforce_level"]
    );
    let error = names(&["wings"]).unwrap_err().to_string();
    assert!(error.starts_with("wings is no set-up parameter of this car; it has chassis."));
}

// One set-up for two courses: no other nearby has a lower weighted sum.
#[test]
fn law_a_shared_set_up_is_best_for_the_sum() {
    const WEIGHTS: [f64; 2] = [1.0, 2.0];
    let free = free_parameters(car("f1-2014"), &["brake_bias"]).unwrap();
    let laps =
        ["monaco", "hungaroring"].map(|at| solved("f1-2014", course(at), 100, Scheme::Trapezoidal));
    let [a, b] = &laps;
    let both = [(a.clone(), WEIGHTS[0]), (b.clone(), WEIGHTS[1])];
    let shared = best_shared_setup(&both, &free).unwrap();
    assert_eq!(shared.status, Status::Solved);
    let sum = |of: &dyn Fn(&SolvedLap) -> f64| {
        shared.laps.iter().zip(WEIGHTS).map(|(lap, weight)| weight * of(lap)).sum::<f64>()
    };
    let best = sum(&|lap| lap.fastest.objective);
    for it in &shared.parameters {
        for by in [-2e-3, 2e-3] {
            let change = Change::Quantity(it.quantity);
            assert!(sum(&|lap| objective(lap, change, by)) > best - SAME, "{}", change.name());
        }
    }
    let before: f64 =
        laps.iter().zip(WEIGHTS).map(|(lap, weight)| weight * lap.fastest.objective).sum();
    assert!(best < before, "{best} {before}");
}
