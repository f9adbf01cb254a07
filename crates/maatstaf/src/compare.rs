//! Two laps of one road, wherever they come from.

mod many;
mod matching;
mod road;
mod sentences;
mod usual_sentences;

use maatstaf_core::{Course, LapTime, Trace};
use maatstaf_telemetry::{
    Alongside, Comparison, Counterfactual, DrivenLap, Fixed, NotSampled, Road, SampledLap,
    Sampling, Straights, alongside, compare, counterfactual, driven_lap, on_the_clock, registered,
    solved_lap, straights,
};

pub use many::{ComparedMany, LapsToCompare, compared_many};
pub use matching::{matching_sentences, place_in_words};
pub use road::{road_along, road_of, road_of_speeds};
pub use sentences::{sentence, sentences, straight_in_words};
pub use usual_sentences::usual_sentences;

/// A lap that is to be compared.
#[derive(Clone, Debug, PartialEq)]
pub enum LapToCompare {
    /// Sampled on the road.
    Measured(SampledLap),
    /// Out of a solver, along a course.
    Simulated(Box<SimulatedLap>),
}

/// A lap out of a solver, and the course that it was driven on.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedLap {
    /// The lap.
    pub trace: Trace,
    /// The course.
    pub course: Course,
}

/// Two laps on the road they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The road.
    pub road: Road,
    /// The laps on it: the lap, then the reference.
    pub laps: [DrivenLap; 2],
    /// What each piece of the road cost.
    pub comparison: Comparison,
    /// Why time was lost on the straights.
    pub straights: Straights,
    /// What was odd, in words.
    pub notes: Vec<String>,
}

/// Why two laps are not compared.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotCompared {
    /// Something is missing in a lap.
    #[error(transparent)]
    NotSampled(#[from] NotSampled),
    /// Laps of two courses.
    #[error("the lap is on {lap} and the reference on {reference}; compare laps of one course")]
    OtherCourse {
        /// The course of the lap.
        lap: String,
        /// That of the reference.
        reference: String,
    },
    /// Nothing to compare.
    #[error("one of both sides has no laps")]
    NoLaps,
    /// Laps whose roads have other shapes.
    #[error(
        "the roads of the two laps lie {apart:.0} m apart when laid on each other; they are of \
         different circuits, or of different layouts of one"
    )]
    OtherRoad {
        /// Root mean square, in metres.
        apart: f64,
    },
}

/// A simulated lap may lie so far from the road that laps were driven on, in metres, root mean square: other
/// than by a road's width, it is another circuit.
const SAME_ROAD: f64 = 12.0;
/// Lengths of one road, as two laps have them, differ by no more than this share.
const SAME_LENGTH: f64 = 0.03;

impl Compared {
    /// Both laps along their road, for drawing.
    pub fn alongside(&self, step: f64) -> Vec<Alongside> {
        alongside(&self.laps[0], &self.laps[1], &self.road, step)
    }
}

/// Holds a lap against a reference. `others` are laps of the same road: what they have in common with the two
/// says where the road and the line are.
///
/// # Errors
///
/// When a lap was not sampled, or the laps are not of one road.
pub fn compared(
    lap: &LapToCompare,
    reference: &LapToCompare,
    others: &[SampledLap],
) -> Result<Compared, NotCompared> {
    let mut notes = Vec::new();
    let (road, laps) = on_one_road(lap, reference, others, &mut notes)?;
    let laps = laps.map(|lap| {
        let (lap, late) = on_the_clock(&lap, &road);
        if late != 0.0 {
            notes.push(format!(
                "the samples of the lap of {} are {late:+.2} s late against the line; put right",
                lap.time
            ));
        }
        lap
    });
    let laps = driven(&laps, &road);
    let comparison = compare(&laps[0], &laps[1], &road);
    let straights = straights(&comparison, laps.each_ref(), &road);
    Ok(Compared { road, laps, comparison, straights, notes })
}

/// The road of two laps, and both on it.
fn on_one_road(
    lap: &LapToCompare,
    reference: &LapToCompare,
    others: &[SampledLap],
    notes: &mut Vec<String>,
) -> Result<(Road, [SampledLap; 2]), NotCompared> {
    use LapToCompare::{Measured, Simulated};
    Ok(match (lap, reference) {
        (Simulated(a), Simulated(b)) => {
            if a.course != b.course {
                let (lap, reference) = (a.course.name().to_owned(), b.course.name().to_owned());
                return Err(NotCompared::OtherCourse { lap, reference });
            }
            (road_along(&a.course), [solved_lap(&a.trace)?, solved_lap(&b.trace)?])
        }
        (Measured(a), Measured(b)) => {
            let all: Vec<&SampledLap> = others.iter().chain([a, b]).collect();
            (measured_road(&all, notes), [a.clone(), b.clone()])
        }
        (Measured(lap), Simulated(simulated)) => {
            let all: Vec<&SampledLap> = others.iter().chain([lap]).collect();
            let road = measured_road(&all, notes);
            let solved = solved_on(simulated, &road, notes)?;
            (road, [lap.clone(), solved])
        }
        (Simulated(simulated), Measured(lap)) => {
            let all: Vec<&SampledLap> = others.iter().chain([lap]).collect();
            let road = measured_road(&all, notes);
            let solved = solved_on(simulated, &road, notes)?;
            (road, [solved, lap.clone()])
        }
    })
}

/// What matching the reference would bring: the gains, the largest first, and the lap with some of them or all.
pub fn what_matching_brings(compared: &Compared) -> Counterfactual {
    counterfactual(&compared.comparison, &compared.straights, compared.laps.each_ref())
}

/// The road by the places of laps, else by their speeds.
fn measured_road(laps: &[&SampledLap], notes: &mut Vec<String>) -> Road {
    match road_of(laps) {
        Ok((_, road)) => road,
        Err(why) => {
            notes.push(format!(
                "the road is known by the speeds alone, without a map: {why}; corners are where the \
                 laps are slow"
            ));
            road_of_speeds(laps)
        }
    }
}

/// A simulated lap on the road that laps were driven on.
fn solved_on(
    SimulatedLap { trace, course }: &SimulatedLap,
    road: &Road,
    notes: &mut Vec<String>,
) -> Result<SampledLap, NotCompared> {
    let mut lap = solved_lap(trace)?;
    lap.sampling = Sampling::OTHER_MAP;
    let found = registered(&lap.places, trace.distance(), course.length(), road);
    let Some(found) = found else {
        notes.push("the simulated lap is laid on the road by its length alone".to_owned());
        lap.places.clear();
        return Ok(lap);
    };
    let stretch = (course.length() / road.length() - 1.0).abs();
    if found.apart > SAME_ROAD || stretch > SAME_LENGTH {
        return Err(NotCompared::OtherRoad { apart: found.apart });
    }
    notes.push(format!(
        "the simulated lap lies {:.1} m from the line of the road that was driven, root mean square",
        found.apart
    ));
    let end = lap.time.seconds();
    lap.places = found.places;
    if found.late > 0.0 {
        lap.speeds.pop();
        lap.speeds.iter_mut().for_each(|it| it.time = (it.time - found.late).rem_euclid(end));
        lap.speeds.sort_by(|a, b| a.time.total_cmp(&b.time));
    }
    Ok(lap)
}

/// The laps on their road; where sectors are official, at what both have in common of their ends.
fn driven(laps: &[SampledLap; 2], road: &Road) -> [DrivenLap; 2] {
    let free = [0, 1].map(|which: usize| driven_lap(&laps[which], road, &[]));
    let ends = laps.each_ref().map(ends_of_sectors);
    let [Some(one), Some(two)] = ends else { return free };
    let places = [0, 1].map(|i: usize| {
        let at = |which: usize, end: LapTime| free[which].place(end.seconds());
        0.5 * (at(0, one[i]) + at(1, two[i]))
    });
    let on = |which: usize, ends: [LapTime; 2]| {
        let fixed = [0, 1].map(|i: usize| Fixed { s: places[i], time: ends[i] });
        driven_lap(&laps[which], road, &fixed)
    };
    [on(0, one), on(1, two)]
}

/// When the first two sectors ended, where sectors are official and add up to the lap.
fn ends_of_sectors(lap: &SampledLap) -> Option<[LapTime; 2]> {
    let [first, second, third] = lap.sectors.map(|sector| sector.map(|it| it.as_micros()));
    let (first, second, third) = (first?, second?, third?);
    (first + second + third == lap.time.as_micros())
        .then(|| [first, first + second].map(LapTime::from_micros))
}
