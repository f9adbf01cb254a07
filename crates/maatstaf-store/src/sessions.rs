//! Recorded sessions in the library: one data set a session and source, under a readable address.

mod rows;
mod samples;
mod tables;

use std::collections::BTreeMap;
use std::time::SystemTime;

use maatstaf_core::{Address, ClockTime, Issue, Recording, SessionFacts, Timestamp, slug};
use serde::{Deserialize, Serialize};

use crate::catalogue::Dataset;
use crate::import::{Made, Place, utc};
use crate::library::Library;
use crate::writer::{NAME_LENGTH, Writer};
use crate::{Error, Imported, MADE_BY};

use tables::{CARS, FLAGS, LAPS, MESSAGES, PARTS, STATED, STINTS, WEATHER, crew_rows};

/// The folder of all sessions.
pub(crate) const SESSIONS: &str = "sessions";

/// What the catalogue says about a session, so that a list of them opens no file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEntry {
    /// Where it is found: `2024/imola/qualifying`.
    pub address: String,
    /// The format that it came in: `f1-live-timing`.
    pub format: String,
    /// The series.
    pub series: Option<String>,
    /// The event as printed.
    pub event: Option<String>,
    /// The place as printed.
    pub place: Option<String>,
    /// The session as printed.
    pub session: Option<String>,
    /// The moment at which its clock reads zero, in UTC.
    pub clock_zero: Option<String>,
    /// When it was started, on that clock.
    pub started_us: Option<u64>,
    /// How many laps there are.
    pub n_laps: u64,
    /// How many cars.
    pub n_cars: u64,
    /// How many drivers.
    pub n_drivers: u64,
    /// How many samples, of all cars.
    pub n_samples: u64,
}

/// A session in the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldSession {
    /// Where it is found.
    pub address: Address,
    /// What the catalogue says about it.
    pub entry: SessionEntry,
    /// Its files.
    pub dataset: Dataset,
}

impl HeldSession {
    /// The name of its data set: `2024/imola/qualifying@f1-live-timing`.
    pub fn dataset_name(&self) -> String {
        format!("{}@{}", self.address, self.entry.format)
    }
}

/// A session that is to be kept.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Where it is to be found.
    pub address: Address,
    /// The format that it came in, in a word: `f1-live-timing`.
    pub format: &'a str,
    /// The source's name: `F1 live timing`.
    pub source: &'a str,
    /// The terms of the source.
    pub licence: &'a str,
    /// A path or an address.
    pub origin: String,
    /// The SHA-256 of what was read.
    pub input_sha256: String,
    /// What was read.
    pub recording: &'a Recording,
    /// What could not be read.
    pub issues: &'a [Issue],
}

impl NewSession<'_> {
    /// The name of its data set.
    pub fn dataset(&self) -> String {
        format!("{}@{}", self.address, self.format)
    }
}

/// What to read of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Cars, laps and all else that was timed.
    Timed,
    /// The samples of the cars as well.
    Sampled,
}

impl Library {
    /// Every session of the library, in order of address, then of format.
    ///
    /// # Errors
    ///
    /// As [`Library::catalogue`].
    pub fn sessions(&self) -> Result<Vec<HeldSession>, Error> {
        let held = self.catalogue()?.datasets.into_values().filter_map(|dataset| {
            let entry = dataset.session.clone()?;
            let address = entry.address.parse().ok()?;
            Some(HeldSession { address, entry, dataset })
        });
        let mut held: Vec<HeldSession> = held.collect();
        held.sort_by(|a, b| (&a.address, &a.entry.format).cmp(&(&b.address, &b.entry.format)));
        Ok(held)
    }

    /// A session out of the library.
    ///
    /// # Errors
    ///
    /// When a file is gone or is not as it was written.
    pub fn recording(&self, held: &HeldSession, depth: Depth) -> Result<Recording, Error> {
        let dataset = &held.dataset;
        let mut recording = Recording {
            about: facts(&held.entry, &held.address),
            cars: self.table(dataset, "cars", rows::cars)?,
            laps: self.table(dataset, "laps", rows::laps)?,
            stints: self.table(dataset, "stints", rows::stints)?,
            flags: self.table(dataset, "flags", rows::flags)?,
            messages: self.table(dataset, "messages", rows::messages)?,
            weather: self.table(dataset, "weather", rows::weather)?,
            parts: self.table(dataset, "parts", rows::parts)?,
            results: self.table(dataset, "stated", rows::stated)?,
            samples: Vec::new(),
        };
        if depth == Depth::Sampled {
            let read = |bytes| samples::from_parquet(bytes).map(|samples| vec![samples]);
            recording.samples = self.table(dataset, "samples", read)?;
        }
        Ok(recording)
    }

    /// Whether the laps of a session were kept with all columns that this program writes.
    fn has_every_column_of_laps(&self, dataset: &Dataset) -> bool {
        self.table(dataset, "laps", rows::has_every_column_of_laps)
            .is_ok_and(|files| files.into_iter().all(|has| has))
    }

    /// The rows of all files of a table.
    fn table<T>(
        &self,
        dataset: &Dataset,
        table: &str,
        mut read: impl FnMut(Vec<u8>) -> Result<Vec<T>, String>,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        for file in dataset.files.iter().filter(|file| file.table() == table) {
            let rows = read(self.bytes(dataset, file)?);
            let path = self.file_path(dataset, file);
            all.extend(rows.map_err(|reason| Error::damaged(&path, reason))?);
        }
        Ok(all)
    }
}

impl Writer<'_> {
    /// Keeps a session, in place of what is there at its address from the same format. The same
    /// input, there already and intact, is left alone, unless it was kept before laps had all their columns.
    ///
    /// # Errors
    ///
    /// When the disk refuses; the library then stays as it was.
    pub fn import_session(&mut self, new: &NewSession, now: SystemTime) -> Result<Imported, Error> {
        let mut catalogue = self.catalogue()?;
        let name = new.dataset();
        let there = catalogue.datasets.get(&name);
        let is_same = |it: &&Dataset| {
            self.is(it, &new.input_sha256) && self.library.has_every_column_of_laps(it)
        };
        if let Some(dataset) = there.filter(is_same) {
            let issues = self.library.issues(dataset)?;
            return Ok(Imported { dataset: dataset.clone(), already_there: true, issues });
        }
        let kind = format!("{SESSIONS}/{}/{}", new.address, new.format);
        let folder =
            self.free_folder(&kind, &new.input_sha256[..NAME_LENGTH.min(new.input_sha256.len())]);
        let place = Place { folder, input: new.input_sha256.clone() };
        let made = make(new, place, now)?;
        catalogue.datasets.insert(name, made.dataset.clone());
        self.publish(&catalogue, Some((&kind, &made)))?;
        Ok(Imported { dataset: made.dataset, already_there: false, issues: new.issues.to_vec() })
    }
}

fn make(new: &NewSession, place: Place, now: SystemTime) -> Result<Made, Error> {
    let recording = new.recording;
    let dataset = Dataset {
        folder: place.folder,
        source: new.source.to_owned(),
        licence: new.licence.to_owned(),
        release: None,
        origin: new.origin.clone(),
        input_sha256: place.input,
        imported_at: utc(now),
        made_by: MADE_BY.to_owned(),
        n_issues: new.issues.len() as u64,
        files: Vec::new(),
        session: Some(entry(new)),
    };
    let mut made = Made { dataset, contents: Vec::new(), issues: Vec::new() };
    made.add(&CARS, None, &crew_rows(&recording.cars))?;
    made.add(&LAPS, None, &recording.laps)?;
    made.add(&STINTS, None, &recording.stints)?;
    made.add(&FLAGS, None, &recording.flags)?;
    made.add(&MESSAGES, None, &recording.messages)?;
    made.add(&WEATHER, None, &recording.weather)?;
    made.add(&PARTS, None, &recording.parts)?;
    made.add(&STATED, None, &recording.results)?;
    made.add_samples(recording)?;
    made.add(&crate::tables::ISSUES, None, new.issues)?;
    Ok(made)
}

impl Made {
    /// A file for each stream of each car: `samples/11-position.parquet`.
    fn add_samples(&mut self, recording: &Recording) -> Result<(), Error> {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for samples in &recording.samples {
            let name = format!("{}-{}", slug(samples.car().as_str()), slug(samples.stream()));
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            let path = match count {
                1 => format!("samples/{name}.parquet"),
                count => format!("samples/{name}-{count}.parquet"),
            };
            let laps = recording.laps.iter().filter(|lap| lap.car == *samples.car());
            let laps: Vec<_> = laps.collect();
            let bytes = samples::to_parquet(samples, &laps, &self.about());
            let bytes = bytes.map_err(|error| Error::encode(&path, &error))?;
            self.push(path, samples.times().len(), bytes);
        }
        Ok(())
    }
}

fn entry(new: &NewSession) -> SessionEntry {
    let (about, recording) = (&new.recording.about, new.recording);
    SessionEntry {
        address: new.address.to_string(),
        format: new.format.to_owned(),
        series: about.series.clone(),
        event: about.event.clone(),
        place: about.place.clone(),
        session: about.session.clone(),
        clock_zero: about.clock_zero.map(|it| it.to_string()),
        started_us: about.started.map(ClockTime::as_micros),
        n_laps: recording.laps.len() as u64,
        n_cars: recording.cars.len() as u64,
        n_drivers: recording.n_drivers() as u64,
        n_samples: recording.samples.iter().map(|it| it.times().len() as u64).sum(),
    }
}

fn facts(entry: &SessionEntry, address: &Address) -> SessionFacts {
    SessionFacts {
        series: entry.series.clone(),
        year: Some(address.year()),
        event: entry.event.clone(),
        place: entry.place.clone(),
        session: entry.session.clone().or_else(|| Some(address.session().to_owned())),
        clock_zero: entry.clock_zero.as_ref().and_then(|text| text.parse::<Timestamp>().ok()),
        started: entry.started_us.map(ClockTime::from_micros),
    }
}

/// The tables of a session with their columns, as `docs/library.md` shows them.
pub(crate) fn described() -> String {
    [
        CARS.described(),
        LAPS.described(),
        STINTS.described(),
        FLAGS.described(),
        MESSAGES.described(),
        WEATHER.described(),
        PARTS.described(),
        STATED.described(),
    ]
    .join("\n")
}

#[cfg(test)]
#[path = "sessions_tests.rs"]
mod tests;
