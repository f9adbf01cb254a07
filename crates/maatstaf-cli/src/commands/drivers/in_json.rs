//! Driver and car apart as JSON.

use maatstaf::core::{ConstructorId, DriverId, Year};
use maatstaf::pace::{Mixing, Share, Shares, Worth};
use serde_json::{Value, json};

use super::Found;

pub fn answer(found: &Found) -> Value {
    let apart = &found.apart;
    let beats = found.pair.as_ref().map(|(driver, reference, beats)| {
        json!({
            "driver": driver.as_str(),
            "reference": reference.as_str(),
            "probability": beats.probability,
            "interval": [beats.low, beats.high],
        })
    });
    let shares = found.shares.as_ref();
    let posterior = apart.mixing().map(|it| posterior(it, found.seed));
    json!({
        "from": found.years.start(),
        "to": found.years.end(),
        "n_seasons": apart.years().count(),
        "n_races": apart.n_races(),
        "n_finishes": apart.n_finishes(),
        "spreads": spreads(found),
        "shares": shares.map(|it| json!({"team": share(&it.team), "driver": share(&it.driver)})),
        "posterior": posterior,
        "beats": beats,
        "drivers": drivers(found, &apart.drivers()),
        "teams": teams(found, &apart.teams()),
        "seasons": apart.years().map(|year| season(found, year)).collect::<Vec<_>>(),
        "sentences": found.sentences(),
    })
}

fn share(it: &Share) -> Value {
    json!({"value": it.value, "interval": [it.low, it.high]})
}

fn spreads(found: &Found) -> Value {
    let spreads = found.apart.spreads();
    let intervals = found.shares.as_ref().map(|Shares { low, high, .. }| {
        json!({
            "team": [low.team, high.team],
            "team_season": [low.team_season, high.team_season],
            "driver": [low.driver, high.driver],
            "driver_season": [low.driver_season, high.driver_season],
        })
    });
    json!({
        "team": spreads.team,
        "team_season": spreads.team_season,
        "driver": spreads.driver,
        "driver_season": spreads.driver_season,
        "fitted": found.shares.is_some(),
        "intervals": intervals,
    })
}

fn posterior(mixing: &Mixing, seed: Option<u64>) -> Value {
    json!({
        "seed": seed,
        "chains": mixing.chains,
        "draws": mixing.draws,
        "rhat": mixing.rhat,
        "bulk_size": mixing.bulk,
        "tail_size": mixing.tail,
        "divergences": mixing.divergences,
        "cut_short": mixing.cut_short,
        "trusted": mixing.is_fine(),
    })
}

fn season(found: &Found, year: Year) -> Value {
    json!({
        "season": year,
        "drivers": drivers(found, &found.apart.drivers_in(year)),
        "teams": teams(found, &found.apart.teams_in(year)),
    })
}

fn drivers(found: &Found, drivers: &[(DriverId, Worth)]) -> Vec<Value> {
    let name = |id| found.almanac().driver_name(id);
    drivers.iter().map(|(id, worth)| one(id.as_str(), name(id), worth)).collect()
}

fn teams(found: &Found, teams: &[(ConstructorId, Worth)]) -> Vec<Value> {
    let name = |id| found.almanac().constructor_name(id);
    teams.iter().map(|(id, worth)| one(id.as_str(), name(id), worth)).collect()
}

fn one(id: &str, name: &str, worth: &Worth) -> Value {
    json!({
        "id": id,
        "name": name,
        "worth": worth.value,
        "interval": [worth.low, worth.high],
        "finishes": worth.finishes,
    })
}
