use super::{Turn, Tyres};

const SECOND: i64 = 1_000_000;

/// Laps of a hundred seconds; `exits` leave the pit lane.
fn turns(n_laps: u16, exits: &[u16]) -> Vec<Turn> {
    let turn = |number: u16| Turn {
        number,
        opened: i64::from(number) * 100 * SECOND,
        ended: Some(i64::from(number + 1) * 100 * SECOND),
        leaves_pits: exits.contains(&number),
    };
    (1..=n_laps).map(turn).collect()
}

/// Checks compound, first and last lap of every stint, given what was told and when.
#[track_caller]
fn check(told: &[(i64, &str)], exits: &[u16], want: &[(&str, u16, u16)]) {
    let mut tyres = Tyres::default();
    for (second, stints) in told {
        let body = format!(r#"{{"Lines":{{"1":{{"Stints":{stints}}}}}}}"#);
        tyres.read(body.as_bytes(), Some(second * SECOND), &|_| true).unwrap();
    }
    let stints = tyres.stints_of("1", &turns(9, exits));
    let got: Vec<_> = stints
        .iter()
        .map(|it| {
            (it.compound.as_ref().unwrap().as_str(), it.first_lap.unwrap(), it.last_lap.unwrap())
        })
        .collect();
    assert_eq!(got, want);
}

#[test]
fn a_stint_begins_at_the_exit_of_the_pit_lane() {
    let first = (90, r#"[{"Compound":"SOFT","New":"true","TotalLaps":0,"StartLaps":0}]"#);
    let second = (503, r#"{"1":{"Compound":"HARD","New":"true","TotalLaps":0,"StartLaps":0}}"#);
    check(&[first, second], &[1, 5], &[("soft", 1, 4), ("hard", 5, 9)]);
    let late = (790, r#"{"1":{"Compound":"HARD","TotalLaps":2,"StartLaps":0}}"#);
    check(
        &[first, late, (803, r#"{"1":{"TotalLaps":3}}"#)],
        &[1, 5],
        &[("soft", 1, 4), ("hard", 5, 9)],
    );
}

#[test]
fn corrections_hold_for_the_whole_stint() {
    let first = (90, r#"[{"Compound":"UNKNOWN","TotalLaps":0,"StartLaps":0}]"#);
    check(&[first, (720, r#"{"0":{"Compound":"MEDIUM"}}"#)], &[], &[("medium", 1, 9)]);
}

#[test]
fn tyres_that_stay_on_are_one_set() {
    let first = (90, r#"[{"Compound":"SOFT","TotalLaps":0,"StartLaps":0}]"#);
    let same =
        (503, r#"{"1":{"Compound":"SOFT","TyresNotChanged":"1","TotalLaps":4,"StartLaps":4}}"#);
    check(&[first, same], &[1, 5], &[("soft", 1, 9)]);
}
