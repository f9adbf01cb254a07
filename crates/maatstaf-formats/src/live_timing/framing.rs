//! Pages and recordings taken apart into records: when, what about, and the payload as it came.

use std::borrow::Cow;

use memchr::memchr_iter;

use super::times;
use super::topic::Topic;
use super::walker::{Broken, Kind, Walker};
use crate::recordings::IssueList;
use crate::text_table::without_mark;

/// One page entry or message.
#[derive(Clone, Debug)]
pub(super) struct Record<'a> {
    /// Which of the files.
    pub file: usize,
    /// Its line there, or its number.
    pub line: u64,
    /// When, in microseconds; a snapshot has no moment and stands before everything.
    pub stamp: Option<i64>,
    /// What it is about.
    pub topic: Topic,
    /// The payload: an object, or the base64 of one.
    pub body: Cow<'a, [u8]>,
}

/// How deep messages stand in what they are wrapped in, at most.
const DEEPEST: u8 = 4;

/// Collects the records of one file.
pub(super) struct Framing<'a, 'b> {
    pub file: usize,
    pub wanted: &'b dyn Fn(Topic) -> bool,
    pub records: &'b mut Vec<Record<'a>>,
    pub issues: &'b mut IssueList,
}

impl<'a> Framing<'a, '_> {
    /// The records of a page, whose stamps are on the clock of the session.
    pub(super) fn page(&mut self, topic: Topic, bytes: &'a [u8]) {
        let bytes = without_mark(bytes);
        let is_stream = lines(bytes).any(|(_, entry)| times::stamp(entry).is_some());
        if !is_stream && Walker::new(bytes).kind() != Kind::Word {
            return self.push(1, None, topic, Cow::Borrowed(bytes));
        }
        for (line, entry) in lines(bytes) {
            match (times::stamp(entry), entry.get(12..)) {
                (Some(stamp), Some(body)) => {
                    self.push(line, Some(stamp), topic, Cow::Borrowed(body))
                }
                _ => self.issues.add(
                    Some(line),
                    format!(
                        "{} does not begin with a clock such as 00:14:29.436; left out",
                        shown(entry)
                    ),
                ),
            }
        }
    }

    /// The records of a recording of the live feed, whose stamps are of the world.
    pub(super) fn recording(&mut self, bytes: &'a [u8]) {
        let bytes = without_mark(bytes);
        if is_document(bytes) {
            let mut walker = Walker::new(bytes);
            if let Err(broken) = self.envelope(&mut walker, 1, DEEPEST) {
                self.issues.add(
                    Some(line_at(bytes, broken.at)),
                    format!("{} is missing here; what follows is left out", broken.wanted),
                );
            }
            return;
        }
        for (line, entry) in lines(bytes) {
            let mut walker = Walker::new(entry);
            let n_before = self.records.len();
            let read = self.envelope(&mut walker, line, DEEPEST);
            if read.is_err() || walker.kind() != Kind::Nothing || walker.at() < entry.len() {
                self.records.truncate(n_before);
                self.issues
                    .add(Some(line), format!("{} is no whole message; left out", shown(entry)));
            }
        }
    }

    fn push(&mut self, line: u64, stamp: Option<i64>, topic: Topic, body: Cow<'a, [u8]>) {
        if (self.wanted)(topic) {
            self.records.push(Record { file: self.file, line, stamp, topic, body });
        }
    }

    /// A message, a list of messages, or a snapshot of many topics, whatever it is wrapped in.
    fn envelope(&mut self, walker: &mut Walker<'a>, line: u64, depth: u8) -> Result<(), Broken> {
        match walker.kind() {
            Kind::Object if depth > 0 => self.wrapped(walker, line, depth - 1),
            Kind::Array if depth > 0 => self.listed(walker, line, depth - 1),
            _ => Err(Broken { at: walker.at(), wanted: "a message" }),
        }
    }

    /// `[topic, payload, moment]`, or messages in a list.
    fn listed(&mut self, walker: &mut Walker<'a>, line: u64, depth: u8) -> Result<(), Broken> {
        let mut parts: [Option<&'a [u8]>; 3] = [None; 3];
        let mut first = Kind::Nothing;
        let mut n_parts = 0;
        walker.array(|idx, walker| {
            if idx == 0 {
                first = walker.kind();
            }
            n_parts = idx + 1;
            match (first, idx) {
                (Kind::Text, 0..3) => walker.span().map(|span| parts[idx] = Some(span)),
                (Kind::Text, _) => walker.skip(),
                _ => self.envelope(walker, idx as u64 + 1, depth),
            }
        })?;
        match (parts, n_parts) {
            ([Some(topic), Some(body), Some(stamp)], 3) => self.message(topic, body, stamp, line),
            _ if first == Kind::Text => {
                Err(Broken { at: walker.at(), wanted: "a topic, a payload and a moment" })
            }
            _ => Ok(()),
        }
    }

    fn wrapped(&mut self, walker: &mut Walker<'a>, line: u64, depth: u8) -> Result<(), Broken> {
        let mut named: [Option<&'a [u8]>; 5] = [None; 5];
        let read = walker.object(|key, walker| match key {
            b"A" | b"arguments" => self.listed(walker, line, depth),
            b"M" if walker.kind() == Kind::Array => self.listed(walker, line, depth),
            b"H" | b"M" | b"C" | b"I" | b"type" | b"target" => walker.skip(),
            b"R" | b"result" => self.snapshot(walker, line, None),
            b"Type" => walker.span().map(|span| named[0] = Some(span)),
            b"Json" => walker.span().map(|span| named[1] = Some(span)),
            b"DateTime" => walker.span().map(|span| named[2] = Some(span)),
            b"updates" => walker.span().map(|span| named[3] = Some(span)),
            b"timestamp" => walker.span().map(|span| named[4] = Some(span)),
            _ => self.topic(key, walker, line, None),
        });
        match named {
            [Some(topic), Some(body), Some(stamp), ..] => self.message(topic, body, stamp, line)?,
            [Some(_), Some(_), None, ..] => {
                return Err(Broken { at: walker.at(), wanted: "a moment" });
            }
            [.., Some(updates), stamp] => {
                let stamp = stamp.and_then(|stamp| times::utc(&Walker::new(stamp).text().ok()?));
                self.snapshot(&mut Walker::new(updates), line, stamp)?;
            }
            _ => {}
        }
        read
    }

    /// Several topics of one moment.
    fn snapshot(
        &mut self,
        walker: &mut Walker<'a>,
        line: u64,
        stamp: Option<i64>,
    ) -> Result<(), Broken> {
        match walker.kind() {
            Kind::Object => walker.object(|key, walker| self.topic(key, walker, line, stamp)),
            _ => walker.skip(),
        }
    }

    fn topic(
        &mut self,
        key: &[u8],
        walker: &mut Walker<'a>,
        line: u64,
        stamp: Option<i64>,
    ) -> Result<(), Broken> {
        let body = walker.span()?;
        if let Some(topic) = Topic::exact(key) {
            self.push(line, stamp, topic, unwrapped(topic, body));
        }
        Ok(())
    }

    fn message(
        &mut self,
        topic: &'a [u8],
        body: &'a [u8],
        stamp: &'a [u8],
        line: u64,
    ) -> Result<(), Broken> {
        let stamp = Walker::new(stamp).text()?;
        let topic = Walker::new(topic).text()?;
        let moment = times::utc(&stamp);
        if moment.is_none() && !stamp.is_empty() {
            return Err(Broken { at: 0, wanted: "a moment" });
        }
        if let Some(topic) = Topic::exact(topic.as_bytes()) {
            self.push(line, moment, topic, unwrapped(topic, body));
        }
        Ok(())
    }
}

/// A payload that was sent as text, as what it is.
fn unwrapped(topic: Topic, body: &[u8]) -> Cow<'_, [u8]> {
    let mut walker = Walker::new(body);
    if walker.kind() != Kind::Text {
        return Cow::Borrowed(body);
    }
    if topic.is_compressed() {
        return Cow::Borrowed(body.get(1..body.len() - 1).unwrap_or(body));
    }
    match walker.text() {
        Ok(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
        Ok(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
        Err(_) => Cow::Borrowed(body),
    }
}

/// Whether it is one value over many lines, not a message a line.
fn is_document(bytes: &[u8]) -> bool {
    let begins = |line: &&[u8]| matches!(line.first(), Some(b'{' | b'[' | b'"'));
    split_lines(bytes).filter(begins).take(2).count() <= 1
}

/// The lines that are not empty, numbered from 1, without their ends; where lines changed places, the mark
/// of the encoding may stand before any of them.
pub(super) fn lines<'a>(bytes: &'a [u8]) -> impl Iterator<Item = (u64, &'a [u8])> {
    let numbered = (1_u64..).zip(split_lines(bytes));
    let plain = |(line, entry): (u64, &'a [u8])| (line, without_mark(entry.trim_ascii()));
    numbered.map(plain).filter(|(_, entry)| !entry.is_empty())
}

fn split_lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut from = 0;
    memchr_iter(b'\n', bytes).chain([bytes.len()]).map(move |end| {
        let begins = std::mem::replace(&mut from, end + 1);
        &bytes[begins..end]
    })
}

fn line_at(bytes: &[u8], at: usize) -> u64 {
    let before = bytes.get(..at).unwrap_or(bytes);
    memchr_iter(b'\n', before).count() as u64 + 1
}

/// The beginning of something odd, for a message.
pub(super) fn shown(entry: &[u8]) -> String {
    let text = String::from_utf8_lossy(&entry[..entry.len().min(60)]).into_owned();
    format!("{text:?}")
}

#[cfg(test)]
#[path = "framing_tests.rs"]
mod tests;
