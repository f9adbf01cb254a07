//! Two laps for the terminal.

use maatstaf::compare::{matching_sentences, sentences, what_matching_brings};
use maatstaf::telemetry::{CornerDriven, Loss, Segment};

use super::{TwoLaps, straights};
use crate::lap_page::KMH;
use crate::show::{self, Table};

/// Heading, sentences, and the table of corners and straights.
pub fn words(laps: &TwoLaps) -> String {
    let comparison = &laps.compared.comparison;
    let [lap, reference] = &laps.found;
    let mut text = show::heading(&format!("{} against {}", lap.title, reference.title));
    text += &format!(
        "{}  {}\n{}  {}\ndifference  {} s\n",
        comparison.times[0], lap.short, comparison.times[1], reference.short, comparison.lost
    );
    if let Some(sectors) = comparison.sectors {
        let sectors = sectors.map(|lost| lost.to_string());
        text += &format!("sectors     {} s\n", sectors.join("  "));
    }
    text.push('\n');
    for sentence in sentences(&laps.compared, &lap.short, &reference.short) {
        text += &show::wrapped(&sentence, show::width(), "  ");
    }
    text += &matching(laps);
    text.push('\n');
    text += &table(laps).text(show::width(), show::bold());
    text += &format!("\n{}", straights::table(laps).text(show::width(), show::bold()));
    for note in &laps.compared.notes {
        text += &show::wrapped(&format!("Note: {note}."), show::width(), "");
    }
    text
}

/// What matching the reference would bring, and the lap that would come of it.
fn matching(laps: &TwoLaps) -> String {
    let counterfactual = what_matching_brings(&laps.compared);
    let said = matching_sentences(&counterfactual, &laps.found[0].short, &laps.found[1].short);
    let lines = said.iter().map(|line| show::wrapped(line, show::width(), "  "));
    format!("\n{}", lines.collect::<String>())
}

/// Corners and straights.
pub fn table(laps: &TwoLaps) -> Table {
    let mut table = Table::new(&[
        "where",
        ">from (m)",
        ">to (m)",
        ">lost (s)",
        "90 % (s)",
        "?>braking at (m)",
        "?>slowest (km/h)",
        "?>full throttle at (m)",
        "?>exit (km/h)",
    ]);
    laps.compared.comparison.segments.iter().for_each(|segment| table.push(cells(segment)));
    table
}

fn cells(segment: &Segment) -> Vec<String> {
    let place = |s: f64| format!("{s:.0}");
    let Loss { time, low, high } = segment.loss;
    let mut cells = vec![
        segment.corner.map_or_else(|| "straight".to_owned(), |number| format!("turn {number}")),
        place(segment.from),
        place(segment.to),
        format!("{:+.3}", time.seconds()),
        format!("[{low:+.3}, {high:+.3}]"),
    ];
    let Some(driven) = &segment.driven else {
        cells.extend(["", "", "", ""].map(str::to_owned));
        return cells;
    };
    let both = |of: &dyn Fn(&CornerDriven) -> Option<f64>| {
        let values = [of(&driven[0]), of(&driven[1])];
        values
            .map(|value| value.map_or_else(|| "–".to_owned(), |it| format!("{it:.0}")))
            .join(" / ")
    };
    cells.push(both(&|it| it.braking_at.map(|on| on.at)));
    cells.push(both(&|it| Some(it.least_speed / KMH)));
    cells.push(both(&|it| it.full_throttle_at.map(|on| on.at)));
    cells.push(both(&|it| Some(it.exit_speed / KMH)));
    cells
}
