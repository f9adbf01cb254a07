//! What two drivers usually differ in, in the words of the field.

use maatstaf_telemetry::{ManyCompared, PieceOfMany, Usual, UsualCorner};

/// Metres per second in a kilometre an hour.
const KMH: f64 = 1.0 / 3.6;
/// Places of pedals differ by more than this, in metres, beyond what laps leave open.
const APART: f64 = 2.0;
/// And by less than this: further apart, it is another use of the pedal, not the same one later.
const SAME_USE: f64 = 60.0;
/// Speeds differ by more than this, in metres per second, likewise.
const FASTER: f64 = 1.0 * KMH;
/// Errors to each side that hold nine of ten.
const NINE_OF_TEN: f64 = 1.645;

/// One sentence for every corner and straight whose usual loss or gain is more than noise, the largest first.
/// `lap` and `reference` are how the two drivers are called.
pub fn usual_sentences(many: &ManyCompared, lap: &str, reference: &str) -> Vec<String> {
    let mut sure: Vec<&PieceOfMany> =
        many.pieces.iter().filter(|piece| piece.lost.is_sure()).collect();
    sure.sort_by(|a, b| b.lost.time.abs().total_cmp(&a.lost.time.abs()));
    let said = sure.into_iter().filter_map(|piece| sentence(piece, lap, reference));
    let mut said: Vec<String> = said.collect();
    if said.is_empty() {
        said.push(format!(
            "Nowhere on the lap is what {lap} usually loses to {reference} more than what the laps leave open."
        ));
    }
    said.extend(least_steady(many, lap, reference));
    said
}

fn sentence(piece: &PieceOfMany, lap: &str, reference: &str) -> Option<String> {
    let [low, high] = piece.lost.interval?;
    let loses = piece.lost.time > 0.0;
    let (least, most) = if loses { (low, high) } else { (-high, -low) };
    let (verb, from) = if loses { ("loses", "to") } else { ("gains", "on") };
    let amount = format!("{:.2} s [{least:.2}, {most:.2}]", piece.lost.time.abs());
    let place = place(piece);
    let why = piece.driven.as_ref().map_or_else(Vec::new, |driven| of_corner(driven, loses));
    let why = if why.is_empty() { String::new() } else { format!(": {}", why.join(", ")) };
    Some(format!("{lap} usually {verb} {amount} {from} {reference} {place}{why}."))
}

fn place(piece: &PieceOfMany) -> String {
    piece.corner.map_or_else(
        || format!("on the straight from {:.0} to {:.0} m", piece.from, piece.to),
        |number| format!("in turn {number}"),
    )
}

/// What goes with losing, or with gaining.
fn of_corner([lap, reference]: &[UsualCorner; 2], loses: bool) -> Vec<String> {
    let mut said = Vec::new();
    let metres = |one, two| {
        differ(one, two, APART).filter(|it| it.abs() < SAME_USE).map(|it| (it, it.abs()))
    };
    if let Some((by, amount)) = metres(lap.braking_at, reference.braking_at)
        && (by < 0.0) == loses
    {
        let when = if by < 0.0 { "earlier" } else { "later" };
        said.push(format!("brakes {amount:.0} m {when}"));
    }
    let speed = |one, two| differ(one, two, FASTER).filter(|by| (*by < 0.0) == loses);
    let how = |by: f64| if by < 0.0 { "slower" } else { "faster" };
    if let (Some(by), Some(one), Some(two)) =
        (speed(lap.least_speed, reference.least_speed), lap.least_speed, reference.least_speed)
    {
        let (amount, how) = (by.abs() / KMH, how(by));
        let both = [one, two].map(|it| it.middle / KMH);
        said.push(format!(
            "is {amount:.0} km/h {how} at the apex ({:.0} against {:.0})",
            both[0], both[1]
        ));
    }
    if let Some((by, amount)) = metres(lap.full_throttle_at, reference.full_throttle_at)
        && (by > 0.0) == loses
    {
        let when = if by > 0.0 { "later" } else { "earlier" };
        said.push(format!("is on full throttle {amount:.0} m {when}"));
    }
    if let Some(by) = speed(lap.exit_speed, reference.exit_speed) {
        said.push(format!("leaves it {:.0} km/h {}", by.abs() / KMH, how(by)));
    }
    said
}

/// By how much two usual values differ, where that is more than `least` beyond what laps leave open.
fn differ(one: Option<Usual>, two: Option<Usual>, least: f64) -> Option<f64> {
    let (one, two) = (one?, two?);
    let error = one.error()?.hypot(two.error()?);
    let by = one.middle - two.middle;
    (by.abs() > least + NINE_OF_TEN * error).then_some(by)
}

/// Where the driver varies most from lap to lap, against the reference.
fn least_steady(many: &ManyCompared, lap: &str, reference: &str) -> Option<String> {
    let most = many.pieces.iter().max_by(|a, b| a.spread[0].total_cmp(&b.spread[0]))?;
    let [own, other] = most.spread;
    let known = many.n_laps[0] > 1 && own > 0.0;
    let against =
        if many.n_laps[1] > 1 { format!(", {reference} by {other:.2}") } else { String::new() };
    known.then(|| {
        format!("From lap to lap {lap} varies most {}: by {own:.2} s{against}.", place(most))
    })
}
