//! The numbers of the model that are fitted to seasons other than those they are used for.

/// How worths move, and how fast what happened is forgotten. Worths are in the unit of the logit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OddsSettings {
    /// Before their first race, drivers lie about this worth
    pub new_driver: f64,
    /// with this standard deviation.
    pub new_driver_spread: f64,
    /// The same of teams.
    pub new_team: f64,
    /// Their standard deviation.
    pub new_team_spread: f64,
    /// How far a driver's worth moves from round to round, as a standard deviation.
    pub driver_drift: f64,
    /// The same of a team's.
    pub team_drift: f64,
    /// How far a driver's worth moves from one season to the next.
    pub driver_winter: f64,
    /// The same of a team's.
    pub team_winter: f64,
    /// The share of a driver's worth that he keeps over a winter.
    pub driver_kept: f64,
    /// The same of a team's.
    pub team_kept: f64,
    /// The order of qualifying tells as much as so many races.
    pub qualifying: f64,
    /// After how many rounds a retirement counts half.
    pub retirement_memory: f64,
    /// So many races of everybody stand beside a team's own.
    pub retirement_of_all: f64,
    /// After how many rounds it counts half whether somebody took part.
    pub entry_memory: f64,
    /// So many rounds of the usual stand beside a driver's own.
    pub entry_of_all: f64,
    /// The fastest lap goes by this share of the worth.
    pub fastest_lap: f64,
}

impl OddsSettings {
    /// A first guess, where fits begin; numbers that are not fitted keep it.
    pub const START: Self = Self {
        new_driver: -0.5,
        new_driver_spread: 0.7,
        new_team: -0.8,
        new_team_spread: 1.0,
        driver_drift: 0.05,
        team_drift: 0.12,
        driver_winter: 0.2,
        team_winter: 0.6,
        driver_kept: 0.95,
        team_kept: 0.8,
        qualifying: 0.5,
        retirement_memory: 22.0,
        retirement_of_all: 5.0,
        entry_memory: 2.0,
        entry_of_all: 1.0,
        fastest_lap: 1.0,
    };
}
