//! The lap of a car with a few shares changed, on a course at its height above the sea.

use anyhow::{Context, Result, ensure};
use maatstaf::numerics::interior_point::Status;
use maatstaf::{Change, FixedLine, Group, LapSettings, Method, fastest_lap};
use maatstaf_core::{Car, Course, Quantity};

/// What is identified.
pub const N: usize = 4;

/// Shares by which the car differs from its description, in the order of [`PARAMETERS`].
pub type Shares = [f64; N];

/// A number that no regulation fixes, and how sure its description is of it, as a share.
pub struct Parameter {
    pub name: &'static str,
    pub sure_to: f64,
}

pub const PARAMETERS: [Parameter; N] = [
    Parameter { name: "grip of all tyres", sure_to: 0.05 },
    Parameter { name: "power of the unit", sure_to: 0.05 },
    Parameter { name: "downforce level, with its drag", sure_to: 0.10 },
    Parameter { name: "drag area", sure_to: 0.10 },
];

/// Heights above the sea in m, of circuits above 300 m: f1-circuits (bacinger), one for each.
const ALTITUDES: [(&str, f64); 7] = [
    ("interlagos", 765.0),
    ("las-vegas", 610.0),
    ("madring", 646.0),
    ("mexico-city", 2232.0),
    ("paul-ricard", 408.0),
    ("spa-francorchamps", 413.0),
    ("spielberg", 721.0),
];

/// Straights of the line of least curvature that are at least so long open the flap, m.
pub const FLAP_STRAIGHT: f64 = 500.0;

/// How a lap is asked for.
pub struct Model<'a> {
    pub car: &'a Car,
    pub settings: LapSettings,
    /// Whether the worth of the flap is taken off.
    pub flap: bool,
}

impl<'a> Model<'a> {
    /// Laps on a free line, less the worth of the flap.
    pub fn free(car: &'a Car) -> Self {
        let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
        Self { car, settings, flap: true }
    }

    /// The lap time, s.
    pub fn time(&self, course: &Course, shares: &Shares) -> Result<f64> {
        let car = changed(self.car, shares, density_share(course))?;
        let closed = solved(&car, course, &self.settings)?;
        Ok(if self.flap { closed - flap_worth(&car, course)? } else { closed })
    }

    /// How the lap time changes with each share, s for a whole share: by differences of laps on the
    /// line of least curvature, which cost next to nothing and differ as those on a free line do.
    pub fn slopes(&self, course: &Course) -> Result<Shares> {
        let density = density_share(course);
        let settings = LapSettings {
            method: Method::QuasiSteady(FixedLine::LeastCurvature),
            flap_straights: self.flap.then_some(FLAP_STRAIGHT),
            ..self.settings
        };
        let time =
            |shares: &Shares| solved(&changed(self.car, shares, density)?, course, &settings);
        let (now, mut slopes) = (time(&[0.0; N])?, [0.0; N]);
        for i in 0..N {
            let mut shares = [0.0; N];
            shares[i] = 0.5 * PARAMETERS[i].sure_to;
            slopes[i] = (time(&shares)? - now) / shares[i];
        }
        Ok(slopes)
    }

    /// What the flap of the car as described is worth, s.
    pub fn flap_worth(&self, course: &Course) -> Result<f64> {
        flap_worth(&changed(self.car, &[0.0; N], density_share(course))?, course)
    }
}

/// What the flap is worth on the line of least curvature, s.
fn flap_worth(car: &Car, course: &Course) -> Result<f64> {
    let method = Method::QuasiSteady(FixedLine::LeastCurvature);
    let closed = LapSettings { method, ..LapSettings::default() };
    let open = LapSettings { flap_straights: Some(FLAP_STRAIGHT), ..closed };
    Ok(solved(car, course, &closed)? - solved(car, course, &open)?)
}

fn solved(car: &Car, course: &Course, settings: &LapSettings) -> Result<f64> {
    let lap = fastest_lap("f1", car, course, settings)?;
    ensure!(lap.status == Status::Solved, "no lap of {}: {}", course.id(), lap.status.name());
    Ok(lap.time)
}

/// The car with its shares, in air of so much of the density.
fn changed(car: &Car, shares: &Shares, density: f64) -> Result<Car> {
    let quantity = |name| Quantity::named(name).with_context(|| format!("no quantity {name}"));
    let (air, level) = (quantity("aero.air_density")?, quantity("aero.downforce_level")?);
    let density_by = (density - 1.0) * car.aero().air_density;
    let [grip, power, downforce, drag] = *shares;
    let car = Change::Quantity(air).by(car, density_by)?;
    let car = Change::Group(Group::Grip).by(&car, grip)?;
    let car = Change::Group(Group::Power).by(&car, power)?;
    let car = Change::Quantity(level).by(&car, downforce * car.aero().downforce_level)?;
    Ok(Change::Group(Group::Drag).by(&car, drag)?)
}

/// Of the air at the circuit over that at the sea: the standard atmosphere (ISO 2533).
fn density_share(course: &Course) -> f64 {
    let known = ALTITUDES.iter().find(|it| Some(it.0) == course.facts().circuit.as_deref());
    known.map_or(1.0, |(_, height)| (1.0 - 2.25577e-5 * height).powf(4.2559))
}
