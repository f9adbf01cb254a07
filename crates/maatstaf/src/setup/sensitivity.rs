//! What a bit more of every number of a car is worth, from the multipliers of one lap.

use maatstaf_lapsim::DoubleTrack;
use maatstaf_numerics::interior_point::lagrangian;
use maatstaf_numerics::programme::Programme;

use super::{Change, SolvedLap};

/// What a bit more of something is worth on a lap.
#[derive(Clone, Copy, Debug)]
pub struct Sensitivity {
    /// Of what.
    pub change: Change,
    /// How much of it there is, in the units of the SI; a group has no value.
    pub value: Option<f64>,
    /// Seconds that the lap gains in length with each unit of the SI; `None` of a group.
    pub per_unit: Option<f64>,
    /// The same with each per cent; `None` of a number that is zero.
    pub per_percent: Option<f64>,
    /// Whether it acts at all, and to which sides.
    pub effect: Effect,
}

/// How a change acts on a lap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// To both sides.
    Both,
    /// There is no more of it: what a bit less is worth, with its sign turned.
    AtMost,
    /// There is no less of it: what a bit more is worth.
    AtLeast,
    /// The model of the lap leaves it out.
    NotInModel,
    /// It is in the model, and changes nothing on this lap.
    NotOnThisLap,
    /// A bit of it makes a car of other parts, whose lap has other rows; such as a motor that may
    /// give nothing until it may give something.
    OtherCar,
}

/// What a bit more of everything is worth on a lap: groups of numbers, then every number of the
/// car, each in the order of what a per cent of it is worth.
///
/// The slope of the objective, the lap time with the small penalties on quick steering and pedals.
/// By the envelope theorem it is that of the Lagrangian at the solution, so one solve is enough:
/// the problem is posed once more for a car that has a bit more, and once for one that has a bit
/// less, and looked at where the lap is. It holds to first order: further away, where other limits
/// press, it is another.
///
/// ```
/// use maatstaf::{Change, LapSettings, sensitivities, solve_lap};
///
/// let car = &maatstaf::find_car("f1-2014")?.car;
/// let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
/// let course = maatstaf::find_course(&courses, "monaco")?;
/// let settings = LapSettings { nodes: Some(100), ..LapSettings::default() };
/// let told = sensitivities(&solve_lap("f1-2014", car, course, &settings)?);
/// let of = |name: &str| told.iter().find(|it| it.change.name() == name).unwrap();
/// let ten_kilograms = 10.0 * of("chassis.mass").per_unit.unwrap();
/// assert!((0.1..0.4).contains(&ten_kilograms));
/// assert!(of("grip").per_percent.unwrap() < of("power").per_percent.unwrap());
/// # Ok::<(), maatstaf::Error>(())
/// ```
pub fn sensitivities(lap: &SolvedLap) -> Vec<Sensitivity> {
    let mut all: Vec<Sensitivity> =
        Change::of(&lap.car).into_iter().map(|change| sensitivity(lap, change)).collect();
    let n_groups = all.iter().filter(|it| it.per_unit.is_none()).count();
    let (groups, numbers) = all.split_at_mut(n_groups);
    let size = |it: &Sensitivity| it.per_percent.map_or(0.0, f64::abs);
    for part in [groups, numbers] {
        part.sort_by(|a, b| size(b).total_cmp(&size(a)));
    }
    all
}

/// The step of the differences, as a share of a number.
const STEP: f64 = 2e-5;
/// What stands for a number that is zero: a share of its range.
const OF_RANGE: f64 = 1e-3;

/// What one change is worth.
pub(super) fn sensitivity(lap: &SolvedLap, change: Change) -> Sensitivity {
    let value = change.value(&lap.car);
    let step = STEP * size(change, value);
    let [less, more] = [-step, step].map(|by| worth(lap, change, by));
    let (slope, effect) = match (less, more) {
        (Worth::Same, _) | (_, Worth::Same) => (0.0, Effect::NotInModel),
        (Worth::OtherCar, _) | (_, Worth::OtherCar) => (0.0, Effect::OtherCar),
        (Worth::Seconds(less), Worth::Seconds(more)) => {
            ((more - less) / (2.0 * step), Effect::Both)
        }
        (Worth::Seconds(less), Worth::NoCar) => (-less / step, Effect::AtMost),
        (Worth::NoCar, Worth::Seconds(more)) => (more / step, Effect::AtLeast),
        (Worth::NoCar, Worth::NoCar) => (0.0, Effect::OtherCar),
    };
    let effect = if slope == 0.0 && effect == Effect::Both { Effect::NotOnThisLap } else { effect };
    let per_percent = match value {
        Some(value) => (value != 0.0).then_some(0.01 * value.abs() * slope),
        None => Some(0.01 * slope),
    };
    Sensitivity { change, value, per_unit: value.map(|_| slope), per_percent, effect }
}

/// How large a number is, or would be; of a group, one.
fn size(change: Change, value: Option<f64>) -> f64 {
    match (change, value) {
        (Change::Group(_), _) | (_, None) => 1.0,
        (Change::Quantity(quantity), Some(0.0)) => {
            let [low, high] =
                [quantity.lowest, quantity.highest].map(|end| quantity.unit.to_si(end));
            OF_RANGE * (high - low)
        }
        (_, Some(value)) => value.abs(),
    }
}

/// What so much of a change is worth.
enum Worth {
    /// What the objective becomes longer, s.
    Seconds(f64),
    /// The lap's car is the same.
    Same,
    /// Its problem has other rows.
    OtherCar,
    /// There is no such car.
    NoCar,
}

fn worth(lap: &SolvedLap, change: Change, by: f64) -> Worth {
    let Ok(car) = change.by(&lap.car, by) else { return Worth::NoCar };
    let Ok(car) = DoubleTrack::from_car(&car) else { return Worth::NoCar };
    if car == *lap.problem.car() {
        return Worth::Same;
    }
    let Ok(problem) = lap.posed(car) else { return Worth::NoCar };
    if problem.layout() != lap.problem.layout() {
        return Worth::OtherCar;
    }
    Worth::Seconds(lagrangian(&problem, &lap.solution) - lap.value)
}
