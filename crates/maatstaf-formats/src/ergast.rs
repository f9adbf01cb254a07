//! Replies of Ergast and of Jolpica, which goes on with it: numbers as text, a page at a time.
//!
//! Laps, stops and results are of the race; qualifying and sprints have replies of their own. The clock
//! starts with the race: a car's laps follow each other from the first on.

mod replies;

use std::collections::BTreeMap;

use maatstaf_core::{
    CarNumber, ClockTime, DriverName, LapTime, RecordedCar, RecordedDriver, Recording,
    SessionFacts, StatedResult, TimedLap,
};

use crate::recordings::{Error, IssueList, ReadRecording, order_laps};
use replies::{Kind, Line, Page, Race};

const FORMAT: &str = "reply of Ergast";

/// Reads the replies of one session, all the pages there are of it.
///
/// ```
/// let page = br#"{"MRData":{"total":"2","RaceTable":{"Races":[{"season":"2031","round":"1","Laps":[
///     {"number":"1","Timings":[{"driverId":"bolt","position":"1","time":"1:39.019"}]},
///     {"number":"2","Timings":[{"driverId":"bolt","position":"1","time":"1:37.974"}]}]}]}}}"#;
/// let read = maatstaf_formats::ergast::read(&[("laps.json", page)])?;
/// assert_eq!(read.recording.laps[1].ended.unwrap().to_string(), "3:16.993");
/// # Ok::<(), maatstaf_formats::recordings::Error>(())
/// ```
///
/// # Errors
///
/// When none of the files is a reply with a session in it.
pub fn read(files: &[(&str, &[u8])]) -> Result<ReadRecording, Error> {
    let (mut issues, mut pages) = (Vec::new(), Vec::new());
    for (file, bytes) in files {
        let mut listed = IssueList::of(file);
        match replies::page(bytes) {
            Ok(page) => pages.push((*file, page)),
            Err(why) => listed.add(None, format!("is left out: {why}")),
        }
        issues.extend(listed.finish());
    }
    let first = files.first().map_or("nothing", |(file, _)| *file);
    let Some(session) = pages.iter().flat_map(|(_, page)| page.sessions()).min() else {
        let reason =
            "it has no MRData with a race in its RaceTable that has laps, stops or results";
        return Err(Error::not(FORMAT, first, reason));
    };
    let (kind, season, round) = session;
    let mut draft = Draft::default();
    for (file, page) in &pages {
        let mut listed = IssueList::of(file);
        let (ours, others): (Vec<&Race>, Vec<&Race>) =
            page.races().partition(|race| race.is_of(&season, &round) && race.has(kind));
        ours.into_iter().for_each(|race| draft.add(race, kind, &mut listed));
        let n_others = others.iter().filter(|race| race.kinds().next().is_some()).count();
        if n_others > 0 {
            listed.add(None, others_left_out(n_others));
        }
        issues.extend(listed.finish());
    }
    let mut listed = IssueList::of(first);
    draft.list_missing(pages.iter().map(|(_, page)| page), &mut listed);
    let recording = draft.finish(kind, &mut listed);
    issues.extend(listed.finish());
    Ok(ReadRecording { recording, issues })
}

fn others_left_out(n_others: usize) -> String {
    match n_others {
        1 => "1 other session in it is left out".to_owned(),
        _ => format!("{n_others} other sessions in it are left out"),
    }
}

/// Whether the first bytes of a file are those of a reply about races.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    let head = crate::text_table::without_mark(head).trim_ascii_start();
    let holds = |key: &str| head.windows(key.len()).any(|window| window == key.as_bytes());
    head.starts_with(b"{") && holds("\"MRData\"") && holds("\"RaceTable\"")
}

/// A session while its pages come in.
#[derive(Default)]
struct Draft {
    about: SessionFacts,
    /// Who, by the name that the replies know him by.
    known: BTreeMap<String, (CarNumber, DriverName)>,
    cars: Vec<RecordedCar>,
    laps: BTreeMap<(String, u16), (Option<LapTime>, Option<u16>)>,
    stops: BTreeMap<(String, u16), Option<LapTime>>,
    results: BTreeMap<String, StatedResult>,
}

impl Draft {
    fn add(&mut self, race: &Race, kind: Kind, issues: &mut IssueList) {
        self.about = race.about(kind);
        for lap in &race.laps {
            let Some(number) = lap.number.counted() else {
                issues.add(None, format!("{} is no number of a lap; left out", lap.number));
                continue;
            };
            for timing in &lap.timings {
                let Some(driver) = timing.driver_id.owned() else { continue };
                let time = timing.time.lap_time();
                if time.is_none() {
                    let reason = format!("{} of {driver} in lap {number} is no time", timing.time);
                    issues.add(None, reason);
                }
                self.laps.insert((driver, number), (time, timing.position.counted()));
            }
        }
        for stop in &race.stops {
            if let Some((driver, lap)) = stop.driver_id.owned().zip(stop.lap.counted()) {
                self.stops.insert((driver, lap), stop.duration.lap_time());
            }
        }
        race.lines(kind).for_each(|line| self.add_line(line));
    }

    fn add_line(&mut self, line: &Line) {
        let Some(id) = line.driver.driver_id.owned() else { return };
        if self.known.contains_key(&id) {
            return;
        }
        let name = line.driver.code.driver().unwrap_or_else(|| DriverName::new(&id));
        let car = line.number.car().unwrap_or_else(|| CarNumber::new(&id));
        self.results.insert(id.clone(), line.result(&car, &name));
        let driver = RecordedDriver { name: name.clone(), full_name: line.driver.full_name() };
        match self.cars.iter_mut().find(|it| it.car == car) {
            Some(shared) => shared.crew.push(driver),
            None => self.cars.push(RecordedCar {
                car: car.clone(),
                crew: vec![driver],
                team: line.constructor.name.owned(),
                class: None,
                make: None,
            }),
        }
        self.known.insert(id, (car, name));
    }

    /// Says which pages are missing, by the number of rows that there should be.
    fn list_missing<'a>(&self, pages: impl Iterator<Item = &'a Page>, issues: &mut IssueList) {
        let total = |is_it: fn(&Race) -> bool| move |page: &&Page| page.is_whole_list(is_it);
        let pages: Vec<&Page> = pages.collect();
        let laps = pages.iter().copied().filter(total(|race| !race.laps.is_empty()));
        let stops = pages.iter().copied().filter(total(|race| !race.stops.is_empty()));
        let laps = (laps.filter_map(Page::total).max(), self.laps.len(), "laps");
        let stops = (stops.filter_map(Page::total).max(), self.stops.len(), "stops");
        for (total, found, what) in [laps, stops] {
            if let Some(total) = total.filter(|total| *total > found) {
                let reason =
                    format!("{found} of {total} {what} are there; other pages hold the rest");
                issues.add(None, reason);
            }
        }
    }

    fn finish(mut self, kind: Kind, issues: &mut IssueList) -> Recording {
        let ids: Vec<String> =
            self.laps.keys().chain(self.stops.keys()).map(|it| it.0.clone()).collect();
        for id in ids {
            let by_id = || (CarNumber::new(&id), DriverName::new(&id));
            self.known.entry(id.clone()).or_insert_with(by_id);
        }
        let mut recording = Recording {
            about: self.about.clone(),
            laps: self.timed_laps(),
            cars: std::mem::take(&mut self.cars),
            results: self.results.into_values().collect(),
            ..Recording::default()
        };
        if kind == Kind::Race && !recording.laps.is_empty() {
            recording.about.started = Some(ClockTime::from_micros(0));
        }
        recording.results.sort_by_key(|result| result.place.unwrap_or(u16::MAX));
        order_laps(&mut recording, issues);
        recording
    }

    /// The laps, on the clock as far as they follow each other from the first.
    fn timed_laps(&self) -> Vec<TimedLap> {
        let mut laps: Vec<TimedLap> = Vec::with_capacity(self.laps.len());
        let mut clock: Option<(&str, u16, u64)> = None;
        for ((id, number), (time, place)) in &self.laps {
            let (car, driver) = &self.known[id];
            let mut lap = TimedLap::new(car.clone(), *number);
            (lap.driver, lap.time, lap.place) = (Some(driver.clone()), *time, *place);
            let began = match clock {
                Some((before, last, at))
                    if before == id && last.checked_add(1) == Some(*number) =>
                {
                    Some(at)
                }
                _ => (*number == 1).then_some(0),
            };
            let ended = began.zip(*time).and_then(|(at, time)| at.checked_add(time.as_micros()));
            lap.began = began.map(ClockTime::from_micros);
            lap.ended = ended.map(ClockTime::from_micros);
            clock = ended.map(|ended| (id.as_str(), *number, ended));
            lap.in_lap = self.stops.contains_key(&(id.clone(), *number));
            let stop = number.checked_sub(1).and_then(|it| self.stops.get(&(id.clone(), it)));
            (lap.out_lap, lap.pit_time) = (stop.is_some(), stop.copied().flatten());
            laps.push(lap);
        }
        laps
    }
}

#[cfg(test)]
#[path = "ergast_tests.rs"]
mod tests;
