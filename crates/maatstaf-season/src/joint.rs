//! How many rivals can reach their marks together, when each place is there only once.

use maatstaf_core::Points;

/// What one rival needs from the sessions to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    /// With which he draws level.
    pub points: Points,
    /// Whether level is enough; else he needs more than that.
    pub level_is_enough: bool,
}

/// What one session has to give: points by place, and for the fastest lap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Purse {
    /// From the first place.
    pub places: Vec<Points>,
    /// To any one of them.
    pub fastest_lap: Points,
}

impl Purse {
    /// The most that one competitor can take with so many cars.
    pub(crate) fn most_for(&self, cars: u16) -> Points {
        self.places.iter().take(cars.into()).copied().sum::<Points>() + self.fastest_lap
    }
}

impl Need {
    fn is_met_by(self, got: Points) -> bool {
        if self.level_is_enough { got >= self.points } else { got > self.points }
    }
}

/// How many hands the search deals before it gives up and calls the needs possible.
const HANDS: usize = 2_000;

/// The most rivals who can all get what they need from the sessions to come.
///
/// Those who need least pass first. For each number of rivals: dealing the best place left
/// to whoever lacks most settles the easy "yes"; sums settle the easy "no" (no group can get
/// more than its first places together); a search through all ways to deal decides the rest.
/// Should the search be cut short, the answer is "yes", so that nothing is called settled
/// that is not.
pub(crate) fn most_together(mut needs: Vec<Need>, purses: &[Purse]) -> u16 {
    needs.sort_by_key(|need| (need.points, need.level_is_enough));
    let mut together = 0;
    for n_rivals in 1..=needs.len() {
        if !can_all(&needs[..n_rivals], purses) {
            break;
        }
        together = n_rivals as u16;
    }
    together
}

fn can_all(needs: &[Need], purses: &[Purse]) -> bool {
    if deal_to_the_neediest(needs, purses) {
        return true;
    }
    if sums_forbid(needs, purses) {
        return false;
    }
    let mut hands = HANDS;
    let mut got = vec![Points::ZERO; needs.len()];
    search(needs, purses, &mut got, &mut hands)
}

fn lacking(needs: &[Need], got: &[Points]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by_key(|&rival| std::cmp::Reverse(needs[rival].points - got[rival]));
    order
}

fn deal_to_the_neediest(needs: &[Need], purses: &[Purse]) -> bool {
    let mut got = vec![Points::ZERO; needs.len()];
    for purse in purses {
        for (&rival, points) in lacking(needs, &got).iter().zip(&purse.places) {
            got[rival] += *points;
        }
        let neediest = lacking(needs, &got)[0];
        got[neediest] += purse.fastest_lap;
    }
    all_met(needs, &got)
}

fn all_met(needs: &[Need], got: &[Points]) -> bool {
    needs.iter().zip(got).all(|(need, got)| need.is_met_by(*got))
}

/// Whether some group of the neediest needs more than all its best places give.
fn sums_forbid(needs: &[Need], purses: &[Purse]) -> bool {
    let mut needed = Points::ZERO;
    for (size, need) in (1..).zip(needs.iter().rev()) {
        needed += need.points;
        let firsts = |purse: &Purse| {
            purse.places.iter().take(size).copied().sum::<Points>() + purse.fastest_lap
        };
        if purses.iter().map(firsts).sum::<Points>() < needed {
            return true;
        }
    }
    false
}

/// Deals every session in every way, neediest first.
fn search(needs: &[Need], purses: &[Purse], got: &mut [Points], hands: &mut usize) -> bool {
    if all_met(needs, got) || *hands == 0 {
        return true;
    }
    let Some((purse, rest)) = purses.split_first() else { return false };
    let order = lacking(needs, got);
    let mut dealt = vec![false; needs.len()];
    deal_place(needs, purse, rest, got, hands, &order, &mut dealt, 0)
}

#[expect(clippy::too_many_arguments, reason = "the state of one depth-first search")]
fn deal_place(
    needs: &[Need],
    purse: &Purse,
    rest: &[Purse],
    got: &mut [Points],
    hands: &mut usize,
    order: &[usize],
    dealt: &mut [bool],
    place: usize,
) -> bool {
    if place == purse.places.len() || dealt.iter().all(|done| *done) {
        return order.iter().any(|&rival| {
            *hands = hands.saturating_sub(1);
            got[rival] += purse.fastest_lap;
            let found = search(needs, rest, got, hands);
            got[rival] += -purse.fastest_lap;
            found
        });
    }
    order.iter().any(|&rival| {
        if dealt[rival] {
            return false;
        }
        dealt[rival] = true;
        got[rival] += purse.places[place];
        let found = deal_place(needs, purse, rest, got, hands, order, dealt, place + 1);
        got[rival] += -purse.places[place];
        dealt[rival] = false;
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(needs: &[i64], n_races: usize, together: u16) {
        let race = Purse {
            places: [25, 18, 15, 12, 10].map(Points::from).to_vec(),
            fastest_lap: Points::ZERO,
        };
        let needs = needs
            .iter()
            .map(|&points| Need { points: Points::from(points), level_is_enough: true });
        assert_eq!(most_together(needs.collect(), &vec![race; n_races]), together);
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
