use std::collections::BTreeMap;

use crate::{Competitor, Points, RoundNumber};

/// One line of an official table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialRow {
    /// Who.
    pub competitor: Competitor,
    /// The place, if the table gives one; an excluded competitor has none.
    pub place: Option<u16>,
    /// The points, as printed.
    pub points: Points,
}

/// What the sport itself published: the tables that an audit holds ours against.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfficialStandings {
    /// The drivers' table at the end of the season.
    pub drivers: Vec<OfficialRow>,
    /// The constructors' table at the end of the season.
    pub constructors: Vec<OfficialRow>,
    /// The drivers' table after each round.
    pub drivers_after: BTreeMap<RoundNumber, Vec<OfficialRow>>,
    /// The constructors' table after each round.
    pub constructors_after: BTreeMap<RoundNumber, Vec<OfficialRow>>,
    /// The round after which the drivers' champion was settled.
    pub drivers_decider: Option<RoundNumber>,
    /// The round after which the constructors' champion was settled.
    pub constructors_decider: Option<RoundNumber>,
}
