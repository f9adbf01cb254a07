//! What the sport itself published: standings, and who settled a title when.

use std::collections::{BTreeMap, BTreeSet};

use maatstaf_core::{Competitor, OfficialRow, OfficialStandings, RoundNumber, Title, Year};

use super::places::Races;
use super::{
    CONSTRUCTORS_AFTER, CONSTRUCTORS_FINAL, DRIVERS_AFTER, DRIVERS_FINAL, Error, FileSpec, Release,
};
use crate::csv_table::{Column, Row, Table};
use crate::draft::Names;

type ByYear = BTreeMap<Year, OfficialStandings>;

/// The official standings of every season, unless they are not wanted.
pub(super) fn standings(release: &mut Release, races: &Races) -> Result<ByYear, Error> {
    let mut years = ByYear::new();
    if !release.options.official {
        return Ok(years);
    }
    for event in &races.events {
        years.entry(event.year).or_default();
    }
    for (year, round, title) in &races.deciders {
        if let Some(standings) = years.get_mut(year) {
            match title {
                Title::Drivers => standings.drivers_decider = Some(*round),
                Title::Constructors => standings.constructors_decider = Some(*round),
            }
        }
    }
    after_rounds(release, &DRIVERS_AFTER, Title::Drivers, races, &mut years)?;
    after_rounds(release, &CONSTRUCTORS_AFTER, Title::Constructors, races, &mut years)?;
    at_the_end(release, &DRIVERS_FINAL, Title::Drivers, &mut years)?;
    at_the_end(release, &CONSTRUCTORS_FINAL, Title::Constructors, &mut years)?;
    Ok(years)
}

fn after_rounds<'a>(
    release: &mut Release<'a>,
    spec: &'a FileSpec,
    title: Title,
    races: &Races,
    years: &mut ByYear,
) -> Result<(), Error> {
    let Some(table) = release.open(spec)? else { return Ok(()) };
    let [race] = table.columns(["raceId"])?;
    let columns = RowColumns::of(&table, title)?;
    let names = &mut release.names;
    let mut seen = Seen::new();
    table.rows(&mut release.issues, |row| {
        let Some(race) = races.find(row, race)? else { return Ok(()) };
        let line = columns.read(row, names)?;
        once(&mut seen, race, &line)?;
        let event = &races.events[race];
        let Some(standings) = years.get_mut(&event.year) else { return Ok(()) };
        rows_after(standings, title, event.round.number).push(line);
        Ok(())
    });
    Ok(())
}

fn rows_after(
    standings: &mut OfficialStandings,
    title: Title,
    round: RoundNumber,
) -> &mut Vec<OfficialRow> {
    let after = match title {
        Title::Drivers => &mut standings.drivers_after,
        Title::Constructors => &mut standings.constructors_after,
    };
    after.entry(round).or_default()
}

fn at_the_end<'a>(
    release: &mut Release<'a>,
    spec: &'a FileSpec,
    title: Title,
    years: &mut ByYear,
) -> Result<(), Error> {
    let Some(table) = release.open(spec)? else { return Ok(()) };
    let [year] = table.columns(["year"])?;
    let columns = RowColumns::of(&table, title)?;
    let (options, names) = (release.options, &mut release.names);
    let mut seen = Seen::new();
    table.rows(&mut release.issues, |row| {
        let year: Year = row.value(year)?;
        if !options.wants(year) {
            return Ok(());
        }
        let line = columns.read(row, names)?;
        once(&mut seen, usize::from(year), &line)?;
        let standings = years.get_mut(&year).ok_or_else(|| format!("{year} has no races"))?;
        match title {
            Title::Drivers => standings.drivers.push(line),
            Title::Constructors => standings.constructors.push(line),
        }
        Ok(())
    });
    Ok(())
}

/// A competitor in a table, counted apart where he has a place and where he has none: Force
/// India of 2018 was excluded half-way and placed under its new owner.
type Seen = BTreeSet<(usize, Competitor, bool)>;

fn once(seen: &mut Seen, table: usize, line: &OfficialRow) -> Result<(), String> {
    match seen.insert((table, line.competitor.clone(), line.place.is_some())) {
        true => Ok(()),
        false => Err(format!("{} stands twice", line.competitor)),
    }
}

/// The columns that every table of standings has.
struct RowColumns {
    who: Who,
    place: Column,
    points: Column,
}

enum Who {
    Driver(Column),
    Make(Column, Column),
}

impl RowColumns {
    fn of(table: &Table, title: Title) -> Result<Self, Error> {
        let [place, points] = table.columns(["positionNumber", "points"])?;
        let who = match title {
            Title::Drivers => {
                let [driver] = table.columns(["driverId"])?;
                Who::Driver(driver)
            }
            Title::Constructors => {
                let [chassis, engine] = table.columns(["constructorId", "engineManufacturerId"])?;
                Who::Make(chassis, engine)
            }
        };
        Ok(Self { who, place, points })
    }

    fn read(&self, row: &Row, names: &mut Names) -> Result<OfficialRow, String> {
        let competitor = match self.who {
            Who::Driver(driver) => Competitor::Driver(names.driver(row.name(driver)?)),
            Who::Make(constructor, engine) => Competitor::Make {
                constructor: names.constructor(row.name(constructor)?),
                engine: names.engine(row.name(engine)?),
            },
        };
        let place = row.value_if_any(self.place)?;
        Ok(OfficialRow { competitor, place, points: row.value(self.points)? })
    }
}
