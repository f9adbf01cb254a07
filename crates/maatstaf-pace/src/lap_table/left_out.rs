//! Which laps of a race tell nothing of pace, and why.

use maatstaf_core::{Flag, TimedLap};
use maatstaf_numerics::median;

use super::{Crossings, LapTable, RaceLap};

/// Why a lap tells nothing of pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// It has no time.
    NoTime,
    /// It began at the start signal.
    FirstLap,
    /// It ended in the pit lane.
    InLap,
    /// It began in the pit lane.
    OutLap,
    /// Race control took its time away.
    Deleted,
    /// Safety car, virtual safety car, full course yellow or red flag.
    Neutralised,
    /// A yellow flag somewhere.
    Yellow,
    /// The source knows no flags, and the whole field was slow.
    FieldSlow,
    /// The first lap after the safety car or a red flag.
    Restart,
    /// On tyres for the wet in a dry race, or the other way round.
    OtherWeather,
    /// A car a lap or more ahead passed.
    Lapped,
    /// Far slower or faster than the model lets expect.
    OffThePace,
    /// Of a driver or on a compound with too few laps for a model.
    TooFew,
}

impl LeftOut {
    /// Every reason, in the order in which they are asked.
    pub const ALL: [Self; 13] = [
        Self::NoTime,
        Self::FirstLap,
        Self::InLap,
        Self::OutLap,
        Self::Deleted,
        Self::Neutralised,
        Self::Yellow,
        Self::FieldSlow,
        Self::Restart,
        Self::OtherWeather,
        Self::Lapped,
        Self::OffThePace,
        Self::TooFew,
    ];

    /// Its word for machines: `in-lap`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoTime => "no-time",
            Self::FirstLap => "first-lap",
            Self::InLap => "in-lap",
            Self::OutLap => "out-lap",
            Self::Deleted => "deleted",
            Self::Neutralised => "neutralised",
            Self::Yellow => "yellow",
            Self::FieldSlow => "field-slow",
            Self::Restart => "restart",
            Self::OtherWeather => "other-weather",
            Self::Lapped => "lapped",
            Self::OffThePace => "off-the-pace",
            Self::TooFew => "too-few",
        }
    }
}

/// From which multiple of its usual time on the field counts as slow.
const FIELD_SLOW: f64 = 1.04;

/// How many cars make a field.
const FIELD: usize = 3;

/// Says of every lap of a table why it is left out; `timed` are the same laps.
pub(super) fn judge(table: &mut LapTable, timed: &[&TimedLap], crossings: &Crossings) {
    for (lap, timed) in table.laps.iter_mut().zip(timed) {
        lap.left_out = at_sight(lap, timed);
    }
    leave_out_other_weather(table);
    leave_out_slow_field(table);
    leave_out_restarts(table);
    for lap in table.laps.iter_mut().filter(|lap| lap.left_out.is_none()) {
        lap.left_out = crossings.was_lapped(&lap.car, lap.number).then_some(LeftOut::Lapped);
    }
}

fn at_sight(lap: &RaceLap, timed: &TimedLap) -> Option<LeftOut> {
    let neutral = [Flag::SafetyCar, Flag::VirtualSafetyCar, Flag::FullCourseYellow, Flag::Red];
    let reasons = [
        (LeftOut::NoTime, lap.time <= 0.0),
        (LeftOut::FirstLap, lap.number == 1),
        (LeftOut::InLap, timed.is_in_lap()),
        (LeftOut::OutLap, timed.is_out_lap()),
        (LeftOut::Deleted, timed.deleted.is_some()),
        (LeftOut::Neutralised, neutral.iter().any(|flag| lap.flags.holds(*flag))),
        (LeftOut::Yellow, lap.flags.holds(Flag::Yellow)),
    ];
    reasons.into_iter().find(|(_, fits)| *fits).map(|(reason, _)| reason)
}

/// Keeps the laps on tyres for the weather that most laps were driven in.
fn leave_out_other_weather(table: &mut LapTable) {
    let is_wet = |lap: &RaceLap| {
        let name = lap.compound.as_ref().map(|it| it.as_str());
        matches!(name, Some("intermediate" | "wet"))
    };
    let kept = |lap: &&RaceLap| lap.left_out.is_none();
    let n_wet = table.laps.iter().filter(kept).filter(|lap| is_wet(lap)).count();
    let wet_race = 2 * n_wet > table.laps.iter().filter(kept).count();
    for lap in table.laps.iter_mut().filter(|lap| lap.left_out.is_none()) {
        lap.left_out = (is_wet(lap) != wet_race).then_some(LeftOut::OtherWeather);
    }
}

/// Leaves out the laps on which most cars were slow, each held against its own median.
fn leave_out_slow_field(table: &mut LapTable) {
    let kept = |lap: &&RaceLap| lap.left_out.is_none();
    let usual = |driver: usize| {
        let own = table.laps.iter().filter(kept).filter(|lap| lap.driver == driver);
        median(&own.map(|lap| lap.time).collect::<Vec<f64>>())
    };
    let usual: Vec<Option<f64>> = (0..table.drivers.len()).map(usual).collect();
    let is_slow = |number: u16| {
        let laps = table.laps.iter().filter(kept).filter(|lap| lap.number == number);
        let ratios = laps.filter_map(|lap| Some(lap.time / usual[lap.driver]?));
        let ratios: Vec<f64> = ratios.collect();
        ratios.len() >= FIELD && median(&ratios).is_some_and(|ratio| ratio > FIELD_SLOW)
    };
    let slow: Vec<bool> = (0..=table.n_race_laps).map(is_slow).collect();
    for lap in table.laps.iter_mut().filter(|lap| lap.left_out.is_none()) {
        lap.left_out = slow[usize::from(lap.number)].then_some(LeftOut::FieldSlow);
    }
}

/// Leaves out the first lap after a safety car, a red flag, or laps on which the field was slow.
fn leave_out_restarts(table: &mut LapTable) {
    let was_slow = |lap: &RaceLap| {
        lap.flags.holds(Flag::SafetyCar)
            || lap.flags.holds(Flag::Red)
            || lap.left_out == Some(LeftOut::FieldSlow)
    };
    for idx in 1..table.laps.len() {
        let (before, lap) = (&table.laps[idx - 1], &table.laps[idx]);
        let follows = before.car == lap.car && before.number + 1 == lap.number;
        if follows && was_slow(before) && lap.left_out.is_none() {
            table.laps[idx].left_out = Some(LeftOut::Restart);
        }
    }
}
