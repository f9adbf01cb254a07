//! Records of what is counted over a season: points, wins, podiums, poles, fastest laps, and
//! how many won.

use maatstaf_core::{ConstructorId, DriverId, Points};

use super::chronicle::Chapter;
use super::race_counts::Counts;
use super::{Detail, Mark, Reading, Record, share};

/// A mark for each driver and season, or for each season where it counts drivers.
pub(super) fn marks(chapters: &[Chapter], record: Record, reading: Reading) -> Vec<Mark> {
    let candidates = chapters.iter().filter(|chapter| chapter.over || reading == Reading::Absolute);
    candidates.flat_map(|chapter| season_marks(chapter, record, reading)).collect()
}

fn season_marks(chapter: &Chapter, record: Record, reading: Reading) -> Vec<Mark> {
    let races = Points::from(chapter.races.len() as i64);
    let by_race = |of: fn(&Counts) -> u16| {
        let counted = chapter.counts.iter().map(move |(who, at)| (who, of(at)));
        let some = counted.filter(|(_, n)| *n > 0);
        some.map(|(who, n)| {
            let part = Points::from(i64::from(n));
            mark(chapter, reading, vec![who.clone()], chapter.teams_of(who), part, races)
        })
    };
    match record {
        Record::Wins => by_race(|at| at.wins).collect(),
        Record::Podiums => by_race(|at| at.podiums).collect(),
        Record::Poles => by_race(|at| at.poles).collect(),
        Record::FastestLaps => by_race(|at| at.fastest_laps).collect(),
        Record::Points => {
            let of = |(who, points): &(DriverId, Points)| {
                let teams = chapter.teams_of(who);
                mark(chapter, reading, vec![who.clone()], teams, *points, chapter.most)
            };
            chapter.points.iter().map(of).collect()
        }
        Record::Winners => {
            let winners = chapter.counts.values().filter(|at| at.wins > 0).count();
            let part = Points::from(winners as i64);
            vec![mark(chapter, reading, Vec::new(), Vec::new(), part, races)]
        }
        _ => Vec::new(),
    }
}

fn mark(
    chapter: &Chapter,
    reading: Reading,
    drivers: Vec<DriverId>,
    teams: Vec<ConstructorId>,
    part: Points,
    whole: Points,
) -> Mark {
    let value = match reading {
        Reading::Absolute => part,
        Reading::Relative => share(part, whole),
    };
    Mark {
        rank: 0,
        value,
        drivers,
        teams,
        years: vec![chapter.year],
        so_far: !chapter.over,
        detail: Detail::Of { part, whole },
    }
}
