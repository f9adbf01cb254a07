use maatstaf_core::{
    Address, Almanac, CarNumber, Classified, DriverId, Event, LapTime, Qualified, QualifyingPart,
    Recording, RoundNumber, Season, Session, TimedLap, TimedResult,
};
use maatstaf_facts::place_named;

use super::whose::laps_of;

/// A recorded session held against the championship data.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionAudit {
    /// The round that it belongs to.
    pub round: RoundNumber,
    /// How many numbers stand in both.
    pub compared: u32,
    /// How many of them are equal.
    pub equal: u32,
    /// The others.
    pub differences: Vec<AuditDifference>,
}

/// A number that the recording and the championship data give differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditDifference {
    /// The number on the car.
    pub car: String,
    /// Who, by the name for machines.
    pub driver: String,
    /// What it is: `best time`, `Q2`, `laps`, `fastest lap`.
    pub what: &'static str,
    /// What the recording gives; none where it has no such lap.
    pub recorded: Option<String>,
    /// What the championship data give.
    pub official: String,
}

/// Holds a session of Formula One against the season; `None` where the season has no such session, or
/// the recording no laps.
///
/// Sessions without a race are compared in the best time of each driver, part by part where the
/// recording knows parts; races in laps completed and fastest lap. Times that race control took
/// away do not count.
pub fn audit_session(
    recording: &Recording,
    address: &Address,
    almanac: &Almanac,
    season: &Season,
) -> Option<SessionAudit> {
    if recording.laps.is_empty() {
        return None;
    }
    let round = place_named(address.year(), address.place())?.round;
    let event = season.event(round)?;
    let mut audit = Audit {
        recording,
        almanac,
        found: SessionAudit { round, compared: 0, equal: 0, differences: Vec::new() },
    };
    match official(event, address.session())? {
        Official::Timed(lines) => lines.iter().for_each(|line| audit.timed(line)),
        Official::Raced(lines) => lines.iter().for_each(|line| audit.raced(line)),
    }
    Some(audit.found)
}

/// The lines of a result.
enum Official<'a> {
    Timed(&'a [Qualified]),
    Raced(&'a [Classified]),
}

fn official<'a>(event: &'a Event, session: &str) -> Option<Official<'a>> {
    let raced = |session| event.result(session).map(|result| Official::Raced(result.lines()));
    let timed = |wanted: &str| {
        let found = event.timed.iter().find(|it: &&TimedResult| it.session == wanted)?;
        Some(Official::Timed(&found.result.lines))
    };
    match session {
        "race" => raced(Session::Race),
        "sprint" => raced(Session::Sprint),
        "qualifying" => Some(Official::Timed(&event.qualifying.as_ref()?.lines)),
        "sprint-shootout" => timed("sprint-qualifying"),
        other => timed(other),
    }
}

/// A car and its driver in the championship data.
type Who<'a> = (&'a CarNumber, &'a DriverId);

struct Audit<'a> {
    recording: &'a Recording,
    almanac: &'a Almanac,
    found: SessionAudit,
}

impl<'a> Audit<'a> {
    fn timed(&mut self, line: &Qualified) {
        let who = (&line.car, &line.driver);
        let laps = self.laps_of(who);
        if !self.is_here(who, &laps) {
            return;
        }
        let knows_parts = self.recording.laps.iter().any(|lap| lap.part.is_some());
        let parts = [QualifyingPart::Q1, QualifyingPart::Q2, QualifyingPart::Q3];
        let official = parts.map(|part| line.time_in(part));
        if knows_parts && official.iter().any(Option::is_some) {
            for (part, official) in parts.into_iter().zip(official) {
                let of_part = laps.iter().filter(|lap| lap.part == Some(part));
                self.compare(who, part.name(), best_flying(of_part), official);
            }
            return;
        }
        let official = official.into_iter().chain([line.time_in(QualifyingPart::Whole)]);
        let official = official.flatten().min();
        self.compare(who, "best time", best_flying(laps.iter()), official);
    }

    fn raced(&mut self, line: &Classified) {
        let who = (&line.car, &line.driver);
        let laps = self.laps_of(who);
        if !self.is_here(who, &laps) {
            return;
        }
        // A table of single laps says nothing about how many there were.
        if laps.len() > 1 || line.laps.is_some_and(|laps| laps < 2) {
            let driven = laps.iter().filter(|lap| lap.time.is_some()).map(|lap| lap.number).max();
            let driven = driven.or(Some(0));
            self.compare_text(
                who,
                "laps",
                driven.map(|it| it.to_string()),
                line.laps.map(|it| it.to_string()),
            );
        }
        self.compare(who, "fastest lap", best(laps.iter()), line.lap_time);
    }

    fn compare(
        &mut self,
        who: Who,
        what: &'static str,
        recorded: Option<LapTime>,
        official: Option<LapTime>,
    ) {
        let text = |time: Option<LapTime>| time.map(|it| it.to_string());
        self.compare_text(who, what, text(recorded), text(official));
    }

    fn compare_text(
        &mut self,
        who: Who,
        what: &'static str,
        recorded: Option<String>,
        official: Option<String>,
    ) {
        let Some(official) = official else { return };
        self.found.compared += 1;
        if recorded.as_ref() == Some(&official) {
            self.found.equal += 1;
            return;
        }
        let (car, driver) = (who.0.to_string(), who.1.to_string());
        self.found.differences.push(AuditDifference { car, driver, what, recorded, official });
    }

    /// Whether the recording has the car at all; single laps of some cars say nothing about the others.
    fn is_here(&self, (car, _): Who, laps: &[&TimedLap]) -> bool {
        !laps.is_empty() || self.recording.cars.iter().any(|it| it.car == *car)
    }

    fn laps_of(&self, (car, driver): Who) -> Vec<&'a TimedLap> {
        let code = self.almanac.drivers.get(driver).map(|driver| driver.code.as_str());
        laps_of(self.recording, Some(car), code)
    }
}

/// The best time that counts.
fn best<'a>(laps: impl Iterator<Item = &'a &'a TimedLap>) -> Option<LapTime> {
    laps.filter(|lap| lap.deleted.is_none()).filter_map(|lap| lap.time).min()
}

/// The best time for a place on the grid: of laps from line to line where there is one, since that of a
/// lap into or out of the pit lane may begin or end in the lane.
fn best_flying<'a>(laps: impl Iterator<Item = &'a &'a TimedLap> + Clone) -> Option<LapTime> {
    let is_flying = |lap: &&&TimedLap| !lap.is_in_lap() && !lap.is_out_lap();
    best(laps.clone().filter(is_flying)).or_else(|| best(laps))
}

#[cfg(test)]
mod tests {
    use maatstaf_core::DriverName;

    use super::*;

    /// The laps of Austria 2023 that its official qualifying times would come from.
    fn recorded(season: &Season) -> Recording {
        let event = season.event(9).unwrap();
        let mut recording = Recording::default();
        for line in &event.qualifying.as_ref().unwrap().lines {
            for (number, part) in
                (1..).zip([QualifyingPart::Q1, QualifyingPart::Q2, QualifyingPart::Q3])
            {
                let Some(time) = line.time_in(part) else { continue };
                let mut lap = TimedLap::new(CarNumber::new(line.car.as_str()), number);
                (lap.time, lap.part) = (Some(time), Some(part));
                recording.laps.push(lap);
            }
        }
        recording
    }

    #[test]
    fn law_the_official_times_agree_with_themselves() {
        let almanac = maatstaf_facts::seasons();
        let season = &almanac.seasons[&2023];
        let address: Address = "2023/spielberg/qualifying".parse().unwrap();
        let mut recording = recorded(season);
        let found = audit_session(&recording, &address, almanac, season).unwrap();
        assert_eq!((found.round, found.compared, found.equal), (9, 45, 45));

        recording.laps[0].deleted = Some("track limits".into());
        let lap = &mut recording.laps[1];
        lap.time = lap.time.map(|it| LapTime::from_micros(it.as_micros() + 1_000));
        let found = audit_session(&recording, &address, almanac, season).unwrap();
        assert_eq!((found.compared, found.equal), (45, 43));
        assert_eq!(found.differences[0].recorded, None);
        assert_eq!(found.differences[1].what, "Q2");
    }

    #[test]
    fn exact_by_code_where_numbers_are_unknown() {
        let almanac = maatstaf_facts::seasons();
        let season = &almanac.seasons[&2023];
        let race = season.event(9).unwrap().race.as_ref().unwrap();
        let winner = race.lines().iter().find(|line| line.car.as_str() == "1").unwrap();
        let mut lap = TimedLap::new(CarNumber::new("VER"), 1);
        (lap.driver, lap.time) = (Some(DriverName::new("VER")), winner.lap_time);
        let recording = Recording { laps: vec![lap], ..Recording::default() };
        let address: Address = "2023/spielberg/race".parse().unwrap();
        let found = audit_session(&recording, &address, almanac, season).unwrap();
        let of_winner = found.differences.iter().filter(|it| it.car == "1").count();
        assert_eq!((found.equal, of_winner), (u32::from(winner.lap_time.is_some()), 0));
    }

    #[test]
    fn exact_without_a_counterpart() {
        let almanac = maatstaf_facts::seasons();
        let season = &almanac.seasons[&2023];
        let ask = |text: &str| {
            audit_session(&Recording::default(), &text.parse().unwrap(), almanac, season)
        };
        assert!(ask("2023/spielberg/practice-1").is_none());
        assert!(ask("2023/le-mans/race").is_none());
        assert!(ask("2023/monza/sprint").is_none());
    }
}
