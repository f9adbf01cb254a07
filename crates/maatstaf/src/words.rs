//! The sentences of a briefing. Each rests on a number of [`Briefing`].

mod apart;
mod car_and_driver;
mod caveats;
mod chain;
mod championship;
mod circuits;
mod form;
mod form_level;
mod odds;
mod on_the_lap;
mod points_gap;
mod title_odds;
mod weekends;

use maatstaf_core::{Moment, Points, RoundNumber, Session};

pub use apart::apart_sentences;
use caveats::{caveats, records};
pub use chain::chain_sentences;
use championship::{championship, own_place, since_when, standing};
use form::form;
pub use form_level::{form_sentences, race_form_sentence};
pub use odds::{chance_in_words, odds_sentences};
pub use points_gap::{gap_sentences, improvement_in_words, plan_sentences, whole_points};
use weekends::{race_balance, saturdays, weekends};

use crate::Briefing;
use crate::race_laps::laps_sentences;

/// A part of the page: a title and its sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: &'static str,
    /// What it says.
    pub sentences: Vec<String>,
}

/// The opening paragraph, in plain words.
pub fn summary(briefing: &Briefing) -> Vec<String> {
    let mut sentences = vec![standing(briefing)];
    sentences.extend(since_when(briefing));
    sentences.extend(own_place(briefing));
    sentences.extend(title_odds::in_short(briefing));
    sentences.extend(points_gap::in_short(briefing));
    sentences.extend(saturdays(briefing));
    sentences.extend(race_balance(briefing, &briefing.race, "races"));
    sentences.iter().map(|sentence| with_minus_signs(sentence)).collect()
}

/// The sections in order: what the season says, title odds, where the points went and what would bring them back;
/// car and driver; Saturday and Sunday, form; pace and steadiness by the laps of the races, where on the lap, what the circuits reward, records,
/// where there is something to say of them; sources and caveats.
pub fn sections(briefing: &Briefing) -> Vec<Section> {
    let circuits = if is_over(briefing) { circuits::OVER } else { circuits::AHEAD };
    let sections = [
        ("Championship", championship(briefing), true),
        (title_odds::TITLE, title_odds::title_odds(briefing), false),
        ("Where the points went", points_gap::where_points_went(briefing), false),
        ("What would bring them back", points_gap::what_would_bring_them_back(briefing), false),
        (car_and_driver::TITLE, car_and_driver::car_and_driver(briefing), false),
        ("Saturday and Sunday", weekends(briefing), true),
        ("Form", form(briefing), true),
        ("By the laps of the races", by_laps(briefing), false),
        (on_the_lap::TITLE, on_the_lap::on_the_lap(briefing), false),
        (circuits, circuits::circuits(briefing), false),
        ("Records", records(briefing), false),
        ("Sources and caveats", caveats(briefing), true),
    ];
    let told =
        sections.into_iter().filter(|(_, sentences, always)| *always || !sentences.is_empty());
    let section = |(title, sentences, _): (&'static str, Vec<String>, bool)| Section {
        title,
        sentences: sentences.iter().map(|sentence| with_minus_signs(sentence)).collect(),
    };
    told.map(section).collect()
}

/// Pace and steadiness.
fn by_laps(briefing: &Briefing) -> Vec<String> {
    let (own, theirs) = (&briefing.driver.last_name, &briefing.reference.last_name);
    briefing.by_laps.iter().flat_map(|pair| laps_sentences(pair, own, theirs)).collect()
}

/// The same sentence with `−` before numbers below zero.
fn with_minus_signs(sentence: &str) -> String {
    let mut signed = String::with_capacity(sentence.len());
    let mut before = ' ';
    let mut letters = sentence.chars().peekable();
    while let Some(letter) = letters.next() {
        let number_follows = letters.peek().is_some_and(char::is_ascii_digit);
        let is_sign = letter == '-' && number_follows && matches!(before, ' ' | '[' | '(');
        signed.push(if is_sign { '−' } else { letter });
        before = letter;
    }
    signed
}

/// `1st`, `2nd`, `3rd`, `11th`.
///
/// ```
/// assert_eq!([1, 2, 3, 11, 22].map(maatstaf::ordinal), ["1st", "2nd", "3rd", "11th", "22nd"]);
/// ```
pub fn ordinal(place: u16) -> String {
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

fn is_over(briefing: &Briefing) -> bool {
    briefing.rounds_held == briefing.n_rounds
}

fn points(points: Points) -> String {
    let one = points == Points::from(1);
    format!("{points} {}", if one { "point" } else { "points" })
}

/// `round 21 (Las Vegas)`.
fn at_round(briefing: &Briefing, round: RoundNumber) -> String {
    match briefing.round_names.get(&round) {
        Some(name) => format!("round {round} ({name})"),
        None => format!("round {round}"),
    }
}

fn at_moment(briefing: &Briefing, moment: Moment) -> String {
    let round = at_round(briefing, moment.round);
    match moment.session {
        Session::Race => round,
        Session::Sprint => format!("the sprint of {round}"),
    }
}

fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}'") } else { format!("{name}'s") }
}

fn plural(count: u16, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
