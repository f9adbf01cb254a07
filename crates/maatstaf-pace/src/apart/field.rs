//! Who finished, as orders of alternatives.

use std::collections::BTreeMap;

use maatstaf_core::{ConstructorId, DriverId, Entry, Season, Year};
use maatstaf_numerics::ranking::grouped::{Group, Grouped};
use maatstaf_numerics::ranking::{Alternative, Block, Number};

use super::Seen;

/// How far apart drivers and teams lie: standard deviations, in the unit of the logit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spreads {
    /// Of teams over all seasons.
    pub team: f64,
    /// Of a team's seasons around it.
    pub team_season: f64,
    /// Of drivers over all seasons.
    pub driver: f64,
    /// Of a driver's seasons around him.
    pub driver_season: f64,
}

impl Spreads {
    /// The means that van Kesteren and Bergkamp (2023) found for eight seasons of hybrid engines.
    pub const PUBLISHED: Self =
        Self { team: 1.63, team_season: 0.73, driver: 0.54, driver_season: 0.35 };

    /// Of teams, their seasons, drivers, their seasons.
    pub const fn to_array(&self) -> [f64; 4] {
        [self.team, self.team_season, self.driver, self.driver_season]
    }

    pub(super) const fn from_array([team, team_season, driver, driver_season]: [f64; 4]) -> Self {
        Self { team, team_season, driver, driver_season }
    }
}

/// Everyone who finished, with the numbers of the fit that are his.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub drivers: BTreeMap<DriverId, Seen>,
    pub teams: BTreeMap<ConstructorId, Seen>,
    pub driver_seasons: BTreeMap<(Year, DriverId), Seen>,
    pub team_seasons: BTreeMap<(Year, ConstructorId), Seen>,
    pub n_races: usize,
    pub n_finishes: usize,
    /// One per season; their own numbers are drivers' first, then teams'.
    blocks: Vec<Block>,
    /// How many of a season's own numbers are drivers'.
    n_own_drivers: Vec<usize>,
}

impl Field {
    /// Drivers get their numbers in the order in which they first finished, so that what one season ties together
    /// lies close; teams come behind them.
    pub fn new(seasons: &[&Season]) -> Self {
        let mut years: Vec<(Year, Vec<Vec<Entry>>)> =
            seasons.iter().map(|season| (season.year(), orders(season))).collect();
        years.sort_by_key(|(year, _)| *year);
        let mut field = Self {
            drivers: BTreeMap::new(),
            teams: BTreeMap::new(),
            driver_seasons: BTreeMap::new(),
            team_seasons: BTreeMap::new(),
            n_races: years.iter().map(|(_, orders)| orders.len()).sum(),
            n_finishes: years.iter().flat_map(|(_, orders)| orders).map(Vec::len).sum(),
            blocks: Vec::with_capacity(years.len()),
            n_own_drivers: Vec::with_capacity(years.len()),
        };
        let finishers = || years.iter().flat_map(|(_, orders)| orders).flatten();
        for driver in finishers().flat_map(|entry| &entry.crew) {
            seen(&mut field.drivers, driver.clone(), Number::Shared);
        }
        let n_drivers = field.drivers.len();
        for entry in finishers() {
            let number = |at: usize| Number::Shared(n_drivers + at);
            seen(&mut field.teams, entry.constructor.clone(), number);
        }
        for (block, (year, orders)) in years.iter().enumerate() {
            field.add_season(block, *year, orders);
        }
        field
    }

    fn add_season(&mut self, block: usize, year: Year, orders: &[Vec<Entry>]) {
        let (mut drivers, mut teams) = (BTreeMap::new(), BTreeMap::new());
        for driver in orders.iter().flatten().flat_map(|entry| &entry.crew) {
            seen(&mut drivers, driver.clone(), |at| Number::Own { block, at });
        }
        let n_drivers = drivers.len();
        for entry in orders.iter().flatten() {
            let number = |at: usize| Number::Own { block, at: n_drivers + at };
            seen(&mut teams, entry.constructor.clone(), number);
        }
        let mut places: BTreeMap<(Vec<DriverId>, ConstructorId), usize> = BTreeMap::new();
        let mut alternatives = Vec::new();
        let mut place = |entry: &Entry| {
            let key = (entry.crew.clone(), entry.constructor.clone());
            *places.entry(key).or_insert_with(|| {
                alternatives.push(self.alternative(entry, &drivers, &teams));
                alternatives.len() - 1
            })
        };
        let orders = orders.iter().map(|order| order.iter().map(&mut place).collect()).collect();
        let variances = vec![0.0; n_drivers + teams.len()];
        self.blocks.push(Block { variances, alternatives, orders });
        self.n_own_drivers.push(n_drivers);
        self.driver_seasons.extend(drivers.into_iter().map(|(id, seen)| ((year, id), seen)));
        self.team_seasons.extend(teams.into_iter().map(|(id, seen)| ((year, id), seen)));
    }

    /// A car and its crew; drivers who shared it count in equal parts.
    fn alternative(
        &self,
        entry: &Entry,
        drivers: &BTreeMap<DriverId, Seen>,
        teams: &BTreeMap<ConstructorId, Seen>,
    ) -> Alternative {
        let part = 1.0 / entry.crew.len() as f64;
        let mut alternative = Alternative::default();
        let mut add = |seen: &Seen, weight: f64| match seen.number {
            Number::Shared(at) => alternative.shared.push((at, weight)),
            Number::Own { at, .. } => alternative.own.push((at, weight)),
        };
        for driver in &entry.crew {
            add(&self.drivers[driver], part);
            add(&drivers[driver], part);
        }
        add(&self.teams[&entry.constructor], 1.0);
        add(&teams[&entry.constructor], 1.0);
        alternative
    }

    /// The variances of the shared numbers, and the blocks with those of their own.
    pub fn with(&self, spreads: &Spreads) -> (Vec<f64>, Vec<Block>) {
        let variances = |n_drivers: usize, n_teams: usize, driver: f64, team: f64| {
            let mut variances = vec![driver * driver; n_drivers];
            variances.extend(std::iter::repeat_n(team * team, n_teams));
            variances
        };
        let shared = variances(self.drivers.len(), self.teams.len(), spreads.driver, spreads.team);
        let blocks = self.blocks.iter().zip(&self.n_own_drivers).map(|(block, n_drivers)| {
            let n_teams = block.variances.len() - n_drivers;
            let own = variances(*n_drivers, n_teams, spreads.driver_season, spreads.team_season);
            Block { variances: own, ..block.clone() }
        });
        (shared, blocks.collect())
    }

    /// The same orders, for drawing from all that is likely, in the groups of [`Spreads::to_array`].
    pub fn grouped(&self, groups: &[Group; 4]) -> Grouped {
        let both = |n_drivers: usize, n_teams: usize, driver: usize, team: usize| {
            let mut groups = vec![driver; n_drivers];
            groups.extend(std::iter::repeat_n(team, n_teams));
            groups
        };
        let shared = both(self.drivers.len(), self.teams.len(), 2, 0);
        let own = self.blocks.iter().zip(&self.n_own_drivers);
        let own: Vec<Vec<usize>> =
            own.map(|(it, n)| both(*n, it.variances.len() - n, 3, 1)).collect();
        Grouped::new(groups, &shared, &own, &self.blocks)
    }
}

/// Counts a finish of somebody, who gets the next number when he is new.
fn seen<Id: Ord>(all: &mut BTreeMap<Id, Seen>, id: Id, number: impl Fn(usize) -> Number) {
    let next = all.len();
    all.entry(id).or_insert(Seen { number: number(next), finishes: 0 }).finishes += 1;
}

/// The races of a season with at least two finishers, each in the order of its places.
fn orders(season: &Season) -> Vec<Vec<Entry>> {
    let races = season.events().iter().filter_map(|event| event.race.as_ref());
    let order = races.map(|race| {
        let mut entries: Vec<(u16, Entry)> =
            race.entries().into_iter().filter_map(|it| Some((it.outcome.place()?, it))).collect();
        entries.sort_by_key(|(place, _)| *place);
        entries.into_iter().map(|(_, entry)| entry).collect::<Vec<Entry>>()
    });
    order.filter(|order| order.len() >= 2).collect()
}
