//! From a point of a line to the next.
//!
//! ```text
//! V₊² = V² + 2 h ((1 − θ) a(V²) + θ a₊(V₊²)),   θ = max(½, 1 − 1/(2 h |a'|))  where a' < 0
//! ```
//!
//! The trapezoidal rule, but where `a` falls with speed so steeply that a slower start would end
//! faster: near the limit of what the tyres give, where the rule would swing about the solution.

/// How near a try has to be for Newton's method to end there, as a share of `V²`.
const CLOSE: f64 = 1e-6;
/// How near to its cap a first guess has to be for the cap to be tried first.
const NEAR: f64 = 0.97;
/// Where `−2 h a'` is more than this, as the tries say, it is looked at: from 1 on it decides on `θ`.
const STEEP: f64 = 0.3;
/// Over how much of `V²`.
const WIDE: f64 = 0.01;
/// Tries at most; every sixth halves the range.
const TRIES: usize = 60;

/// A place that has been reached.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Reached {
    /// `V²`, m²/s².
    pub square: f64,
    /// `a` there, m/s².
    pub gain: f64,
    /// `a'`, by `V²`, 1/m; 0 where the place is at its cap.
    pub slope: f64,
    /// Whether the cap ended it.
    pub capped: bool,
}

/// `θ` of a step of `h`, from how `a` changes with `V²` where it starts.
pub(super) fn weight(h: f64, slope: f64) -> f64 {
    (1.0 - 1.0 / (2.0 * h * -slope.min(-f64::MIN_POSITIVE))).max(0.5)
}

/// The place after a step of `h` metres, no faster than its cap.
pub(super) fn step(from: &Reached, h: f64, cap: f64, gain: impl Fn(f64) -> f64) -> Reached {
    let theta = weight(h, from.slope);
    let known = from.square + 2.0 * h * (1.0 - theta) * from.gain;
    let own = 2.0 * h * theta;
    let at_cap = |gain: f64| Reached { square: cap, gain, slope: 0.0, capped: true };
    let guess = from.square + 2.0 * h * from.gain * (1.0 + (h * from.slope).max(-0.5));
    if guess > NEAR * cap {
        let most = gain(cap);
        if cap - known - own * most <= 0.0 {
            return at_cap(most);
        }
    }
    let (mut low, mut high) = (0.0, cap);
    let (mut square, mut slope) = (guess.clamp(0.0, cap), from.slope);
    let mut before: Option<(f64, f64)> = None;
    for tries in 1..=TRIES {
        let here = gain(square);
        if let Some((at, was)) = before.filter(|(at, _)| *at != square) {
            slope = (here - was) / (square - at);
        }
        let rest = square - known - own * here;
        if rest < 0.0 && square >= cap {
            return at_cap(here);
        }
        let newton = square - rest / (1.0 - own * slope);
        if rest.abs() <= CLOSE * square.max(1.0) || tries == TRIES || high <= 0.0 {
            // One more step, without looking again.
            let end = newton.clamp(low, high);
            let reached =
                Reached { square: end, gain: here + slope * (end - square), slope, capped: false };
            return if -2.0 * h * slope > STEEP { looked_at(reached, gain) } else { reached };
        }
        *(if rest < 0.0 { &mut low } else { &mut high }) = square;
        before = Some((square, here));
        let inside = newton > low && newton < high;
        square = match tries % 6 != 0 {
            true if inside => newton,
            true if newton >= high => high,
            _ => 0.5 * (low + high),
        };
    }
    at_cap(gain(cap))
}

/// The same place, its gain and slope found by looking: the slope decides on `θ`.
fn looked_at(reached: Reached, gain: impl Fn(f64) -> f64) -> Reached {
    let below = (1.0 - WIDE) * reached.square;
    let before = gain(below);
    let here = gain(reached.square);
    Reached { gain: here, slope: (here - before) / (reached.square - below), ..reached }
}
