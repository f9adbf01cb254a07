//! Corners and straights as they usually are, and how corners are usually driven.

use maatstaf::telemetry::{ManyCompared, PieceOfMany, Usual, UsualCorner};

use crate::commands::compare::many::ManyLaps;
use crate::commands::compare::many::words::{interval, place};
use crate::lap_page::KMH;
use crate::page::html::Table;
use crate::page::numbers::{NONE, minus};

/// Both tables.
pub fn tables(laps: &ManyLaps, many: &ManyCompared) -> String {
    let names = laps.found.each_ref().map(|it| it.short.as_str());
    format!(
        "<section class=\"pieces\" aria-label=\"Corners and straights\">\n<h2>Corners and straights</h2>\n\
         <p class=\"subtitle\">Medians of {} laps and {} of the reference. The spread is from lap to lap, \
         without what the samples leave open; what was done once is how far the best went below the usual. \
         Press a heading to sort.</p>\n{}{}</section>\n",
        many.n_laps[0],
        many.n_laps[1],
        pieces(names, many).to_html(),
        corners(names, many).to_details(&[])
    )
}

fn pieces(names: [&str; 2], many: &ManyCompared) -> Table {
    let mut headings: Vec<String> =
        ["where", "from (m)", "to (m)", "lost (s)", "90 % (s)"].map(str::to_owned).to_vec();
    for what in ["usual (s)", "spread (s)", "done once (s)", "laps"] {
        headings.extend(names.map(|name| format!("{what} {name}")));
    }
    let row = |piece: &PieceOfMany| {
        let mut row = vec![place(piece), format!("{:.0}", piece.from), format!("{:.0}", piece.to)];
        row.push(minus(format!("{:+.3}", piece.lost.time)));
        row.push(match piece.lost.interval {
            Some(_) => minus(interval(&piece.lost)),
            None => NONE.to_owned(),
        });
        let is_many = [0, 1].map(|which: usize| piece.usual[which].n > 1);
        let if_many = |which: usize, text: String| {
            if is_many[which] { text } else { NONE.to_owned() }
        };
        row.extend(piece.usual.map(|it| format!("{:.3}", it.middle)));
        row.extend([0, 1].map(|it| if_many(it, format!("{:.3}", piece.spread[it]))));
        let once = |it: usize| piece.best[it] - piece.usual[it].middle;
        row.extend([0, 1].map(|it| if_many(it, minus(format!("{:+.3}", once(it))))));
        row.extend(piece.usual.map(|it| it.n.to_string()));
        row
    };
    Table {
        caption: "corners and straights, in the order of driving".to_owned(),
        headings,
        n_text: 1,
        rows: many.pieces.iter().map(row).collect(),
    }
}

/// What is told of a corner: name, factor of its unit, decimals, value.
type Told = (&'static str, f64, usize, fn(&UsualCorner) -> Option<Usual>);

const TOLD: [Told; 7] = [
    ("braking at (m)", 1.0, 0, |it| it.braking_at),
    ("peak braking (m/s²)", 1.0, 1, |it| it.peak_braking),
    ("slowest (km/h)", KMH, 0, |it| it.least_speed),
    ("slowest at (m)", 1.0, 0, |it| it.least_speed_at),
    ("throttle at (m)", 1.0, 0, |it| it.throttle_at),
    ("full throttle at (m)", 1.0, 0, |it| it.full_throttle_at),
    ("exit (km/h)", KMH, 0, |it| it.exit_speed),
];

/// How both usually drive each corner, with spread and number of laps.
fn corners(names: [&str; 2], many: &ManyCompared) -> Table {
    let mut headings = vec!["where".to_owned(), "what".to_owned()];
    for name in names {
        headings.extend(["usual", "spread", "laps"].map(|what| format!("{name} {what}")));
    }
    let corners = many.pieces.iter().filter_map(|piece| Some((piece, piece.driven.as_ref()?)));
    let rows = corners.flat_map(|(piece, driven)| {
        TOLD.iter().filter_map(move |(what, factor, decimals, of)| {
            let both = driven.each_ref().map(of);
            if both == [None, None] {
                return None;
            }
            let mut row = vec![place(piece), (*what).to_owned()];
            for usual in both {
                let number = |it: f64| format!("{:.decimals$}", it / factor);
                row.extend(match usual {
                    Some(it) => [number(it.middle), number(it.spread), it.n.to_string()],
                    None => [const { String::new() }; 3].map(|_| NONE.to_owned()),
                });
            }
            Some(row)
        })
    });
    Table {
        caption: "how corners are usually driven".to_owned(),
        headings,
        n_text: 2,
        rows: rows.collect(),
    }
}
