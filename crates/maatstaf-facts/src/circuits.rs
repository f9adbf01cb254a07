use std::sync::OnceLock;

use maatstaf_core::Year;

/// A property of a car that circuits reward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// Of the power unit, at every speed.
    Power,
    /// The downforce area, drag as it is.
    Downforce,
    /// The drag area, downforce as it is; less is better.
    Drag,
    /// Friction of all tyres.
    Grip,
    /// Of the car with its driver; less is better.
    Mass,
}

impl Property {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 5] = [Self::Power, Self::Downforce, Self::Drag, Self::Grip, Self::Mass];

    /// As printed: `power`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Power => "power",
            Self::Downforce => "downforce",
            Self::Drag => "drag",
            Self::Grip => "grip",
            Self::Mass => "mass",
        }
    }

    /// Whether less of it is better.
    pub const fn is_burden(self) -> bool {
        matches!(self, Self::Drag | Self::Mass)
    }
}

/// What a circuit of Formula One rewards, by our own solver and a generic car: estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct CircuitWorth {
    /// As seasons name it: `spielberg`.
    pub circuit: &'static str,
    /// The first season on this layout that the car stands for.
    pub first_season: Year,
    /// The last, where it is past.
    pub last_season: Option<Year>,
    /// Of the fastest lap, s.
    pub lap_time: f64,
    /// Seconds by which the lap is longer with a per cent more of each of [`Property::ALL`].
    per_percent: [f64; 5],
}

impl CircuitWorth {
    /// What a per cent of it is worth, in s: a per cent more, or a per cent less where less is better.
    pub fn gain(&self, property: Property) -> f64 {
        let slope = self.per_percent[property as usize];
        if property.is_burden() { slope } else { -slope }
    }

    /// The same as a share of the lap, so that circuits of all lengths can be compared.
    pub fn share(&self, property: Property) -> f64 {
        self.gain(property) / self.lap_time
    }
}

/// What the circuits reward, in the order of their names.
///
/// ```
/// use maatstaf_facts::{Property, circuit_worth};
///
/// let share = |circuit, property| circuit_worth(circuit, 2023).unwrap().share(property);
/// assert!(share("monza", Property::Drag) > share("monaco", Property::Drag));
/// ```
pub fn circuit_worths() -> &'static [CircuitWorth] {
    static WORTHS: OnceLock<Vec<CircuitWorth>> = OnceLock::new();
    WORTHS.get_or_init(|| {
        let rows = include_str!("../data/circuits.csv").lines().skip(1);
        rows.map(|row| read(row).expect("the table is read in a test")).collect()
    })
}

/// What a circuit rewarded in a season; none where its layout was another, or is not here.
pub fn circuit_worth(circuit: &str, season: Year) -> Option<&'static CircuitWorth> {
    circuit_worths().iter().find(|it| {
        let last = it.last_season.unwrap_or(Year::MAX);
        it.circuit == circuit && (it.first_season..=last).contains(&season)
    })
}

/// `circuit,first_season,last_season,lap_time_s`, then a number for each property.
fn read(row: &'static str) -> Option<CircuitWorth> {
    let mut cells = row.split(',');
    let circuit = cells.next()?;
    let (first_season, last) = (cells.next()?.parse().ok()?, cells.next()?);
    let last_season = if last.is_empty() { None } else { Some(last.parse().ok()?) };
    let numbers: Vec<f64> = cells.map(|cell| cell.parse().ok()).collect::<Option<_>>()?;
    let (lap_time, per_percent) = numbers.split_first()?;
    let (lap_time, per_percent) = (*lap_time, per_percent.try_into().ok()?);
    Some(CircuitWorth { circuit, first_season, last_season, lap_time, per_percent })
}

#[cfg(test)]
#[path = "circuits_tests.rs"]
mod tests;
