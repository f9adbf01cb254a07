//! `SessionInfo`: which session it is.

use maatstaf_core::SessionFacts;

use super::walker::{Broken, Walker};

/// What the feed says of the session.
#[derive(Debug, Default)]
pub(super) struct Info {
    event: Option<String>,
    location: Option<String>,
    circuit: Option<String>,
    /// `Practice`, `Qualifying`, `Race`.
    pub kind: Option<String>,
    name: Option<String>,
    start: Option<String>,
    path: Option<String>,
}

impl Info {
    /// Reads one record.
    pub(super) fn read(&mut self, body: &[u8]) -> Result<(), Broken> {
        Walker::new(body).object(|key, walker| match key {
            b"Meeting" => walker.object_or_skip(|key, walker| match key {
                b"Name" => fill(&mut self.event, walker),
                b"Location" => fill(&mut self.location, walker),
                b"Circuit" => walker.object_or_skip(|key, walker| match key {
                    b"ShortName" => fill(&mut self.circuit, walker),
                    _ => walker.skip(),
                }),
                _ => walker.skip(),
            }),
            b"Type" => fill(&mut self.kind, walker),
            b"Name" => fill(&mut self.name, walker),
            b"StartDate" => fill(&mut self.start, walker),
            b"Path" => fill(&mut self.path, walker),
            _ => walker.skip(),
        })
    }

    /// Whether laps are raced.
    pub(super) fn is_race(&self) -> bool {
        self.kind.as_deref() == Some("Race")
    }

    /// The session, without its clock.
    pub(super) fn facts(&self) -> SessionFacts {
        let year = [&self.path, &self.start].into_iter().flatten().find_map(|text| {
            text.get(..4)?.parse().ok().filter(|year| (1950..=2999).contains(year))
        });
        SessionFacts {
            series: Some("Formula 1".to_owned()),
            year,
            event: self.event.clone(),
            place: self.location.clone().or_else(|| self.circuit.clone()),
            session: self.name.clone().or_else(|| self.kind.clone()),
            clock_zero: None,
            started: None,
        }
    }
}

fn fill(slot: &mut Option<String>, walker: &mut Walker<'_>) -> Result<(), Broken> {
    if let Some(text) = walker.text_or_skip()?.filter(|text| !text.trim().is_empty()) {
        *slot = Some(text.trim().to_owned());
    }
    Ok(())
}
