//! `maatstaf data fetch session YEAR PLACE SESSION`: from a public source into the library.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use maatstaf::core::{Year, slug};
use maatstaf::facts::{Place, place_named};
use maatstaf::formats::live_timing::Topic;
use maatstaf::formats::session_files::Options as ReadOptions;
use maatstaf::formats::session_index::{self, IndexedSession};
use maatstaf_store::fetch::{Options, Pages};

use super::fetch::{FetchArgs, Watcher};
use super::import_sessions;
use crate::args::year;
use crate::error::ShellError;
use crate::source;

/// From where a session is fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum From {
    /// The archive of F1 live timing: laps, mini-sectors, tyres, race control, car data, positions
    #[default]
    Archive,
    /// OpenF1: laps, stints, pit stops, race control, weather, from 2023
    Openf1,
    /// Jolpica: laps of races from 1996, pit stops, results
    Jolpica,
}

impl From {
    fn address(self) -> &'static str {
        match self {
            Self::Archive => "https://livetiming.formula1.com/static",
            Self::Openf1 => "https://api.openf1.org/v1",
            Self::Jolpica => "https://api.jolpi.ca/ergast/f1",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Openf1 => "openf1",
            Self::Jolpica => "jolpica",
        }
    }
}

/// What is asked for.
struct Wanted {
    year: Year,
    place: String,
    session: String,
    round: Option<&'static Place>,
}

/// `maatstaf data fetch session YEAR PLACE SESSION`
pub fn fetch(ask: &FetchArgs) -> Result<String, ShellError> {
    let wanted = wanted(&ask.session)?;
    let library = source::library()?;
    let folder = ask.source.word();
    let folder = library.home().join("downloads/sessions").join(folder);
    let options = Options::default();
    let mut watcher = Watcher::new(format!("fetching {}/{}", wanted.place, wanted.session));
    let mut pages = Pages::new(&options, &mut watcher, ask.fresh);
    let base = ask.from.clone().unwrap_or_else(|| ask.source.address().to_owned());
    let base = base.trim_end_matches('/');
    let folder = match ask.source {
        From::Archive => archive(&mut pages, base, &folder, &wanted, ask.without_samples)?,
        From::Openf1 => openf1(&mut pages, base, &folder, &wanted)?,
        From::Jolpica => jolpica(&mut pages, base, &folder, &wanted)?,
    };
    let came = format!("{} pages fetched, {} there already", pages.n_new, pages.n_kept);
    drop(watcher);
    eprintln!("maatstaf: {came}");
    import_sessions::import(&import_sessions::Ask {
        path: &folder,
        address: None,
        options: ReadOptions { without_samples: ask.without_samples, ..ReadOptions::default() },
        json: ask.json,
    })
}

fn wanted(words: &[String]) -> Result<Wanted, ShellError> {
    let [season, place, session] = words else {
        return Err(ShellError::Input(
            "say which: maatstaf data fetch session 2024 imola qualifying".to_owned(),
        ));
    };
    let year = year(season).map_err(ShellError::Input)?;
    let round = place_named(year, place);
    Ok(Wanted { year, place: slug(place), session: slug(session), round })
}

impl Wanted {
    /// The key of the session in a list.
    fn key(&self, listed: &[IndexedSession], at: &str) -> Result<String, ShellError> {
        let mut here: Vec<(usize, &IndexedSession)> =
            listed.iter().filter_map(|it| Some((self.meant(it)?, it))).collect();
        here.sort_by_key(|(rank, _)| *rank);
        let mut found = here.iter().filter(|(_, it)| it.is_session(&self.session));
        match (found.next(), found.next()) {
            (None, _) => Err(self.none_of(&here, at)),
            (Some((rank, one)), Some((again, other)))
                if rank == again && one.names != other.names =>
            {
                Err(ShellError::Input(format!(
                    "{} is a name of both {} and {}; name the circuit",
                    self.place, one.names[0], other.names[0]
                )))
            }
            (Some((_, one)), _) => Ok(one.key.clone()),
        }
    }

    fn none_of(&self, here: &[(usize, &IndexedSession)], at: &str) -> ShellError {
        let sessions: Vec<&str> = here.iter().map(|(_, it)| it.session.as_str()).collect();
        let there = match sessions.is_empty() {
            true => "no session of that place".to_owned(),
            false => sessions.join(", "),
        };
        ShellError::Missing(format!(
            "{at} has no {} of {} {}; it has {there}",
            self.session, self.place, self.year
        ))
    }

    /// Whether a session is of the place that is meant, by the first of its names that tells; the less
    /// the better. A country may be that of several rounds, and a circuit that of a test as well.
    fn meant(&self, listed: &IndexedSession) -> Option<usize> {
        let names = || (0..).zip(&listed.names);
        let round = names().find_map(|(at, name)| Some((at, place_named(self.year, name)?)));
        match (self.round, round) {
            (Some(wanted), Some((at, found))) => (wanted == found).then_some(at),
            _ => names().find(|(_, name)| slug(name) == self.place).map(|(at, _)| at),
        }
    }

    fn folder(&self, below: &Path) -> PathBuf {
        below.join(self.year.to_string()).join(&self.place).join(&self.session)
    }
}

/// Pages that hold nothing for us.
const UNREAD: [Topic; 4] =
    [Topic::AudioStreams, Topic::ContentStreams, Topic::TeamRadio, Topic::Heartbeat];

fn archive(
    pages: &mut Pages,
    base: &str,
    below: &Path,
    wanted: &Wanted,
    without_samples: bool,
) -> Result<PathBuf, ShellError> {
    let url = format!("{base}/{}/Index.json", wanted.year);
    let listed = session_index::archive(&pages.ask(&url)?);
    let path = wanted.key(&listed.map_err(|error| not_a_list(&url, &error))?, &url)?;
    let path = path.trim_end_matches('/');
    let folder = path.split('/').fold(below.to_owned(), |folder, part| folder.join(part));
    let is_sampled = |topic: Topic| matches!(topic, Topic::CarData | Topic::Position);
    let topics = Topic::ALL.iter().filter(|topic| topic.is_archived() && !UNREAD.contains(topic));
    for topic in topics.filter(|topic| !(without_samples && is_sampled(**topic))) {
        let name = format!("{}.jsonStream", topic.name());
        pages.keep(&format!("{base}/{path}/{name}"), &folder.join(&name))?;
    }
    Ok(folder)
}

/// What OpenF1 is asked for, per session.
const OPENF1: [&str; 9] = [
    "sessions",
    "drivers",
    "laps",
    "stints",
    "pit",
    "position",
    "race_control",
    "weather",
    "session_result",
];

fn openf1(
    pages: &mut Pages,
    base: &str,
    below: &Path,
    wanted: &Wanted,
) -> Result<PathBuf, ShellError> {
    let url = format!("{base}/sessions?year={}", wanted.year);
    let listed = session_index::openf1(&pages.ask(&url)?);
    let key = wanted.key(&listed.map_err(|error| not_a_list(&url, &error))?, &url)?;
    let folder = wanted.folder(below);
    for what in OPENF1 {
        let url = format!("{base}/{what}?session_key={key}");
        pages.keep(&url, &folder.join(format!("openf1_{what}.json")))?;
    }
    Ok(folder)
}

/// The most rows that Jolpica gives at once.
const ROWS: u64 = 100;

fn jolpica(
    pages: &mut Pages,
    base: &str,
    below: &Path,
    wanted: &Wanted,
) -> Result<PathBuf, ShellError> {
    let round = wanted.round.ok_or_else(|| {
        ShellError::Input(format!("no round of {} is called {}", wanted.year, wanted.place))
    })?;
    let kinds: &[&str] = match wanted.session.as_str() {
        "race" => &["results", "laps", "pitstops"],
        "qualifying" => &["qualifying"],
        "sprint" => &["sprint"],
        other => {
            return Err(ShellError::Missing(format!(
                "Jolpica has race, qualifying and sprint, and no {other}; the archive has: leave \
                 --source out"
            )));
        }
    };
    let folder = wanted.folder(below);
    for kind in kinds {
        let mut offset = 0;
        loop {
            let (year, number) = (wanted.year, round.round);
            let url = format!("{base}/{year}/{number}/{kind}.json?limit={ROWS}&offset={offset}");
            let to = folder.join(format!("{kind}-{offset:05}.json"));
            let Some(kept) = pages.keep(&url, &to)? else { break };
            let total = std::fs::read(&kept).ok().as_deref().and_then(session_index::ergast_total);
            offset += ROWS;
            if total.is_none_or(|total| offset >= total) {
                break;
            }
        }
    }
    Ok(folder)
}

fn not_a_list(url: &str, error: &str) -> ShellError {
    ShellError::Missing(format!("{url} gives no list of sessions: {error}; check --from"))
}
