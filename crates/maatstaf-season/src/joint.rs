//! How many rivals can pass together, when each place is there only once.

use std::cmp::Reverse;

use maatstaf_core::Points;

/// What one session has to give: points by place, and for the fastest lap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Purse {
    /// From the first place.
    pub places: Vec<Points>,
    /// To any one of them.
    pub fastest_lap: Points,
    /// The last place with which the fastest lap scores; `None` where no place is asked for.
    pub fastest_lap_within: Option<u16>,
    /// So many places count when points are level.
    pub break_ties: usize,
}

impl Purse {
    /// The most that one competitor can take with so many cars.
    pub(crate) fn most_for(&self, cars: u16) -> Points {
        self.places_to(cars.into()) + self.fastest_lap
    }

    fn places_to(&self, n_places: usize) -> Points {
        self.places.iter().take(n_places).copied().sum()
    }
}

/// A rival who is behind and can still pass, alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rival {
    /// The points with which he draws level.
    pub lacks: Points,
    /// Whether he can pass by drawing level, at his best.
    pub level_can_do: bool,
    /// His finishes, which decide when he is level.
    pub finishes: Vec<u16>,
}

/// Rivals in pursuit of one who scores no more.
pub(crate) struct Chase<'a> {
    /// The finishes of the one who is pursued.
    pub finishes: &'a [u16],
    /// The sessions to come.
    pub purses: &'a [&'a Purse],
}

/// How many hands the search deals before it gives up and calls the pursuit possible.
const HANDS: usize = 500;

impl Chase<'_> {
    /// The most rivals who can all pass. Those who lack least pass first.
    pub(crate) fn most_together(&self, mut rivals: Vec<Rival>) -> u16 {
        sort(&mut rivals);
        let (mut can, mut cannot) = (0, rivals.len() + 1);
        while cannot - can > 1 {
            let middle = can.midpoint(cannot);
            if self.can_all(&rivals[..middle]) {
                can = middle;
            } else {
                cannot = middle;
            }
        }
        can as u16
    }

    /// Whether so many of the rivals can all pass.
    pub(crate) fn can_pass(&self, mut rivals: Vec<Rival>, n_rivals: usize) -> bool {
        sort(&mut rivals);
        rivals.get(..n_rivals).is_some_and(|first| self.can_all(first))
    }

    /// Dealing the best place left to whoever lacks most settles the easy "yes"; sums settle
    /// the easy "no"; a search through all ways to deal decides the rest. Should the search
    /// be cut short, the answer is "yes", so that nothing is called settled that is not.
    fn can_all(&self, rivals: &[Rival]) -> bool {
        if sums_forbid(rivals, self.purses) {
            return false;
        }
        let mut rivals = rivals.to_vec();
        if self.deal_to_the_neediest(&mut rivals.clone()) {
            return true;
        }
        let mut hands = HANDS;
        self.search(&mut rivals, self.purses, &mut hands)
    }

    fn deal_to_the_neediest(&self, rivals: &mut [Rival]) -> bool {
        for purse in self.purses {
            sort(rivals);
            for (place, rival) in rivals.iter_mut().rev().enumerate() {
                rival.take(purse, place);
            }
            if let Some(rival) = rivals.iter_mut().max_by_key(|rival| rival.lacks) {
                rival.lacks = rival.lacks - purse.fastest_lap;
            }
        }
        self.all_passed(rivals)
    }

    fn all_passed(&self, rivals: &[Rival]) -> bool {
        let passed = |rival: &Rival| {
            (Points::ZERO, rival.finishes.as_slice()) > (rival.lacks, self.finishes)
        };
        rivals.iter().all(passed)
    }

    /// Deals every session in every way, neediest first.
    fn search(&self, rivals: &mut [Rival], purses: &[&Purse], hands: &mut usize) -> bool {
        if self.all_passed(rivals) || *hands == 0 {
            return true;
        }
        let Some((purse, rest)) = purses.split_first() else { return false };
        if sums_forbid(rivals, purses) {
            return false;
        }
        let mut waiting: Vec<usize> = (0..rivals.len()).collect();
        waiting.sort_by_key(|&rival| Reverse(rivals[rival].lacks));
        self.deal(rivals, purse, rest, hands, &mut waiting, 0)
    }

    /// Gives `place` and all behind it to those who wait for one, in every way.
    fn deal(
        &self,
        rivals: &mut [Rival],
        purse: &Purse,
        rest: &[&Purse],
        hands: &mut usize,
        waiting: &mut Vec<usize>,
        place: usize,
    ) -> bool {
        if waiting.is_empty() {
            return self.deal_fastest_lap(rivals, purse, rest, hands);
        }
        (0..waiting.len()).any(|idx| {
            let rival = waiting.remove(idx);
            rivals[rival].take(purse, place);
            let found = self.deal(rivals, purse, rest, hands, waiting, place + 1);
            rivals[rival].give_back(purse, place);
            waiting.insert(idx, rival);
            found
        })
    }

    fn deal_fastest_lap(
        &self,
        rivals: &mut [Rival],
        purse: &Purse,
        rest: &[&Purse],
        hands: &mut usize,
    ) -> bool {
        *hands = hands.saturating_sub(1);
        if purse.fastest_lap.is_zero() {
            return self.search(rivals, rest, hands);
        }
        (0..rivals.len()).any(|rival| {
            let lacked = rivals[rival].lacks;
            rivals[rival].lacks = lacked - purse.fastest_lap;
            let found = self.search(rivals, rest, hands);
            rivals[rival].lacks = lacked;
            found
        })
    }
}

impl Rival {
    /// Takes a place, from 0.
    fn take(&mut self, purse: &Purse, place: usize) {
        self.lacks = self.lacks - points_at(purse, place);
        if place < purse.break_ties.min(self.finishes.len()) {
            self.finishes[place] += 1;
        }
    }

    fn give_back(&mut self, purse: &Purse, place: usize) {
        self.lacks += points_at(purse, place);
        if place < purse.break_ties.min(self.finishes.len()) {
            self.finishes[place] -= 1;
        }
    }
}

fn points_at(purse: &Purse, place: usize) -> Points {
    purse.places.get(place).copied().unwrap_or(Points::ZERO)
}

/// Those who lack least first; of two who lack the same, the one with better finishes.
fn sort(rivals: &mut [Rival]) {
    rivals.sort_by(|a, b| a.lacks.cmp(&b.lacks).then_with(|| b.finishes.cmp(&a.finishes)));
}

/// Whether some of the neediest lack more than all their best places give.
fn sums_forbid(rivals: &[Rival], purses: &[&Purse]) -> bool {
    let mut needy: Vec<(Points, bool)> =
        rivals.iter().map(|rival| (rival.lacks, rival.level_can_do)).collect();
    needy.sort_unstable_by_key(|&(lacks, level_can_do)| (Reverse(lacks), level_can_do));
    let fastest_laps: Points = purses.iter().map(|purse| purse.fastest_lap).sum();
    let (mut lacked, mut most, mut level_can_do) = (Points::ZERO, fastest_laps, true);
    for (place, (lacks, level)) in needy.into_iter().enumerate() {
        lacked += lacks;
        level_can_do &= level;
        most += purses.iter().map(|purse| points_at(purse, place)).sum::<Points>();
        if lacked > most || (lacked == most && !level_can_do) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(needs: &[i64], n_races: usize, together: u16) {
        let race = Purse {
            places: [25, 18, 15, 12, 10].map(Points::from).to_vec(),
            fastest_lap: Points::ZERO,
            fastest_lap_within: None,
            break_ties: 0,
        };
        let rival = |&lacks: &i64| Rival {
            lacks: Points::from(lacks),
            level_can_do: true,
            finishes: vec![1],
        };
        let chase = Chase { finishes: &[0], purses: &vec![&race; n_races] };
        let rivals: Vec<Rival> = needs.iter().map(rival).collect();
        assert_eq!(chase.most_together(rivals), together);
    }

    #[test]
    fn exact_only_one_can_win() {
        check(&[20, 20], 1, 1);
        check(&[18, 25], 1, 2);
        check(&[15, 18, 25], 1, 3);
        check(&[16, 16, 25], 1, 2);
    }

    #[test]
    fn exact_two_races() {
        check(&[43, 43], 2, 2);
        check(&[44, 43], 2, 1);
        check(&[50, 36], 2, 2);
        check(&[50, 37], 2, 1);
        check(&[40, 40, 30], 2, 3);
    }

    #[test]
    fn law_nobody_passes_without_a_race() {
        check(&[1, 2, 3], 0, 0);
    }
}
