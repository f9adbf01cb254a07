use maatstaf_core::{CarNumber, Channel, ClockTime, Samples};
use proptest::prelude::*;

use super::super::live_streams::{self, record};
use super::{PackedSamples, PackedStream, read_packed_pages};

type Read = (PackedSamples, Vec<String>);

fn read_two(car_data: &[u8], position: &[u8], wanted: Option<&[CarNumber]>) -> Read {
    let pages = [
        (PackedStream::CarData, "CarData.z.jsonStream", car_data),
        (PackedStream::Position, "Position.z.jsonStream", position),
    ];
    let (read, issues) = read_packed_pages(&pages, wanted);
    (read, issues.iter().map(ToString::to_string).collect())
}

fn car_data(records: &[Vec<u8>]) -> Read {
    read_two(&records.concat(), b"", None)
}

/// One entry of car 1 at so many seconds past noon.
fn entry(seconds: f64, kmh: u32) -> String {
    format!(
        r#"{{"Utc":"2024-05-18T12:00:{seconds:010.7}Z","Cars":{{"1":{{"Channels":{{"0":6000,"2":{kmh},"3":3,"4":50,"5":100,"45":8}}}}}}}}"#
    )
}

fn entries(of: &[String]) -> String {
    format!(r#"{{"Entries":[{}]}}"#, of.join(","))
}

/// The speeds of car 1 in km/h, with their milliseconds.
fn speeds(read: &PackedSamples) -> Vec<(u64, u32)> {
    let samples = &read.samples[0];
    let speeds =
        samples.channel(Channel::Speed).unwrap().iter().map(|it| (it * 3.6).round() as u32);
    samples.times().iter().map(|at| at.as_micros() / 1000).zip(speeds).collect()
}

#[test]
fn exact_channels_and_times() {
    let (read, issues) = car_data(&[
        record(1040, &entries(&[entry(1.0, 90), entry(1.24, 180)])),
        record(1500, &entries(&[entry(1.48, 270)])),
    ]);
    assert_eq!(issues, [""; 0]);
    assert_eq!(read.zero.unwrap().to_string(), "2024-05-18T12:00:00.2Z", "1.24 arrived at 1.04");
    let [samples] = &read.samples[..] else { panic!("one stream of one car") };
    assert_eq!((samples.car().as_str(), samples.stream()), ("1", "car"));
    assert_eq!(samples.times(), [800, 1040, 1280].map(ClockTime::from_millis));
    let values: Vec<_> = samples.channels().iter().map(|(_, values)| values[0]).collect();
    assert_eq!(values, [6000.0 * std::f32::consts::TAU / 60.0, 25.0, 3.0, 0.5, 1.0, 8.0]);
    let names: Vec<_> = samples.channels().iter().map(|(which, _)| which.name.as_str()).collect();
    assert_eq!(names, ["engine_speed", "speed", "gear", "throttle", "brake", "DRS"]);
}

#[test]
fn exact_places() {
    let json = r#"{"Position":[{"Timestamp":"2024-05-18T12:00:01.0000009Z","Entries":{
        "1":{"Status":"OnTrack","X":-1145,"Y":-4818,"Z":1060},
        "007":{"Z":10,"Status":"OffTrack","Y":20,"X":30},
        "44":{"Status":"0","X":0,"Y":0,"Z":0},
        "77":{"Status":"OnTrack","X":1,"Y":2}}}]}"#;
    let (read, issues) = read_two(b"", &record(0, json), None);
    let of = |idx: usize| -> Vec<f32> {
        read.samples[idx].channels().iter().map(|(_, values)| values[0]).collect()
    };
    assert_eq!(of(0), [-114.5, -481.8, 106.0, 1.0]);
    assert_eq!(of(1), [3.0, 2.0, 1.0, 0.0]);
    assert_eq!(of(2), [1.0], "three zeros are no place; on track by its digit");
    assert_eq!(read.samples.len(), 3, "a place without its height is none");
    assert_eq!(issues, ["Position.z.jsonStream:1: Position.z: 1 samples lack a channel; left out"]);
}

#[test]
fn what_is_missing_is_not_filled() {
    let with = |channels: &str| {
        let json = format!(
            r#"{{"Entries":[{{"Cars":{{"1":{{"Channels":{{{channels}}}}}}},"Utc":"2024-05-18T12:00:00"}}]}}"#
        );
        car_data(&[record(0, &json)]).0.samples.pop()
    };
    let values = |of: Option<Samples>| -> Vec<f32> {
        of.unwrap().channels().iter().map(|(_, values)| values[0]).collect()
    };
    assert_eq!(with(r#""0":1,"2":36,"3":1,"4":0"#), None, "no brake");
    assert_eq!(with(r#""0":1,"2":null,"3":1,"4":0,"5":0"#), None);
    let without_flap = with(r#""5":0,"4":104,"3":1,"2":36,"0":0"#);
    assert_eq!(values(without_flap), [0.0, 10.0, 1.0, 0.0], "neither throttle nor flap is known");
}

#[test]
fn order_and_repetition() {
    let [a, b, c] = [(1.0, 90), (1.2, 91), (1.4, 92)].map(|(at, kmh)| entries(&[entry(at, kmh)]));
    let rows = [(1000, 90), (1200, 91), (1400, 92)];
    let (read, issues) = car_data(&[record(1000, &a), record(1200, &b), record(1400, &c)]);
    assert_eq!((speeds(&read), issues.len()), (rows.to_vec(), 0));
    let (read, issues) =
        car_data(&[record(1400, &c), record(1000, &a), record(1200, &b), record(1200, &b)]);
    assert_eq!(speeds(&read), rows);
    assert_eq!(
        issues,
        [
            "CarData.z.jsonStream:2: CarData.z: what is of 2024-05-18T12:00:01Z stands behind a later one; put in its place",
            "CarData.z.jsonStream:3: CarData.z: what is of 2024-05-18T12:00:01.2Z stands behind a later one; put in its place",
            "CarData.z.jsonStream:4: CarData.z: what is of 2024-05-18T12:00:01.2Z stands there twice; taken once",
        ]
    );
}

#[test]
fn records_that_cannot_be_read() {
    let good = record(1000, &entries(&[entry(1.0, 90)]));
    let cut = entries(&[entry(1.2, 91)]);
    let (read, issues) = car_data(&[
        good,
        b"00:00:01.200\"broken*\"\r\n".to_vec(),
        record(1200, &cut[..cut.len() - 3]),
        b"\r\nhello\r\n".to_vec(),
        record(1400, r#"{"Entries":[{"Utc":"at noon","Cars":{"1":{"Channels":{}}}}]}"#),
    ]);
    assert_eq!(speeds(&read), [(1000, 90)]);
    assert_eq!(
        issues,
        [
            "CarData.z.jsonStream:2: a record of CarData.z is left out: '*' at character 7 is none of base64",
            "CarData.z.jsonStream:3: a record of CarData.z is left out: its text is no JSON from byte 122 on",
            "CarData.z.jsonStream:5: begins without a time such as 00:12:34.567; left out",
            "CarData.z.jsonStream:6: CarData.z: 1 samples lack a channel; left out",
            "CarData.z.jsonStream:6: CarData.z: an entry at \"at noon\", which is no moment",
        ]
    );
}

#[test]
fn one_wrong_time_of_day_moves_nothing() {
    let mut records: Vec<_> = (1..9_u32)
        .map(|idx| {
            let at = f64::from(idx);
            record(u64::from(idx) * 1000, &entries(&[entry(at, 100 + idx)]))
        })
        .collect();
    let want = speeds(&car_data(&records).0);
    records.insert(4, record(4500, &entries(&[entry(4.5, 1)]).replace("2024", "2094")));
    let (read, issues) = car_data(&records);
    assert_eq!(speeds(&read), want);
    assert!(issues.iter().any(|it| it.contains("1 samples from before")), "{issues:?}");
}

#[test]
fn law_selected_cars_read_as_among_all() {
    let pages = live_streams::pages(30);
    let (all, issues) = read_two(&pages.car_data, &pages.position, None);
    assert_eq!(issues, [""; 0]);
    assert_eq!(all.samples.len(), 2 * live_streams::CARS.len());
    let n_samples = |stream: &str| -> usize {
        all.samples.iter().filter(|it| it.stream() == stream).map(|it| it.times().len()).sum()
    };
    assert_eq!(n_samples("car"), pages.n_car_samples);
    assert_eq!(n_samples("position"), pages.n_position_samples);
    let wanted = ["11", "81", "99"].map(CarNumber::new);
    let (some, _) = read_two(&pages.car_data, &pages.position, Some(&wanted));
    assert_eq!(some.zero, all.zero);
    let kept: Vec<_> = all.samples.into_iter().filter(|it| wanted.contains(it.car())).collect();
    assert_eq!(some.samples.len(), 4);
    assert_eq!(format!("{:?}", some.samples), format!("{kept:?}"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn law_damage_never_stops_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        end in any::<prop::sample::Index>(),
    ) {
        let mut pages = live_streams::pages(3);
        for (at, byte) in changes {
            let at = at.index(pages.car_data.len());
            pages.car_data[at] = byte;
        }
        pages.position.truncate(end.index(pages.position.len()));
        let (read, _) = read_two(&pages.car_data, &pages.position, None);
        for samples in read.samples {
            prop_assert!(samples.times().is_sorted());
        }
    }

    #[test]
    fn law_any_text_can_be_scanned(text in "[\\[\\]{}:,\"a-e0-9. \\\\]{0,80}") {
        let json = format!(r#"{{"Entries":[{text}"#);
        let _ = car_data(&[format!("00:00:01.000{json}\r\n").into_bytes()]);
    }
}
