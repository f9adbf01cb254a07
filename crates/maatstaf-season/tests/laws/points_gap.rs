//! What holds for the gap of any two drivers in any season.

use maatstaf_core::RoadPlaces;
use maatstaf_season::{GapPart, PlacesByRound, PointsGap, points_gap};

use super::*;

/// Everybody somewhere after the first lap and after his last, in some rounds.
fn laps() -> impl Strategy<Value = PlacesByRound> {
    let place = || prop::option::weighted(0.8, 1_u16..=6);
    let seen = (place(), place()).prop_map(|(first_lap, last_lap)| RoadPlaces {
        first_lap,
        last_lap,
        free_laps: None,
    });
    let driver = (0..NAMES.len()).prop_map(|idx| DriverId::new(NAMES[idx]));
    let race = proptest::collection::btree_map(driver, seen, 0..=NAMES.len());
    proptest::collection::btree_map(1_u16..=4, race, 0..=4)
}

fn check(gap: &PointsGap) -> Result<(), TestCaseError> {
    prop_assert_eq!(gap.total, gap.points[1] - gap.points[0]);
    prop_assert_eq!(gap.parts.sum(), gap.total);
    prop_assert_eq!(gap.rounds.iter().map(|round| round.total).sum::<Points>(), gap.total);
    for (part, points) in gap.parts.iter() {
        prop_assert_eq!(gap.rounds.iter().map(|it| it.parts.of(part)).sum::<Points>(), points);
    }
    for climb in gap.rounds.iter().flat_map(|round| [&round.driver, &round.reference]) {
        let dropped = climb.parts.of(GapPart::DroppedResults);
        prop_assert_eq!(climb.parts.sum(), climb.scored + dropped);
    }
    Ok(())
}

proptest! {
    #[test]
    fn law_the_parts_add_up_and_turn_their_signs(
        (weekends, mut rules, laps) in (weekends(1..=4), season_rules(), laps()),
        sets_grid: bool,
    ) {
        rules.sprint.iter_mut().for_each(|sprint| sprint.sets_grid = sets_grid);
        let season = season(&weekends);
        let sheet = scoresheet(&season, &rules, Title::Drivers).unwrap();
        let table = standings_at(&sheet, sheet.now().unwrap());
        let everyone = season.drivers();
        for (driver, reference) in everyone.iter().zip(everyone.iter().rev()) {
            let gap = points_gap(&season, &rules, driver, reference, &laps).unwrap();
            check(&gap)?;
            let row = table.row_of(&Competitor::Driver(driver.clone())).unwrap();
            prop_assert_eq!(gap.points[0], row.points);
            let turned = points_gap(&season, &rules, reference, driver, &laps).unwrap();
            for (part, points) in gap.parts.iter() {
                prop_assert_eq!(turned.parts.of(part), -points);
            }
        }
    }

    /// What laps tell apart was one part before; nothing else moves but what cars held when they stopped.
    #[test]
    fn law_laps_only_tell_apart(
        (weekends, rules, laps) in (weekends(1..=4), season_rules(), laps())
    ) {
        let season = season(&weekends);
        let everyone = season.drivers();
        let of = |laps| points_gap(&season, &rules, &everyone[0], &everyone[1], laps).unwrap();
        let (with, without) = (of(&laps), of(&PlacesByRound::new()));
        let race = [
            GapPart::Start,
            GapPart::RacePace,
            GapPart::StartAndRacePace,
            GapPart::Retirements,
            GapPart::Penalties,
        ];
        let together = |gap: &PointsGap| race.map(|part| gap.parts.of(part)).into_iter().sum::<Points>();
        prop_assert_eq!(together(&with), together(&without));
        for part in GapPart::ALL.into_iter().filter(|part| !race.contains(part)) {
            prop_assert_eq!(with.parts.of(part), without.parts.of(part), "{}", part.name());
        }
    }
}
