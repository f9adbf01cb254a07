//! Laps from what timing told of a car: which value belongs to which lap.
//!
//! Timing counts the laps of a car. In a race the count rises when a lap ends. Where cars come and
//! go it rises when a lap begins: at the line, or at the exit of the pit lane.

use super::timing::{CarLog, Event, What};

/// When the count of laps rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    /// As a lap begins: practice and qualifying.
    Begun,
    /// As a lap ends: races.
    Ended,
}

/// A lap as its values come in. Moments are those of the messages; 0 stands for no value.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub number: u16,
    /// When it was first known to be under way.
    pub opened: i64,
    /// When the next one was.
    pub closed: Option<i64>,
    /// When the car had crossed the line at its end, at the latest.
    pub crossed: Option<i64>,
    pub sectors: [u64; 3],
    /// When the sectors were told.
    pub told: [Option<i64>; 3],
    pub time: u64,
    pub traps: [u16; 4],
    pub segments: [Vec<u16>; 3],
    /// When each of them was first told.
    pub segments_told: [Vec<Option<i64>>; 3],
    pub pit_in: Option<i64>,
    pub pit_out: Option<i64>,
    pub place: Option<u16>,
    /// Whether the recording began in the middle of it.
    pub is_partial: bool,
    /// Whether laps before it were missed, so that its sectors may be of theirs.
    pub is_blurred: bool,
    has_content: bool,
    /// When it left the pit lane, where it is said to leave it once more.
    earlier_out: Option<i64>,
}

/// What does not fit, to be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// The count went back, and what was told until it was there again was left out.
    Back { from: u16, to: u16 },
    /// Laps that nothing was told of.
    Missing { first: u16, last: u16 },
}

/// What is known of the session when its laps are built.
#[derive(Clone, Copy, Debug)]
pub(super) struct Running {
    pub counting: Counting,
    pub started: Option<i64>,
    /// When the flag fell for good.
    pub finished: Option<i64>,
}

/// Values of a lap that is over come so much after the next began, at most.
const LATE: i64 = 10_000_000;
/// A car that leaves the pit lane so much before a lap is counted begins that lap.
const EXIT: i64 = 5_000_000;
/// A car that is said to come in so soon after the line came in before it.
const ENTRY: i64 = 2_000_000;
/// No car is through the first mini-sector so soon.
const FIRST: i64 = 1_000_000;
/// The flag is told so much later than the first car crosses, at most.
const FLAG: i64 = 5_000_000;

/// When the count of laps rises, by the first laps of all cars; `fallback` where none is seen.
pub(super) fn counting(cars: &[CarLog], fallback: Counting) -> Counting {
    let begins = |car: &CarLog| {
        let first = car.events.iter().find(|event| event.what == What::Count(1))?;
        let leaves =
            |event: &&Event| event.what == What::PitOut && first.at.abs_diff(event.at) < 1_000_000;
        Some(car.events.iter().any(|event| leaves(&event)))
    };
    let (begun, ended): (Vec<_>, Vec<_>) =
        cars.iter().filter_map(begins).partition(|begins| *begins);
    match begun.len().cmp(&ended.len()) {
        std::cmp::Ordering::Greater => Counting::Begun,
        std::cmp::Ordering::Less => Counting::Ended,
        std::cmp::Ordering::Equal => fallback,
    }
}

/// The laps of a car, in order, and what did not fit.
pub(super) fn drafts(car: &CarLog, running: Running) -> (Vec<Draft>, Vec<Oddity>) {
    let mut builder = Builder {
        running,
        done: Vec::new(),
        current: None,
        count: None,
        is_past: false,
        place: None,
        first_code: 0,
        oddities: Vec::new(),
    };
    for event in &car.events {
        builder.step(event);
    }
    builder.finish()
}

struct Builder {
    running: Running,
    done: Vec<Draft>,
    current: Option<Draft>,
    count: Option<u16>,
    is_past: bool,
    place: Option<u16>,
    /// What the first mini-sector shows.
    first_code: u16,
    oddities: Vec<Oddity>,
}

impl Builder {
    fn step(&mut self, event: &Event) {
        match event.what {
            What::Counted(count) => self.joined(count, event.at),
            What::Count(count) => self.counted(count, event.at),
            What::Place(place) => self.placed(place, event.at),
            What::Best { .. } | What::Stopped => {}
            _ if self.is_past || self.is_before_start(event.at) => {}
            _ => self.told(event),
        }
    }

    /// On the way to the grid nothing counts.
    fn is_before_start(&self, at: i64) -> bool {
        self.running.counting == Counting::Ended
            && self.running.started.is_some_and(|started| at < started)
    }

    fn joined(&mut self, count: u16, at: i64) {
        self.count = Some(count);
        let number = match self.running.counting {
            Counting::Begun => count,
            Counting::Ended => count.saturating_add(1),
        };
        if count > 0 {
            self.current = Some(Draft { number, opened: at, is_partial: true, ..Draft::default() });
        }
    }

    fn counted(&mut self, count: u16, at: i64) {
        let before = self.count.unwrap_or(0);
        if count < before {
            self.oddities.push(Oddity::Back { from: before, to: count });
            self.is_past = true;
            return;
        }
        self.is_past = false;
        let Some(next) = count.checked_add(1).filter(|_| count > before) else { return };
        let (ended, begun) = match self.running.counting {
            Counting::Begun => (count - 1, count),
            Counting::Ended => (count, next),
        };
        if self.running.counting == Counting::Ended {
            self.current_at(at);
        }
        self.count = Some(count);
        if let Some(current) = self.current.as_mut().filter(|current| current.number < ended) {
            current.number = ended;
            current.is_blurred = true;
        }
        self.begin(begun, at);
    }

    fn begin(&mut self, number: u16, at: i64) {
        let mut next = Draft { number, opened: at, ..Draft::default() };
        if let Some(mut last) = self.current.take() {
            let is_of_next = |out: &i64| at - out <= EXIT && *out > last.opened;
            if last.pit_out.is_some_and(|out| is_of_next(&out)) {
                next.pit_out = std::mem::replace(&mut last.pit_out, last.earlier_out);
            }
            last.closed = Some(at);
            last.place = self.place;
            self.keep(last);
        }
        self.current = Some(next);
    }

    /// Keeps a lap, and lists those between it and the one before.
    fn keep(&mut self, lap: Draft) {
        if lap.is_partial && !lap.has_content {
            return;
        }
        let last = self.done.last().map(|last| last.number);
        if let Some(last) = last.filter(|last| lap.number > last.saturating_add(1)) {
            self.oddities.push(Oddity::Missing { first: last + 1, last: lap.number - 1 });
        }
        self.done.push(lap);
    }

    fn placed(&mut self, place: u16, at: i64) {
        self.place = Some(place);
        if let (Some(current), Some(last)) = (&self.current, self.done.last_mut())
            && at - current.opened <= 1_000_000
        {
            last.place = Some(place);
        }
    }

    /// The lap that is under way. In a race the first is, from the start on.
    fn current_at(&mut self, at: i64) -> &mut Draft {
        let number = self.count.unwrap_or(0).saturating_add(1);
        let opened = match number {
            1 => self.running.started.unwrap_or(at),
            _ => at,
        };
        self.current.get_or_insert_with(|| Draft { number, opened, ..Draft::default() })
    }

    /// The lap that just ended, if there is one and it is meant; else the one under way.
    fn lap_at(&mut self, is_of_last: bool, at: i64) -> &mut Draft {
        match self.done.len().checked_sub(1).filter(|_| is_of_last) {
            Some(last) => &mut self.done[last],
            None => self.current_at(at),
        }
    }

    /// The lap of a value that is told at the line: the one that just ended, as long as the next has
    /// nothing of its own.
    fn at_the_line(&mut self, at: i64) -> &mut Draft {
        let current = self.current_at(at);
        let is_young = current.sectors == [0; 3] && at - current.opened <= LATE;
        self.lap_at(is_young, at)
    }

    fn told(&mut self, event: &Event) {
        let at = event.at;
        if self.current.is_none() && self.running.counting == Counting::Begun {
            return;
        }
        let lap = match event.what {
            What::Sector(2, _) | What::LastLap(_) | What::Trap(2, _) => self.at_the_line(at),
            What::PitIn => self.coming_in(at),
            What::Segment(sector, segment, code) => {
                return self.segment((sector, segment, code), at, Some(at));
            }
            What::Repeated(sector, segment, code) => {
                return self.segment((sector, segment, code), at, None);
            }
            _ => self.current_at(at),
        };
        lap.has_content = true;
        match event.what {
            What::Sector(idx, time) => {
                let idx = usize::from(idx.min(2));
                lap.sectors[idx] = time;
                lap.told[idx] = Some(lap.told[idx].map_or(at, |told| told.min(at)));
                if idx == 2 {
                    lap.cross(at);
                }
            }
            What::LastLap(time) => {
                lap.time = time;
                lap.cross(at);
            }
            What::Trap(idx, speed) => lap.traps[usize::from(idx.min(3))] = speed,
            What::PitIn => lap.pit_in = Some(at),
            What::PitOut => lap.earlier_out = lap.pit_out.replace(at),
            _ => {}
        }
    }

    fn coming_in(&mut self, at: i64) -> &mut Draft {
        let current = self.current_at(at);
        let is_late = !current.has_content && at - current.opened <= ENTRY;
        let is_open = self.done.last().is_some_and(|last| last.pit_in.is_none());
        self.lap_at(is_late && is_open, at)
    }

    /// What a mini-sector shows; `told` is when, where the record says that it was left just now.
    fn segment(&mut self, (sector, segment, code): (u8, u8, u16), at: i64, told: Option<i64>) {
        let is_first = (sector, segment) == (0, 0);
        if is_first {
            self.first_code = code;
        }
        match code {
            0 if !is_first => self.cleared(at, told),
            0 => {}
            _ => self.shown((sector, segment, code), at, told),
        }
    }

    /// Where the first mini-sector shows what it showed a lap ago, only the others are told to be clear.
    /// A sheet that is wiped at the line tells nothing of it.
    fn cleared(&mut self, at: i64, told: Option<i64>) {
        let is_fresh = |lap: &Draft| {
            let is_behind = at - lap.opened >= FIRST && !lap.is_partial;
            is_behind && lap.segments.iter().all(Vec::is_empty)
        };
        if self.first_code != 0 && self.current.as_ref().is_some_and(is_fresh) {
            self.shown((0, 0, self.first_code), at, told);
        }
    }

    /// The first mini-sector of a lap clears those of the lap before; until then they are of that one.
    fn shown(&mut self, (sector, segment, code): (u8, u8, u16), at: i64, told: Option<i64>) {
        let current = self.current_at(at);
        let is_first = current.segments.iter().all(Vec::is_empty) && (sector, segment) != (0, 0);
        let is_late = is_first && at - current.opened <= LATE;
        let lap = self.lap_at(is_late, at);
        lap.has_content = true;
        let (sector, idx) = (usize::from(sector.min(2)), usize::from(segment));
        let (codes, stamps) = (&mut lap.segments[sector], &mut lap.segments_told[sector]);
        if codes.len() <= idx {
            codes.resize(idx + 1, 0);
            stamps.resize(idx + 1, None);
        }
        if codes[idx] == 0 {
            stamps[idx] = told;
        }
        codes[idx] = code;
    }

    /// The last lap stands where it was counted, or where something was told of it before the flag.
    fn finish(mut self) -> (Vec<Draft>, Vec<Oddity>) {
        let Running { counting, finished, .. } = self.running;
        if let Some(mut last) = self.current.take() {
            let is_after_flag = finished.is_some_and(|finished| last.opened >= finished - FLAG);
            last.place = self.place;
            match counting {
                Counting::Begun => self.keep(last),
                Counting::Ended if last.has_content && !is_after_flag => self.keep(last),
                Counting::Ended => {}
            }
        }
        (self.done, self.oddities)
    }
}

impl Draft {
    fn cross(&mut self, at: i64) {
        self.crossed = Some(self.crossed.map_or(at, |crossed| crossed.min(at)));
    }
}
