use maatstaf_core::{Channel, Recording};
use proptest::prelude::*;

use super::{ColumnValues, looks_like, read, read_columns};
use crate::named_columns::duration;

const LAPS: &str = "Time,Driver,DriverNumber,LapTime,LapNumber,Stint,PitOutTime,PitInTime,Sector1Time,Sector2Time,Sector3Time,SpeedI1,SpeedST,Compound,TyreLife,FreshTyre,Team,LapStartTime,LapStartDate,TrackStatus,Position,Deleted,DeletedReason,IsAccurate\n\
0 days 01:02:30,ANN,7,,1.0,1.0,0 days 00:40:00,,,0 days 00:00:30,0 days 00:00:31,180.0,252.0,SOFT,4.0,False,North,0 days 01:01:00,2031-05-01 15:01:00,2,1.0,False,,False\n\
0 days 01:04:00,ANN,7,0 days 00:01:30,2.0,1.0,,0 days 01:03:58,0 days 00:00:29.500000,0 days 00:00:30.250000,0 days 00:00:30.250000,,,SOFT,5.0,False,North,0 days 01:02:30,,167,1.0,True,TRACK LIMITS ,True\n\
0 days 01:05:45,ANN,7,0 days 00:01:45,3.0,2.0,0 days 01:04:25,,NaT,,,,,UNKNOWN,1.0,True,North,,,,,False,,False\n\
0 days 01:05:45,ANN,7,0 days 00:01:45,3.0,2.0,,,,,,,,HARD,1.0,True,North,,,,,False,,False\n\
,,,,,,,,,,,,,,,,,,,,,,,\n";

const TELEMETRY: &str = "Date,SessionTime,DriverAhead,DistanceToDriverAhead,Time,RPM,Speed,nGear,Throttle,Brake,DRS,Source,Distance,RelativeDistance,Status,X,Y,Z\n\
2031-05-01 15:10:39,0 days 01:00:00,,7.5,0 days 00:00:00,6000.0,90,3,100.0,False,0,interpolation,0.2,0.0,OnTrack,1340.5,-300.0,17.0\n\
2031-05-01 15:10:39,0 days 01:00:00.100000,,7.5,0 days 00:00:00.100000,6000.0,90,3,100.0,False,0,pos,0.2,0.0,OnTrack,1321.0,-330.0,17.0\n\
2031-05-01 15:10:39,0 days 01:00:00.240000,81,7.5,0 days 00:00:00.240000,6000.0,108,3,104.0,True,0,car,7.0,0.1,OnTrack,1297.0,-375.0,17.0\n\
2031-05-01 15:10:39,0 days 01:00:00.200000,81,7.5,0 days 00:00:00.200000,6000.0,108,3,104.0,True,0,car,7.0,0.1,OnTrack,1297.0,-375.0,17.0\n\
2031-05-01 15:10:39,0 days 01:01:12.094000,81,7.5,0 days 00:01:12.094000,6000.0,36,,50.0,True,0,car,14.0,1.0,OnTrack,1340.0,-301.0,17.0\n";

fn session(name: &str, text: &str) -> (Recording, Vec<String>) {
    let read = read(&[(name, text.as_bytes())]).unwrap();
    (read.recording, read.issues.iter().map(ToString::to_string).collect())
}

#[track_caller]
fn check(text: &str, micros: Option<u64>) {
    assert_eq!(duration(text), micros, "{text:?}");
}

#[test]
fn durations() {
    check("0 days 00:01:12.094000", Some(72_094_000));
    check("0 days", Some(0));
    check("1 days 00:00:00", Some(86_400_000_000));
    check("0 days 00:01:12.094123456", Some(72_094_123));
    check("00:01:12.094", Some(72_094_000));
    check("72.094", Some(72_094_000));
    check("-1 days +23:59:59", None);
    check("NaT", None);
    check("", None);
    check("99999999999999999999 days 00:00:00", None);
    check("200000000 days 00:00:00", None);
    check("0 days 00:00:00.é12345678", None);
}

/// Cells that are not there take no room: this would be 400 million of them.
#[test]
fn law_a_table_takes_the_room_of_its_file() {
    let headings = format!("Driver,LapNumber,LapTime{}\n", ",x".repeat(20_000));
    let text = headings + &"VER,1\n".repeat(20_000);
    let (recording, issues) = session("laps.csv", &text);
    assert_eq!((recording.laps.len(), issues.len()), (1, 501));
}

#[test]
fn a_table_of_laps() {
    let (recording, issues) = session("laps.csv", LAPS);
    assert_eq!(
        issues,
        [
            "laps.csv:6: no driver, or no number of a lap from 1 (nothing); left out",
            "laps.csv: lap 3 of car 7 stands there twice; taken once",
        ]
    );
    let [first, second, third] = &recording.laps[..] else { panic!("three laps") };
    assert_eq!(recording.about.clock_zero.unwrap().to_string(), "2031-05-01T14:00:00Z");
    assert_eq!((first.time, first.traps.first), (None, Some(50.0)));
    assert!(first.is_out_lap() && second.is_in_lap() && third.is_out_lap());
    assert_eq!((second.sector_sum(), second.place), (second.time, Some(1)));
    assert_eq!(second.flags.to_string(), "green+virtual-safety-car");
    assert_eq!(second.deleted.as_deref(), Some("TRACK LIMITS"));
    assert_eq!((second.accurate, third.accurate), (true, false));
    assert_eq!((third.compound.as_ref(), third.fresh), (None, Some(true)));
    let stints =
        recording.stints.iter().map(|it| (it.stint, it.first_lap, it.last_lap, it.age_at_start));
    assert_eq!(
        stints.collect::<Vec<_>>(),
        [(1, Some(1), Some(2), Some(3)), (2, Some(3), Some(3), Some(0))]
    );
    assert_eq!(recording.cars[0].team.as_deref(), Some("North"));
}

#[test]
fn the_telemetry_of_a_lap() {
    let (recording, issues) = session("2031/qualifying/ANN.csv", TELEMETRY);
    assert_eq!(issues, ["2031/qualifying/ANN.csv:5: time goes back to 0.2 s; left out"]);
    let [lap] = &recording.laps[..] else { panic!("one lap") };
    assert_eq!(lap.time.unwrap().to_string(), "1:12.094");
    assert_eq!(lap.driver.as_ref().unwrap().as_str(), "ANN");
    let [car, position] = &recording.samples[..] else { panic!("two streams") };
    assert_eq!((car.stream(), position.stream()), ("car", "position"));
    assert_eq!(car.times()[0].seconds(), 3600.24);
    assert_eq!(car.channel(Channel::Speed), Some(&[30.0, 10.0][..]));
    assert_eq!(car.channel(Channel::Brake), Some(&[1.0, 1.0][..]));
    let throttle = car.channel(Channel::Throttle).unwrap();
    assert!(throttle[0].is_nan() && throttle[1] == 0.5);
    let distance = car.channels().iter().find(|(which, _)| which.name == "Distance").unwrap();
    assert_eq!(distance.1, [7.0, 14.0]);
    assert_eq!((position.times()[0].seconds(), position.times().len()), (3600.1, 1));
    assert_eq!(position.channel(Channel::East), Some(&[132.1][..]));
    assert_eq!((position.channel(Channel::Speed), car.channel(Channel::East)), (None, None));
}

/// Without a column that says which rows were sampled, all of them count.
#[test]
fn telemetry_that_does_not_name_its_rows_is_one_stream() {
    let table = "Time,Speed,RPM,X,Y\n0 days 00:00:00,90,9000,10,20\n0 days 00:00:01,72,,30,\n";
    let (recording, _) = session("ANN.csv", table);
    let [samples] = &recording.samples[..] else { panic!("one stream") };
    assert_eq!(samples.stream(), "merged");
    assert_eq!(samples.channel(Channel::Speed), Some(&[25.0, 20.0][..]));
    assert_eq!(samples.channel(Channel::East), Some(&[1.0, 3.0][..]));
}

#[test]
fn law_columns_read_like_text() {
    let (from_text, _) = session("laps.csv", LAPS);
    let lines: Vec<Vec<&str>> = LAPS.lines().map(|line| line.split(',').collect()).collect();
    let column = |idx: usize| -> ColumnValues {
        let cells = || lines[1..].iter().map(|cells| cells[idx]);
        let name = lines[0][idx];
        let micros = |text: &str| duration(text).map(|micros| micros.cast_signed() * 1000);
        match name {
            "LapNumber" | "Stint" | "TyreLife" => {
                ColumnValues::Numbers(cells().map(|it| it.parse().ok()).collect())
            }
            "DriverNumber" => ColumnValues::Integers(cells().map(|it| it.parse().ok()).collect()),
            "FreshTyre" | "IsAccurate" | "Deleted" => {
                let flag = |text: &str| (!text.is_empty()).then_some(text == "True");
                ColumnValues::Flags(cells().map(flag).collect())
            }
            name if name.contains("Time") => ColumnValues::Durations(cells().map(micros).collect()),
            _ => ColumnValues::Texts(cells().map(|it| Some(it.to_owned())).collect()),
        }
    };
    let columns: Vec<_> =
        lines[0].iter().enumerate().map(|(idx, name)| ((*name).to_owned(), column(idx))).collect();
    let from_columns = read_columns("laps.parquet", &columns).unwrap().recording;
    assert_eq!(from_columns, from_text);
}

#[test]
fn what_is_no_export() {
    for text in ["", "\n", "a,b\n1,2\n", "Time,Speed\n0,1\n", "Driver,LapNumber\n"] {
        assert!(read(&[("x.csv", text.as_bytes())]).is_err(), "{text:?}");
        assert!(!looks_like("x.csv", text.as_bytes()), "{text:?}");
    }
    assert!(looks_like("x.csv", LAPS.as_bytes()) && looks_like("x.csv", TELEMETRY.as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn law_damage_never_stops_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..10),
        telemetry in any::<bool>(),
    ) {
        let mut bytes = if telemetry { TELEMETRY } else { LAPS }.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(read) = read(&[("x.csv", &bytes)]) {
            prop_assert!(read.recording.laps.len() <= 6);
        }
    }
}

#[test]
fn a_lap_without_a_time_is_not_accurate_whatever_the_table_says() {
    let table = "Driver,LapNumber,LapTime,Position,IsAccurate\nVER,1,,0,True\nVER,0,,1,True\n";
    let laps = read(&[("laps.csv", table.as_bytes())]).unwrap().recording.laps;
    let found: Vec<_> = laps.iter().map(|lap| (lap.number, lap.accurate, lap.place)).collect();
    assert_eq!(found, [(1, false, None)]);
}
