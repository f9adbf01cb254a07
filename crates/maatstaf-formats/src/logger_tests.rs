use maatstaf_core::Channel;

use super::*;

#[track_caller]
fn check(channels: &[(&str, &str)], want: &[Option<Channel>]) {
    let known = names::known(channels.iter().copied());
    assert_eq!(known.iter().map(|it| it.map(|it| it.0)).collect::<Vec<_>>(), want);
}

#[test]
fn only_the_best_name_is_taken() {
    let speed = Some(Channel::Speed);
    check(&[("GPS Speed", "km/h"), ("Ground Speed", "km/h")], &[None, speed]);
    check(&[("throttle_pos", "%"), ("accelerator_pos", "%")], &[None, Some(Channel::Throttle)]);
    check(&[("GROUND_SPEED", "mph")], &[speed]);
    check(&[("Brake", "bar"), ("Ground Speed", "")], &[None, None]);
    check(&[("Steered Angle", "deg")], &[None]);
}

#[track_caller]
fn check_unit(channel: Channel, unit: &str, want: Option<f64>) {
    assert_eq!(to_si(channel, unit), want, "{channel:?} in {unit}");
}

#[test]
fn exact_units() {
    check_unit(Channel::Speed, "KM/H", Some(1.0 / 3.6));
    check_unit(Channel::Speed, "mph", Some(0.447_04));
    check_unit(Channel::Speed, "m", None);
    check_unit(Channel::AccelerationLeft, "G", Some(9.806_65));
    check_unit(Channel::Throttle, "%", Some(0.01));
    check_unit(Channel::Gear, "no", Some(1.0));
}

#[test]
fn texts_that_are_not_utf8_are_latin_1() {
    assert_eq!(text(b"N\xFCrburg\0rest"), "Nürburg");
    assert_eq!(text("Nürburg".as_bytes()), "Nürburg");
}

#[test]
fn exact_the_way_starts_where_the_receiver_first_knew() {
    let stream = Stream {
        name: "1 Hz".to_owned(),
        times: (0..3).map(ClockTime::from_millis).collect(),
        channels: Vec::new(),
        places: vec![(0.0, 0.0), (0.0, 9.0), (0.001, 9.001)],
    };
    let samples = samples_of(&CarNumber::new("1"), stream, None).unwrap();
    let east = samples.channel(Channel::East).unwrap();
    let north = samples.channel(Channel::North).unwrap();
    assert!(east[0].is_nan() && east[1] == 0.0 && (east[2] - 111.32).abs() < 0.01, "{east:?}");
    assert!((north[2] - 110.574).abs() < 0.01, "{north:?}");
}

#[test]
fn law_no_lap_is_shorter_than_a_second() {
    let lap = |number, millis| TimedLap {
        time: Some(maatstaf_core::LapTime::from_millis(millis)),
        accurate: true,
        ..TimedLap::new(CarNumber::new("1"), number)
    };
    let (mut laps, mut issues) = (vec![lap(1, 999), lap(2, 1_000)], IssueList::of("a.ibt"));
    drop_shortest(&mut laps, &mut issues);
    assert_eq!((laps[0].time, laps[0].accurate), (None, false));
    assert_eq!(laps[1], lap(2, 1_000));
    assert_eq!(issues.finish().len(), 1);
}
