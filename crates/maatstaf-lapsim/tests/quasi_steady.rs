//! Quasi-steady laps of the embedded cars on the embedded courses.
#![allow(clippy::unwrap_used)]

use maatstaf_core::{Car, Channel, Course, Trace};
use maatstaf_lapsim::{
    DoubleTrack, Envelope, EnvelopeTable, Flap, Line, Mesh, QuasiSteadySettings, Road, flap_zones,
    quasi_steady_lap, with_flap_open,
};

fn course(id: &str) -> &'static Course {
    maatstaf_facts::courses().iter().find(|course| course.id() == id).unwrap()
}

fn table_of(car: &Car) -> EnvelopeTable {
    let envelope = Envelope::new(&DoubleTrack::from_car(car).unwrap()).unwrap();
    EnvelopeTable::new(&envelope)
}

fn table(id: &str) -> EnvelopeTable {
    table_of(&maatstaf_facts::car(id).unwrap().car)
}

/// The centre line is never faster than that of least curvature.
#[test]
fn law_centre_then_least_curvature() {
    let settings = QuasiSteadySettings::default();
    for car in ["f1-2014", "gt3"] {
        let envelope = table(car);
        for id in [
            "catalunya",
            "monza",
            "spa-francorchamps",
            "monaco",
            "suzuka",
            "silverstone",
            "zandvoort",
        ] {
            let road = Road::along(course(id), &Mesh::Adapted(1000)).unwrap();
            let time =
                |line: &Line| quasi_steady_lap(line, &envelope, None, &settings).unwrap().time;
            let (centre, least) =
                (time(&Line::centre(&road)), time(&Line::of_least_curvature(&road, 0.8).unwrap()));
            assert!(least < centre, "{car} at {id}: {least} s is not less than {centre} s");
        }
    }
}

/// A car with a motor and a flap, everything at once.
fn full_lap(course_id: &str) -> (Line, EnvelopeTable, maatstaf_lapsim::QuasiSteadyLap) {
    let described = &maatstaf_facts::car("f1-2024").unwrap().car;
    let closed = table("f1-2024");
    let open = with_flap_open(described).unwrap();
    let open = table_of(&open);
    let road = Road::along(course(course_id), &Mesh::Adapted(1000)).unwrap();
    let line = Line::of_least_curvature(&road, 0.8).unwrap();
    let zones = flap_zones(&line, 300.0);
    let flap = Flap { open: &open, zones: &zones };
    let settings = QuasiSteadySettings::default();
    let lap = quasi_steady_lap(&line, &closed, Some(&flap), &settings).unwrap();
    let shut = quasi_steady_lap(&line, &closed, None, &settings).unwrap();
    assert!(!zones.is_empty() && lap.time < shut.time, "{} {} {zones:?}", lap.time, shut.time);
    (line, closed, lap)
}

/// The integral of a channel over time.
fn integral(trace: &Trace, channel: Channel, of: fn(f64) -> f64) -> f64 {
    let values = trace.channel(channel).unwrap();
    let pairs = trace.time().windows(2).zip(values.windows(2));
    pairs.map(|(t, v)| 0.5 * (t[1] - t[0]) * (of(v[0]) + of(v[1]))).sum()
}

#[test]
fn law_a_lap_with_everything() {
    for id in ["monza", "suzuka", "monaco"] {
        let (line, envelope, lap) = full_lap(id);
        let car = envelope.car();
        let motor = car.motor.as_ref().unwrap();
        let (give, back) = (motor.deploy_per_lap.unwrap(), motor.recover_per_lap.unwrap());
        assert!(lap.deployed <= give && lap.recovered <= back);
        let trace = lap.trace(&line, car).unwrap();
        assert!((trace.time()[trace.time().len() - 1] - lap.time).abs() < 1e-9);
        let given = integral(&trace, Channel::MotorPower, |power| power.max(0.0));
        assert!((given / lap.deployed - 1.0).abs() < 1e-6, "{given}");
        // The distance is the integral of speed.
        let length = integral(&trace, Channel::Speed, |speed| speed);
        assert!((length / line.length() - 1.0).abs() < 1e-9, "{length}");
        let gears = trace.channel(Channel::Gear).unwrap();
        assert!(gears.iter().all(|gear| (1.0..=8.0).contains(gear)));
        let most = trace.channel(Channel::Throttle).unwrap();
        assert!(most.iter().all(|throttle| (0.0..=1.0).contains(throttle)));
    }
}

/// A change of gear that takes time costs time, and no more than all changes together.
#[test]
fn law_changes_of_gear_cost_time() {
    let envelope = table("gt3");
    let road = Road::along(course("monza"), &Mesh::Adapted(1000)).unwrap();
    let line = Line::of_least_curvature(&road, 0.9).unwrap();
    let time = |shift_time: f64| {
        let settings = QuasiSteadySettings { shift_time, ..QuasiSteadySettings::default() };
        quasi_steady_lap(&line, &envelope, None, &settings).unwrap().time
    };
    let (none, some, more) = (time(0.0), time(0.05), time(0.1));
    assert!(some > none && more > some && more - none < 2.0, "{none} {some} {more}");
}

/// Every embedded car laps every embedded course: sense, not truth.
#[test]
fn law_every_car_on_every_course() {
    let cars: Vec<EnvelopeTable> = maatstaf_facts::cars().iter().map(|car| table(car.id)).collect();
    for course in maatstaf_facts::courses() {
        let road = Road::along(course, &Mesh::Equal(500)).unwrap();
        let line = Line::of_least_curvature(&road, 0.8).unwrap();
        for envelope in &cars {
            let settings = QuasiSteadySettings { start_speed: 40.0, ..Default::default() };
            let lap = quasi_steady_lap(&line, envelope, None, &settings)
                .unwrap_or_else(|error| panic!("{}: {error}", course.id()));
            let mean = line.length() / lap.time;
            assert!((15.0..95.0).contains(&mean), "{}: {mean} m/s", course.id());
            assert!(lap.trace(&line, envelope.car()).is_ok());
        }
    }
}
