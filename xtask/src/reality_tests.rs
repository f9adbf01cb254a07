use maatstaf::{FixedLine, LapSettings, Method};

use super::courses::on_all_cores;
use super::fit::{Observed, REACH, identified};
use super::model::{Model, N, PARAMETERS, Shares};
use super::{CAR, page, poles};

/// Laps of the model itself, with slopes as in the study.
fn observed(model: &Model<'_>, at: &[&str], hidden: &Shares) -> Vec<Observed> {
    on_all_cores(at, |circuit| {
        let course = maatstaf::facts::course_of_circuit(circuit).unwrap();
        let time = |shares: &Shares| model.time(course, shares).unwrap();
        let slopes = model.slopes(course).unwrap();
        Some(Observed { driven: time(hidden), ours: time(&[0.0; N]), slopes })
    })
}

#[test]
fn law_the_fit_finds_the_car_that_drove_the_laps() {
    let car = &maatstaf::find_car(CAR).unwrap().car;
    let method = Method::QuasiSteady(FixedLine::LeastCurvature);
    let settings = LapSettings { method, nodes: Some(400), ..LapSettings::default() };
    let model = Model { car, settings, flap: false };
    let at = ["monza", "monaco", "hungaroring", "spielberg", "silverstone", "jeddah"];
    let hidden = [-0.03, 0.02, -0.05, 0.04];
    let observed = observed(&model, &at, &hidden);
    let times = |shares: &Shares| {
        let time = |circuit: &&str| {
            Some(model.time(maatstaf::facts::course_of_circuit(circuit).unwrap(), shares))
        };
        on_all_cores(&at, time).into_iter().collect()
    };
    let found = identified(&observed, 0.0, 8, times).unwrap();
    // Grip and downforce, and power and drag, act much alike: the laps say more than the shares.
    for (found, hidden) in found.iter().zip(hidden) {
        assert!((found - hidden).abs() < 0.008, "{found} is not {hidden}");
    }
    let laps: Vec<f64> = times(&found).unwrap();
    for (lap, it) in laps.iter().zip(&observed) {
        assert!((lap / it.driven - 1.0).abs() < 2e-4, "{lap} s is not {} s", it.driven);
    }
}

#[test]
fn law_no_share_leaves_its_bounds() {
    let row = |k: usize| {
        let slopes = std::array::from_fn(|i| if i == k { -40.0 } else { 5.0 });
        Observed { driven: 100.0, ours: 80.0, slopes }
    };
    let observed = [row(0), row(1), row(2), row(3), row(0)];
    let linear = |shares: &Shares| {
        let time = |it: &Observed| it.ours + (0..N).map(|i| it.slopes[i] * shares[i]).sum::<f64>();
        Ok(observed.iter().map(time).collect())
    };
    let found = identified(&observed, 1e-3, 2, linear).unwrap();
    let at_bound = |i: &usize| (found[*i].abs() - REACH * PARAMETERS[*i].sure_to).abs() < 1e-12;
    assert!((0..N).all(|i| found[i].abs() <= REACH * PARAMETERS[i].sure_to + 1e-12), "{found:?}");
    assert_eq!((0..N).filter(at_bound).count(), N);
}

#[test]
fn keeps_the_poles_that_are_dry_and_on_our_layouts() {
    let poles = poles::dry_poles(maatstaf::facts::seasons());
    let fastest = |circuit: &str| poles.get(circuit).map(|it| (it[0].year, it[0].time, it.len()));
    // F1DB, qualifying results.
    assert_eq!(fastest("bahrain"), Some((2023, 89.708, 2)));
    assert_eq!(fastest("zandvoort"), Some((2022, 70.342, 1)));
    assert_eq!(fastest("interlagos"), Some((2023, 70.162, 1)));
    assert_eq!(fastest("montreal"), None);
    assert_eq!(fastest("catalunya"), Some((2022, 78.750, 1)));
}

#[test]
fn keeps_a_row_of_the_page() {
    let text = std::fs::read_to_string(page::place()).unwrap();
    let (_, embedded) = text.split_once("### Embedded courses").unwrap();
    let row = embedded.lines().find(|line| line.starts_with("| hungaroring |")).unwrap();
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let number = |at: usize| cells[at].parse::<f64>().unwrap();
    let course = maatstaf::facts::course_of_circuit("hungaroring").unwrap();
    let model = Model::free(&maatstaf::find_car(CAR).unwrap().car);
    let ours = model.time(course, &[0.0; N]).unwrap();
    let poles = poles::dry_poles(maatstaf::facts::seasons());
    assert_eq!(number(4), poles["hungaroring"][0].time);
    assert!((number(5) - ours).abs() < 0.01, "{ours} s and {row}");
    assert!((number(6) + model.flap_worth(course).unwrap()).abs() < 0.01, "{row}");
}
