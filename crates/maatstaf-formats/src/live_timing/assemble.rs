//! Everything that was gathered, as a recording.

use std::collections::BTreeMap;

use maatstaf_core::{
    CarNumber, ClockTime, DriverName, Flag, Flags, LapTime, PartStart, QualifyingPart, SpeedTraps,
    StatedResult, TimedLap, TimedStint,
};

use super::checks;
use super::clock::{self, Span};
use super::laps::{self, Counting, Draft, Oddity, Running};
use super::stated;
use super::timing::{CarLog, What};
use super::track;
use super::tyres::{Turn, Tyres};
use crate::lap_marks::{self, Verdict};

/// What the laps of every car are built on.
pub(super) struct Ground<'a> {
    pub running: Running,
    pub changes: &'a [(i64, Flag)],
    pub parts: &'a [(i64, u8)],
    pub tyres: &'a Tyres,
    pub verdicts: &'a [Verdict],
    pub drivers: &'a BTreeMap<String, DriverName>,
}

/// The laps of a car.
pub(super) struct CarLaps {
    pub laps: Vec<TimedLap>,
    pub stints: Vec<TimedStint>,
    pub oddities: Vec<Oddity>,
    /// Times that neither sectors nor clock bear out: the lap and what was told.
    pub dropped: Vec<(u16, u64)>,
    /// Laps whose time is that of a best lap that the sheet states.
    pub filled: Vec<u16>,
}

impl Ground<'_> {
    /// Builds the laps of a car.
    pub(super) fn car(&self, log: &CarLog) -> CarLaps {
        let Running { counting, started, .. } = self.running;
        let (mut drafts, oddities) = laps::drafts(log, self.running);
        checks::drop_blurred(&mut drafts);
        checks::restore(&mut drafts);
        checks::move_pit_in(&mut drafts, counting);
        checks::drop_double(&mut drafts, counting);
        checks::put_back_hours(&mut drafts, counting);
        let spans = clock::spans(&drafts, counting, started);
        let dropped = checks::drop_unborne(&mut drafts, &spans);
        let stints = self.tyres.stints_of(&log.number, &turns(&drafts, &spans));
        let mut laps: Vec<TimedLap> =
            drafts.iter().zip(&spans).map(|(draft, span)| self.lap(log, draft, *span)).collect();
        let came_in = std::iter::once(None).chain(drafts.iter().map(|draft| draft.pit_in));
        for (lap, came_in) in laps.iter_mut().zip(came_in) {
            finish_lap(lap, came_in, &stints);
        }
        let mut before = Flags::default();
        for (lap, span) in laps.iter_mut().zip(spans) {
            lap.accurate = is_accurate(lap, span, before);
            before = lap.flags;
        }
        let filled = stated::fill(log, &mut laps, &stints);
        self.judge(log, &mut laps);
        CarLaps { laps, stints, oddities, dropped, filled }
    }

    fn lap(&self, log: &CarLog, draft: &Draft, span: Span) -> TimedLap {
        let mut lap = TimedLap::new(CarNumber::new(&log.number), draft.number);
        let time = |micros: u64| (micros > 0).then(|| LapTime::from_micros(micros));
        let speed =
            |trap: usize| (draft.traps[trap] > 0).then(|| f64::from(draft.traps[trap]) / 3.6);
        lap.driver = self.drivers.get(&log.number).cloned();
        lap.time = time(draft.time);
        lap.sectors = draft.sectors.map(time);
        lap.began = span.began.and_then(moment);
        let ended = span.ended.and_then(moment);
        lap.ended = ended.filter(|ended| lap.began.is_none_or(|began| began <= *ended));
        lap.traps =
            SpeedTraps { first: speed(0), second: speed(1), line: speed(2), straight: speed(3) };
        lap.segments.clone_from(&draft.segments);
        for (stamps, told) in lap.segment_stamps.iter_mut().zip(&draft.segments_told) {
            *stamps = told.iter().map(|at| at.and_then(moment)).collect();
        }
        lap.pit_in = draft.pit_in.and_then(moment);
        lap.pit_out = draft.pit_out.and_then(moment);
        lap.place = draft.place.filter(|place| *place > 0);
        let from = draft.pit_out.or(span.began).unwrap_or(draft.opened);
        let to = span.ended.or(draft.pit_in).or(draft.closed).unwrap_or(i64::MAX);
        lap.flags = track::flags_between(self.changes, from, to);
        lap.part = self.part_at(from);
        lap
    }

    fn part_at(&self, at: i64) -> Option<QualifyingPart> {
        let part = self.parts.iter().take_while(|(from, _)| *from <= at).last();
        part.or(self.parts.first()).and_then(|(_, part)| part_of(*part))
    }

    /// Marks the laps that race control took away; and those whose best time the sheet took back, where
    /// race control says nothing.
    fn judge(&self, log: &CarLog, laps: &mut [TimedLap]) {
        lap_marks::judge(laps, self.verdicts);
        let given_back = |time: LapTime| {
            self.verdicts
                .iter()
                .any(|it| it.car.as_str() == log.number && it.time == time && it.reason.is_none())
        };
        for (time, number) in taken_back(log, self.parts) {
            let time = LapTime::from_micros(time);
            let is_it = |lap: &&mut TimedLap| {
                lap.time == Some(time) && number.is_none_or(|number| lap.number == number)
            };
            if let Some(lap) = laps.iter_mut().find(is_it).filter(|_| !given_back(time)) {
                lap.deleted.get_or_insert_with(|| "no longer his best time".to_owned());
            }
        }
    }
}

/// The sheet is wiped for the next part of qualifying within so much of its beginning.
const WIPED: u64 = 60_000_000;

/// Best times that gave way to slower ones, or to none, and did not come back.
fn taken_back(log: &CarLog, parts: &[(i64, u8)]) -> Vec<(u64, Option<u16>)> {
    let mut best: [Option<(u64, Option<u16>)>; 4] = [None; 4];
    let mut taken: Vec<(u64, Option<u16>)> = Vec::new();
    let has_parts = log.events.iter().any(|it| matches!(it.what, What::Best { part: 1.., .. }));
    for event in &log.events {
        let What::Best { part, time, lap, .. } = event.what else { continue };
        let is_wiped = parts.iter().any(|(at, _)| event.at.abs_diff(*at) <= WIPED);
        if (has_parts && part == 0) || (time.is_none() && is_wiped) {
            continue;
        }
        let slot = &mut best[usize::from(part.min(3))];
        if let Some((old, number)) = *slot
            && time.is_none_or(|time| time > old)
        {
            taken.push((old, number));
        }
        if let Some(time) = time {
            taken.retain(|(old, _)| *old != time);
        }
        *slot = time.map(|time| (time, lap));
    }
    taken
}

fn turns(drafts: &[Draft], spans: &[Span]) -> Vec<Turn> {
    let turn = |(draft, span): (&Draft, &Span)| Turn {
        number: draft.number,
        opened: draft.opened,
        ended: span.ended.or(draft.closed),
        leaves_pits: draft.pit_out.is_some(),
    };
    drafts.iter().zip(spans).map(turn).collect()
}

/// The pit lane and the tyres of a lap, given when the car came in on the lap before.
pub(super) fn finish_lap(lap: &mut TimedLap, came_in: Option<i64>, stints: &[TimedStint]) {
    let left = lap.pit_out.map(|left| left.as_micros().cast_signed());
    let spent = left.zip(came_in).and_then(|(left, came_in)| u64::try_from(left - came_in).ok());
    lap.pit_time = spent.map(LapTime::from_micros);
    let on = |stint: &&TimedStint| {
        stint.first_lap.is_some_and(|first| first <= lap.number)
            && stint.last_lap.is_some_and(|last| lap.number <= last)
    };
    let Some(stint) = stints.iter().find(on) else { return };
    lap.stint = Some(stint.stint);
    lap.compound.clone_from(&stint.compound);
    lap.fresh = stint.fresh;
    let since = stint.first_lap.and_then(|first| (lap.number - first).checked_add(1));
    lap.tyre_age = stint.age_at_start.zip(since).and_then(|(age, since)| age.checked_add(since));
}

/// Whether time, sectors and clock agree, and neither the pit lane nor a flag held the lap up. A lap
/// behind one under the safety car is not free yet.
fn is_accurate(lap: &TimedLap, span: Span, before: Flags) -> bool {
    let (Some(time), Some(sum)) = (lap.time, lap.sector_sum()) else { return false };
    let is_held = |flags: Flags| {
        [Flag::SafetyCar, Flag::VirtualSafetyCar, Flag::FullCourseYellow, Flag::Red]
            .into_iter()
            .any(|flag| flags.holds(flag))
    };
    span.is_tied
        && time.as_micros().abs_diff(sum.as_micros()) <= checks::ROUNDING
        && !lap.is_in_lap()
        && !lap.is_out_lap()
        && !is_held(lap.flags)
        && !before.holds(Flag::SafetyCar)
        && !before.holds(Flag::Red)
}

/// A moment on the clock; nothing is before zero.
pub(super) fn moment(micros: i64) -> Option<ClockTime> {
    u64::try_from(micros).ok().map(ClockTime::from_micros)
}

pub(super) fn part_of(number: u8) -> Option<QualifyingPart> {
    match number {
        1 => Some(QualifyingPart::Q1),
        2 => Some(QualifyingPart::Q2),
        3 => Some(QualifyingPart::Q3),
        _ => None,
    }
}

/// When each part began to count, each once.
pub(super) fn part_starts(parts: &[(i64, u8)]) -> Vec<PartStart> {
    let mut starts: Vec<PartStart> = Vec::new();
    for (at, number) in parts {
        if let (Some(part), Some(at)) = (part_of(*number), moment(*at))
            && starts.iter().all(|start| start.part != part)
        {
            starts.push(PartStart { part, at });
        }
    }
    starts
}

/// The result as the sheet stands at the end.
pub(super) fn result(log: &CarLog, driver: Option<DriverName>, counting: Counting) -> StatedResult {
    let time =
        |part: usize| log.now.best[part].time.filter(|time| *time > 0).map(LapTime::from_micros);
    let part_times = [None, time(1), time(2), time(3)];
    let best = part_times.iter().flatten().last().copied();
    StatedResult {
        car: Some(CarNumber::new(&log.number)),
        driver,
        place: log.now.place,
        laps: log.now.count,
        time: if counting == Counting::Begun { best.or(time(0)) } else { None },
        part_times,
        status: [
            (log.now.retired, "Retired"),
            (log.now.stopped, "Stopped"),
            (log.now.knocked_out, "Knocked out"),
        ]
        .into_iter()
        .find(|(is_so, _)| *is_so)
        .map(|(_, word)| word.to_owned()),
    }
}
