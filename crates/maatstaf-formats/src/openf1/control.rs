//! What race control said, and what follows from it: flags, parts of qualifying.

use maatstaf_core::{ControlMessage, Flag, FlagChange, PartStart, QualifyingPart, Recording};

use super::replies::{Clock, Control};

pub(super) fn add(rows: &[Control], clock: Clock, recording: &mut Recording) {
    let mut rows: Vec<&Control> = rows.iter().collect();
    rows.sort_by_key(|row| clock.at(&row.date));
    recording.messages = rows.iter().filter_map(|row| message(row, clock)).collect();
    recording.parts = parts(&rows, clock);
    let mut track = Track::default();
    for row in rows {
        let flag = track.after(row);
        if let (Some(at), true) = (clock.at(&row.date), track.flag != Some(flag)) {
            track.flag = Some(flag);
            recording.flags.push(FlagChange { at, flag });
        }
    }
}

fn message(row: &Control, clock: Clock) -> Option<ControlMessage> {
    Some(ControlMessage {
        at: clock.at(&row.date),
        lap: row.lap_number.whole(),
        category: row.category.owned().unwrap_or_default(),
        flag: row.flag.owned(),
        scope: row.scope.owned(),
        sector: row.sector.whole(),
        car: row.driver_number.car(),
        text: row.message.owned()?,
    })
}

/// A part of qualifying begins when its session is first started.
fn parts(rows: &[&Control], clock: Clock) -> Vec<PartStart> {
    let mut parts: Vec<PartStart> = Vec::new();
    for row in rows.iter().filter(|row| row.message.text() == Some("SESSION STARTED")) {
        let part = match row.qualifying_phase.whole::<u8>() {
            Some(1) => QualifyingPart::Q1,
            Some(2) => QualifyingPart::Q2,
            Some(3) => QualifyingPart::Q3,
            _ => continue,
        };
        if let (Some(at), false) = (clock.at(&row.date), parts.iter().any(|it| it.part == part)) {
            parts.push(PartStart { part, at });
        }
    }
    parts
}

/// The state of the track while the messages come in.
#[derive(Default)]
struct Track {
    flag: Option<Flag>,
    /// Sectors under yellow.
    yellow: Vec<Option<u16>>,
    slowed: Option<Flag>,
    stopped: bool,
    finished: bool,
}

impl Track {
    /// The state after a message.
    fn after(&mut self, row: &Control) -> Flag {
        let text = row.message.text().unwrap_or_default();
        if row.category.text() == Some("SafetyCar") {
            self.slow(text);
        }
        let sector = row.sector.whole();
        match row.flag.text() {
            Some("YELLOW" | "DOUBLE YELLOW") if !self.yellow.contains(&sector) => {
                self.yellow.push(sector);
            }
            Some("CLEAR") if sector.is_some() => self.yellow.retain(|it| *it != sector),
            Some("CLEAR" | "GREEN") if row.scope.text() != Some("Driver") => {
                (self.yellow, self.stopped, self.finished) = (Vec::new(), false, false);
            }
            Some("RED") => (self.stopped, self.slowed) = (true, None),
            Some("CHEQUERED") => self.finished = true,
            _ => {}
        }
        match self {
            Self { stopped: true, .. } => Flag::Red,
            Self { finished: true, .. } => Flag::Chequered,
            Self { slowed: Some(flag), .. } => *flag,
            Self { yellow, .. } if !yellow.is_empty() => Flag::Yellow,
            _ => Flag::Green,
        }
    }

    fn slow(&mut self, text: &str) {
        let is_virtual = text.contains("VIRTUAL") || text.starts_with("VSC");
        self.slowed = match (is_virtual, text) {
            (true, _) if text.contains("ENDING") => None,
            (false, _) if text.contains("IN THIS LAP") => self.slowed,
            (true, _) if text.contains("DEPLOYED") => Some(Flag::VirtualSafetyCar),
            (false, _) if text.contains("DEPLOYED") => Some(Flag::SafetyCar),
            _ => self.slowed,
        };
    }
}
