use proptest::prelude::*;

use super::{looks_like, read};

const TABLE: &str = "season,meeting_name,session_name,driver_number,driver_name,team_name,lap_number,lap_duration,duration_sector_1,duration_sector_2,duration_sector_3,i1_speed,st_speed,is_pit_out_lap,stint_number,compound,tyre_age_at_start,tyre_age_at_lap\n\
2031,Ring Grand Prix,Race,7,Ann BOLT,North,1,90.5,30.25,30.25,30.0,180.0,252,False,1,SOFT,0,0.0\n\
2031,Ring Grand Prix,Race,7,Ann BOLT,North,2,91.0,30.0,30.0,30.0,,,False,1,SOFT,0,1.0\n\
2031,Ring Grand Prix,Race,7,Ann BOLT,North,3,110.0,50.0,30.0,30.0,,,True,2,,3,3.0\n\
2031,Ring Grand Prix,Race,7,Ann BOLT,North,3,1.0,,,,,,False,2,,3,3.0\n\
2031,Ring Grand Prix,Race,,,,,,,,,,,,,,,\n";

#[test]
fn laps_with_their_tyres() {
    let read = read("ring.csv", TABLE.as_bytes()).unwrap();
    let issues: Vec<_> = read.issues.iter().map(ToString::to_string).collect();
    assert_eq!(
        issues,
        [
            "ring.csv:5: lap 3 of car 7 stands there twice",
            "ring.csv:6: no car or no number of a lap; left out",
        ]
    );
    let [first, second, third] = &read.recording.laps[..] else { panic!("three laps") };
    assert_eq!((first.sector_sum(), first.accurate), (first.time, true));
    assert_eq!(
        (first.traps.straight, first.tyre_age, first.fresh),
        (Some(70.0), Some(1), Some(true))
    );
    assert!(second.is_in_lap() && third.is_out_lap() && !second.accurate);
    assert_eq!((third.compound.as_ref(), third.tyre_age), (None, Some(4)));
    let about = &read.recording.about;
    assert_eq!((about.year, about.event.as_deref()), (Some(2031), Some("Ring Grand Prix")));
    assert_eq!(read.recording.stints[1].age_at_start, Some(3));
}

#[test]
fn what_is_no_such_table() {
    assert!(read("x.csv", b"driver_number,lap_number\n1,2\n").is_err());
    assert!(looks_like("x.csv", TABLE.as_bytes()) && !looks_like("x.csv", b"Driver,LapNumber\n"));
}

proptest! {
    #[test]
    fn law_damage_never_stops_the_reader(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..10),
    ) {
        let mut bytes = TABLE.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(read) = read("x.csv", &bytes) {
            prop_assert!(read.recording.laps.len() <= 15);
        }
    }
}
