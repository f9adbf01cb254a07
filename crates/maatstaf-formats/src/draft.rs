use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use maatstaf_core::{
    Almanac, CarNumber, Classification, Classified, ConstructorId, DriverId, EngineId, Event,
    Issue, Qualified, Qualifying, Round, Season, Session, Share, TimedResult, Year,
};

/// What a reader of seasons could read, and what it could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadAlmanac {
    /// What could be read.
    pub almanac: Almanac,
    /// What could not, or only with a guess.
    pub issues: Vec<Issue>,
}

/// An event under construction.
pub(crate) struct EventDraft {
    pub(crate) year: Year,
    pub(crate) round: Round,
    pub(crate) has_sprint: bool,
    pub(crate) qualifying: Vec<Qualified>,
    pub(crate) sprint: Vec<Classified>,
    pub(crate) race: Vec<Classified>,
    pub(crate) sprint_share: Option<Share>,
    pub(crate) race_share: Option<Share>,
    pub(crate) timed: Vec<TimedResult>,
}

impl EventDraft {
    pub(crate) fn new(year: Year, round: Round) -> Self {
        Self {
            year,
            round,
            has_sprint: false,
            qualifying: Vec::new(),
            sprint: Vec::new(),
            race: Vec::new(),
            sprint_share: None,
            race_share: None,
            timed: Vec::new(),
        }
    }

    fn lines_mut(&mut self, session: Session) -> &mut Vec<Classified> {
        match session {
            Session::Sprint => &mut self.sprint,
            Session::Race => &mut self.race,
        }
    }

    /// Takes a line of a result, unless its place is 0 or it stands there already.
    pub(crate) fn add_result(&mut self, session: Session, line: Classified) -> Result<(), String> {
        let lines = self.lines_mut(session);
        let key = |line: &Classified| (line.driver.clone(), line.car.clone(), line.outcome);
        if line.outcome.place() == Some(0) {
            return Err(format!("{} has place 0", line.driver));
        }
        if lines.iter().any(|other| other.driver == line.driver && key(other) == key(&line)) {
            return Err(format!("{} stands twice with car {}", line.driver, line.car));
        }
        lines.push(line);
        Ok(())
    }

    /// Takes a line of qualifying, unless the driver stands there already with this car. A
    /// second line without place and times adds nothing, and is not worth a word.
    pub(crate) fn add_qualified(&mut self, line: Qualified) -> Result<(), String> {
        let same = |other: &Qualified| other.driver == line.driver && other.car == line.car;
        let is_new = !self.qualifying.iter().any(same);
        let is_empty = line.place.is_none() && line.times.iter().all(Option::is_none);
        match (is_new, is_empty) {
            (true, _) => self.qualifying.push(line),
            (false, true) => {}
            (false, false) => {
                return Err(format!("{} stands twice with car {}", line.driver, line.car));
            }
        }
        Ok(())
    }

    /// Takes a line of a session that hands out nothing. The lines of one come one after another.
    pub(crate) fn add_timed(&mut self, session: &'static str, line: Qualified) {
        match self.timed.last_mut() {
            Some(last) if last.session == session => last.result.lines.push(line),
            _ => self.timed.push(TimedResult { session, result: Qualifying { lines: vec![line] } }),
        }
    }

    fn finish(self, file: &str, issues: &mut Vec<Issue>) -> Event {
        let mut result = |lines: Vec<Classified>, share| {
            let made = (!lines.is_empty()).then(|| Classification::new(lines, share))?;
            made.map_err(|error| issues.push(left_out(file, "result", &error))).ok()
        };
        let sprint = result(self.sprint, self.sprint_share);
        let race = result(self.race, self.race_share);
        let lines = self.qualifying;
        Event {
            round: self.round,
            qualifying: (!lines.is_empty()).then_some(Qualifying { lines }),
            has_sprint: self.has_sprint || sprint.is_some(),
            sprint,
            race,
            timed: self.timed,
        }
    }
}

/// The seasons of these events. A season that misses a round is left out and listed at `file`.
pub(crate) fn seasons(
    drafts: Vec<EventDraft>,
    file: &str,
    issues: &mut Vec<Issue>,
) -> BTreeMap<Year, Season> {
    let mut years: BTreeMap<Year, Vec<Event>> = BTreeMap::new();
    for draft in drafts {
        years.entry(draft.year).or_default().push(draft.finish(file, issues));
    }
    let mut seasons = BTreeMap::new();
    for (year, events) in years {
        match Season::new(year, events) {
            Ok(season) => drop(seasons.insert(year, season)),
            Err(error) => issues.push(left_out(file, "season", &error)),
        }
    }
    seasons
}

fn left_out(file: &str, what: &str, error: &dyn std::error::Error) -> Issue {
    let reason = format!("{error}; the {what} is left out");
    Issue { file: file.to_owned(), line: None, reason }
}

/// Inserts a value unless its key is taken: the first one stands.
pub(crate) fn insert_once<K: Ord, V>(
    map: &mut BTreeMap<K, V>,
    key: K,
    value: V,
    printed: &str,
) -> Result<(), String> {
    match map.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(value);
            Ok(())
        }
        Entry::Occupied(_) => Err(format!("{printed} stands twice")),
    }
}

/// Hands out each name once, so that equal names share their text.
#[derive(Default)]
pub struct Names {
    drivers: HashMap<String, DriverId>,
    constructors: HashMap<String, ConstructorId>,
    engines: HashMap<String, EngineId>,
    cars: HashMap<String, CarNumber>,
}

impl Names {
    /// A driver.
    pub fn driver(&mut self, text: &str) -> DriverId {
        once(&mut self.drivers, text, DriverId::new)
    }

    /// A constructor.
    pub fn constructor(&mut self, text: &str) -> ConstructorId {
        once(&mut self.constructors, text, ConstructorId::new)
    }

    /// A maker of an engine.
    pub fn engine(&mut self, text: &str) -> EngineId {
        once(&mut self.engines, text, EngineId::new)
    }

    /// A number on a car.
    pub fn car(&mut self, text: &str) -> CarNumber {
        once(&mut self.cars, text, CarNumber::new)
    }

    /// Lists who was handed out but has no line of his own in the almanac.
    pub(crate) fn list_strangers(
        &self,
        almanac: &Almanac,
        [drivers, constructors]: [&str; 2],
        issues: &mut Vec<Issue>,
    ) {
        let unknown = self.drivers.values().filter(|id| !almanac.drivers.contains_key(id));
        issues.extend(strangers(drivers, unknown.map(DriverId::as_str)));
        let unknown =
            self.constructors.values().filter(|id| !almanac.constructors.contains_key(id));
        issues.extend(strangers(constructors, unknown.map(ConstructorId::as_str)));
    }
}

fn once<T: Clone>(known: &mut HashMap<String, T>, text: &str, new: fn(&str) -> T) -> T {
    if let Some(name) = known.get(text) {
        return name.clone();
    }
    let name = new(text);
    known.insert(text.to_owned(), name.clone());
    name
}

fn strangers<'a>(file: &str, unknown: impl Iterator<Item = &'a str>) -> Vec<Issue> {
    let mut unknown: Vec<_> = unknown.collect();
    unknown.sort_unstable();
    let reason = |id| format!("{id:?} has results but no line here; printed by that name");
    let issue = |id| Issue { file: file.to_owned(), line: None, reason: reason(id) };
    unknown.into_iter().map(issue).collect()
}
