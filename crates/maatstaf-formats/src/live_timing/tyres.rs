//! `TimingAppData`: sets of tyres. A set is told some time after it is fitted, and put right later;
//! how many laps it has done is told after each of them.

use std::collections::BTreeMap;

use maatstaf_core::{CarNumber, Compound, TimedStint};

use super::walker::{Broken, Walker};

/// The sets of every car, as told.
#[derive(Debug, Default)]
pub(super) struct Tyres {
    cars: BTreeMap<String, BTreeMap<u8, Told>>,
}

/// What was told of one set.
#[derive(Clone, Debug, Default)]
struct Told {
    since: i64,
    compound: Option<String>,
    is_new: Option<bool>,
    same_as_before: bool,
    before: Option<u16>,
    /// Laps on the set, and when they were told.
    laps: Vec<(i64, u16)>,
}

/// A lap as far as its tyres are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub number: u16,
    /// When the car was known to be on it.
    pub opened: i64,
    /// When the line was crossed at its end.
    pub ended: Option<i64>,
    pub leaves_pits: bool,
}

impl Tyres {
    /// Reads one record. Cars that are not wanted are passed over.
    pub(super) fn read(
        &mut self,
        body: &[u8],
        at: Option<i64>,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<(), Broken> {
        Walker::new(body).object(|key, walker| match key {
            b"Lines" => walker.object_or_skip(|number, walker| match std::str::from_utf8(number) {
                Ok(number) if wanted(number) => walker.object_or_skip(|key, walker| match key {
                    b"Stints" => self.stints(number, walker, at.unwrap_or(0)),
                    _ => walker.skip(),
                }),
                _ => walker.skip(),
            }),
            _ => walker.skip(),
        })
    }

    fn stints(&mut self, number: &str, walker: &mut Walker<'_>, at: i64) -> Result<(), Broken> {
        let sets = self.cars.entry(number.to_owned()).or_default();
        walker.items(|idx, walker| {
            let Ok(idx) = u8::try_from(idx) else { return walker.skip() };
            let set = sets.entry(idx).or_insert_with(|| Told { since: at, ..Told::default() });
            set.read(walker, at)
        })
    }

    /// The stints of a car over its laps.
    pub(super) fn stints_of(&self, number: &str, turns: &[Turn]) -> Vec<TimedStint> {
        let Some(sets) = self.cars.get(number) else { return Vec::new() };
        let mut stints: Vec<TimedStint> = Vec::new();
        for told in sets.values() {
            let before = told.before.or_else(|| told.laps.first().map(|(_, laps)| *laps));
            let goes_on = told.same_as_before && told.before != Some(0);
            if let Some(last) = stints.last_mut().filter(|_| goes_on) {
                last.compound = told.compound().or(last.compound.take());
                continue;
            }
            let first = if stints.is_empty() {
                turns.first().map(|turn| turn.number)
            } else {
                told.first_lap(turns)
            };
            stints.push(TimedStint {
                car: CarNumber::new(number),
                stint: u16::try_from(stints.len() + 1).unwrap_or(u16::MAX),
                compound: told.compound(),
                fresh: told.is_new,
                age_at_start: before,
                first_lap: first,
                last_lap: None,
            });
        }
        close(&mut stints, turns.last().map(|turn| turn.number));
        stints
    }
}

/// Ends every stint before the next begins. A set of which no lap is known has none.
fn close(stints: &mut [TimedStint], last_lap: Option<u16>) {
    let mut end = last_lap;
    for stint in stints.iter_mut().rev() {
        stint.last_lap = end.filter(|end| stint.first_lap.is_some_and(|first| first <= *end));
        match stint.last_lap {
            Some(_) => end = stint.first_lap.map(|first| first - 1),
            None => stint.first_lap = None,
        }
    }
}

impl Told {
    fn read(&mut self, walker: &mut Walker<'_>, at: i64) -> Result<(), Broken> {
        walker.object_or_skip(|key, walker| {
            match key {
                b"Compound" => {
                    let text = walker.text_or_skip()?.filter(|text| !text.contains("UNKNOWN"));
                    let text = text.filter(|text| !text.is_empty());
                    self.compound = text.map(|text| text.to_lowercase()).or(self.compound.take());
                }
                b"New" => self.is_new = walker.truth()?.or(self.is_new),
                b"TyresNotChanged" => self.same_as_before = walker.truth()?.unwrap_or(false),
                b"StartLaps" => self.before = walker.number()?.or(self.before),
                b"TotalLaps" => {
                    let laps = walker.number()?;
                    self.laps.extend(laps.map(|laps| (at, laps)));
                }
                _ => walker.skip()?,
            }
            Ok(())
        })
    }

    fn compound(&self) -> Option<Compound> {
        self.compound.as_deref().map(Compound::new)
    }

    /// Its first lap, as most of the counts say that were told after laps; where there is none, the lap
    /// that was under way when it was told.
    fn first_lap(&self, turns: &[Turn]) -> Option<u16> {
        let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
        for (at, laps) in &self.laps {
            let done = laps.saturating_sub(self.before.unwrap_or(0));
            let ended =
                turns.iter().rev().find(|turn| turn.ended.is_some_and(|ended| ended <= *at));
            let is_soon = |turn: &&Turn| turn.ended.is_some_and(|ended| at - ended <= SOON);
            if let Some(turn) = ended.filter(is_soon).filter(|turn| done > 0 && turn.number >= done)
            {
                *votes.entry(turn.number - done + 1).or_default() += 1;
            }
        }
        let most = votes.iter().max_by_key(|(first, votes)| (**votes, std::cmp::Reverse(**first)));
        let under_way = turns.iter().rev().find(|turn| turn.opened <= self.since + SOON / 6);
        let voted = most.map(|(first, _)| *first).or_else(|| under_way.map(|turn| turn.number))?;
        Some(near_exit(voted, turns))
    }
}

/// Counts come so soon after the lap, mostly within ten seconds.
const SOON: i64 = 60_000_000;

/// Tyres are changed in the pit lane: the lap itself or a neighbour, where that one leaves it.
fn near_exit(lap: u16, turns: &[Turn]) -> u16 {
    let leaves = |number: u16| turns.iter().any(|turn| turn.number == number && turn.leaves_pits);
    let near = [Some(lap), lap.checked_sub(1), lap.checked_add(1)];
    near.into_iter().flatten().find(|number| leaves(*number)).unwrap_or(lap)
}

#[cfg(test)]
#[path = "tyres_tests.rs"]
mod tests;
