//! A run that is done, as a line of the journal: every number comes back to the bit.

use maatstaf::{LapFigures, Outcome};

/// What stands where there is nothing.
const NONE: &str = "-";

/// As a line: run, status, iterations, lap, reason, between tabs.
pub fn write(run: usize, outcome: &Outcome) -> String {
    let Outcome { status, iterations, lap, reason } = outcome;
    let lap = lap.map_or(NONE.to_owned(), |lap| {
        format!("{} {} {} {}", lap.time, lap.objective, lap.least_speed, lap.top_speed)
    });
    let reason = reason.as_deref().unwrap_or(NONE).replace(['\t', '\n', '\r'], " ");
    format!("{run}\t{status}\t{iterations}\t{lap}\t{reason}")
}

/// From a line; nothing where it is not one.
pub fn read(line: &str) -> Option<(usize, Outcome)> {
    let [run, status, iterations, lap, reason] = line.splitn(5, '\t').collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let lap = if lap == NONE { None } else { Some(figures(lap)?) };
    let reason = Some(reason).filter(|it| *it != NONE).map(str::to_owned);
    let (status, iterations) = (status.to_owned(), iterations.parse().ok()?);
    Some((run.parse().ok()?, Outcome { status, iterations, lap, reason }))
}

fn figures(text: &str) -> Option<LapFigures> {
    let numbers: Vec<f64> = text.split(' ').map(|it| it.parse().ok()).collect::<Option<_>>()?;
    let [time, objective, least_speed, top_speed] = numbers[..] else { return None };
    Some(LapFigures { time, objective, least_speed, top_speed })
}

/// A run that did not come to its end.
pub fn panicked(words: String) -> Outcome {
    let reason =
        format!("a fault of ours, please report it: {words}").replace(['\t', '\n', '\r'], " ");
    Outcome { status: "panicked".to_owned(), iterations: 0, lap: None, reason: Some(reason) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(outcome: &Outcome) {
        assert_eq!(read(&write(7, outcome)), Some((7, outcome.clone())));
    }

    #[test]
    fn law_a_line_gives_the_run_back() {
        let third = 1.0 / 3.0;
        let lap = LapFigures { time: third, objective: 1e-300, least_speed: 0.1, top_speed: 1e9 };
        check(&Outcome { status: "solved".into(), iterations: 9, lap: Some(lap), reason: None });
        check(&panicked("at the disco".into()));
        assert_eq!(read("7\tsolved\t9\t1 2 3"), None);
        assert_eq!(read("7\tsolved\t9\t1 2 3\t-"), None);
        assert_eq!(read(""), None);
    }
}
