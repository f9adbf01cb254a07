//! Drivers and constructors.

use std::collections::BTreeMap;

use maatstaf_core::{Constructor, ConstructorId, Driver, DriverId, Relative};

use super::{CONSTRUCTORS, DRIVERS, Error, RELATIVES, Release};
use crate::draft;

pub(super) fn drivers(release: &mut Release) -> Result<BTreeMap<DriverId, Driver>, Error> {
    let mut drivers = BTreeMap::new();
    let Some(table) = release.open(&DRIVERS)? else { return Ok(drivers) };
    let [id, name, last, code, number, born, place] = table.columns([
        "id",
        "name",
        "lastName",
        "abbreviation",
        "permanentNumber",
        "dateOfBirth",
        "placeOfBirth",
    ])?;
    table.rows(&mut release.issues, |row| {
        let driver = Driver {
            id: release.names.driver(row.name(id)?),
            name: row.name(name)?.to_owned(),
            last_name: row.text(last).to_owned(),
            code: row.text(code).to_owned(),
            number: row.text_if_any(number).map(str::to_owned),
            born: row.value_if_any(born)?,
            birthplace: row.text_if_any(place).map(str::to_owned),
        };
        draft::insert_once(&mut drivers, driver.id.clone(), driver, row.text(id))
    });
    Ok(drivers)
}

/// `"max-verstappen",1,"jos-verstappen","PARENT"`: Jos is the parent.
pub(super) fn relatives(release: &mut Release) -> Result<Vec<Relative>, Error> {
    let mut relatives = Vec::new();
    let Some(table) = release.open(&RELATIVES)? else { return Ok(relatives) };
    let [driver, relative, kinship] = table.columns(["parentDriverId", "driverId", "type"])?;
    table.rows(&mut release.issues, |row| {
        relatives.push(Relative {
            driver: release.names.driver(row.name(driver)?),
            relative: release.names.driver(row.name(relative)?),
            kinship: row.name(kinship)?.to_lowercase().replace('_', "-"),
        });
        Ok(())
    });
    Ok(relatives)
}

pub(super) fn constructors(
    release: &mut Release,
) -> Result<BTreeMap<ConstructorId, Constructor>, Error> {
    let mut constructors = BTreeMap::new();
    let Some(table) = release.open(&CONSTRUCTORS)? else { return Ok(constructors) };
    let [id, name] = table.columns(["id", "name"])?;
    table.rows(&mut release.issues, |row| {
        let key = release.names.constructor(row.name(id)?);
        let constructor = Constructor { id: key.clone(), name: row.name(name)?.to_owned() };
        draft::insert_once(&mut constructors, key, constructor, row.text(id))
    });
    Ok(constructors)
}
