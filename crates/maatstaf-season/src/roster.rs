//! Everyone in a season by number, so that tables are arrays.

use std::collections::HashMap;

use maatstaf_core::{Classified, Competitor, ConstructorId, DriverId, EngineId, Season, Title};

/// Who scores with a line of a result, borrowed from it. Orders as [`Competitor`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Who<'a> {
    Driver(&'a DriverId),
    Make(&'a ConstructorId, &'a EngineId),
}

impl<'a> Who<'a> {
    pub(crate) fn of(line: &'a Classified, title: Title) -> Self {
        match title {
            Title::Drivers => Self::Driver(&line.driver),
            Title::Constructors => Self::Make(&line.constructor, &line.engine),
        }
    }

    pub(crate) fn to_competitor(self) -> Competitor {
        match self {
            Self::Driver(driver) => Competitor::Driver(driver.clone()),
            Self::Make(constructor, engine) => {
                Competitor::Make { constructor: constructor.clone(), engine: engine.clone() }
            }
        }
    }
}

/// Everyone who took part, in order of name, and who stands in each line of each result.
pub(crate) struct Roster {
    pub everyone: Vec<Competitor>,
    /// One per session of the season; empty while it was not held. One number per line.
    pub lines: Vec<Vec<usize>>,
}

pub(crate) fn roster(season: &Season, title: Title) -> Roster {
    let mut seen: HashMap<Who, usize> = HashMap::new();
    let mut by_arrival: Vec<Who> = Vec::new();
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for (moment, _) in season.sessions() {
        let result = season.event(moment.round).and_then(|event| event.result(moment.session));
        let all = result.map_or(&[][..], |result| result.lines());
        let number = |line| {
            let who = Who::of(line, title);
            *seen.entry(who).or_insert_with(|| {
                by_arrival.push(who);
                by_arrival.len() - 1
            })
        };
        lines.push(all.iter().map(number).collect());
    }
    let mut order: Vec<usize> = (0..by_arrival.len()).collect();
    order.sort_unstable_by_key(|&arrival| by_arrival[arrival]);
    let mut number = vec![0; order.len()];
    for (idx, &arrival) in order.iter().enumerate() {
        number[arrival] = idx;
    }
    lines.iter_mut().flatten().for_each(|who| *who = number[*who]);
    let everyone = order.iter().map(|&arrival| by_arrival[arrival].to_competitor()).collect();
    Roster { everyone, lines }
}

/// For each line, the first line of the same car: same number, same outcome.
pub(crate) fn cars(lines: &[Classified]) -> Vec<usize> {
    let same = |a: &Classified, b: &Classified| a.outcome == b.outcome && a.car == b.car;
    let first =
        |(idx, line)| lines[..idx].iter().position(|other| same(other, line)).unwrap_or(idx);
    lines.iter().enumerate().map(first).collect()
}

/// The most cars that each of `n_competitors` ran in one session.
pub(crate) fn most_cars(season: &Season, roster: &Roster) -> Vec<u16> {
    let mut most = vec![1; roster.everyone.len()];
    for ((moment, _), who) in season.sessions().zip(&roster.lines) {
        let Some(result) = season.event(moment.round).and_then(|at| at.result(moment.session))
        else {
            continue;
        };
        let mut here = vec![0; most.len()];
        for (line, first) in cars(result.lines()).into_iter().enumerate() {
            here[who[line]] += u16::from(line == first);
        }
        most.iter_mut().zip(here).for_each(|(most, here)| *most = here.max(*most));
    }
    most
}
