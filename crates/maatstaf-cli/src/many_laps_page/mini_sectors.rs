//! What is usually lost in each mini-sector, by when timing told of it.

use maatstaf::telemetry::MiniSectorLosses;

use super::losses::{Row, chart};
use crate::commands::compare::many::ManyLaps;
use crate::commands::compare::many::words::rests_on;
use crate::page::escape;
use crate::page::html::Table;
use crate::page::numbers::minus;

/// The words, the chart and the table.
pub fn section(laps: &ManyLaps, losses: &MiniSectorLosses) -> String {
    let names = laps.found.each_ref().map(|it| it.short.as_str());
    let rows = losses.mini_sectors.iter().map(|it| Row {
        label: label(it.sector, it.mini_sector),
        lost: it.loss.time.seconds(),
        interval: Some([it.loss.low, it.loss.high]),
        is_sure: it.loss.is_sure(),
    });
    let heading = format!("What {} loses on average (s), with 90 % intervals", names[0]);
    let chart = chart("mini-sectors", &heading, names, &rows.collect::<Vec<_>>());
    format!(
        "<section class=\"pieces\" aria-label=\"Mini-sectors\">\n<h2>Mini-sectors</h2>\n\
         <p class=\"subtitle\">{}</p>\n<div class=\"both\">\n<div>{chart}</div>{}</div>\n</section>\n",
        escape(&rests_on(losses, laps).replace(" -", " −")),
        table(names, losses).to_html()
    )
}

fn label(sector: usize, mini_sector: usize) -> String {
    format!("sector {}, {}", sector + 1, mini_sector + 1)
}

fn table([lap, reference]: [&str; 2], losses: &MiniSectorLosses) -> Table {
    let row = |it: &maatstaf::telemetry::MiniSectorLoss| {
        vec![
            label(it.sector, it.mini_sector),
            format!("{:.3}", it.times[0].seconds()),
            format!("{:.3}", it.times[1].seconds()),
            minus(format!("{:+.3}", it.loss.time.seconds())),
            minus(format!("[{:+.3}, {:+.3}]", it.loss.low, it.loss.high)),
            if it.loss.is_sure() { "yes" } else { "no" }.to_owned(),
        ]
    };
    Table {
        caption: "mini-sectors, in the order of driving".to_owned(),
        headings: vec![
            "where".to_owned(),
            format!("{lap} (s)"),
            format!("{reference} (s)"),
            "lost (s)".to_owned(),
            "90 % (s)".to_owned(),
            "sure".to_owned(),
        ],
        n_text: 1,
        rows: losses.mini_sectors.iter().map(row).collect(),
    }
}
