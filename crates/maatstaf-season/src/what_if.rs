//! A season that went, or counted, otherwise: under another season's system, without a round,
//! with another result; and whose places change.

mod edit;
mod rules;
mod systems;

use std::collections::BTreeMap;

use maatstaf_core::{
    Competitor, Correction, CorrectionKind, Event, Moment, Points, RoundNumber, Season,
    SeasonRules, Session, Title,
};

pub use edit::{Edit, edited};
pub use rules::{Drops, rules_as, rules_without};
pub use systems::{Champions, OtherChampion, System, champions, systems};

use crate::{Error, Row, Scoresheet, Settlement, Standings, scoresheet, settlements, standings_at};

/// What is different. As it stands by default, nothing is.
#[derive(Clone, Debug, Default)]
pub struct WhatIf<'a> {
    /// The season whose system counts; the season's own without.
    pub system: Option<&'a SeasonRules>,
    /// How dropped results carry over to another number of rounds.
    pub drops: Drops,
    /// Rounds that count for nobody.
    pub without: Vec<RoundNumber>,
    /// Results that are changed, by session.
    pub edits: BTreeMap<Moment, Vec<Edit>>,
}

/// A season as it was, and as it would have been.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The rules of the season that would have been.
    pub rules: SeasonRules,
    /// Whether every round is held; until then the table is the one after the last session.
    pub is_over: bool,
    /// As it was.
    pub before: Ending,
    /// As it would have been.
    pub after: Ending,
}

/// How a season ends, or stands.
#[derive(Clone, Debug)]
pub struct Ending {
    /// Every point of it.
    pub sheet: Scoresheet,
    /// The last table.
    pub standings: Standings,
}

/// One competitor, as he was and as he would have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// His line in the table as it was.
    pub before: &'a Row,
    /// His line in the table that would have been.
    pub after: &'a Row,
}

impl Ending {
    /// Whoever stands first: one, several when they are level in every respect, or nobody.
    pub fn leaders(&self) -> Vec<&Row> {
        leaders(&self.standings).collect()
    }

    /// When the title was settled; `None` while it is open or when several share it.
    pub fn decided(&self) -> Option<Settlement> {
        let settled = settlements(&self.sheet, &[]);
        let mut first = settled.into_iter().filter(|at| at.place == 1);
        first.next().filter(|_| first.next().is_none())
    }
}

impl Comparison {
    /// Everyone in the order of the table that would have been.
    pub fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        self.after.standings.rows.iter().filter_map(|after| {
            let before = self.before.standings.row_of(&after.competitor)?;
            Some(Change { before, after })
        })
    }

    /// Whether somebody else, or somebody besides, would stand first.
    pub fn champion_changes(&self) -> bool {
        let who = |row: &Row| row.competitor.clone();
        let [before, after] = [&self.before.standings, &self.after.standings].map(leaders);
        !before.map(who).eq(after.map(who))
    }
}

impl Change<'_> {
    /// Who.
    pub fn competitor(&self) -> &Competitor {
        &self.after.competitor
    }

    /// Whether the place is another one.
    pub fn is_of_place(&self) -> bool {
        self.before.place != self.after.place
    }

    /// Places gained, below zero when lost; `None` for the excluded.
    pub fn places_gained(&self) -> Option<i32> {
        Some(i32::from(self.before.place?) - i32::from(self.after.place?))
    }

    /// Points gained, below zero when lost.
    pub fn points_gained(&self) -> Points {
        self.after.points - self.before.points
    }
}

/// Holds a season against itself with something changed.
///
/// ```
/// use maatstaf_core::{DriverId, Moment, Outcome, Title};
/// use maatstaf_season::{Edit, WhatIf, examples, what_if};
///
/// let (season, rules) = (examples::season(), examples::rules());
/// let retired = Edit::Outcome { driver: DriverId::new("ann"), outcome: Outcome::Retired };
/// let ask = WhatIf {
///     without: vec![1],
///     edits: [(Moment::after(2), vec![retired])].into(),
///     ..WhatIf::default()
/// };
/// let compared = what_if(&season, &rules, Title::Drivers, &ask)?;
/// assert!(compared.champion_changes());
/// assert_eq!(compared.after.leaders()[0].competitor.to_string(), "bob");
/// # Ok::<(), maatstaf_season::Error>(())
/// ```
///
/// # Errors
///
/// When there is no such title in the season or under the system, nothing was held, or an
/// edit does not fit its result.
pub fn what_if(
    season: &Season,
    own: &SeasonRules,
    title: Title,
    ask: &WhatIf<'_>,
) -> Result<Comparison, Error> {
    let rules = rules_of(season, own, title, ask)?;
    let changed = season_of(season, ask)?;
    let before = scoresheet(season, own, title)?;
    let after = scoresheet(&changed, &rules, title)?;
    let is_over = season.sessions().all(|(_, held)| held);
    let (before, after) = (ending(before), ending(after));
    Ok(Comparison { rules, is_over, before, after })
}

fn rules_of(
    season: &Season,
    own: &SeasonRules,
    title: Title,
    ask: &WhatIf<'_>,
) -> Result<SeasonRules, Error> {
    let mut rules = match ask.system {
        Some(system) => {
            system.title(title).ok_or(Error::NoTitle { year: system.year })?;
            rules_as(season, own, system, ask.drops)
        }
        None => own.clone(),
    };
    rules = rules_without(&rules, &ask.without);
    let decided_anew = |fix: &Correction| {
        let race = Moment::after(fix.round);
        let is_of_fastest_lap = matches!(fix.kind, CorrectionKind::FastestLap { .. });
        let sets_it = |edit: &Edit| matches!(edit, Edit::FastestLap { .. });
        is_of_fastest_lap && ask.edits.get(&race).is_some_and(|edits| edits.iter().any(sets_it))
    };
    rules.corrections.retain(|fix| !decided_anew(fix));
    Ok(rules)
}

fn season_of(season: &Season, ask: &WhatIf<'_>) -> Result<Season, Error> {
    let mut events: Vec<Event> = season.events().to_vec();
    for (&moment, edits) in &ask.edits {
        let event = usize::from(moment.round).checked_sub(1).and_then(|idx| events.get_mut(idx));
        let result = event.and_then(|event| match moment.session {
            Session::Race => event.race.as_mut(),
            Session::Sprint => event.sprint.as_mut(),
        });
        let result = result.ok_or(Error::NotHeld { moment })?;
        *result = edited(result, edits)?;
    }
    Ok(Season::new(season.year(), events).expect("the rounds are those of a season"))
}

fn ending(sheet: Scoresheet) -> Ending {
    let standings = last_table(&sheet);
    Ending { sheet, standings }
}

/// The table after the last session that was held.
fn last_table(sheet: &Scoresheet) -> Standings {
    let now = sheet.now().expect("a sheet has a session that was held");
    standings_at(sheet, now)
}

fn leaders(table: &Standings) -> impl Iterator<Item = &Row> {
    table.rows.iter().filter(|row| row.place == Some(1))
}
