use maatstaf_core::Wheel;
use proptest::prelude::*;

use super::*;

#[test]
fn keeps_a_lap_through_csv() {
    let trace = Trace::new(vec![0.0, 9.3, 18.6], vec![0.0, 0.1, 0.21]).unwrap();
    let trace = trace.with(Channel::Load(Wheel::RearLeft), vec![9392.8, 5000.0, 467.5]).unwrap();
    let trace = trace.with(Channel::Steering, vec![0.1, -0.2, 0.0]).unwrap();
    let again = read("lap.csv", write(&columns(&trace)).as_bytes()).unwrap();
    assert_eq!(again.distance(), trace.distance());
    for (channel, values) in trace.channels() {
        for (a, b) in again.channel(channel).unwrap().iter().zip(values) {
            assert!((a - b).abs() <= 1e-12 * b.abs(), "{channel:?}: {a} for {b}");
        }
    }
}

#[test]
fn exact_refusals() {
    let refusal = |text: &str| read("lap.csv", text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        refusal("distance_m,speed_kmh\n0,1\n"),
        "lap.csv: no column time_s; a lap has distance_m and time_s"
    );
    assert_eq!(
        refusal("distance_m,time_s,gear\n0,0,1\n10,1,N\n"),
        "lap.csv, line 3: gear is \"N\", which is not a number"
    );
    assert_eq!(
        refusal("distance_m,time_s\n0,0\n0,1\n"),
        "lap.csv: distance stops increasing at sample 1 (0.0 m)"
    );
    assert!(refusal("distance_m,time_s\n0\n").contains("record 1 (line: 2"));
}

proptest! {
    #[test]
    fn keeps_calm_whatever_it_reads(text in "[-0-9a-z_,.\n\" ]{0,200}") {
        let _ = read("lap.csv", text.as_bytes());
        let _ = read("lap.csv", format!("distance_m,time_s,speed_kmh\n{text}").as_bytes());
    }
}
