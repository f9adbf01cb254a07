use maatstaf_core::{LapNumber, TimedLap};

/// Why a lap does not say how fast its driver is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotAtSpeed {
    /// The first of a race: it began on the grid.
    FromTheGrid,
    /// Into the pit lane or out of it.
    Pits,
    /// Under another flag than green.
    Flags,
    /// Race control took its time away.
    Deleted,
    /// Without a time.
    Untimed,
    /// Slower than 107 % of the fastest of the others.
    Slow,
}

impl NotAtSpeed {
    /// In words, behind a number of laps: `into or out of the pits`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::FromTheGrid => "from the grid",
            Self::Pits => "into or out of the pits",
            Self::Flags => "not under green",
            Self::Deleted => "deleted",
            Self::Untimed => "without a time",
            Self::Slow => "slower than 107 % of the fastest",
        }
    }
}

/// Laps that say how fast a driver is, and those that do not.
#[derive(Clone, Debug, PartialEq)]
pub struct AtSpeed<'a> {
    /// At speed, in the order given.
    pub laps: Vec<&'a TimedLap>,
    /// The others, by reason.
    pub left_out: Vec<(NotAtSpeed, Vec<LapNumber>)>,
}

/// Slower than so many times the fastest, a driver is not at speed.
const AT_SPEED: f64 = 1.07;

/// Parts the laps that say how fast their driver is from those that do not. A lap with several reasons has the
/// first of them. Where flags are not known, no lap is left out for them.
///
/// ```
/// use maatstaf::core::{CarNumber, LapTime, TimedLap};
/// use maatstaf::session::{NotAtSpeed, at_speed};
///
/// let lap = |number: u16, millis: u64| {
///     let mut lap = TimedLap::new(CarNumber::new("11"), number);
///     lap.time = Some(LapTime::from_millis(millis));
///     lap
/// };
/// let laps = [lap(1, 101_000), lap(2, 95_000), lap(3, 96_000), lap(4, 120_000)];
/// let sorted = at_speed(&laps.iter().collect::<Vec<_>>(), true);
/// assert_eq!(sorted.laps, [&laps[1], &laps[2]]);
/// assert_eq!(sorted.left_out, [(NotAtSpeed::FromTheGrid, vec![1]), (NotAtSpeed::Slow, vec![4])]);
/// ```
pub fn at_speed<'a>(laps: &[&'a TimedLap], is_race: bool) -> AtSpeed<'a> {
    let reasons: Vec<_> = laps.iter().map(|lap| reason(lap, is_race)).collect();
    let free = laps.iter().zip(&reasons).filter(|(_, reason)| reason.is_none());
    let fastest = free.filter_map(|(lap, _)| lap.time).min();
    let is_slow = |lap: &TimedLap| {
        let both = lap.time.zip(fastest);
        both.is_some_and(|(time, fastest)| time.seconds() > AT_SPEED * fastest.seconds())
    };
    let mut sorted = AtSpeed { laps: Vec::new(), left_out: Vec::new() };
    for (lap, reason) in laps.iter().zip(reasons) {
        match reason.or_else(|| is_slow(lap).then_some(NotAtSpeed::Slow)) {
            None => sorted.laps.push(lap),
            Some(reason) => match sorted.left_out.iter_mut().find(|(it, _)| *it == reason) {
                Some((_, numbers)) => numbers.push(lap.number),
                None => sorted.left_out.push((reason, vec![lap.number])),
            },
        }
    }
    sorted.left_out.sort();
    sorted
}

fn reason(lap: &TimedLap, is_race: bool) -> Option<NotAtSpeed> {
    let reasons = [
        (is_race && lap.number == 1, NotAtSpeed::FromTheGrid),
        (lap.is_in_lap() || lap.is_out_lap(), NotAtSpeed::Pits),
        (!lap.flags.is_empty() && !lap.flags.is_green(), NotAtSpeed::Flags),
        (lap.deleted.is_some(), NotAtSpeed::Deleted),
        (lap.time.is_none(), NotAtSpeed::Untimed),
    ];
    reasons.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| reason)
}

#[cfg(test)]
mod tests {
    use maatstaf_core::{CarNumber, ClockTime, Flag, Flags, LapTime};

    use super::*;

    fn lap(number: LapNumber, change: fn(&mut TimedLap)) -> TimedLap {
        let mut lap = TimedLap::new(CarNumber::new("11"), number);
        lap.time = Some(LapTime::from_millis(90_000));
        lap.flags = Flags::from_iter([Flag::Green]);
        change(&mut lap);
        lap
    }

    #[track_caller]
    fn check(change: fn(&mut TimedLap), reason: Option<NotAtSpeed>) {
        let laps = [lap(2, |_| ()), lap(3, change)];
        let sorted = at_speed(&laps.iter().collect::<Vec<_>>(), true);
        let left_out: Vec<_> = reason.map(|reason| (reason, vec![3])).into_iter().collect();
        assert_eq!((sorted.laps.len(), sorted.left_out), (2 - left_out.len(), left_out));
    }

    #[test]
    fn exact_first_laps_of_races_begin_on_the_grid() {
        let laps = [lap(1, |_| ()), lap(2, |_| ())];
        let laps: Vec<_> = laps.iter().collect();
        assert_eq!(at_speed(&laps, true).left_out, [(NotAtSpeed::FromTheGrid, vec![1])]);
        assert_eq!(at_speed(&laps, false).left_out, []);
    }

    #[test]
    fn exact_reasons() {
        check(|_| (), None);
        check(|lap| lap.flags = Flags::default(), None);
        check(|lap| lap.in_lap = true, Some(NotAtSpeed::Pits));
        check(|lap| lap.pit_out = Some(ClockTime::from_millis(1)), Some(NotAtSpeed::Pits));
        check(|lap| lap.flags = lap.flags.with(Flag::Yellow), Some(NotAtSpeed::Flags));
        check(|lap| lap.deleted = Some("track limits".to_owned()), Some(NotAtSpeed::Deleted));
        check(|lap| lap.time = None, Some(NotAtSpeed::Untimed));
        check(|lap| lap.time = Some(LapTime::from_millis(96_300)), None);
        check(|lap| lap.time = Some(LapTime::from_millis(96_301)), Some(NotAtSpeed::Slow));
    }
}
