//! Circuits, grands prix, and the calendar that joins them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use maatstaf_core::{Round, RoundNumber, Share, Title, Year};

use super::{CIRCUITS, COUNTRIES, Error, GRANDS_PRIX, RACES, Release};
use crate::csv_table::{Column, Row};
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
    let circuits = circuits(release)?;
    let grands_prix = grands_prix(release)?;
    let mut races = Races::default();
    let Some(table) = release.open(&RACES)? else { return Ok(races) };
    let [id, year, number, date, grand_prix, title, circuit] = table.columns([
        "id",
        "year",
        "round",
        "date",
        "grandPrixId",
        "officialName",
        "circuitId",
    ])?;
    let [laps, planned, sprint_laps, sprint_planned, sprint_format, sprint_date] =
        table.columns([
            "laps",
            "scheduledLaps",
            "sprintRaceLaps",
            "sprintRaceScheduledLaps",
            "sprintQualifyingFormat",
            "sprintRaceDate",
        ])?;
    let [drivers_decider, constructors_decider] =
        table.columns(["driversChampionshipDecider", "constructorsChampionshipDecider"])?;

    let options = release.options;
    let mut notes = Vec::new();
    let mut seen = BTreeSet::new();
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
        let (grand_prix, circuit) = (row.name(grand_prix)?, row.name(circuit)?);
        let place = circuits.get(circuit);
        let event = grands_prix.get(grand_prix);
        let titles = [event.map(|event| event.full_name.as_str()), row.text_if_any(title)];
        let also = place.iter().flat_map(|place| place.also.iter().map(String::as_str));
        let round = Round {
            number,
            id: grand_prix.to_owned(),
            name: event.map_or(grand_prix, |event| &event.name).to_owned(),
            circuit_id: circuit.to_owned(),
            circuit: place.map_or(circuit, |place| &place.name).to_owned(),
            also: also.chain(titles.into_iter().flatten()).map(str::to_owned).collect(),
            date: row.value_if_any(date)?,
        };
        let has_sprint =
            [sprint_laps, sprint_format, sprint_date].iter().any(|it| !row.text(*it).is_empty());
        let draft = EventDraft {
            has_sprint,
            sprint_share: share(row, sprint_laps, sprint_planned)?,
            race_share: share(row, laps, planned)?,
            ..EventDraft::new(year, round)
        };
        let deciders = [
            (row.flag(drivers_decider)?, Title::Drivers),
            (row.flag(constructors_decider)?, Title::Constructors),
        ];
        if !seen.insert((year, number)) {
            return Err(format!("round {number} of {year} stands twice"));
        }
        let unknown =
            |kind, id| format!("{kind} is {id:?}, which is unknown; printed by that name");
        if event.is_none() {
            notes.push(row.issue(unknown("grandPrixId", grand_prix)));
        }
        if place.is_none() {
            notes.push(row.issue(unknown("circuitId", circuit)));
        }
        races.index.insert(race, Some(races.events.len()));
        races.events.push(draft);
        let settled = deciders.into_iter().filter(|(settled, _)| *settled);
        races.deciders.extend(settled.map(|(_, title)| (year, number, title)));
        Ok(())
    });
    release.issues.extend(notes);
    Ok(races)
}

/// How much of the plan was driven, where it was less than the plan.
fn share(row: &Row, laps: Column, planned: Column) -> Result<Option<Share>, String> {
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
