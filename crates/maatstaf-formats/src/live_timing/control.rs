//! `RaceControlMessages`: what race control said.

use std::collections::BTreeSet;

use maatstaf_core::{CarNumber, ClockTime, ControlMessage};

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

impl Control {
    /// Reads one record; messages of a snapshot have no moment but their time of day.
    pub(super) fn read(&mut self, body: &[u8], at: Option<i64>) -> Result<(), Broken> {
        Walker::new(body).object(|key, walker| match key {
            b"Messages" => walker.items(|_, walker| {
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
            b"Lap" => said.lap = walker.number()?,
            b"Sector" => said.sector = walker.number()?,
            b"Utc" | b"Category" | b"Flag" | b"Scope" | b"RacingNumber" | b"Message" => {
                let Some(text) = walker.text_or_skip()? else { return Ok(()) };
                match key {
                    b"Utc" => utc = times::utc(&text),
                    b"Category" => said.category = text.into_owned(),
                    b"Flag" => said.flag = Some(text.into_owned()),
                    b"Scope" => said.scope = Some(text.into_owned()),
                    b"RacingNumber" => said.car = Some(CarNumber::new(&text)),
                    _ => said.text = text.into_owned(),
                }
            }
            _ => walker.skip()?,
        }
        Ok(())
    })?;
    Ok(Message { at: None, utc, said })
}

#[cfg(test)]
#[path = "control_tests.rs"]
mod tests;
