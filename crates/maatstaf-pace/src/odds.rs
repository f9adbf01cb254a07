//! How likely everyone ends in which place, from any moment of a season.
//!
//! What drivers and teams are worth is learned round by round from the orders of qualifying, sprints and races, of
//! this season and all before it ([`Learned`]); a [`Field`] takes it to the rounds left; [`ends`] draws so many ends of
//! the season; the season's own rules count them. Nothing after the moment takes part but the calendar.

mod baselines;
mod ends;
mod field;
mod fit;
mod habits;
mod learned;
mod outcome;
mod replay;
mod scores;
mod settings;
mod what_if;
mod worths;

use maatstaf_core::{Moment, Season, SeasonRules, Title};
use maatstaf_season::{Error, Scoresheet, ToCome, known_at, outlook_at, scoresheet, standings_at};

pub use baselines::fold;
pub use ends::{Counted, Draws, ends};
pub use field::{Field, Runner, Shift};
pub use fit::fitted_by_decade;
pub use learned::{Foreseen, Learned, MEMORY};
pub use outcome::{Chance, Odds, OddsOf};
pub use replay::{Foretold, ForetoldOf, Ruled, replay};
pub use scores::{Bin, Mean, Method, Part, PartScores, Replayed, Scores, scored};
pub use settings::OddsSettings;
pub use what_if::{GapWorth, gap_worth};

/// How likely everyone ends in which place, seen from a moment.
///
/// `learned` holds all earlier seasons and the rounds of this one up to the moment, and no more.
///
/// # Errors
///
/// As [`scoresheet`] has them: no such title, or no session held by then.
pub fn odds(
    learned: &Learned,
    season: &Season,
    rules: &SeasonRules,
    title: Title,
    moment: Moment,
    draws: &Draws,
) -> Result<Odds, Error> {
    let scene = Scene::new(learned, season, rules, title, moment)?;
    Ok(scene.odds(&scene.field, draws))
}

/// A season at a moment, ready for ends to be drawn.
#[derive(Clone, Debug)]
pub struct Scene {
    sheet: Scoresheet,
    to_come: ToCome,
    field: Field,
    moment: Moment,
    n_races: usize,
    rounds_left: u16,
}

impl Scene {
    /// A season as it was known at a moment; see [`odds`].
    ///
    /// # Errors
    ///
    /// Those of [`odds`].
    pub fn new(
        learned: &Learned,
        season: &Season,
        rules: &SeasonRules,
        title: Title,
        moment: Moment,
    ) -> Result<Self, Error> {
        let (known, rules) = known_at(season, rules, moment);
        let sheet = scoresheet(&known, &rules, title)?;
        let to_come = ToCome::new(&sheet, moment).ok_or(Error::TooFine { year: season.year() })?;
        let field = Field::new(&mut learned.clone(), &known, &sheet, &to_come);
        let rounds_left = known.n_rounds() - moment.round;
        Ok(Self { sheet, to_come, field, moment, n_races: learned.n_races(), rounds_left })
    }

    /// Who takes part in what is to come.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// The points so far.
    pub fn sheet(&self) -> &Scoresheet {
        &self.sheet
    }

    /// From when the season is seen.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// Whether somebody is champion already, whatever comes.
    pub fn title_is_settled(&self) -> bool {
        let outlook = outlook_at(&self.sheet, self.moment, &[]);
        outlook.prospects.iter().flatten().any(|open| open.worst == 1)
    }

    /// What is to come.
    pub fn to_come(&self) -> &ToCome {
        &self.to_come
    }

    /// How likely everyone ends in which place, with this field or another.
    pub fn odds(&self, field: &Field, draws: &Draws) -> Odds {
        // A season that is over has one end.
        let over = self.to_come.moments().next().is_none();
        let draws = Draws { ends: if over { 1 } else { draws.ends.max(1) }, ..*draws };
        let counted = ends(&self.to_come, field, &draws);
        let outlook = outlook_at(&self.sheet, self.moment, &[]);
        let table = standings_at(&self.sheet, self.moment);
        let of = table.rows.into_iter().filter_map(|row| {
            let who = self.sheet.competitors().binary_search(&row.competitor).ok()?;
            let now = (row.place, row.points);
            let open = outlook.prospects[who];
            Some(OddsOf::new(row.competitor, who, now, open, (&self.to_come, &counted)))
        });
        Odds {
            moment: self.moment,
            title: self.sheet.title(),
            ends: draws.ends,
            seed: draws.seed,
            n_races: self.n_races,
            rounds_left: self.rounds_left,
            of: of.collect(),
        }
    }
}

#[cfg(test)]
#[path = "odds_tests.rs"]
mod tests;
