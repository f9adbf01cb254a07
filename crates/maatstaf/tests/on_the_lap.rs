//! Where on the lap, in a briefing.
#![allow(clippy::unwrap_used)]

use std::sync::OnceLock;

use maatstaf::core::{
    CarNumber, Channel, ClockTime, DriverId, DriverName, LapTime, QualifyingPart, RecordedCar,
    Recording, SampleChannel, Samples, Session, TimedLap, Trace,
};
use maatstaf::facts::{f1_rules, seasons};
use maatstaf::on_the_lap::{EventLaps, EventOnTheLap, Kind, TimedSample, laps_of_event};
use maatstaf::telemetry::{SampledLap, Sampling, resampled};
use maatstaf::{Briefing, LapSettings, Method, briefing, fastest_lap, find_car, find_course};

/// Monza 2023: round 14. Pérez was fifth in Q3, by 1:20.688.
const MONZA: u16 = 14;

fn perez() -> Briefing {
    let season = &seasons().seasons[&2023];
    let (driver, reference) = (DriverId::new("sergio-perez"), DriverId::new("max-verstappen"));
    briefing(seasons(), &f1_rules()[&2023], season, &driver, &reference).unwrap()
}

fn solved(downforce: f64) -> Trace {
    let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
    let car = &find_car("f1-2024").unwrap().car;
    let car = car.with_setup("aero.downforce_level", downforce).unwrap();
    let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
    fastest_lap("f1-2024", &car, find_course(&courses, "monza").unwrap(), &settings).unwrap().trace
}

fn lap(sampled: SampledLap) -> TimedSample {
    TimedSample { number: 1, part: Some(QualifyingPart::Q3), time: sampled.time, sampled }
}

/// The same lap twice, and a lap with little downforce against one with much.
fn laps() -> &'static [[SampledLap; 2]; 2] {
    static LAPS: OnceLock<[[SampledLap; 2]; 2]> = OnceLock::new();
    LAPS.get_or_init(|| {
        let [slow, fast] = [(0.7, 1), (1.1, 2)]
            .map(|(downforce, seed)| resampled(&solved(downforce), &Sampling::FEED, seed).unwrap());
        [[slow.clone(), slow.clone()], [slow, fast]]
    })
}

fn on_the_lap(of: &[SampledLap; 2]) -> Briefing {
    let event = EventLaps {
        round: MONZA,
        grid_of: Session::Race,
        address: "2023/monza/qualifying".to_owned(),
        laps: of.clone().map(lap),
        others: Vec::new(),
    };
    let season = &seasons().seasons[&2023];
    perez().with_laps(seasons(), &f1_rules()[&2023], season, [Ok(event)])
}

fn event(page: &Briefing) -> &EventOnTheLap {
    &page.on_the_lap.as_ref().unwrap().events[0]
}

#[test]
fn law_a_driver_loses_nothing_to_himself() {
    let page = on_the_lap(&laps()[0]);
    let event = event(&page);
    assert!(event.losses().is_empty() && event.gains().is_empty());
    assert!(event.matching.matched.is_empty() && event.better_laps.is_empty());
    let usual = &page.on_the_lap.as_ref().unwrap().usual;
    assert!(!usual.is_empty() && usual.iter().all(|usual| usual.median == 0.0));
    let said = maatstaf::sections(&page).into_iter().find(|it| it.title == "Where on the lap");
    let said = said.unwrap().sentences.join(" ");
    assert!(said.contains("Nowhere is the difference more than"), "{said}");
}

#[test]
fn law_phases_add_up_to_the_lap_and_so_do_corners_and_straights() {
    let page = on_the_lap(&laps()[1]);
    let lost = event(&page).comparison.lost.seconds();
    let usual = &page.on_the_lap.as_ref().unwrap().usual;
    let sum = |is: &dyn Fn(Kind) -> bool| -> f64 {
        usual.iter().filter(|usual| is(usual.kind)).map(|usual| usual.median).sum()
    };
    let by_phase = sum(&|kind| matches!(kind, Kind::Phase(_)));
    let straights = Kind::Phase(maatstaf::telemetry::Phase::Straight);
    let by_corner = sum(&|kind| matches!(kind, Kind::Corners(_)) || kind == straights);
    assert!(lost.abs() > 0.05, "{lost}");
    assert!((by_phase - lost).abs() < 1e-6 && (by_corner - lost).abs() < 1e-6);
}

/// The gain is taken off the lap that decided, in Q3 of Monza 2023, and places by F1DB follow: 1:20.294, 1:20.307,
/// 1:20.361, 1:20.671 and 1:20.688 are the first five.
#[test]
fn agrees_with_the_times_of_monza() {
    let page = on_the_lap(&laps()[1]);
    let event = event(&page);
    let decided = event.decided.unwrap();
    assert_eq!((decided.place, decided.part.name()), (5, "Q3"));
    assert_eq!(decided.time, "1:20.688".parse().unwrap());
    assert!(!event.better_laps.is_empty() && !event.is_the_deciding_lap());
    let mut last = decided.place;
    for better in &event.better_laps {
        let gained = decided.time.lost_to(better.time);
        assert_eq!(gained, better.matched.gain.time);
        let ahead = [80_294, 80_307, 80_361, 80_671].map(LapTime::from_millis);
        let place = 1 + ahead.iter().filter(|time| **time <= better.time).count() as u16;
        assert_eq!((better.would_be.place, better.would_be.at_worst), (place, false));
        assert!(better.between[0].place >= place && better.between[1].place <= place);
        assert!(place <= last, "more matched is no worse");
        assert_eq!(
            better.points.map(|worth| (worth.from, worth.to)),
            (place < 5).then_some((5, place))
        );
        last = place;
    }
}

/// A recording of two cars: a lap a part, each with samples, the last part of the second car without.
fn recording() -> Recording {
    let mut recording = Recording::default();
    for (code, car) in [("PER", "11"), ("VER", "1")] {
        recording.cars.push(RecordedCar {
            car: CarNumber::new(car),
            crew: Vec::new(),
            team: None,
            class: None,
            make: None,
        });
        let parts = [QualifyingPart::Q1, QualifyingPart::Q2, QualifyingPart::Q3];
        for (number, part) in (1..).zip(parts) {
            let began = 100_000 * u64::from(number);
            recording.laps.push(TimedLap {
                driver: Some(DriverName::new(code)),
                time: Some(LapTime::from_millis(90_000 - 100 * u64::from(number))),
                began: Some(ClockTime::from_millis(began)),
                part: Some(part),
                ..TimedLap::new(CarNumber::new(car), number)
            });
            if (code, part) != ("VER", QualifyingPart::Q3) {
                let times = (0..90).map(|i| ClockTime::from_millis(began + 1000 * i)).collect();
                let speeds = vec![(SampleChannel::of(Channel::Speed), vec![50.0; 90])];
                let stream = format!("car {number}");
                let samples = Samples::new(CarNumber::new(car), &stream, times, speeds).unwrap();
                recording.samples.push(samples);
            }
        }
    }
    recording
}

#[track_caller]
fn check(spoil: impl Fn(&mut Recording), want: Result<[(u16, Option<&str>); 2], &str>) {
    let (page, mut recording) = (perez(), recording());
    spoil(&mut recording);
    let result = seasons().seasons[&2023].event(MONZA).unwrap().qualifying.as_ref();
    let people = [&page.driver, &page.reference];
    let found = laps_of_event(&recording, Sampling::FEED, result, people);
    let found = found.map(|(laps, _)| laps.map(|lap| (lap.number, lap.part.map(|it| it.name()))));
    assert_eq!(found.map_err(|why| why.to_string()), want.map_err(str::to_owned));
}

#[test]
fn exact_laps_of_the_latest_part_with_both() {
    check(|_| {}, Ok([(2, Some("Q2")), (2, Some("Q2"))]));
    let taken_away = |it: &mut Recording| it.laps[1].deleted = Some("track limits".to_owned());
    check(taken_away, Ok([(1, Some("Q1")), (1, Some("Q1"))]));
    let of_others = |it: &mut Recording| it.laps.drain(0..2).for_each(drop);
    check(of_others, Ok([(3, Some("Q3")), (2, Some("Q2"))]));
    let without_parts = |it: &mut Recording| it.laps.iter_mut().for_each(|lap| lap.part = None);
    check(without_parts, Ok([(3, None), (2, None)]));
}

#[test]
fn exact_by_code_and_by_official_time_where_the_recording_knows_less() {
    let plain = |it: &mut Recording| {
        for lap in &mut it.laps {
            (lap.part, lap.car) = (None, CarNumber::new(lap.driver.as_ref().unwrap().as_str()));
        }
        it.samples = it
            .samples
            .iter()
            .map(|of| {
                let code = if of.car().as_str() == "1" { "VER" } else { "PER" };
                let channels = of.channels().to_vec();
                Samples::new(CarNumber::new(code), of.stream(), of.times().to_vec(), channels)
                    .unwrap()
            })
            .collect();
        // His official time of Q3; the second lap of the other is of none.
        it.laps[2].time = Some("1:20.688".parse().unwrap());
    };
    check(plain, Ok([(3, Some("Q3")), (2, None)]));
    let nobody = |it: &mut Recording| it.samples.retain(|of| of.car().as_str() == "11");
    check(nobody, Err("Verstappen has no lap with telemetry"));
}
