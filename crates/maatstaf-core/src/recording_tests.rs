use crate::{Address, CarNumber, Flag, Flags, Recording, TimedLap, slug};

#[track_caller]
fn check(text: &str, want: Option<&str>) {
    assert_eq!(text.parse::<Address>().ok().map(|it| it.to_string()).as_deref(), want, "{text:?}");
}

#[test]
fn addresses() {
    check("2024/imola/qualifying", Some("2024/imola/qualifying"));
    check("2024/Le Mans/Race/", Some("2024/le-mans/race"));
    check("2024/imola", None);
    check("24/imola/race", None);
    check("2024/../race", None);
    check("2024/imola/race/VER", None);
    check("", None);
}

#[test]
fn exact_slugs() {
    assert_eq!(slug("Autódromo José Carlos Pace"), "autodromo-jose-carlos-pace");
    assert_eq!(slug("  Spa–Francorchamps "), "spa-francorchamps");
    assert_eq!(slug("L'Anse"), "lanse");
    assert_eq!(slug("日本"), "");
}

#[test]
fn law_flags_come_back_from_their_words() {
    for bits in 0..1_u32 << Flag::ALL.len() {
        let flags: Flags =
            Flag::ALL.into_iter().filter(|flag| bits & (1 << *flag as u32) != 0).collect();
        assert_eq!(flags.to_string().parse(), Ok(flags));
    }
}

#[test]
fn exact_laps_stand_by_car_and_number() {
    let lap = |car, number| TimedLap::new(CarNumber::new(car), number);
    let mut recording =
        Recording { laps: vec![lap("7", 2), lap("007", 1), lap("7", 1)], ..Recording::default() };
    recording.sort_laps();
    let order: Vec<_> = recording.laps.iter().map(|lap| (lap.car.as_str(), lap.number)).collect();
    assert_eq!(order, [("007", 1), ("7", 1), ("7", 2)]);
}
