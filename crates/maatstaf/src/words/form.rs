//! Thirds of a season and its last rounds.

use maatstaf_core::RoundNumber;
use maatstaf_pace::{FormSlice, Verdict};

use super::form_level::form_sentences;
use super::{plural, points};
use crate::Briefing;

pub(super) fn form(briefing: &Briefing) -> Vec<String> {
    let form = &briefing.form;
    let mut sentences = form_sentences(briefing);
    let thirds = form.thirds.iter().map(|slice| slice_sentence(briefing, "Rounds", slice));
    sentences.extend(thirds);
    if let Some(last) = &form.last {
        sentences.push(slice_sentence(briefing, "The latest rounds,", last));
    }
    let told = form.changes.iter().filter(|change| change.verdict == Verdict::Moved);
    let moved: Vec<String> = told
        .filter_map(|change| {
            Some(format!(
                "Between rounds {} and {} the qualifying gap moved by {:+.2} percentage points; \
                 the intervals lie apart.",
                span(change.from.clone()),
                span(change.to.clone()),
                change.change_percent?
            ))
        })
        .collect();
    let compared = form.changes.iter().any(|change| change.change_percent.is_some());
    if moved.is_empty() && compared && briefing.level.is_none() {
        sentences.push(
            "Whether the qualifying gap changed over the season the data cannot tell: the \
             intervals of the thirds overlap or rest on too few rounds."
                .to_owned(),
        );
    }
    sentences.extend(moved);
    sentences
}

fn span(rounds: std::ops::RangeInclusive<RoundNumber>) -> String {
    match (rounds.start(), rounds.end()) {
        (first, last) if first == last => format!("{first}"),
        (first, last) => format!("{first}–{last}"),
    }
}

fn slice_sentence(briefing: &Briefing, which: &str, slice: &FormSlice) -> String {
    let (own, rival) = (&briefing.driver.last_name, &briefing.reference.last_name);
    let share = slice.share.map_or(String::new(), |share| format!(" ({:.0} %)", 100.0 * share));
    let gap = match (slice.qualifying.median_percent, &slice.qualifying.interval) {
        (Some(median), Some(at)) => format!(
            ", qualifying {median:+.2} % [{:+.2}, {:+.2}] in {} rounds",
            at.low, at.high, slice.qualifying.n
        ),
        (Some(median), None) => {
            let n = slice.qualifying.n as u16;
            format!(
                ", qualifying {median:+.2} % in {}, too few for an interval",
                plural(n, "round")
            )
        }
        _ => String::new(),
    };
    format!(
        "{which} {}: {own} {}, {rival} {}{share}{gap}, races {}.",
        span(slice.rounds.clone()),
        points(slice.driver_points),
        slice.reference_points,
        slice.race_head_to_head,
    )
}
