//! A chain of team mates, link by link.

use maatstaf_core::{Almanac, DriverId, Year};
use maatstaf_pace::{ChainLink, ChainedGap, Estimate};

use super::{plural, with_minus_signs};

/// From so many links on a chain is long.
const LONG: usize = 3;

/// The gap of two drivers by all chains, and the shortest one link by link: a sentence each.
pub fn chain_sentences(
    almanac: &Almanac,
    driver: &DriverId,
    reference: &DriverId,
    found: &ChainedGap,
) -> Vec<String> {
    let name = |id: &DriverId| almanac.driver_name(id).to_owned();
    let (own, rival) = (name(driver), name(reference));
    let mut sentences = vec![format!(
        "In qualifying {own} was {} {rival}, by all chains of team mates together: {}.",
        verdict(&found.gap),
        interval(&found.gap)
    )];
    sentences.push(match found.links.len() {
        1 => format!("They were team mates{}.", seasons_of(&found.links[0])),
        n => format!("They share no team; the shortest chain has {n} links."),
    });
    let links = found.links.iter().enumerate();
    sentences.extend(links.map(|(i, link)| link_sentence(link, (i > 0).then_some(&own), &name)));
    sentences.push(format!(
        "Seasons and chains disagree beyond their errors by {:.2} times the scatter of one round; that is part of \
         every interval.",
        found.disagreement
    ));
    if found.links.len() > LONG {
        sentences.push(
            "A chain this long compares drivers decades apart, each link at another age; what careers add or take \
             away is not followed, and the interval is too narrow for that."
                .to_owned(),
        );
    }
    sentences.iter().map(|sentence| with_minus_signs(sentence)).collect()
}

/// A link, and where the chain from its first driver stands with it.
fn link_sentence(
    link: &ChainLink,
    first: Option<&String>,
    name: &impl Fn(&DriverId) -> String,
) -> String {
    let pair = format!("{} against {}", name(&link.driver), name(&link.reference));
    let rounds = plural(link.n as u16, "round");
    let so_far = first.map_or_else(String::new, |first| {
        let reference = name(&link.reference);
        format!("; {first} against {reference} along the chain {}", interval(&link.so_far))
    });
    format!("{pair}{}, {rounds}: {}{so_far}.", seasons_of(link), interval(&link.gap))
}

fn verdict(gap: &Estimate) -> &'static str {
    match (gap.low > 0.0, gap.high < 0.0) {
        (true, _) => "slower than",
        (_, true) => "faster than",
        _ => "not to be told apart from",
    }
}

/// `+0.23 % [+0.01, +0.46]`
fn interval(at: &Estimate) -> String {
    format!("{:+.2} % [{:+.2}, {:+.2}]", at.median, at.low, at.high)
}

/// ` in 2013`, ` from 2010 to 2012`, ` in 2016 and 2020`; years in a row are joined.
fn seasons_of(link: &ChainLink) -> String {
    let mut spans: Vec<(Year, Year)> = Vec::new();
    for &year in &link.seasons {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == year => *last = year,
            _ => spans.push((year, year)),
        }
    }
    let span = |(from, to): &(Year, Year)| match to - from {
        0 => from.to_string(),
        _ => format!("{from}–{to}"),
    };
    let spans: Vec<String> = spans.iter().map(span).collect();
    format!(" in {}", spans.join(", "))
}
