//! The samples of one stream, car by car, as they come in.

use std::collections::BTreeSet;

use maatstaf_core::{CarNumber, ClockTime, Samples};

use super::samples::Stream;
use crate::json_scan::{Malformed, Scanner};
use crate::recordings::IssueList;

/// More cars than this are not in any session; their numbers come from damage.
const MOST_CARS: usize = 256;

pub(super) struct Columns<const N: usize> {
    stream: &'static Stream<N>,
    cars: Vec<CarColumns<N>>,
    /// Where the next car is looked for first: entries name the cars in one order.
    next: usize,
    /// The samples of the record that is being read.
    rows: Vec<(usize, i64, [f32; N])>,
    /// The moments of all entries.
    seen: BTreeSet<i64>,
}

struct CarColumns<const N: usize> {
    car: CarNumber,
    wanted: bool,
    times: Vec<i64>,
    values: [Vec<f32>; N],
    /// Whether every time is later than the one before.
    rises: bool,
}

/// What was odd in one record.
#[derive(Default)]
struct Odd {
    holed: usize,
    undated: Option<String>,
    cars_too_many: bool,
}

impl<const N: usize> Columns<N> {
    pub(super) fn new(stream: &'static Stream<N>) -> Self {
        let (cars, rows, seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        Self { stream, cars, next: 0, rows, seen }
    }

    /// Keeps the samples of a record, if it can be read to its end; gives the latest moment in it.
    pub(super) fn read(
        &mut self,
        text: &[u8],
        wanted: Option<&[CarNumber]>,
        line: u64,
        issues: &mut IssueList,
    ) -> Option<i64> {
        self.rows.clear();
        let (mut odd, mut times) = (Odd::default(), Vec::new());
        let topic = self.stream.topic;
        if let Err(why) = self.entries(text, wanted, &mut times, &mut odd) {
            issues.add(Some(line), format!("a record of {topic} is left out: {why}"));
            return None;
        }
        odd.list(topic, line, issues);
        for time in &times {
            self.list_order(*time, line, issues);
        }
        self.keep();
        times.into_iter().max()
    }

    fn entries(
        &mut self,
        text: &[u8],
        wanted: Option<&[CarNumber]>,
        times: &mut Vec<i64>,
        odd: &mut Odd,
    ) -> Result<(), Malformed> {
        let list = self.stream.list;
        let mut scan = Scanner::new(text);
        scan.members(|scan, key| match key == list {
            true => scan.elements(|scan| self.entry(scan, wanted, times, odd)),
            false => scan.skip(),
        })
    }

    /// `{"Utc":"2024-05-19T14:31:01.4524245Z","Cars":{"1":…,"2":…}}`
    fn entry(
        &mut self,
        scan: &mut Scanner<'_>,
        wanted: Option<&[CarNumber]>,
        times: &mut Vec<i64>,
        odd: &mut Odd,
    ) -> Result<(), Malformed> {
        let first = self.rows.len();
        let mut time = None;
        scan.members(|scan, key| match key {
            _ if key == self.stream.time => {
                time = scan.text()?;
                Ok(())
            }
            _ if key == self.stream.cars => {
                scan.members(|scan, number| self.sample(scan, number, wanted, odd))
            }
            _ => scan.skip(),
        })?;
        match time.and_then(micros) {
            Some(micros) => {
                self.rows[first..].iter_mut().for_each(|(_, at, _)| *at = micros);
                times.push(micros);
            }
            None => {
                self.rows.truncate(first);
                odd.undated = Some(String::from_utf8_lossy(time.unwrap_or_default()).into_owned());
            }
        }
        Ok(())
    }

    fn sample(
        &mut self,
        scan: &mut Scanner<'_>,
        number: &[u8],
        wanted: Option<&[CarNumber]>,
        odd: &mut Odd,
    ) -> Result<(), Malformed> {
        let place = self.place(number, wanted);
        odd.cars_too_many |= place.is_none();
        let Some(place) = place.filter(|place| self.cars[*place].wanted) else {
            return scan.skip();
        };
        match (self.stream.sample)(scan)? {
            Some(values) => self.rows.push((place, 0, values)),
            None => odd.holed += 1,
        }
        Ok(())
    }

    /// Where the columns of a car are; `None` where there are too many cars.
    fn place(&mut self, number: &[u8], wanted: Option<&[CarNumber]>) -> Option<usize> {
        let is_it = |columns: &CarColumns<N>| columns.car.as_str().as_bytes() == number;
        let place = match self.cars.get(self.next).is_some_and(is_it) {
            true => self.next,
            false => match self.cars.iter().position(is_it) {
                Some(place) => place,
                None if self.cars.len() == MOST_CARS => return None,
                None => {
                    self.cars.push(CarColumns::new(number, wanted)?);
                    self.cars.len() - 1
                }
            },
        };
        self.next = if place + 1 == self.cars.len() { 0 } else { place + 1 };
        Some(place)
    }

    /// Lists an entry that does not stand behind all others.
    fn list_order(&mut self, time: i64, line: u64, issues: &mut IssueList) {
        let before = self.seen.last().copied();
        let is_new = self.seen.insert(time);
        let why = match before {
            Some(latest) if latest > time && is_new => {
                "stands behind a later one; put in its place"
            }
            _ if !is_new => "stands there twice; taken once",
            _ => return,
        };
        let when = jiff::Timestamp::from_microsecond(time).map(|it| it.to_string());
        let topic = self.stream.topic;
        issues.add(Some(line), format!("{topic}: what is of {} {why}", when.unwrap_or_default()));
    }

    fn keep(&mut self) {
        for (place, time, values) in self.rows.drain(..) {
            let columns = &mut self.cars[place];
            columns.rises &= columns.times.last().is_none_or(|last| *last < time);
            columns.times.push(time);
            for (column, value) in columns.values.iter_mut().zip(values) {
                column.push(value);
            }
        }
    }

    /// The samples from `zero` on, the last at `until` of the clock that begins there.
    pub(super) fn finish(self, zero: i64, until: i64, issues: &mut IssueList) -> Vec<Samples> {
        let (mut samples, mut n_outside) = (Vec::new(), 0);
        for mut columns in self.cars {
            columns.put_in_order();
            n_outside += columns.cut(zero, zero.saturating_add(until));
            samples.extend(columns.finish(self.stream, zero));
        }
        if n_outside > 0 {
            let topic = self.stream.topic;
            let reason = format!(
                "{topic}: {n_outside} samples from before the clock of the session began or after the recording ended are left out"
            );
            issues.add(None, reason);
        }
        samples
    }
}

impl<const N: usize> CarColumns<N> {
    fn new(number: &[u8], wanted: Option<&[CarNumber]>) -> Option<Self> {
        let car = CarNumber::new(std::str::from_utf8(number).ok()?);
        let wanted = wanted.is_none_or(|wanted| wanted.contains(&car));
        let values = [const { Vec::new() }; N];
        Some(Self { car, wanted, times: Vec::new(), values, rises: true })
    }

    /// In order of time, each time once: the first that came.
    fn put_in_order(&mut self) {
        if self.rises {
            return;
        }
        let mut order: Vec<usize> = (0..self.times.len()).collect();
        order.sort_by_key(|idx| self.times[*idx]);
        order.dedup_by_key(|idx| self.times[*idx]);
        self.times = order.iter().map(|idx| self.times[*idx]).collect();
        for column in &mut self.values {
            *column = order.iter().map(|idx| column[*idx]).collect();
        }
    }

    /// Leaves out what is not from `from` to `until`, and counts it.
    fn cut(&mut self, from: i64, until: i64) -> usize {
        let first = self.times.partition_point(|time| *time < from);
        let end = self.times.partition_point(|time| *time <= until).max(first);
        let n_outside = self.times.len() - (end - first);
        self.times.truncate(end);
        self.times.drain(..first);
        for column in &mut self.values {
            column.truncate(end);
            column.drain(..first);
            column.shrink_to_fit();
        }
        n_outside
    }

    /// `None` where nothing was sampled. Channels without any value are left out.
    fn finish(mut self, stream: &Stream<N>, zero: i64) -> Option<Samples> {
        if self.times.is_empty() {
            return None;
        }
        self.times.shrink_to_fit();
        let since_zero = |time: i64| ClockTime::from_micros((time - zero).unsigned_abs());
        let times = self.times.into_iter().map(since_zero).collect();
        let channels = (stream.channels)().into_iter().zip(self.values);
        let is_known = |(_, values): &(_, Vec<f32>)| values.iter().any(|value| !value.is_nan());
        Samples::new(self.car, stream.name, times, channels.filter(is_known).collect()).ok()
    }
}

impl Odd {
    fn list(self, topic: &str, line: u64, issues: &mut IssueList) {
        if self.holed > 0 {
            let reason = format!("{topic}: {} samples lack a channel; left out", self.holed);
            issues.add(Some(line), reason);
        }
        if let Some(time) = self.undated {
            issues.add(Some(line), format!("{topic}: an entry at {time:?}, which is no moment"));
        }
        if self.cars_too_many {
            let reason = format!("{topic}: more than {MOST_CARS} cars; the others are left out");
            issues.add(Some(line), reason);
        }
    }
}

/// Microseconds of a time of day such as `2024-05-19T14:31:01.4524245Z`; without the `Z` the same.
fn micros(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let utc = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    let moment = text.parse::<jiff::Timestamp>().ok().or_else(|| Some(utc()?.timestamp()))?;
    Some(moment.as_microsecond())
}
