//! The state of the track and of the session: `TrackStatus`, `SessionStatus`, `SessionData`.

use maatstaf_core::{Flag, Flags};

use super::times;
use super::walker::{Broken, Walker};

/// What the feed told of the track and the session.
#[derive(Debug, Default)]
pub(super) struct Track {
    states: Vec<(i64, Flag)>,
    sessions: Vec<(i64, Status)>,
    /// The same from the series of `SessionData`, read where the pages of their own are missing.
    series_states: Vec<(i64, Flag)>,
    series_sessions: Vec<(i64, Status)>,
    /// Parts of qualifying, from 1.
    pub parts: Vec<(i64, u8)>,
    /// Times of day with the stamps under which they came.
    pub utcs: Vec<(i64, i64)>,
}

/// How a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Started,
    Aborted,
    Finished,
    Other,
}

fn flag(text: &str) -> Option<Flag> {
    Some(match text {
        "1" | "AllClear" => Flag::Green,
        "2" | "3" | "Yellow" => Flag::Yellow,
        "4" | "SCDeployed" => Flag::SafetyCar,
        "5" | "Red" => Flag::Red,
        "6" | "7" | "VSCDeployed" | "VSCEnding" => Flag::VirtualSafetyCar,
        _ => return None,
    })
}

fn status(text: &str) -> Status {
    match text {
        "Started" => Status::Started,
        "Aborted" => Status::Aborted,
        "Finished" => Status::Finished,
        _ => Status::Other,
    }
}

impl Track {
    /// Reads a record of `TrackStatus`; gives a state that is not known.
    pub(super) fn read_state(&mut self, body: &[u8], at: i64) -> Result<Option<String>, Broken> {
        let Some(text) = value(body, "Status")? else { return Ok(None) };
        match flag(&text) {
            Some(flag) => self.states.push((at, flag)),
            None => return Ok(Some(text)),
        }
        Ok(None)
    }

    /// Reads a record of `SessionStatus`.
    pub(super) fn read_session(&mut self, body: &[u8], at: i64) -> Result<(), Broken> {
        if let Some(text) = value(body, "Status")? {
            self.sessions.push((at, status(&text)));
        }
        Ok(())
    }

    /// Reads a record of `SessionData`. What came with the first is older than the recording: it is put
    /// where its time of day says, given the time of day of zero.
    pub(super) fn read_series(
        &mut self,
        body: &[u8],
        at: Option<i64>,
        zero: Option<i64>,
    ) -> Result<(), Broken> {
        Walker::new(body).object(|key, walker| match key {
            b"Series" | b"StatusSeries" => walker.items(|_, walker| self.entry(walker, at, zero)),
            _ => walker.skip(),
        })
    }

    fn entry(
        &mut self,
        walker: &mut Walker<'_>,
        at: Option<i64>,
        zero: Option<i64>,
    ) -> Result<(), Broken> {
        let (mut utc, mut part, mut state, mut session) = (None, None, None, None);
        walker.object_or_skip(|key, walker| {
            match key {
                b"Utc" => utc = walker.text_or_skip()?.and_then(|text| times::utc(&text)),
                b"QualifyingPart" => part = walker.number()?,
                b"TrackStatus" => state = walker.text_or_skip()?.and_then(|text| flag(&text)),
                b"SessionStatus" => session = walker.text_or_skip()?.map(|text| status(&text)),
                _ => walker.skip()?,
            }
            Ok(())
        })?;
        if let (Some(at), Some(utc)) = (at, utc) {
            self.utcs.push((at, utc));
        }
        let by_utc = utc.zip(zero).map(|(utc, zero)| utc - zero);
        let Some(at) = by_utc.or(at) else { return Ok(()) };
        self.parts.extend(part.map(|part| (at, part)));
        self.series_states.extend(state.map(|state| (at, state)));
        self.series_sessions.extend(session.map(|session| (at, session)));
        Ok(())
    }

    /// Puts everything in order, once everything is read.
    pub(super) fn settle(&mut self) {
        if self.sessions.is_empty() {
            self.sessions = std::mem::take(&mut self.series_sessions);
        }
        if self.states.is_empty() {
            self.states = std::mem::take(&mut self.series_states);
        }
        self.states.sort_by_key(|(at, _)| *at);
        self.states.iter_mut().for_each(|(at, _)| *at = (*at).max(0));
        self.states.dedup_by_key(|(_, state)| *state);
        self.sessions.sort_by_key(|(at, _)| *at);
        self.parts.sort_by_key(|(at, _)| *at);
    }

    /// When the session was started first.
    pub(super) fn started(&self) -> Option<i64> {
        self.sessions.iter().find(|(_, status)| *status == Status::Started).map(|(at, _)| *at)
    }

    /// When the flag fell for good: at the last finish that no start follows.
    pub(super) fn finished(&self) -> Option<i64> {
        let last = self.sessions.iter().rev().find(|(_, status)| *status != Status::Other)?;
        (last.1 == Status::Finished).then_some(last.0)
    }

    /// When the state of the track changed: what race control showed, the flag at the end, and what was
    /// shown before where a session goes on.
    pub(super) fn changes(&self) -> Vec<(i64, Flag)> {
        let ends = self.sessions.iter().filter_map(|(at, status)| match status {
            Status::Finished => Some((*at, Flag::Chequered)),
            Status::Started => Some((*at, self.state_at(*at))),
            Status::Aborted | Status::Other => None,
        });
        let mut changes: Vec<_> = self.states.iter().copied().chain(ends).collect();
        changes.sort_by_key(|(at, _)| *at);
        changes.dedup_by_key(|(_, state)| *state);
        changes
    }

    fn state_at(&self, at: i64) -> Flag {
        let known = self.states.iter().take_while(|(from, _)| *from <= at).last();
        known.map_or(Flag::Green, |(_, state)| *state)
    }
}

/// The states from one moment to another, by the changes in order.
pub(super) fn flags_between(changes: &[(i64, Flag)], from: i64, to: i64) -> Flags {
    let first = changes.partition_point(|(at, _)| *at <= from).saturating_sub(1);
    let held = changes[first.min(changes.len())..].iter();
    held.take_while(|(at, _)| *at < to).filter(|_| to >= from).map(|(_, flag)| *flag).collect()
}

/// The text of a key of a flat object.
pub(super) fn value(body: &[u8], wanted: &str) -> Result<Option<String>, Broken> {
    let mut found = None;
    Walker::new(body).object(|key, walker| match key == wanted.as_bytes() {
        true => walker.text_or_skip().map(|text| found = text.map(|text| text.into_owned())),
        false => walker.skip(),
    })?;
    Ok(found)
}
