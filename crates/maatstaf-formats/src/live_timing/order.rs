//! Records on one clock, in order of time, each once.

use std::collections::{BTreeMap, BTreeSet};

use super::framing::Record;
use super::gather::Files;
use super::times;
use super::topic::Topic;
use super::track::{Track, value};

const DAY: i64 = 86_400_000_000;

/// Puts stamps of the world on the clock of the session, which begins with the first of them; gives
/// when that was. Stamps a day and more from most others are wrong.
pub(super) fn put_on_clock(records: &mut Vec<Record<'_>>, files: &mut Files) -> Option<i64> {
    stamp_by_the_next(records, files);
    let mut stamps: Vec<i64> = records.iter().filter_map(|record| record.stamp).collect();
    let middle = stamps.len() / 2;
    if stamps.is_empty() {
        return oldest_entry(records);
    }
    let middle = *stamps.select_nth_unstable(middle).1;
    records.retain(|record| {
        let is_near = record.stamp.is_none_or(|stamp| (stamp - middle).abs() < DAY);
        if !is_near {
            let reason = "is stamped a day or more from the others; left out";
            files.add(record.file, Some(record.line), reason.to_owned());
        }
        is_near
    });
    let zero = records.iter().filter_map(|record| record.stamp).min()?;
    for record in records.iter_mut() {
        record.stamp = record.stamp.map(|stamp| stamp - zero);
    }
    Some(zero)
}

/// The first record of a topic may have no moment: it is the state before all. Where later ones have
/// none either, they get that of the next record that has one, or tells the time of day: whatever is
/// told happened before.
fn stamp_by_the_next(records: &mut [Record<'_>], files: &mut Files) {
    let mut seen = BTreeSet::new();
    let is_first: Vec<bool> =
        records.iter().map(|record| seen.insert((record.file, record.topic))).collect();
    let mut next: Option<(usize, i64)> = None;
    let mut stamped: Option<(usize, u64, usize)> = None;
    for (record, is_first) in records.iter_mut().zip(is_first).rev() {
        let told = match record.stamp {
            None if record.topic == Topic::Heartbeat => utc(&record.body),
            stamp => stamp,
        };
        next = told.map(|at| (record.file, at)).or(next);
        let of_file = next.filter(|(file, _)| *file == record.file);
        if let (None, false, Some((_, at))) = (record.stamp, is_first, of_file) {
            record.stamp = Some(at);
            let n_before = stamped.map_or(0, |(.., n)| n);
            stamped = Some((record.file, record.line, n_before + 1));
        }
    }
    if let Some((file, line, n)) = stamped {
        let reason = format!(
            "{n} records from here on have no moment; each gets that of the next that has one"
        );
        files.add(file, Some(line), reason);
    }
}

fn utc(body: &[u8]) -> Option<i64> {
    times::utc(&value(body, "Utc").ok()??)
}

/// The time of day of the oldest entry in a state without a moment.
fn oldest_entry(records: &[Record<'_>]) -> Option<i64> {
    let mut track = Track::default();
    for record in records.iter().filter(|record| record.topic == Topic::SessionData) {
        let _ = track.read_series(&record.body, Some(0), None);
    }
    track.utcs.iter().map(|(_, utc)| *utc).min()
}

/// Puts records in order of time, those of no moment first, and takes out what stands twice.
pub(super) fn put_in_order(records: &mut Vec<Record<'_>>, files: &mut Files) {
    list_those_out_of_order(records, files);
    if !records.is_sorted_by_key(|record| record.stamp) {
        records.sort_by_key(|record| record.stamp);
    }
    let mut n_twice = 0_usize;
    let mut first_twice = None;
    records.dedup_by(|record, before| {
        let is_same = record.stamp.is_some()
            && record.stamp == before.stamp
            && record.topic == before.topic
            && record.body == before.body;
        n_twice += usize::from(is_same);
        if is_same {
            first_twice.get_or_insert((record.file, record.line));
        }
        is_same
    });
    if let Some((file, line)) = first_twice {
        let reason = format!("stands twice, as do {n_twice} records in all; read once");
        files.add(file, Some(line), reason);
    }
}

/// Lists, for each topic of a file, how many records go back in time, how far, and which is the first.
fn list_those_out_of_order(records: &[Record<'_>], files: &mut Files) {
    #[derive(Default)]
    struct Back {
        latest: i64,
        first: Option<u64>,
        n: usize,
        farthest: i64,
    }
    let mut topics: BTreeMap<(usize, Topic), Back> = BTreeMap::new();
    for record in records {
        let Some(stamp) = record.stamp else { continue };
        let back = topics.entry((record.file, record.topic)).or_default();
        if stamp < back.latest {
            back.first.get_or_insert(record.line);
            back.n += 1;
            back.farthest = back.farthest.max(back.latest - stamp);
        }
        back.latest = stamp.max(back.latest);
    }
    for ((file, topic), back) in topics.into_iter().filter(|(_, back)| back.n > 0) {
        let farthest = back.farthest as f64 / 1e6;
        let reason = match back.n {
            1 => format!("{topic} goes back by {farthest:.3} s; put in its place"),
            n => format!(
                "{topic} goes back {n} times, from here on, by {farthest:.3} s at most; put in place"
            ),
        };
        files.add(file, back.first, reason);
    }
}
