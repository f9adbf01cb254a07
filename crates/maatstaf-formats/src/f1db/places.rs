//! Circuits, grands prix, and the calendar that joins them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use maatstaf_core::{Round, RoundNumber, Share, Title, Year};

use super::{CIRCUITS, COUNTRIES, Error, GRANDS_PRIX, RACES, Release};
use crate::csv_table::{Column, Row, Table};
use crate::draft::{EventDraft, insert_once};

/// The calendar while its results are read.
#[derive(Default)]
pub(super) struct Races {
    /// The races that are wanted.
    pub(super) events: Vec<EventDraft>,
    /// Races that settled a title: `(year, round, title)`.
    pub(super) deciders: Vec<(Year, RoundNumber, Title)>,
    /// Where the race with an id stands in `events`; `None` if it is not wanted.
    index: HashMap<u32, Option<usize>>,
}

impl Races {
    /// Where the race of a row stands in `events`; `None` if it is not wanted.
    pub(super) fn find(&self, row: &Row, race: Column) -> Result<Option<usize>, String> {
        let id: u32 = row.value(race)?;
        let found = self.index.get(&id).copied();
        found.ok_or_else(|| format!("raceId is {id}, which is not in {}", RACES.name))
    }
}

pub(super) fn races(release: &mut Release) -> Result<Races, Error> {
    let places = Places { circuits: circuits(release)?, grands_prix: grands_prix(release)? };
    let mut races = Races::default();
    let Some(table) = release.open(&RACES)? else { return Ok(races) };
    let [id, year, number] = table.columns(["id", "year", "round"])?;
    let columns = RaceColumns::of(&table)?;
    let options = release.options;
    let (mut seen, mut notes) = (BTreeSet::new(), Vec::new());
    table.rows(&mut release.issues, |row| {
        let race: u32 = row.value(id)?;
        if races.index.contains_key(&race) {
            return Err(format!("race {race} stands twice"));
        }
        races.index.insert(race, None);
        let (year, number): (Year, RoundNumber) = (row.value(year)?, row.value(number)?);
        if !options.wants(year) {
            return Ok(());
        }
        let event = columns.event(row, year, columns.round(row, number, &places)?)?;
        let deciders = columns.deciders(row)?;
        if !seen.insert((year, number)) {
            return Err(format!("round {number} of {year} stands twice"));
        }
        notes.extend(columns.strangers(row, &places).map(|note| row.issue(note)));
        races.index.insert(race, Some(races.events.len()));
        races.events.push(event);
        races.deciders.extend(deciders.map(|title| (year, number, title)));
        Ok(())
    });
    release.issues.extend(notes);
    Ok(races)
}

struct Places {
    circuits: BTreeMap<String, Circuit>,
    grands_prix: BTreeMap<String, GrandPrix>,
}

/// The columns that say more about a race than its number.
struct RaceColumns {
    date: Column,
    grand_prix: Column,
    circuit: Column,
    official_name: Column,
    /// Laps driven and planned.
    race: [Column; 2],
    /// Laps driven and planned.
    sprint: [Column; 2],
    /// Filled where the weekend has a sprint; which of them depends on the year.
    sprint_signs: [Column; 3],
    deciders: [Column; 2],
}

impl RaceColumns {
    fn of(table: &Table) -> Result<Self, Error> {
        let [date, grand_prix, circuit, official_name] =
            table.columns(["date", "grandPrixId", "circuitId", "officialName"])?;
        Ok(Self {
            date,
            grand_prix,
            circuit,
            official_name,
            race: table.columns(["laps", "scheduledLaps"])?,
            sprint: table.columns(["sprintRaceLaps", "sprintRaceScheduledLaps"])?,
            sprint_signs: table.columns([
                "sprintRaceLaps",
                "sprintRaceDate",
                "sprintQualifyingFormat",
            ])?,
            deciders: table
                .columns(["driversChampionshipDecider", "constructorsChampionshipDecider"])?,
        })
    }

    fn round(&self, row: &Row, number: RoundNumber, places: &Places) -> Result<Round, String> {
        let (id, circuit_id) = (row.name(self.grand_prix)?, row.name(self.circuit)?);
        let (circuit, event) = (places.circuits.get(circuit_id), places.grands_prix.get(id));
        let mut also = circuit.map_or_else(Vec::new, |circuit| circuit.also.clone());
        also.extend(event.map(|event| event.full_name.clone()));
        also.extend(row.text_if_any(self.official_name).map(str::to_owned));
        also.retain(|name| !name.is_empty());
        Ok(Round {
            number,
            id: id.to_owned(),
            name: event.map_or(id, |event| &event.name).to_owned(),
            circuit_id: circuit_id.to_owned(),
            circuit: circuit.map_or(circuit_id, |circuit| &circuit.name).to_owned(),
            also,
            date: row.value_if_any(self.date)?,
        })
    }

    fn event(&self, row: &Row, year: Year, round: Round) -> Result<EventDraft, String> {
        Ok(EventDraft {
            has_sprint: self.sprint_signs.iter().any(|sign| row.text_if_any(*sign).is_some()),
            race_share: share(row, self.race)?,
            sprint_share: share(row, self.sprint)?,
            ..EventDraft::new(year, round)
        })
    }

    /// The titles that this race settled.
    fn deciders(&self, row: &Row) -> Result<impl Iterator<Item = Title> + use<>, String> {
        let [drivers, constructors] = self.deciders;
        let drivers = row.flag(drivers)?.then_some(Title::Drivers);
        let constructors = row.flag(constructors)?.then_some(Title::Constructors);
        Ok(drivers.into_iter().chain(constructors))
    }

    /// What to say about a grand prix or a circuit without a line of its own.
    fn strangers(&self, row: &Row, places: &Places) -> impl Iterator<Item = String> + use<> {
        let (id, circuit) = (row.text(self.grand_prix), row.text(self.circuit));
        let note = |what, id| format!("{what} is {id:?}, which is unknown; printed by that name");
        let event = (!places.grands_prix.contains_key(id)).then(|| note("grandPrixId", id));
        let circuit = (!places.circuits.contains_key(circuit)).then(|| note("circuitId", circuit));
        event.into_iter().chain(circuit)
    }
}

/// How much of the plan was driven, where it was less than the plan.
fn share(row: &Row, [laps, planned]: [Column; 2]) -> Result<Option<Share>, String> {
    let share = row.value_if_any(laps)?.zip(row.value_if_any(planned)?);
    Ok(share.map(|(laps, planned)| Share { laps, planned }).filter(|it| it.laps < it.planned))
}

struct Circuit {
    name: String,
    also: Vec<String>,
}

fn circuits(release: &mut Release) -> Result<BTreeMap<String, Circuit>, Error> {
    let countries = countries(release)?;
    let mut circuits = BTreeMap::new();
    let Some(table) = release.open(&CIRCUITS)? else { return Ok(circuits) };
    let [id, name, full_name, place, country] =
        table.columns(["id", "name", "fullName", "placeName", "countryId"])?;
    table.rows(&mut release.issues, |row| {
        let (id, name) = (row.name(id)?, row.name(name)?);
        let country = row.text(country);
        let country = countries.get(country).map_or(country, String::as_str);
        let mut also: Vec<String> = Vec::new();
        for text in [row.text(full_name), row.text(place), country] {
            if !text.is_empty() && text != name && !also.iter().any(|other| other == text) {
                also.push(text.to_owned());
            }
        }
        let circuit = Circuit { name: name.to_owned(), also };
        insert_once(&mut circuits, id.to_owned(), circuit, id)
    });
    Ok(circuits)
}

fn countries(release: &mut Release) -> Result<BTreeMap<String, String>, Error> {
    let mut countries = BTreeMap::new();
    let Some(table) = release.open(&COUNTRIES)? else { return Ok(countries) };
    let [id, name] = table.columns(["id", "name"])?;
    table.rows(&mut release.issues, |row| {
        let (id, name) = (row.name(id)?, row.name(name)?);
        insert_once(&mut countries, id.to_owned(), name.to_owned(), id)
    });
    Ok(countries)
}

struct GrandPrix {
    name: String,
    full_name: String,
}

fn grands_prix(release: &mut Release) -> Result<BTreeMap<String, GrandPrix>, Error> {
    let mut grands_prix = BTreeMap::new();
    let Some(table) = release.open(&GRANDS_PRIX)? else { return Ok(grands_prix) };
    let [id, name, full_name] = table.columns(["id", "name", "fullName"])?;
    table.rows(&mut release.issues, |row| {
        let id = row.name(id)?;
        let (name, full_name) = (row.name(name)?.to_owned(), row.text(full_name).to_owned());
        insert_once(&mut grands_prix, id.to_owned(), GrandPrix { name, full_name }, id)
    });
    Ok(grands_prix)
}
