//! Rounds left out and results changed, as people write them.

use std::collections::BTreeMap;
use std::fmt::Display;

use maatstaf::core::{Almanac, Moment, Outcome, RoundNumber, Season, Session};
use maatstaf::season::{Edit, edited};

use crate::error::ShellError;

const HOW: &str = "write ROUND: DRIVER=PLACE, such as \"monza: LEC=1, NOR=dnf\" or \
                   \"monza: fastest-lap=NOR\"";

/// The rounds that `--without` names.
pub fn without(season: &Season, texts: &[String]) -> Result<Vec<RoundNumber>, ShellError> {
    let round = |text: &String| Ok(maatstaf::find_round(season, text)?);
    let mut rounds: Vec<RoundNumber> =
        texts.iter().map(round).collect::<Result<_, ShellError>>()?;
    rounds.sort_unstable();
    rounds.dedup();
    Ok(rounds)
}

/// The edits that `--result` asks for, by session; each text fits what those before it left.
pub fn edits(
    almanac: &Almanac,
    season: &Season,
    without: &[RoundNumber],
    texts: &[String],
) -> Result<BTreeMap<Moment, Vec<Edit>>, ShellError> {
    let mut all: BTreeMap<Moment, Vec<Edit>> = BTreeMap::new();
    for text in texts {
        let refused = |why: &dyn Display| ShellError::Input(format!("--result {text:?}: {why}"));
        let (at, changes) = text.split_once(':').ok_or_else(|| refused(&HOW))?;
        let moment = moment(season, at).map_err(|error| error.about(text))?;
        if without.contains(&moment.round) {
            return Err(refused(&"the round is left out; drop --without or --result"));
        }
        let event = season.event(moment.round);
        let Some(result) = event.and_then(|event| event.result(moment.session)) else {
            return Err(ShellError::Missing(format!(
                "--result {text:?}: {moment} has no result yet; the last round held is {}",
                season.last_held()
            )));
        };
        let edits = all.entry(moment).or_default();
        for change in changes.split(',') {
            edits.push(edit(almanac, season, change).map_err(|error| error.about(text))?);
        }
        edited(result, edits).map_err(|error| refused(&error))?;
    }
    Ok(all)
}

impl ShellError {
    /// The same, with the text that it is about.
    fn about(self, text: &str) -> Self {
        match self {
            Self::Input(why) => Self::Input(format!("--result {text:?}: {why}")),
            Self::Missing(why) => Self::Missing(format!("--result {text:?}: {why}")),
            other @ (Self::Fault(_) | Self::Answered { .. }) => other,
        }
    }
}

/// `abu dhabi`, `22`, `sao paulo sprint`.
fn moment(season: &Season, text: &str) -> Result<Moment, ShellError> {
    let folded = maatstaf::fold(text);
    let Some(round) = folded.strip_suffix(" sprint") else {
        return Ok(Moment::after(maatstaf::find_round(season, text.trim())?));
    };
    let round = maatstaf::find_round(season, round)?;
    let has_sprint = |round| season.event(round).is_some_and(|event| event.has_sprint);
    if !has_sprint(round) {
        let with = (1..=season.n_rounds()).filter(|round| has_sprint(*round));
        let with: Vec<String> = with.map(|round| round.to_string()).collect();
        let which = match with.as_slice() {
            [] => "; the season has none".to_owned(),
            rounds => format!("; rounds {} have one", rounds.join(", ")),
        };
        return Err(ShellError::Input(format!("round {round} has no sprint{which}")));
    }
    Ok(Moment { round, session: Session::Sprint })
}

/// `HAM=1`, `VER=dnf`, `NOR=dsq`, `fastest-lap=NOR`.
fn edit(almanac: &Almanac, season: &Season, text: &str) -> Result<Edit, ShellError> {
    let said = || ShellError::Input(format!("{:?} is no change; {HOW}", text.trim()));
    let (name, end) = text.split_once('=').ok_or_else(said)?;
    let (name, end) = (name.trim(), end.trim());
    if maatstaf::fold(name) == "fastest lap" {
        let driver = maatstaf::find_driver(almanac, season, end)?;
        return Ok(Edit::FastestLap { driver });
    }
    let outcome = match (maatstaf::fold(end).as_str(), end.parse()) {
        (_, Ok(place)) => Outcome::Place(place),
        ("dnf", _) => Outcome::Retired,
        ("dsq", _) => Outcome::Disqualified,
        _ => {
            return Err(ShellError::Input(format!("{end:?} is not a place, dnf or dsq; {HOW}")));
        }
    };
    Ok(Edit::Outcome { driver: maatstaf::find_driver(almanac, season, name)?, outcome })
}
