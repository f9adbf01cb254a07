//! Two drivers by the laps of races, in sentences.

use maatstaf_pace::{ErrorRate, Ratio, Spread};

use super::PairByLaps;

/// What the laps say of the gap of two drivers; nothing without a race.
pub fn pace_sentences(pair: &PairByLaps, driver: &str, reference: &str) -> Vec<String> {
    let gap = &pair.gap;
    let usual = gap.races.iter().filter(|race| !race.outlier);
    let n_laps: usize = usual.map(|race| race.seconds.n_laps).sum();
    let (Some(seconds), Some(percent)) = (&gap.seconds, &gap.percent) else {
        let one = gap.races.first().map(|race| {
            let (low, high) = race.seconds.interval;
            format!(
                "In {}, the only race with laps of both, {driver} lost {:+.2} s per lap to {reference} \
                 [{low:+.2}, {high:+.2}] on equal fuel and tyres in clear air ({n_laps} laps).",
                race.race, race.seconds.value
            )
        });
        return one.into_iter().collect();
    };
    let verdict = match seconds.interval {
        (low, _) if low > 0.0 => format!("{driver} was slower than {reference}"),
        (_, high) if high < 0.0 => format!("{driver} was faster than {reference}"),
        _ => format!("The data cannot tell who was faster, {driver} or {reference}"),
    };
    let sentences = [
        format!(
            "{verdict} in the races: {:+.2} s per lap [{:+.2}, {:+.2}], or {:+.2} % [{:+.2}, {:+.2}], on \
             equal fuel and tyres in clear air ({} races, {n_laps} laps).",
            seconds.mean,
            seconds.interval.0,
            seconds.interval.1,
            percent.mean,
            percent.interval.0,
            percent.interval.1,
            seconds.n
        ),
        level_sentence(pair),
        outlier_sentence(pair),
    ];
    sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect()
}

/// The races that are not in the usual gap.
fn outlier_sentence(pair: &PairByLaps) -> String {
    let outliers: Vec<String> = pair
        .gap
        .outliers()
        .map(|race| format!("{} ({:+.2} s)", race.race, race.seconds.value))
        .collect();
    match (&pair.gap.all, outliers.is_empty()) {
        (Some(all), false) => format!(
            "Left out, since they do not belong to the rest: {}; with them it would be {:+.2} s [{:+.2}, \
             {:+.2}].",
            outliers.join(", "),
            all.mean,
            all.interval.0,
            all.interval.1
        ),
        _ => String::new(),
    }
}

/// How much of the changes from race to race is more than chance.
fn level_sentence(pair: &PairByLaps) -> String {
    let Some(level) = &pair.gap.seconds else { return String::new() };
    let (low, high) = level.spread_interval;
    let real = match level.by_chance {
        p if p < 0.1 => "the gap itself changed from race to race",
        _ => "the data cannot tell its changes from race to race from chance",
    };
    format!(
        "Season-long level: {real}; it spread by {:.2} s about its mean [{low:.2}, {high:.2}], {:.0} % \
         [{:.0}, {:.0}] of all that the gaps varied.",
        level.spread,
        100.0 * level.share,
        100.0 * level.share_interval.0,
        100.0 * level.share_interval.1
    )
}

/// What the laps say of how steady two drivers were; nothing below two races.
pub fn steadiness_sentences(pair: &PairByLaps, driver: &str, reference: &str) -> Vec<String> {
    let mut sentences = steady_sentences(pair, driver, reference);
    if !sentences.is_empty() {
        sentences.extend(Some(level_sentence(pair)).filter(|sentence| !sentence.is_empty()));
    }
    sentences
}

/// Both, each thing once.
pub(crate) fn laps_sentences(pair: &PairByLaps, driver: &str, reference: &str) -> Vec<String> {
    let mut sentences = pace_sentences(pair, driver, reference);
    sentences.extend(steady_sentences(pair, driver, reference));
    sentences
}

fn steady_sentences(pair: &PairByLaps, driver: &str, reference: &str) -> Vec<String> {
    let (Some(own), Some(theirs)) = (&pair.driver.spread, &pair.reference.spread) else {
        return Vec::new();
    };
    let mut sentences = Vec::new();
    if let Some(ratio) = &pair.spread_ratio {
        sentences.push(ratio_sentence(ratio, own, theirs, driver, reference));
    }
    sentences.push(format!(
        "Off the pace in clear air: {driver} {}, {reference} {}.",
        errors(&pair.driver.errors),
        errors(&pair.reference.errors)
    ));
    sentences
}

fn ratio_sentence(
    ratio: &Ratio,
    own: &Spread,
    theirs: &Spread,
    driver: &str,
    reference: &str,
) -> String {
    let verdict = match ratio.interval {
        (low, _) if low > 1.0 => format!("{driver} was less steady than {reference}"),
        (_, high) if high < 1.0 => format!("{driver} was steadier than {reference}"),
        _ => format!("The data cannot tell who was steadier, {driver} or {reference}"),
    };
    let spread =
        |it: &Spread| format!("{:.2} s [{:.2}, {:.2}]", it.value, it.interval.0, it.interval.1);
    format!(
        "{verdict}: about what fuel, tyres and stints explain his laps spread by {}, the reference's by \
         {}; {:.2} times as far [{:.2}, {:.2}] over {} races.",
        spread(own),
        spread(theirs),
        ratio.value,
        ratio.interval.0,
        ratio.interval.1,
        ratio.n_races
    )
}

fn errors(rate: &ErrorRate) -> String {
    format!(
        "{:.1} times per 100 laps [{:.1}, {:.1}] ({} in {} laps)",
        rate.per_100, rate.interval.0, rate.interval.1, rate.n, rate.n_laps
    )
}
