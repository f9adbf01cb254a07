//! Laps, with what stints, stops, places and race control say of them.

use std::collections::BTreeMap;

use maatstaf_core::{
    CarNumber, ClockTime, DriverName, LapTime, QualifyingPart, Recording, TimedLap, TimedStint,
};

use super::replies::{Clock, Lap, Pit, Replies, Stint};
use crate::lap_marks;
use crate::loose::Loose;

const KMH: f64 = 3.6;

pub(super) fn stints(rows: &[Stint]) -> Vec<TimedStint> {
    let stint = |row: &Stint| {
        let age_at_start = row.tyre_age_at_start.whole();
        Some(TimedStint {
            car: row.driver_number.car()?,
            stint: row.stint_number.whole()?,
            compound: row.compound.compound(),
            fresh: age_at_start.map(|age: u16| age == 0),
            age_at_start,
            first_lap: row.lap_start.whole(),
            last_lap: row.lap_end.whole(),
        })
    };
    let mut stints: Vec<TimedStint> = rows.iter().filter_map(stint).collect();
    stints.sort_by(|a, b| (&a.car, a.stint).cmp(&(&b.car, b.stint)));
    stints
}

/// Adds every lap of the replies to what is known already: cars, stints, flags, parts, messages.
pub(super) fn add(
    replies: &Replies,
    clock: Clock,
    names: &BTreeMap<CarNumber, DriverName>,
    recording: &mut Recording,
) {
    let mut laps: BTreeMap<(CarNumber, u16), TimedLap> = BTreeMap::new();
    for row in &replies.laps {
        if let Some(lap) = lap(row, clock) {
            laps.entry((lap.car.clone(), lap.number)).or_insert(lap);
        }
    }
    for row in &replies.pits {
        add_stop(row, clock, &mut laps);
    }
    let mut laps: Vec<TimedLap> = laps.into_values().collect();
    add_ends(&mut laps);
    let places = places(replies, clock);
    for lap in &mut laps {
        lap.driver = names.get(&lap.car).cloned();
        lap_marks::add_stint(lap, &recording.stints);
        lap.flags = lap_marks::flags_during(&recording.flags, lap.began, lap.ended);
        lap.part = part(lap, recording);
        lap.place = lap.ended.and_then(|ended| place_at(places.get(&lap.car)?, ended));
        lap.accurate = lap_marks::is_accurate(lap);
        lap_marks::take_away_impossible(lap);
    }
    lap_marks::judge(&mut laps, &lap_marks::verdicts(&recording.messages));
    recording.laps = laps;
}

fn lap(row: &Lap, clock: Clock) -> Option<TimedLap> {
    let mut lap = TimedLap::new(row.driver_number.car()?, row.lap_number.counted()?);
    lap.time = row.lap_duration.lap_time();
    let sectors = [&row.duration_sector_1, &row.duration_sector_2, &row.duration_sector_3];
    lap.sectors = sectors.map(Loose::lap_time);
    let segments = [&row.segments_sector_1, &row.segments_sector_2, &row.segments_sector_3];
    lap.segments = segments
        .map(|codes| codes.list().iter().map(|code| code.whole().unwrap_or_default()).collect());
    lap.began = clock.at(&row.date_start);
    lap.out_lap = row.is_pit_out_lap.flag() == Some(true);
    lap.traps.first = row.i1_speed.number().map(|kmh| kmh / KMH);
    lap.traps.second = row.i2_speed.number().map(|kmh| kmh / KMH);
    lap.traps.straight = row.st_speed.number().map(|kmh| kmh / KMH);
    Some(lap)
}

/// A stop stands at the lap that begins with it, dated where the car leaves the pit lane.
fn add_stop(row: &Pit, clock: Clock, laps: &mut BTreeMap<(CarNumber, u16), TimedLap>) {
    let (Some(car), Some(number)) = (row.driver_number.car(), row.lap_number.whole::<u16>()) else {
        return;
    };
    let out = clock.at(&row.date);
    let stood = row.lane_duration.lap_time().or_else(|| row.pit_duration.lap_time());
    if let Some(lap) = laps.get_mut(&(car.clone(), number)) {
        (lap.pit_out, lap.pit_time) = (out, stood);
    }
    let before = number.checked_sub(1).and_then(|before| laps.get_mut(&(car, before)));
    if let (Some(before), Some(out), Some(stood)) = (before, out, stood) {
        before.pit_in = out.as_micros().checked_sub(stood.as_micros()).map(ClockTime::from_micros);
    }
}

/// A lap ends where the next begins, if that begins at the line; else when its time has passed. The
/// time of an out-lap counts from the line and not from where the lap is dated.
fn add_ends(laps: &mut [TimedLap]) {
    for idx in 0..laps.len() {
        let next = laps.get(idx + 1).filter(|next| next.car == laps[idx].car);
        let next = next.filter(|next| next.number == laps[idx].number + 1);
        let (at_line, leaves_pits) = (
            next.filter(|next| !next.is_out_lap()).and_then(|next| next.began),
            next.is_some_and(TimedLap::is_out_lap),
        );
        let lap = &mut laps[idx];
        lap.in_lap |= leaves_pits;
        let driven = |time: LapTime| lap.began?.as_micros().checked_add(time.as_micros());
        let passed = || Some(ClockTime::from_micros(driven(lap.time?)?));
        lap.ended = match lap.is_out_lap() {
            true => at_line,
            false => at_line.or_else(passed),
        };
    }
}

fn part(lap: &TimedLap, recording: &Recording) -> Option<QualifyingPart> {
    let began = lap.began.or(lap.ended)?;
    let before = recording.parts.iter().rev().find(|part| part.at <= began);
    before.or(recording.parts.first()).map(|part| part.part)
}

type Places = Vec<(ClockTime, u16)>;

fn places(replies: &Replies, clock: Clock) -> BTreeMap<CarNumber, Places> {
    let mut places: BTreeMap<CarNumber, Places> = BTreeMap::new();
    for row in &replies.positions {
        let (car, at) = (row.driver_number.car(), clock.at(&row.date));
        if let (Some(car), Some(at), Some(place)) = (car, at, row.position.whole()) {
            places.entry(car).or_default().push((at, place));
        }
    }
    places.values_mut().for_each(|places| places.sort());
    places
}

fn place_at(places: &Places, at: ClockTime) -> Option<u16> {
    let after = places.partition_point(|(time, _)| *time <= at);
    places[..after].last().map(|(_, place)| *place)
}
