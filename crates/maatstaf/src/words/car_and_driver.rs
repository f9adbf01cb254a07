//! Car and driver of two, in sentences.

use maatstaf_pace::Beats;

use crate::Briefing;

pub(super) const TITLE: &str = "Car and driver";

/// Who would be ahead in the same car, which car with the same driver, and what that is told from.
pub(super) fn car_and_driver(briefing: &Briefing) -> Vec<String> {
    let Some(told) = &briefing.car_and_driver else { return Vec::new() };
    let names = [&briefing.driver, &briefing.reference].map(|it| it.last_name.as_str());
    let mut sentences = vec![format!(
        "In the same car, and as both drove in {}, {}.",
        briefing.season,
        ahead(names, &told.driver)
    )];
    sentences.push(match &told.car {
        Some(cars) => {
            let teams = cars.teams.each_ref().map(String::as_str);
            let [one, other] = teams.map(|team| format!("the {team}"));
            let said = ahead([&one, &other], &cars.beats);
            format!("With the same driver in both cars, {said}.")
        }
        None => "Both had the same car, so that none of the gap is between teams.".to_owned(),
    });
    let (from, to) = (told.years.start(), told.years.end());
    let seasons = if from == to { from.to_string() } else { format!("{from} to {to}") };
    sentences.push(format!(
        "That is of races that both finish, told from the orders of {} races of {seasons}; a car that broke is in none of \
         them, and a team's two cars count as one.",
        told.n_races
    ));
    sentences
}

/// `Verstappen would be ahead of Pérez in 84 of 100 races [71, 92]`: whoever would be ahead more often, first.
fn ahead([own, theirs]: [&str; 2], beats: &Beats) -> String {
    let turned = beats.probability < 0.5;
    let (first, second) = if turned { (theirs, own) } else { (own, theirs) };
    let [value, low, high] = match turned {
        true => [1.0 - beats.probability, 1.0 - beats.high, 1.0 - beats.low],
        false => [beats.probability, beats.low, beats.high],
    }
    .map(|it| 100.0 * it);
    let sure = if low > 50.0 { "" } else { ", which the data cannot tell from as often" };
    format!(
        "{first} would be ahead of {second} in {value:.0} of 100 races [{low:.0}, {high:.0}]{sure}"
    )
}
