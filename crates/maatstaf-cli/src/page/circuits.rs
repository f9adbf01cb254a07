//! What the circuits reward, as a table.

use maatstaf::facts::Property;
use maatstaf::{Briefing, CircuitAt};

use super::html::Table;
use super::numbers::NONE;

/// Every round with what a per cent of each property is worth, in seconds and as a share of the lap.
pub fn table(briefing: &Briefing) -> String {
    let Some(circuits) = &briefing.circuits else { return String::new() };
    let mut headings = vec!["round".to_owned(), "lap (s)".to_owned()];
    headings.extend(Property::ALL.map(|property| {
        let less = if property.is_burden() { "less" } else { "more" };
        format!("1\u{a0}% {less} {} (s, % of the lap)", property.name())
    }));
    let mut rows: Vec<Vec<String>> = circuits.rounds.iter().map(|at| row(briefing, at)).collect();
    let mut average = vec![format!("average of {} circuits", circuits.n_circuits), String::new()];
    average.extend(Property::ALL.map(|it| format!("{:.3}", 100.0 * circuits.average(it))));
    rows.push(average);
    let caption = "what a per cent is worth on each circuit".to_owned();
    Table { caption, headings, n_text: 1, rows }.to_details(&[])
}

fn row(briefing: &Briefing, at: &CircuitAt) -> Vec<String> {
    let name = briefing.round_names.get(&at.round).map_or("", String::as_str);
    let mut cells = vec![format!("{} {name}", at.round)];
    match at.worth {
        Some(worth) => {
            cells.push(format!("{:.1}", worth.lap_time));
            cells.extend(
                Property::ALL
                    .map(|it| format!("{:.3}, {:.3}", worth.gain(it), 100.0 * worth.share(it))),
            );
        }
        None => cells.extend(vec![NONE.to_owned(); 1 + Property::ALL.len()]),
    }
    cells
}
