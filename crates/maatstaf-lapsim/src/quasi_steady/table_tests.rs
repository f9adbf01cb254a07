//! Tables against the envelope that they are of.
#![allow(clippy::unwrap_used)]

use super::*;

/// Of what lies between braking and driving straight on; on a level road, and on any other.
const NEAR: [f64; 2] = [0.003, 0.015];

#[track_caller]
fn check(envelope: &Envelope, table: &EnvelopeTable, speed: f64, gravity: f64) {
    let most = envelope.lateral(speed, gravity);
    let [braking, driving] = envelope.grip(speed, gravity, 0.0).unwrap();
    let near = (driving - braking) * NEAR[usize::from(gravity != 1.0)];
    let agree = |got: f64, want: f64, what: &str| {
        let off = (got - want).abs();
        assert!(off < near, "{what} at {speed} m/s, {gravity}: {got} is not {want}, {off} off");
    };
    agree(table.lateral(speed, gravity), most, "largest lateral");
    for share in [0.0, 0.33, 0.71, 0.9] {
        let want = envelope.grip(speed, gravity, share * most).unwrap();
        let got = table.grip(speed, gravity, share * most).unwrap();
        agree(got[0], want[0], &format!("braking at {share}"));
        agree(got[1], want[1], &format!("driving at {share}"));
        let [got, want] =
            [table.driven(speed, share * most, 4e5), envelope.driven(speed, share * most, 4e5)];
        agree(got, want, &format!("driven at {share}"));
    }
    let [got, want] = [table.engine_power(speed), envelope.engine_power(speed)];
    assert!((got / want - 1.0).abs() < 5e-3, "{speed}: {got} W is not {want} W");
}

#[test]
fn law_tables_say_what_the_envelope_says() {
    for id in ["f1-2024", "gt3"] {
        let car = &maatstaf_facts::car(id).unwrap().car;
        let envelope = Envelope::new(&DoubleTrack::from_car(car).unwrap()).unwrap();
        let table = EnvelopeTable::new(&envelope);
        for speed in [12.3, 20.5, 33.7, 45.2, 61.5, 77.7] {
            [0.6, 1.0, 1.4]
                .into_iter()
                .for_each(|gravity| check(&envelope, &table, speed, gravity));
        }
    }
}
