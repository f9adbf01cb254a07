//! How often one driver would be ahead of another in the same car.

use maatstaf_core::{ConstructorId, DriverId, Year};
use maatstaf_numerics::ranking::Number;

use super::{Apart, Known, NINE_OF_TEN, drawn};

/// How often one driver would be ahead of another in the same car, both finishing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beats {
    /// At the most likely difference, from 0 to 1; of draws, the mean of all of theirs.
    pub probability: f64,
    /// Nine times out of ten it is no less.
    pub low: f64,
    /// And no more.
    pub high: f64,
}

impl Apart {
    /// How often a driver would be ahead of a reference in the same car, over all seasons; with a season, both as they
    /// were then. `None` when one of them has no finish there.
    pub fn beats(
        &self,
        driver: &DriverId,
        reference: &DriverId,
        year: Option<Year>,
    ) -> Option<Beats> {
        let mut numbers = Vec::with_capacity(4);
        for (id, weight) in [(driver, 1.0), (reference, -1.0)] {
            numbers.push((self.field.drivers.get(id)?.number, weight));
            if let Some(year) = year {
                let season = self.field.driver_seasons.get(&(year, id.clone()))?;
                numbers.push((season.number, weight));
            }
        }
        Some(self.ahead(&numbers))
    }

    /// How often a team's car of a season would be ahead of another's, with the same driver in both. `None` when one of
    /// them has no finish there.
    pub fn car_beats(
        &self,
        team: &ConstructorId,
        reference: &ConstructorId,
        year: Year,
    ) -> Option<Beats> {
        let mut numbers = Vec::with_capacity(4);
        for (id, weight) in [(team, 1.0), (reference, -1.0)] {
            let season = self.field.team_seasons.get(&(year, id.clone()))?;
            numbers.extend([(self.field.teams.get(id)?.number, weight), (season.number, weight)]);
        }
        Some(self.ahead(&numbers))
    }

    /// How often a sum of worths above zero puts its first ahead.
    fn ahead(&self, numbers: &[(Number, f64)]) -> Beats {
        let share = |difference: f64| 1.0 / (1.0 + (-difference).exp());
        let [probability, low, high] = match &self.known {
            Known::Likely(fit) => {
                let (value, variance) = fit.sum(numbers);
                let half = NINE_OF_TEN * variance.sqrt();
                [value, value - half, value + half].map(share)
            }
            Known::Drawn(draws) => {
                let shares: Vec<f64> = draws.sum(numbers).into_iter().map(share).collect();
                drawn::summary(&shares)
            }
        };
        Beats { probability, low, high }
    }
}
