//! The points, dropped results and finishes of everyone, while an end of a season is counted.

use std::cmp::Ordering;

use super::{Coming, FastestLap, Rules, in_parts};
use crate::Scoresheet;

/// What everyone has, session after session.
#[derive(Clone, Debug)]
pub struct Count {
    /// Points that count, in parts, one per competitor.
    net: Vec<i64>,
    /// Results that count where others drop out, `[n_competitors × n_halves × kept]`.
    kept: Vec<i64>,
    /// How many of them there are, `[n_competitors × n_halves]`.
    n_kept: Vec<usize>,
    /// Races finished in first, second, … place, `[n_competitors × n_places]`.
    finishes: Vec<u16>,
    /// Competitors as they stood when places were last asked for.
    order: Vec<u16>,
    /// What this session gave everyone, and with how many cars.
    gains: Vec<(i64, u16)>,
}

impl Count {
    pub(super) fn new(rules: &Rules) -> Self {
        let n = rules.n_competitors;
        let most_kept = rules.kept.iter().copied().max().unwrap_or(0);
        Self {
            net: vec![0; n],
            kept: vec![0; n * rules.kept.len() * most_kept],
            n_kept: vec![0; n * rules.kept.len()],
            finishes: vec![0; n * rules.n_places],
            order: (0..n as u16).collect(),
            gains: vec![(0, 0); n],
        }
    }

    /// The order stays: it is the best guess of the next one, and no answer depends on it.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.net.copy_from_slice(&other.net);
        self.kept.copy_from_slice(&other.kept);
        self.n_kept.copy_from_slice(&other.n_kept);
        self.finishes.copy_from_slice(&other.finishes);
    }

    pub(super) fn net(&self, who: usize) -> i64 {
        self.net[who]
    }

    pub(super) fn add(&mut self, who: usize, parts: i64) {
        self.net[who] += parts;
    }

    /// A session in which everyone has one car and all results count.
    pub(super) fn hold_plain(&mut self, rules: &Rules, at: &Coming, order: &[u16]) {
        for (&who, parts) in order.iter().zip(&at.places) {
            self.net[usize::from(who)] += parts;
        }
        let counted = at.break_ties.min(rules.n_places);
        for (place, &who) in order.iter().take(counted).enumerate() {
            self.finishes[usize::from(who) * rules.n_places + place] += 1;
        }
    }

    /// Any session.
    pub(super) fn hold_any(
        &mut self,
        rules: &Rules,
        at: &Coming,
        order: &[u16],
        fastest_lap: Option<FastestLap>,
    ) {
        for &who in order {
            self.gains[usize::from(who)] = (0, 0);
        }
        let mut place = 0;
        for who in order.iter().map(|&who| usize::from(who)) {
            let (gain, cars) = &mut self.gains[who];
            if *cars == rules.cars[who] {
                continue;
            }
            if *cars == 0 || !rules.best_car_only {
                *gain += at.places.get(place).copied().unwrap_or(0);
            }
            *cars += 1;
            if place < at.break_ties.min(rules.n_places) {
                self.finishes[who * rules.n_places + place] += 1;
            }
            place += 1;
        }
        if let Some(who) = at.scores_fastest_lap(fastest_lap) {
            match order.iter().any(|it| usize::from(*it) == who) {
                true => self.gains[who].0 += at.fastest_lap,
                false => self.keep(rules, who, at.half, at.fastest_lap),
            }
        }
        for &who in order {
            let who = usize::from(who);
            let gain = std::mem::take(&mut self.gains[who].0);
            self.keep(rules, who, at.half, gain);
        }
    }

    /// A session as it was held.
    pub(super) fn hold_as_was(
        &mut self,
        rules: &Rules,
        part: i64,
        sheet: &Scoresheet,
        column: usize,
        half: usize,
    ) {
        for who in 0..rules.n_competitors {
            self.keep(rules, who, half, in_parts(sheet.scores[who][column], part));
            let before = sheet.tallies[column].finishes(who);
            let after = sheet.tallies[column + 1].finishes(who);
            let own = &mut self.finishes[who * rules.n_places..][..rules.n_places];
            for (own, (before, after)) in own.iter_mut().zip(before.iter().zip(after)) {
                *own += after - before;
            }
        }
    }

    /// Adds the result of a session; where results drop out, the least of too many does.
    fn keep(&mut self, rules: &Rules, who: usize, half: usize, gain: i64) {
        if gain == 0 {
            return;
        }
        let Some(&most) = rules.kept.get(half) else {
            self.net[who] += gain;
            return;
        };
        let slot = who * rules.kept.len() + half;
        let stride = self.kept.len() / self.n_kept.len();
        let kept = &mut self.kept[slot * stride..][..most];
        let n_kept = &mut self.n_kept[slot];
        if *n_kept < most {
            kept[*n_kept] = gain;
            *n_kept += 1;
            self.net[who] += gain;
        } else if let Some(least) = kept.iter_mut().min().filter(|least| **least < gain) {
            self.net[who] += gain - *least;
            *least = gain;
        }
    }

    pub(super) fn places(&mut self, rules: &Rules, places: &mut [u16]) {
        let Self { net, finishes, order, .. } = self;
        let rank = |a: u16, b: u16| {
            let (a, b) = (usize::from(a), usize::from(b));
            let of = |who: usize| &finishes[who * rules.n_places..][..rules.n_places];
            let excluded = rules.excluded[a].cmp(&rules.excluded[b]);
            excluded.then(net[b].cmp(&net[a])).then_with(|| of(b).cmp(of(a)))
        };
        for idx in 1..order.len() {
            let who = order[idx];
            let mut at = idx;
            while at > 0 && rank(order[at - 1], who) == Ordering::Greater {
                order[at] = order[at - 1];
                at -= 1;
            }
            order[at] = who;
        }
        let mut place = 0;
        for (idx, &who) in order.iter().enumerate() {
            if idx == 0 || rank(order[idx - 1], who) != Ordering::Equal {
                place = idx as u16 + 1;
            }
            let who = usize::from(who);
            places[who] = if rules.excluded[who] { 0 } else { place };
        }
    }
}
