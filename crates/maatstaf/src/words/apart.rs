//! Driver and car apart, in sentences.

use maatstaf_core::{Almanac, DriverId};
use maatstaf_pace::{Apart, Beats, Mixing, Share, Shares};

/// Two drivers in the same car, what is told from how much, and how much of it is the team; without shares the spreads
/// were given. `pair` are the driver, the reference, and how often the first would be ahead.
///
/// ```
/// use maatstaf::pace::{Spreads, apart};
///
/// let almanac = maatstaf::facts::seasons();
/// let found = apart(&[&almanac.seasons[&2023]], &Spreads::PUBLISHED).expect("it was raced");
/// let sentences = maatstaf::apart_sentences(almanac, &found, None, None);
/// assert_eq!(sentences[0], "From 388 classified finishes in 22 races of 1 season.");
/// ```
pub fn apart_sentences(
    almanac: &Almanac,
    apart: &Apart,
    shares: Option<&Shares>,
    pair: Option<&(DriverId, DriverId, Beats)>,
) -> Vec<String> {
    let pair = pair.map(|(driver, reference, beats)| {
        format!(
            "In the same car {} would be ahead of {} in {:.0} of 100 races [{:.0}, {:.0}] that both finish.",
            almanac.driver_name(driver),
            almanac.driver_name(reference),
            100.0 * beats.probability,
            100.0 * beats.low,
            100.0 * beats.high
        )
    });
    let (n_seasons, spreads) = (apart.years().count(), apart.spreads());
    let from = format!(
        "From {} classified finishes in {} races of {n_seasons} season{}.",
        apart.n_finishes(),
        apart.n_races(),
        if n_seasons == 1 { "" } else { "s" }
    );
    let of = |it: &Share| {
        let [value, low, high] = [it.value, it.low, it.high].map(|it| 100.0 * it);
        format!("{value:.0} % of what separates cars at the flag [{low:.0}, {high:.0}]")
    };
    let who = match shares {
        Some(shares) => {
            let driver = of(&shares.driver).replace(" of what separates cars at the flag", "");
            format!("The team makes {}, the driver {driver}.", of(&shares.team))
        }
        None => format!(
            "Spreads are those published for 2014 to 2021: team {}, its season {}, driver {}, his season {}.",
            spreads.team, spreads.team_season, spreads.driver, spreads.driver_season
        ),
    };
    let drawn = apart.mixing().into_iter().flat_map(drawn);
    pair.into_iter().chain([from, who]).chain(drawn).collect()
}

/// How it was drawn, and whether to believe it.
fn drawn(mixing: &Mixing) -> Vec<String> {
    let mut sentences = vec![format!(
        "The full posterior, from {} draws of {} chains: R-hat at most {:.4}; at least {:.0} independent draws behind a \
         mean, {:.0} behind the end of an interval; {} divergence{}.",
        mixing.draws,
        mixing.chains,
        mixing.rhat,
        mixing.bulk,
        mixing.tail,
        mixing.divergences,
        if mixing.divergences == 1 { "" } else { "s" }
    )];
    if mixing.rhat >= Mixing::TRUSTED {
        sentences.push(format!(
            "Do not trust it yet: the chains do not agree, since an R-hat of {:.4} is not below {}; more draws may help.",
            mixing.rhat,
            Mixing::TRUSTED
        ));
    }
    if mixing.divergences > 0 {
        sentences.push(
            "Draws diverged: what lies where the density bends sharply may be missed.".to_owned(),
        );
    }
    sentences
}
