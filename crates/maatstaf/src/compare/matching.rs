//! What matching the reference would bring, in words.

use maatstaf_telemetry::{Counterfactual, Gain, Loss, Matched};

/// So many gains are said one by one.
const SAID: usize = 3;

/// What matching would bring, place by place and together; one sentence that it would bring nothing where no
/// gain is more than noise. `lap` and `reference` are how the two are called.
pub fn matching_sentences(
    counterfactual: &Counterfactual,
    lap: &str,
    reference: &str,
) -> Vec<String> {
    let Counterfactual { gains, matched, .. } = counterfactual;
    if gains.is_empty() {
        return vec![format!(
            "In no corner would matching {reference} bring {lap} more than what the samples leave open."
        )];
    }
    let said = gains.iter().take(SAID).map(|gain| of_place(gain, reference));
    said.chain(matched.iter().map(|matched| of_lap(matched, gains.len(), lap))).collect()
}

/// `turn 5`, `turns 14 to 16`, or where the lap begins.
pub fn place_in_words(gain: &Gain) -> String {
    match gain.corners {
        None => "the corner before the line".to_owned(),
        Some([first, last]) if first == last => format!("turn {first}"),
        Some([first, last]) if first + 1 == last => format!("turns {first} and {last}"),
        Some([first, last]) => format!("turns {first} to {last}"),
    }
}

fn of_place(gain: &Gain, reference: &str) -> String {
    let carried = gain.carried.filter(|carried| carried.time.as_micros().abs() >= LEAST);
    let straight = carried.map_or_else(String::new, |carried| {
        let seconds = carried.time.seconds();
        format!(", {seconds:.2} s of it on the straight behind")
    });
    format!(
        "Driving {} like {reference} would bring {}{straight}.",
        place_in_words(gain),
        seconds(&gain.gain)
    )
}

/// What is carried onto a straight is said from here on, in microseconds.
const LEAST: i64 = 10_000;

fn of_lap(matched: &Matched, n_gains: usize, lap: &str) -> String {
    let which = match matched.n_gains {
        1 => "With that matched".to_owned(),
        n if n == n_gains => format!("With all {n} matched"),
        n => format!("With the {n} largest matched"),
    };
    let Matched { interval: [low, high], gain, .. } = matched;
    let lap_time = clock(matched.lap_time.seconds());
    format!(
        "{which}, {} less: the lap of {lap} is a {lap_time} [{}, {}].",
        seconds(gain),
        clock(*low),
        clock(*high)
    )
}

fn seconds(loss: &Loss) -> String {
    format!("{:.2} s [{:.2}, {:.2}]", loss.time.seconds(), loss.low, loss.high)
}

/// `1:12.35`.
fn clock(seconds: f64) -> String {
    let hundredths = (100.0 * seconds).round() as u64;
    format!("{}:{:02}.{:02}", hundredths / 6000, hundredths / 100 % 60, hundredths % 100)
}
