//! Many laps of two drivers, wherever they come from.

use maatstaf_numerics::median;
use maatstaf_telemetry::{
    DrivenLap, Fixed, ManyCompared, Road, SampledLap, compare_many, driven_lap, on_the_clock,
    solved_lap,
};

use super::{NotCompared, SimulatedLap, ends_of_sectors, measured_road, road_along, solved_on};

/// Laps of one driver that are to be compared.
#[derive(Clone, Debug, PartialEq)]
pub enum LapsToCompare {
    /// Sampled on the road.
    Measured(Vec<SampledLap>),
    /// One lap out of a solver, along a course.
    Simulated(Box<SimulatedLap>),
}

/// Laps of two drivers on the road they share.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedMany {
    /// The road.
    pub road: Road,
    /// What the usual lap loses on each piece of the road.
    pub many: ManyCompared,
    /// What was odd, in words.
    pub notes: Vec<String>,
}

/// So many of the fastest laps of each driver help to find the road, and where sectors end on it.
const OF_EACH: usize = 10;

/// Samples further apart are few, in seconds.
const FEW: f64 = 0.5;

/// Holds laps of a driver against laps of a reference: what he usually loses where. `others` are laps of the same
/// road, which help to find it.
///
/// # Errors
///
/// When there are no laps, when a lap was not sampled, or when the laps are not of one road.
pub fn compared_many(
    laps: &LapsToCompare,
    reference: &LapsToCompare,
    others: &[SampledLap],
) -> Result<ComparedMany, NotCompared> {
    use LapsToCompare::{Measured, Simulated};
    let mut notes = Vec::new();
    let (road, laps) = match (laps, reference) {
        (Simulated(a), Simulated(b)) => {
            if a.course != b.course {
                let (lap, reference) = (a.course.name().to_owned(), b.course.name().to_owned());
                return Err(NotCompared::OtherCourse { lap, reference });
            }
            let both = [vec![solved_lap(&a.trace)?], vec![solved_lap(&b.trace)?]];
            (road_along(&a.course), both)
        }
        (Measured(a), Measured(b)) => {
            (road_of_many(&[a, b], others, &mut notes), [a.clone(), b.clone()])
        }
        (Measured(laps), Simulated(simulated)) => {
            let road = road_of_many(&[laps], others, &mut notes);
            let solved = solved_on(simulated, &road, &mut notes)?;
            (road, [laps.clone(), vec![solved]])
        }
        (Simulated(simulated), Measured(laps)) => {
            let road = road_of_many(&[laps], others, &mut notes);
            let solved = solved_on(simulated, &road, &mut notes)?;
            (road, [vec![solved], laps.clone()])
        }
    };
    notes.extend(far_apart(&laps));
    let on_road = driven(&on_clocks(&laps, &road, &mut notes), &road);
    let many = compare_many(&on_road[0], &on_road[1], &road).ok_or(NotCompared::NoLaps)?;
    Ok(ComparedMany { road, many, notes })
}

/// Says so where samples are few.
fn far_apart(laps: &[Vec<SampledLap>; 2]) -> Option<String> {
    let apart = laps.iter().flatten().map(|lap| lap.time.seconds() / lap.speeds.len() as f64);
    let apart = median(&apart.collect::<Vec<_>>())?;
    (apart > FEW).then(|| {
        format!(
            "the samples are {apart:.1} s apart: pedals are known to some tens of metres, and what was done once is \
             partly luck"
        )
    })
}

fn road_of_many(laps: &[&Vec<SampledLap>], others: &[SampledLap], notes: &mut Vec<String>) -> Road {
    let fastest = laps.iter().flat_map(|laps| fastest_of(laps));
    measured_road(&others.iter().chain(fastest).collect::<Vec<_>>(), notes)
}

/// The fastest laps, in order.
fn fastest_of(laps: &[SampledLap]) -> Vec<&SampledLap> {
    let mut laps: Vec<&SampledLap> = laps.iter().collect();
    laps.sort_by_key(|lap| lap.time);
    laps.truncate(OF_EACH);
    laps
}

/// The laps on the clock of the line.
fn on_clocks(
    laps: &[Vec<SampledLap>; 2],
    road: &Road,
    notes: &mut Vec<String>,
) -> [Vec<SampledLap>; 2] {
    let mut n_late = 0;
    let put_right = laps.each_ref().map(|laps| {
        let right = laps.iter().map(|lap| {
            let (lap, late) = on_the_clock(lap, road);
            n_late += usize::from(late != 0.0);
            lap
        });
        right.collect()
    });
    if n_late > 0 {
        notes.push(format!("the samples of {n_late} laps are late against the line; put right"));
    }
    put_right
}

/// The laps on their road, held where sectors end.
fn driven(laps: &[Vec<SampledLap>; 2], road: &Road) -> [Vec<DrivenLap>; 2] {
    let asked = laps.iter().flat_map(|laps| fastest_of(laps));
    let found = asked.filter_map(|lap| {
        let ends = ends_of_sectors(lap)?;
        let free = driven_lap(lap, road, &[]);
        Some(ends.map(|end| free.place(end.seconds())))
    });
    let found: Vec<[f64; 2]> = found.collect();
    let place = |i: usize| median(&found.iter().map(|places| places[i]).collect::<Vec<_>>());
    let places = place(0).zip(place(1));
    let on_road = |lap: &SampledLap| match places.zip(ends_of_sectors(lap)) {
        Some(((first, second), ends)) => {
            let fixed = [(first, ends[0]), (second, ends[1])].map(|(s, time)| Fixed { s, time });
            driven_lap(lap, road, &fixed)
        }
        None => driven_lap(lap, road, &[]),
    };
    laps.each_ref().map(|laps| laps.iter().map(on_road).collect())
}
