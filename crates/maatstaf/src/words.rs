//! The sentences of a briefing. Each rests on a number of [`Briefing`].

use crate::Briefing;

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
    vec![format!("{}", briefing.season)]
}

/// The sections in order: championship, Saturday and Sunday, form, sources and caveats.
pub fn sections(briefing: &Briefing) -> Vec<Section> {
    vec![Section { title: "Championship", sentences: summary(briefing) }]
}

/// `1st`, `2nd`, `3rd`, `11th`.
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
