//! What came of the drawn ends: chances, with what is settled taken from the championship.

use maatstaf_core::{Competitor, Moment, Points, Title};
use maatstaf_season::{Prospects, ToCome};

use super::Counted;

/// How likely everyone ends in which place, seen from a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Odds {
    /// From when.
    pub moment: Moment,
    /// Of which championship.
    pub title: Title,
    /// How many ends of the season were drawn.
    pub ends: u32,
    /// From which seed.
    pub seed: u64,
    /// How many races, of all seasons, the worths of drivers and teams come from.
    pub n_races: usize,
    /// Rounds still to come.
    pub rounds_left: u16,
    /// Everyone who took part by then, as the table stood; the excluded last.
    pub of: Vec<OddsOf>,
}

/// How likely one competitor ends in which place.
#[derive(Clone, Debug, PartialEq)]
pub struct OddsOf {
    /// Who.
    pub competitor: Competitor,
    /// The place at the moment; `None` for the excluded.
    pub place_now: Option<u16>,
    /// The points at the moment that count.
    pub points_now: Points,
    /// The places that are still possible; `None` for the excluded.
    pub open: Option<Prospects>,
    /// How often he ended in each place, from the first.
    pub counts: Vec<u32>,
    /// The mean of his points at the end.
    pub points: f64,
    /// The points that he ends above in 95 of 100 ends.
    pub points_low: Points,
    /// The points that he ends below in 95 of 100 ends.
    pub points_high: Points,
}

/// A probability, with what drawing so many ends leaves open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// From 0 to 1; exactly those where the championship is settled, and never else.
    pub value: f64,
    /// The standard error of drawing; 0 where it is settled.
    pub error: f64,
}

impl Chance {
    /// What cannot be.
    pub const NONE: Self = Self { value: 0.0, error: 0.0 };
    /// What is settled.
    pub const SURE: Self = Self { value: 1.0, error: 0.0 };
}

impl Odds {
    /// The odds of one competitor.
    pub fn of(&self, competitor: &Competitor) -> Option<&OddsOf> {
        self.of.iter().find(|it| it.competitor == *competitor)
    }
}

impl OddsOf {
    /// What came of the ends for one competitor.
    pub(super) fn new(
        competitor: Competitor,
        who: usize,
        now: (Option<u16>, Points),
        open: Option<Prospects>,
        (to_come, counted): (&ToCome, &Counted),
    ) -> Self {
        let (place_now, points_now) = now;
        let n = to_come.n_competitors() as u16;
        let points = |share| to_come.points_of(counted.quantile_parts(who, share));
        Self {
            competitor,
            place_now,
            points_now,
            open,
            counts: (1..=n).map(|place| counted.in_place(who, place)).collect(),
            points: counted.mean_parts(who) * to_come.points_of(1).as_f64(),
            points_low: points(0.05),
            points_high: points(0.95),
        }
    }

    /// How likely he ends in a place, from 1.
    pub fn chance(&self, place: u16) -> Chance {
        self.chance_of(place, place)
    }

    /// How likely he ends first.
    pub fn title(&self) -> Chance {
        self.chance(1)
    }

    /// How likely he ends in a place or a better one.
    pub fn chance_to(&self, place: u16) -> Chance {
        self.chance_of(1, place)
    }

    /// Every place that is still possible has been seen half a time before the first end is drawn, so that none of
    /// them is called impossible because few ends were drawn (the prior of Jeffreys).
    fn chance_of(&self, first: u16, last: u16) -> Chance {
        let Some(open) = self.open else { return Chance::NONE };
        let (first, last) = (first.max(open.best), last.min(open.worst));
        if first > last {
            return Chance::NONE;
        }
        if (first, last) == (open.best, open.worst) {
            return Chance::SURE;
        }
        let seen = |from: u16, to: u16| {
            let counts = &self.counts[usize::from(from) - 1..usize::from(to)];
            counts.iter().map(|count| f64::from(*count) + 0.5).sum::<f64>()
        };
        let all = seen(open.best, open.worst);
        let value = seen(first, last) / all;
        Chance { value, error: (value * (1.0 - value) / all).sqrt() }
    }

    /// The mean of his places at the end; `None` for the excluded.
    pub fn mean_place(&self) -> Option<f64> {
        let open = self.open?;
        let places = open.best..=open.worst;
        Some(places.map(|place| f64::from(place) * self.chance(place).value).sum())
    }

    /// The place in or before which he ends in so large a share of the ends; `None` for the excluded.
    pub fn place_within(&self, share: f64) -> Option<u16> {
        let open = self.open?;
        let enough = |place: &u16| self.chance_to(*place).value >= share;
        (open.best..=open.worst).find(enough).or(Some(open.worst))
    }
}
