//! Points, places, and what is settled.

use maatstaf_core::{Moment, Points};
use maatstaf_season::{Prospects, Settlement};

use super::{at_moment, at_round, is_over, ordinal, plural, points, possessive};
use crate::{Briefing, Person};

pub(super) fn championship(briefing: &Briefing) -> Vec<String> {
    let mut sentences = vec![figures(briefing)];
    sentences.extend(closest(briefing));
    sentences.extend(since_when(briefing));
    sentences.extend(own_place(briefing));
    sentences.extend(reference_place(briefing));
    sentences.extend(title_hopes(briefing));
    sentences.extend(title_needs(briefing, &briefing.driver));
    sentences.extend(title_needs(briefing, &briefing.reference));
    sentences.extend(what_it_took(briefing));
    sentences
}

pub(super) fn standing(briefing: &Briefing) -> String {
    let at = &briefing.championship;
    let (driver, reference) = (&briefing.driver, &briefing.reference);
    let when = if is_over(briefing) {
        format!("{} finished {}", driver.name, briefing.season)
    } else {
        let (held, all) = (briefing.rounds_held, briefing.n_rounds);
        format!("After {held} of {all} rounds of {} {} stands", briefing.season, driver.name)
    };
    let own = format!("{when} {} with {}", placed(at.driver.place), points(at.driver.points));
    let theirs = format!(
        "{} {} {} with {}",
        reference.name,
        if is_over(briefing) { "was" } else { "is" },
        placed(at.reference.place),
        at.reference.points
    );
    let ratio = at.ratio.filter(|_| at.gap > Points::ZERO);
    let ratio = ratio.map_or(String::new(), |ratio| format!(", {ratio:.2} times as many"));
    match at.gap {
        gap if gap > Points::ZERO => format!("{own}; {theirs}, {gap} more{ratio}."),
        gap if gap < Points::ZERO => format!("{own}; {theirs}, {} fewer.", -gap),
        _ => format!("{own}; {theirs}, level."),
    }
}

/// Place and points of both, the gap and the ratio, without a verb.
fn figures(briefing: &Briefing) -> String {
    let at = &briefing.championship;
    let line = |who: &Person, row: &maatstaf_season::Row| {
        let place = row.place.map_or("excluded".to_owned(), ordinal);
        format!("{} {place}, {}", who.last_name, points(row.points))
    };
    let (own, theirs) =
        (line(&briefing.driver, &at.driver), line(&briefing.reference, &at.reference));
    let name = &briefing.driver.last_name;
    let gap = match at.gap {
        gap if gap > Points::ZERO => format!("{name} is {} behind", points(gap)),
        gap if gap < Points::ZERO => format!("{name} is {} ahead", points(-gap)),
        _ => "level".to_owned(),
    };
    let ratio = at.ratio.map_or(String::new(), |ratio| format!(", ratio {ratio:.3}"));
    format!("{own}; {theirs}: {gap}{ratio}.")
}

fn placed(place: Option<u16>) -> String {
    place.map_or("outside the table, excluded,".to_owned(), |place| {
        format!("in {} place", ordinal(place))
    })
}

/// The smallest gap, if it was smaller than it is now and not before the first race.
fn closest(briefing: &Briefing) -> Option<String> {
    let gaps = &briefing.championship.gap_by_round;
    let size = |points: Points| points.max(-points);
    let closest = gaps.iter().min_by_key(|at| size(at.gap))?;
    if size(closest.gap) >= size(briefing.championship.gap) {
        return None;
    }
    let round = at_round(briefing, closest.round);
    Some(match size(closest.gap) {
        Points::ZERO => format!("They were level after {round}."),
        gap => format!("They were closest after {round}: {}.", points(gap)),
    })
}

pub(super) fn since_when(briefing: &Briefing) -> Option<String> {
    let at = &briefing.championship;
    let since = at.grew_since?;
    let gap = at.gap_by_round.iter().find(|gap| gap.round == since)?.gap;
    let behind = if gap > Points::ZERO { points(gap) } else { format!("{gap} points") };
    Some(format!(
        "After {} the gap was {behind}; it grew in every round from then on.",
        at_round(briefing, since)
    ))
}

pub(super) fn own_place(briefing: &Briefing) -> Option<String> {
    let (settled, prospects) =
        (&briefing.championship.settled.driver, briefing.championship.prospects.driver);
    place_sentence(briefing, &briefing.driver, settled.as_ref(), prospects)
}

fn reference_place(briefing: &Briefing) -> Option<String> {
    let (settled, prospects) =
        (&briefing.championship.settled.reference, briefing.championship.prospects.reference);
    place_sentence(briefing, &briefing.reference, settled.as_ref(), prospects)
}

fn place_sentence(
    briefing: &Briefing,
    who: &Person,
    settled: Option<&Settlement>,
    prospects: Option<Prospects>,
) -> Option<String> {
    let name = &who.last_name;
    if let Some(settled) = settled {
        let spare = match settled.rounds_to_spare {
            0 => "the last".to_owned(),
            1 => "with one round to spare".to_owned(),
            rounds => format!("with {rounds} rounds to spare"),
        };
        let what = match settled.place {
            1 => format!("{} title", possessive(name)),
            place => format!("{} {} place", possessive(name), ordinal(place)),
        };
        return Some(format!(
            "{what} was settled after {}, {spare}.",
            at_moment(briefing, settled.moment)
        ));
    }
    let prospects = prospects?;
    Some(if prospects.is_settled() {
        format!("{} {} place is settled.", possessive(name), ordinal(prospects.best))
    } else {
        let (best, worst) = (ordinal(prospects.best), ordinal(prospects.worst));
        format!("{name} can still end anywhere from {best} to {worst}.")
    })
}

fn title_hopes(briefing: &Briefing) -> Option<String> {
    let at = &briefing.championship;
    let name = &briefing.driver.last_name;
    if at.driver.place == Some(1) {
        return None;
    }
    let last = Moment::after(briefing.rounds_held);
    match at.title_possible_until.driver {
        None => {
            Some(format!("The title was out of {} reach after the first round.", possessive(name)))
        }
        Some(until) if until == last && !is_over(briefing) => {
            Some(format!("The title is still possible for {name}."))
        }
        Some(until) => {
            Some(format!("The title was possible for {name} until {}.", at_moment(briefing, until)))
        }
    }
}

/// The magic number of whoever can still win a title that is open.
fn title_needs(briefing: &Briefing, who: &Person) -> Option<String> {
    let needs = &briefing.championship.title_needs;
    let needs = if who.id == briefing.driver.id { &needs.driver } else { &needs.reference };
    let needs = needs.as_ref()?;
    let more = if needs.level_is_enough { "" } else { "more than " };
    let (name, rival) = (&who.last_name, &needs.rival);
    let takes = format!("{more}{} from the rounds left", points(needs.points));
    let level = needs.level_is_enough && needs.points == needs.points_left;
    Some(if needs.points < needs.points_left || level {
        format!("With {takes} {name} is champion, whatever {rival} does.")
    } else {
        format!(
            "{name} cannot settle the title alone: it takes {takes}, where {} can be had; it \
             depends on {rival} as well.",
            needs.points_left
        )
    })
}

fn what_it_took(briefing: &Briefing) -> Vec<String> {
    let at = &briefing.championship;
    let (name, rival) = (&briefing.driver.last_name, &briefing.reference.last_name);
    let over = is_over(briefing);
    let mut sentences = Vec::new();
    if let Some(per_round) = at.margins.per_round_to_level {
        let takes = if over { "would have taken" } else { "takes" };
        sentences.push(format!(
            "Level with {rival} {takes} {} more: {per_round:.1} a round over {}.",
            points(at.gap),
            plural(briefing.rounds_held, "round")
        ));
    }
    let ahead = at.margins.ahead.as_ref().filter(|(_, who)| *who != briefing.reference.name);
    if let Some((more, who)) = ahead {
        let was = if over { "was" } else { "is" };
        sentences.push(format!("The next place up, {who}, {was} {} away.", points(*more)));
    }
    if let Some((spare, who)) = &at.margins.behind {
        let had = if over { "had" } else { "has" };
        let spare = points(*spare);
        sentences.push(format!("{name} {had} {spare} to spare over {who}, the next behind."));
    }
    sentences
}
