//! Odds of seasons that are over, asked at every round as if it were the last one held.

use maatstaf_core::{Competitor, Moment, Season, SeasonRules, Title, Year};
use maatstaf_season::{Standings, scoresheet, standings_at};

use super::{Draws, Learned, Odds, OddsSettings, odds};

/// What was foretold after a round, with what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Foretold {
    /// Which season.
    pub year: Year,
    /// After which round.
    pub round: u16,
    /// How many rounds the season had.
    pub n_rounds: u16,
    /// Everyone who had taken part and was not excluded, as the table stood.
    pub of: Vec<ForetoldOf>,
}

/// What was foretold of one driver, with what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ForetoldOf {
    /// Who.
    pub competitor: Competitor,
    /// The place by then.
    pub place_now: u16,
    /// The points that counted by then.
    pub points: f64,
    /// Whether the title was still possible.
    pub can_win: bool,
    /// How likely the title was.
    pub title: f64,
    /// How likely each place was, from the first.
    pub places: Vec<f64>,
    /// The place at the end, among those who had taken part by then.
    pub ended: u16,
    /// Whether he was the champion.
    pub champion: bool,
}

/// A season to ask about, with its rules.
pub type Ruled<'a> = (&'a Season, &'a SeasonRules);

/// Asks after every round of the seasons that are `asked`, but for the last; others that are over come with their tables and
/// no more, for what [`scored`](super::scored) holds the model against. `settings` are those for a season, made
/// without it. Seasons come in order of their years; `progress` hears of every season that is done.
pub fn replay(
    seasons: &[Ruled<'_>],
    asked: impl Fn(Year) -> bool,
    settings: impl Fn(Year) -> OddsSettings,
    draws: &Draws,
    mut progress: impl FnMut(Year),
) -> Vec<Foretold> {
    let mut found = Vec::new();
    let own: Vec<&Season> = seasons.iter().map(|(season, _)| *season).collect();
    for &(season, rules) in seasons {
        if season.last_held() < season.n_rounds() {
            continue;
        }
        if !asked(season.year()) {
            // Of those not asked about the tables alone are needed, for what is simpler than the model.
            let unlearned = Learned::new(&OddsSettings::START);
            found.extend(replayed(unlearned, season, rules, &Draws { ends: 1, ..*draws }));
            continue;
        }
        let learned = Learned::before(&own, season, &settings(season.year()));
        found.extend(replayed(learned, season, rules, draws));
        progress(season.year());
    }
    found
}

fn replayed(
    mut learned: Learned,
    season: &Season,
    rules: &SeasonRules,
    draws: &Draws,
) -> Vec<Foretold> {
    let mut found = Vec::new();
    let Ok(sheet) = scoresheet(season, rules, Title::Drivers) else { return found };
    let Some(last) = sheet.now() else { return found };
    let end = standings_at(&sheet, last);
    for event in &season.events()[..season.events().len() - 1] {
        learned.hold(event);
        let round = event.round.number;
        let now = odds(&learned, season, rules, Title::Drivers, Moment::after(round), draws);
        if let Ok(now) = now {
            let n_rounds = season.n_rounds();
            found.push(Foretold {
                year: season.year(),
                round,
                n_rounds,
                of: held_against(&now, &end),
            });
        }
    }
    found
}

fn held_against(odds: &Odds, end: &Standings) -> Vec<ForetoldOf> {
    let places =
        || end.rows.iter().filter(|row| odds.of(&row.competitor).is_some()).map(|row| row.place);
    let open = odds.of.iter().filter_map(|it| Some((it, it.open?)));
    let of = open.filter_map(|(of, open)| {
        let place = end.row_of(&of.competitor)?.place;
        // The excluded have no place, and stand behind all others.
        let key = |place: Option<u16>| place.unwrap_or(u16::MAX);
        Some(ForetoldOf {
            competitor: of.competitor.clone(),
            place_now: of.place_now?,
            points: of.points_now.as_f64(),
            can_win: open.best == 1,
            title: of.title().value,
            places: (1..=of.counts.len() as u16).map(|place| of.chance(place).value).collect(),
            ended: places().filter(|other| key(*other) < key(place)).count() as u16 + 1,
            champion: place == Some(1),
        })
    });
    of.collect()
}
