//! `RaceControlMessages`: what race control said, and which laps it took away.

use std::collections::BTreeSet;

use maatstaf_core::{CarNumber, ClockTime, ControlMessage, LapTime};

use super::times;
use super::walker::{Broken, Walker};

/// The messages so far.
#[derive(Debug, Default)]
pub(super) struct Control {
    messages: Vec<Message>,
    seen: BTreeSet<(Option<i64>, String)>,
    /// Times of day with the stamps under which they came.
    pub utcs: Vec<(i64, i64)>,
}

#[derive(Debug)]
struct Message {
    at: Option<i64>,
    utc: Option<i64>,
    said: ControlMessage,
}

/// A lap that a message takes away, or gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub car: String,
    pub time: LapTime,
    /// Why it was taken; `None` where it is given back.
    pub reason: Option<String>,
    /// When.
    pub at: Option<i64>,
}

impl Control {
    /// Reads one record; messages of a snapshot have no moment but their time of day.
    pub(super) fn read(&mut self, body: &[u8], at: Option<i64>) -> Result<(), Broken> {
        Walker::new(body).object(|key, walker| match key {
            "Messages" => walker.items(|_, walker| {
                let mut message = read_message(walker)?;
                message.at = at;
                self.utcs.extend(at.zip(message.utc));
                let text = message.said.text.clone();
                if !text.is_empty() && self.seen.insert((message.utc, text)) {
                    self.messages.push(message);
                }
                Ok(())
            }),
            _ => walker.skip(),
        })
    }

    /// The messages, in order, those without a moment by their time of day.
    pub(super) fn finish(self, zero: Option<i64>) -> Vec<ControlMessage> {
        let on_clock = |message: &Message| {
            let by_utc = || Some(message.utc? - zero?);
            message.at.or_else(by_utc).and_then(|at| u64::try_from(at).ok())
        };
        let said = self.messages.into_iter().map(|message| {
            let at = on_clock(&message).map(ClockTime::from_micros);
            ControlMessage { at, ..message.said }
        });
        let mut said: Vec<_> = said.collect();
        said.sort_by_key(|message| message.at);
        said
    }
}

fn read_message(walker: &mut Walker<'_>) -> Result<Message, Broken> {
    let mut said = ControlMessage {
        at: None,
        lap: None,
        category: String::new(),
        flag: None,
        scope: None,
        sector: None,
        car: None,
        text: String::new(),
    };
    let mut utc = None;
    walker.object_or_skip(|key, walker| {
        match key {
            "Lap" => said.lap = walker.number()?,
            "Sector" => said.sector = walker.number()?,
            "Utc" | "Category" | "Flag" | "Scope" | "RacingNumber" | "Message" => {
                let Some(text) = walker.text_or_skip()? else { return Ok(()) };
                match key {
                    "Utc" => utc = times::utc(&text),
                    "Category" => said.category = text.into_owned(),
                    "Flag" => said.flag = Some(text.into_owned()),
                    "Scope" => said.scope = Some(text.into_owned()),
                    "RacingNumber" => said.car = Some(CarNumber::new(&text)),
                    _ => said.text = text.into_owned(),
                }
            }
            _ => walker.skip()?,
        }
        Ok(())
    })?;
    Ok(Message { at: None, utc, said })
}

/// The verdicts in what was said, in order.
pub(super) fn verdicts(messages: &[ControlMessage]) -> Vec<Verdict> {
    messages.iter().filter_map(verdict).collect()
}

/// `CAR 3 (RIC) TIME 1:27.113 DELETED - TRACK LIMITS AT TURN 9`, or `… REINSTATED …`.
fn verdict(message: &ControlMessage) -> Option<Verdict> {
    let text = message.text.as_str();
    let (_, behind) = text.split_once("CAR ")?;
    let car: String = behind.chars().take_while(char::is_ascii_digit).collect();
    let (_, behind) = behind.split_once("TIME ")?;
    let time = times::lap_time(behind.split_whitespace().next()?).filter(|_| !car.is_empty())?;
    let at = message.at.map(|at| at.as_micros().cast_signed());
    if text.contains("REINSTATED") {
        return Some(Verdict { car, time, reason: None, at });
    }
    let (_, reason) = behind.split_once("DELETED")?;
    let reason = reason.trim_start_matches([' ', '-']).trim();
    let reason = if reason.is_empty() { "deleted" } else { reason };
    Some(Verdict { car, time, reason: Some(reason.to_owned()), at })
}

#[cfg(test)]
#[path = "control_tests.rs"]
mod tests;
