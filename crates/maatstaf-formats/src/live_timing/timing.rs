//! `TimingData`: what timing tells of every car, as events in the order in which they came.

use std::collections::BTreeMap;

use super::times;
use super::walker::{Broken, Kind, Walker};

/// Everything that timing told.
#[derive(Debug, Default)]
pub(super) struct Timing {
    /// Car by car, in the order in which they were first named.
    pub cars: Vec<CarLog>,
    /// When each part of qualifying began to count, from 1.
    pub parts: Vec<(i64, u8)>,
    by_number: BTreeMap<String, usize>,
}

/// What timing told of one car.
#[derive(Debug, Default)]
pub(super) struct CarLog {
    /// The number on it.
    pub number: String,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// What stands on the sheet now.
    pub now: Sheet,
}

/// What happened, and when at the latest: messages come late, never early.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Event {
    pub at: i64,
    /// Which record told of it, counted from 0; what one record tells happened at once.
    pub record: u32,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    /// One more lap stands on the sheet: so many.
    Count(u16),
    /// So many laps stand on the sheet when we begin to look.
    Counted(u16),
    PitIn,
    PitOut,
    Sector(u8, u64),
    LastLap(u64),
    /// At which trap, in km/h.
    Trap(u8, u16),
    /// Sector, mini-sector, code; 0 clears it.
    Segment(u8, u8, u16),
    /// The same, where a record repeats the sheet: that says nothing of when.
    Repeated(u8, u8, u16),
    Place(u16),
    /// The best lap of a part of qualifying from 1, or of the session (0); no time where it was
    /// taken away.
    Best {
        part: u8,
        time: Option<u64>,
        lap: Option<u16>,
        /// Whether one record told of both.
        is_whole: bool,
    },
    Stopped,
}

/// What stands on the sheet of a car.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub is_known: bool,
    pub count: Option<u16>,
    pub in_pit: Option<bool>,
    pub place: Option<u16>,
    pub retired: bool,
    pub stopped: bool,
    pub knocked_out: bool,
    pub best: [Best; 4],
    sectors: [u64; 3],
    last_lap: u64,
    traps: [u16; 4],
}

/// A best lap: of the session, then of each part of qualifying.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Best {
    pub time: Option<u64>,
    pub lap: Option<u16>,
}

const TRAPS: [&[u8]; 4] = [b"I1", b"I2", b"FL", b"ST"];
/// No course has so many mini-sectors in a sector.
const MOST_SEGMENTS: usize = 64;

impl Timing {
    /// Reads one record. Cars that are not wanted are passed over.
    ///
    /// A snapshot tells what stands on the sheet, not what happens now.
    pub(super) fn read(
        &mut self,
        body: &[u8],
        at: Option<i64>,
        record: u32,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<(), Broken> {
        let mut part = None;
        let read = Walker::new(body).object(|key, walker| match key {
            b"Lines" => walker.object_or_skip(|number, walker| match std::str::from_utf8(number) {
                Ok(number) if wanted(number) && walker.kind() == Kind::Object => {
                    self.car(number).read(walker, at, record)
                }
                _ => walker.skip(),
            }),
            b"SessionPart" => walker.number().map(|number| part = number),
            _ => walker.skip(),
        });
        if let Some(part) = part
            && self.parts.last().is_none_or(|(_, last)| *last != part)
        {
            self.parts.push((at.unwrap_or(0), part));
        }
        read
    }

    fn car(&mut self, number: &str) -> &mut CarLog {
        let idx = match self.by_number.get(number) {
            Some(idx) => *idx,
            None => {
                self.by_number.insert(number.to_owned(), self.cars.len());
                self.cars.push(CarLog { number: number.to_owned(), ..CarLog::default() });
                self.cars.len() - 1
            }
        };
        &mut self.cars[idx]
    }
}

impl CarLog {
    /// Reads the line of a car. Laps are counted first, so that what else the record says is known to
    /// come with the end of a lap.
    fn read(
        &mut self,
        walker: &mut Walker<'_>,
        at: Option<i64>,
        record: u32,
    ) -> Result<(), Broken> {
        let is_whole = || walker.clone().span().is_ok_and(|line| holds(line, b"RacingNumber"));
        let is_news = at.is_some() && (self.now.is_known || !is_whole());
        let mut sink = Sink { events: &mut self.events, at: at.unwrap_or(0), record, is_news };
        let from = sink.events.len();
        let now = &mut self.now;
        let read = walker.object(|key, walker| now.field(key, walker, &mut sink));
        now.is_known = true;
        let rest = self.events.get_mut(from..).unwrap_or_default();
        if let Some(idx) = rest.iter().position(|event| matches!(event.what, What::Count(_))) {
            rest[..=idx].rotate_right(1);
        }
        mark_repeated(rest);
        read
    }
}

/// A car leaves one mini-sector at a time: a record that shows several of them shows what it left
/// before as well.
fn mark_repeated(told: &mut [Event]) {
    let is_shown = |event: &&Event| matches!(event.what, What::Segment(_, _, 1..));
    if told.iter().filter(is_shown).count() < 2 {
        return;
    }
    for event in told {
        if let What::Segment(sector, segment, code) = event.what {
            event.what = What::Repeated(sector, segment, code);
        }
    }
}

struct Sink<'a> {
    events: &'a mut Vec<Event>,
    at: i64,
    record: u32,
    is_news: bool,
}

impl Sink<'_> {
    /// What happened now; of a snapshot only what holds on.
    fn push(&mut self, what: What) {
        let what = match what {
            What::Count(count) if !self.is_news => What::Counted(count),
            what => what,
        };
        if self.is_news || matches!(what, What::Counted(_) | What::Place(_) | What::Best { .. }) {
            self.events.push(Event { at: self.at, record: self.record, what });
        }
    }

    /// Puts a value on the sheet; it happened now if it is another than stood there. 0 clears it.
    fn put<T: Copy + Default + PartialEq>(&mut self, slot: &mut T, value: T, what: What) {
        if value != T::default() && value != *slot {
            self.push(what);
        }
        *slot = value;
    }
}

/// A time, where there is one.
fn time(walker: &mut Walker<'_>) -> Result<Option<u64>, Broken> {
    Ok(walker.text_or_skip()?.and_then(|text| times::micros(&text)))
}

fn holds(line: &[u8], word: &[u8]) -> bool {
    line.windows(word.len()).any(|part| part == word)
}

impl Sheet {
    fn field(
        &mut self,
        key: &[u8],
        walker: &mut Walker<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Broken> {
        match key {
            b"NumberOfLaps" => {
                if let Some(count) = walker.number()? {
                    self.count = Some(count);
                    sink.push(What::Count(count));
                }
                Ok(())
            }
            b"InPit" => {
                let in_pit = walker.truth()?;
                if in_pit.is_some() && in_pit != self.in_pit {
                    self.in_pit = in_pit;
                    sink.push(if in_pit == Some(true) { What::PitIn } else { What::PitOut });
                }
                Ok(())
            }
            b"Sectors" => walker.items(|idx, walker| self.sector(idx, walker, sink)),
            b"Speeds" => walker.object_or_skip(|key, walker| self.trap(key, walker, sink)),
            b"LastLapTime" => walker.object_or_skip(|key, walker| match key {
                b"Value" => {
                    let time = time(walker)?.unwrap_or(0);
                    sink.put(&mut self.last_lap, time, What::LastLap(time));
                    Ok(())
                }
                _ => walker.skip(),
            }),
            b"BestLapTime" => self.best(0, walker, sink),
            b"BestLapTimes" => walker.items(|idx, walker| match idx {
                0..3 => self.best(idx + 1, walker, sink),
                _ => walker.skip(),
            }),
            _ => self.state(key, walker, sink),
        }
    }

    fn state(
        &mut self,
        key: &[u8],
        walker: &mut Walker<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Broken> {
        match key {
            b"Position" => {
                self.place = walker.number()?.or(self.place);
                if let Some(place) = self.place {
                    sink.push(What::Place(place));
                }
            }
            b"Retired" | b"Stopped" => {
                let is_so = walker.truth()?.unwrap_or(false);
                *(if key == b"Retired" { &mut self.retired } else { &mut self.stopped }) = is_so;
                if is_so {
                    sink.push(What::Stopped);
                }
            }
            b"KnockedOut" => self.knocked_out = walker.truth()?.unwrap_or(self.knocked_out),
            _ => walker.skip()?,
        }
        Ok(())
    }

    fn sector(
        &mut self,
        idx: usize,
        walker: &mut Walker<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Broken> {
        if idx >= 3 {
            return walker.skip();
        }
        walker.object_or_skip(|key, walker| match key {
            b"Value" => {
                let time = time(walker)?.unwrap_or(0);
                sink.put(&mut self.sectors[idx], time, What::Sector(idx as u8, time));
                Ok(())
            }
            b"Segments" => walker.items(|segment, walker| match segment < MOST_SEGMENTS {
                true => walker.object_or_skip(|key, walker| match key {
                    b"Status" => {
                        let code = walker.number()?.unwrap_or(0);
                        sink.push(What::Segment(idx as u8, segment as u8, code));
                        Ok(())
                    }
                    _ => walker.skip(),
                }),
                false => walker.skip(),
            }),
            _ => walker.skip(),
        })
    }

    fn trap(
        &mut self,
        key: &[u8],
        walker: &mut Walker<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Broken> {
        let Some(trap) = TRAPS.iter().position(|name| *name == key) else { return walker.skip() };
        walker.object_or_skip(|key, walker| match key {
            b"Value" => {
                let speed = walker.number()?.unwrap_or(0);
                sink.put(&mut self.traps[trap], speed, What::Trap(trap as u8, speed));
                Ok(())
            }
            _ => walker.skip(),
        })
    }

    fn best(
        &mut self,
        part: usize,
        walker: &mut Walker<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Broken> {
        let mut best = self.best[part];
        let (mut has_time, mut has_lap) = (false, false);
        walker.object_or_skip(|key, walker| {
            match key {
                b"Value" => {
                    best.time = time(walker)?;
                    has_time = true;
                }
                b"Lap" => {
                    best.lap = walker.number()?;
                    has_lap = true;
                }
                b"_deleted" => walker.items(|_, walker| {
                    match walker.text_or_skip()?.as_deref() {
                        Some("Lap") => best.lap = None,
                        Some("Value") => best.time = None,
                        _ => {}
                    }
                    Ok(())
                })?,
                _ => walker.skip()?,
            }
            Ok(())
        })?;
        if best != self.best[part] {
            self.best[part] = best;
            let is_whole = has_time && has_lap;
            sink.push(What::Best { part: part as u8, time: best.time, lap: best.lap, is_whole });
        }
        Ok(())
    }
}
