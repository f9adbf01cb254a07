use std::time::SystemTime;

use maatstaf_core::{
    CarNumber, Channel, ClockTime, Compound, ControlMessage, DriverName, Flag, FlagChange, Flags,
    LapTime, PartStart, QualifyingPart, RecordedCar, RecordedDriver, Recording, SampleChannel,
    Samples, SessionFacts, StatedResult, TimedLap, TimedStint, WeatherReading,
};

use super::tables::LAPS;
use super::{Depth, NewSession, rows};
use crate::encode::encode;
use crate::schema::Table;
use crate::{Error, Library};

/// A session in which everything occurs.
fn recording() -> Recording {
    let car = CarNumber::new("007");
    let at = ClockTime::from_millis(1_500);
    let mut lap = TimedLap::new(car.clone(), 1);
    lap.driver = Some(DriverName::new("Zoë ÄÖ"));
    lap.time = Some(LapTime::from_micros(83_000_001));
    lap.sectors = [Some(LapTime::from_millis(20_000)), None, Some(LapTime::from_millis(1))];
    (lap.began, lap.ended) = (Some(ClockTime::from_micros(0)), Some(at));
    lap.traps.straight = Some(320.0 / 3.6);
    lap.segments = [vec![2048, 2049], Vec::new(), vec![2051]];
    lap.segment_stamps = [vec![None, Some(at)], Vec::new(), vec![None]];
    (lap.pit_in, lap.pit_out) = (Some(at), Some(ClockTime::from_micros(1)));
    lap.pit_time = Some(LapTime::from_millis(65_432));
    (lap.in_lap, lap.out_lap) = (true, true);
    (lap.stint, lap.compound) = (Some(2), Some(Compound::new("soft")));
    (lap.tyre_age, lap.fresh) = (Some(4), Some(false));
    lap.flags = Flags::from_iter([Flag::Green, Flag::SafetyCar]);
    (lap.part, lap.place) = (Some(QualifyingPart::Q2), Some(1));
    (lap.deleted, lap.accurate) = (Some("track limits".into()), true);
    let crew = ["Zoë ÄÖ", "B"].map(|name| RecordedDriver {
        name: DriverName::new(name),
        full_name: (name == "B").then(|| "B. Bee".to_owned()),
    });
    let speed = (SampleChannel::of(Channel::Speed), vec![50.0, 60.0]);
    Recording {
        about: SessionFacts {
            series: Some("Formula 1".into()),
            year: Some(2024),
            event: Some("Emilia Romagna Grand Prix".into()),
            place: Some("Imola".into()),
            session: Some("Qualifying".into()),
            clock_zero: "2024-05-18T13:45:00.123Z".parse().ok(),
            started: Some(at),
        },
        cars: vec![
            RecordedCar {
                car: car.clone(),
                crew: crew.into(),
                team: Some("T".into()),
                class: None,
                make: Some("M".into()),
            },
            RecordedCar {
                car: CarNumber::new("7"),
                crew: Vec::new(),
                team: None,
                class: Some("C".into()),
                make: None,
            },
        ],
        laps: vec![lap, TimedLap::new(CarNumber::new("7"), 2)],
        stints: vec![TimedStint {
            car: car.clone(),
            stint: 1,
            compound: None,
            fresh: Some(true),
            age_at_start: Some(3),
            first_lap: Some(1),
            last_lap: None,
        }],
        flags: vec![FlagChange { at, flag: Flag::VirtualSafetyCar }],
        messages: vec![ControlMessage {
            at: None,
            lap: Some(3),
            category: "Flag".into(),
            flag: Some("BLUE".into()),
            scope: Some("Driver".into()),
            sector: Some(7),
            car: Some(car.clone()),
            text: "WAVED, \"BLUE\"".into(),
        }],
        weather: vec![WeatherReading {
            at,
            air_celsius: Some(21.5),
            track_celsius: None,
            humidity: Some(0.5),
            pressure: Some(101_300.0),
            rain: Some(false),
            wind_speed: None,
            wind_from: None,
        }],
        parts: vec![PartStart { part: QualifyingPart::Q1, at }],
        results: vec![StatedResult {
            place: Some(1),
            part_times: [None, Some(LapTime::from_millis(75_762)), None, None],
            ..StatedResult::default()
        }],
        samples: vec![Samples::new(car, "car", vec![at, at], vec![speed]).unwrap()],
    }
}

fn new<'a>(recording: &'a Recording, input: &str) -> NewSession<'a> {
    NewSession {
        address: "2024/imola/qualifying".parse().unwrap(),
        format: "f1-live-timing",
        source: "F1 live timing",
        licence: "not stated",
        origin: "live.txt".into(),
        input_sha256: input.repeat(16),
        recording,
        issues: &[],
    }
}

/// A library in a folder that goes with it.
struct Shelf(Library);

impl Shelf {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("maatstaf-sessions-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Self(Library::at(folder))
    }

    fn keep(&self, recording: &Recording, input: &str) -> Result<bool, Error> {
        let mut writer = self.0.writer(|| {})?;
        let now = SystemTime::UNIX_EPOCH;
        writer.import_session(&new(recording, input), now).map(|it| it.already_there)
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.home());
    }
}

#[test]
fn law_a_session_comes_back_as_it_was_kept() {
    let (shelf, recording) = (Shelf::new("whole"), recording());
    assert!(!shelf.keep(&recording, "0a1b").unwrap());
    let held = shelf.0.sessions().unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].address.to_string(), "2024/imola/qualifying");
    assert_eq!((held[0].entry.n_laps, held[0].entry.n_cars, held[0].entry.n_samples), (2, 2, 2));
    let back = shelf.0.recording(&held[0], Depth::Sampled).unwrap();
    assert_eq!(back.laps, recording.laps);
    assert_eq!(back, recording);
    assert!(shelf.0.recording(&held[0], Depth::Timed).unwrap().samples.is_empty());
    assert!(shelf.0.verify().unwrap().damage.is_empty());
}

#[test]
fn law_the_same_input_is_left_alone_and_another_takes_its_place() {
    let (shelf, mut recording) = (Shelf::new("again"), recording());
    assert!(!shelf.keep(&recording, "0a1b").unwrap());
    assert!(shelf.keep(&recording, "0a1b").unwrap());
    recording.laps.pop();
    assert!(!shelf.keep(&recording, "0a1c").unwrap());
    let held = shelf.0.sessions().unwrap();
    assert_eq!((held.len(), held[0].entry.n_laps), (1, 1));
    assert!(shelf.0.verify().unwrap().leftovers.is_empty());
    let folder = shelf.0.folder(&held[0].dataset);
    assert_eq!(std::fs::read_dir(folder.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn law_a_damaged_session_is_named() {
    let (shelf, recording) = (Shelf::new("damaged"), recording());
    shelf.keep(&recording, "0a1b").unwrap();
    let held = shelf.0.sessions().unwrap().remove(0);
    let path = shelf.0.folder(&held.dataset).join("laps.parquet");
    std::fs::write(&path, b"PAR1").unwrap();
    let refused = shelf.0.recording(&held, Depth::Timed).unwrap_err().to_string();
    assert!(refused.contains("laps.parquet") && refused.contains("2024/imola"), "{refused}");
}

/// A library that was filled before mini-sectors had stamps.
#[test]
fn law_a_table_of_laps_without_its_later_columns_is_read() {
    let laps = recording().laps;
    let n_first = LAPS.columns.iter().position(|column| column.is_later).unwrap();
    let table = Table { columns: &LAPS.columns[..n_first], ..LAPS };
    let older = encode(&table, &laps, &[]).unwrap();
    let is_whole = |bytes: Vec<u8>| rows::has_every_column_of_laps(bytes).unwrap() == [true];
    assert!(!is_whole(older.clone()), "the same input is imported anew");
    assert!(is_whole(encode(&LAPS, &laps, &[]).unwrap()));
    let older = rows::laps(older).unwrap();
    let mut want = laps;
    want.iter_mut().for_each(|lap| lap.segment_stamps = Default::default());
    assert_eq!(older, want);
    let fewer = Table { columns: &table.columns[1..], ..table };
    let refused = rows::laps(encode(&fewer, &want, &[]).unwrap()).unwrap_err();
    assert_eq!(refused, "is not the table laps as this program writes it");
}
