//! Many laps of two drivers as one self-contained page of HTML: what is usually lost where, on the map and corner
//! by corner, and in the mini-sectors of timing.

mod losses;
mod mini_sectors;
mod tables;

use maatstaf::compare::{ComparedMany, usual_sentences};
use maatstaf::core::LapTime;

use crate::commands::compare::laps::left_out_in_words;
use crate::commands::compare::many::ManyLaps;
use crate::commands::compare::many::words::{interval, place};
use crate::loss_map::{LossMap, Stretch};
use crate::page::escape;
use crate::page::html::{document, list};
use crate::page::numbers::minus;
use crate::two_laps_page::{figure, said};

/// The classes of the two, which give them their colours.
const SIDES: [&str; 2] = ["driver", "reference"];

/// From place to place on the map, in metres.
const STEP: f64 = 10.0;

/// The page; it needs nothing but a browser, and without scripts it lacks the sorting.
pub fn page(laps: &ManyLaps) -> String {
    let style = concat!(
        include_str!("page/style.css"),
        include_str!("page/along.css"),
        include_str!("two_laps_page/style.css"),
        include_str!("many_laps_page/style.css")
    );
    let corners = laps.compared.as_ref().map_or_else(|_| String::new(), |it| corners(laps, it));
    let mini_sectors = laps
        .mini_sectors
        .as_ref()
        .map_or_else(|_| String::new(), |it| mini_sectors::section(laps, it));
    let content = format!(
        "{}{corners}{mini_sectors}{}<script>\n{}{}</script>\n",
        header(laps),
        rests_on(laps),
        include_str!("page/sort.js"),
        include_str!("many_laps_page/script.js")
    );
    document(&title(laps), style, "lap two-laps many-laps", &content)
}

fn title(laps: &ManyLaps) -> String {
    let [lap, reference] = laps.found.each_ref().map(|it| it.short.as_str());
    format!("{lap} against {reference}, as they usually are")
}

/// Both drivers, what is usual, and what they have done once.
fn header(laps: &ManyLaps) -> String {
    let [lap, reference] = &laps.found;
    let said = match &laps.compared {
        Ok(compared) => said(&usual_sentences(&compared.many, &lap.short, &reference.short)),
        Err(_) => String::new(),
    };
    format!(
        "<header>\n<h1>{}</h1>\n<p class=\"subtitle\">{} against {}. Positive means that {} is \
         slower.</p>\n<dl class=\"strip\">\n{}</dl>\n</header>\n\
         <section class=\"said\" aria-label=\"Where the time usually goes\">\n{said}</section>\n",
        escape(&title(laps)),
        escape(&lap.title),
        escape(&reference.title),
        escape(&lap.short),
        figures(laps)
    )
}

fn figures(laps: &ManyLaps) -> String {
    let compared = laps.compared.as_ref().ok();
    let mut figures = compared.map_or_else(String::new, |compared| figures_of_laps(laps, compared));
    for (which, found) in laps.found.iter().enumerate() {
        if let (None, Some(usual)) = (compared, found.usual_lap()) {
            let label = format!("{}, usual lap", found.short);
            let note = format!("median of {}; {:.2}\u{a0}s from lap to lap", usual.n, usual.spread);
            figures += &figure(SIDES[which], &label, &clock(usual.middle), &note);
        }
        if let Some(best) = found.best_of_sectors() {
            let label = format!("{}, best sectors", found.short);
            let fastest = found.timed.iter().filter_map(|lap| lap.time).min();
            let note = fastest.map_or_else(String::new, |it| format!("fastest lap {it}"));
            figures += &figure("", &label, &best.to_string(), &note);
        }
    }
    figures
}

/// The usual laps, their difference, and the best of every piece.
fn figures_of_laps(laps: &ManyLaps, compared: &ComparedMany) -> String {
    let many = &compared.many;
    let mut figures = String::new();
    for which in [0, 1] {
        let label = format!("{}, usual lap", laps.found[which].short);
        let note = match many.n_laps[which] {
            1 => "one lap".to_owned(),
            n => format!("median of {n}; {:.2}\u{a0}s from lap to lap", many.usual[which].spread),
        };
        figures += &figure(SIDES[which], &label, &clock(many.usual[which].middle), &note);
    }
    let note = many.lost.interval.map_or_else(String::new, |_| minus(interval(&many.lost)));
    let lost = minus(format!("{:+.3}\u{a0}s", many.lost.time));
    figures += &figure("", "Usual difference", &lost, &note);
    for which in [0, 1].into_iter().filter(|which| many.n_laps[*which] > 1) {
        let (best, fastest) = (many.best[which], many.fastest[which]);
        let label = format!("{}, done once", laps.found[which].short);
        let under = format!(
            "the best of every piece, {:.2}\u{a0}s under the fastest lap, {}",
            fastest - best,
            clock(fastest)
        );
        figures += &figure("", &label, &clock(best), &under);
    }
    figures
}

/// A lap time, to the millisecond.
fn clock(seconds: f64) -> String {
    LapTime::from_micros((seconds * 1e3).round() as u64 * 1000).to_string()
}

/// The map, every loss with its interval, and the tables.
fn corners(laps: &ManyLaps, compared: &ComparedMany) -> String {
    let map = map(laps, compared).map_or_else(String::new, |map| map.to_html());
    let names = laps.found.each_ref().map(|it| it.short.as_str());
    let rows = compared.many.pieces.iter().map(|piece| losses::Row {
        label: match piece.corner {
            Some(number) => format!("turn {number}"),
            None => format!("straight, {:.0} m", piece.from),
        },
        lost: piece.lost.time,
        interval: piece.lost.interval,
        is_sure: piece.lost.is_sure(),
    });
    let heading = format!("What {} usually loses (s), with 90 % intervals", names[0]);
    let chart = losses::chart("pieces", &heading, names, &rows.collect::<Vec<_>>());
    format!(
        "<div class=\"both\">\n{map}<div>{chart}</div></div>\n{}",
        tables::tables(laps, &compared.many)
    )
}

fn map<'a>(laps: &'a ManyLaps, compared: &'a ComparedMany) -> Option<LossMap<'a>> {
    let road = &compared.road;
    let n = (road.length() / STEP).ceil().max(2.0) as usize;
    let distance = (0..=n).map(|i| road.length() * i as f64 / n as f64).collect();
    let stretches = compared.many.pieces.iter().map(|piece| Stretch {
        from: piece.from,
        to: piece.to,
        lost: piece.lost.time,
        is_sure: piece.lost.is_sure(),
        words: minus(format!(
            "{}: {:+.3} s {}",
            place(piece),
            piece.lost.time,
            interval(&piece.lost)
        )),
    });
    let names = laps.found.each_ref().map(|it| it.short.as_str());
    LossMap::of(road, distance, names, "Who is usually faster where", stretches.collect())
}

fn rests_on(laps: &ManyLaps) -> String {
    let mut lines: Vec<String> =
        laps.found.iter().map(|it| format!("{}: {}.", it.title, it.source)).collect();
    for found in laps.found.iter().filter(|found| !found.left_out.is_empty()) {
        lines.push(format!("Left out of {}: {}.", found.short, left_out_in_words(&found.left_out)));
    }
    match &laps.compared {
        Ok(compared) => {
            lines.push(
                "Usual is the median over the laps. Intervals hold the difference nine times out of ten, by \
                 the spread of the laps. Medians of pieces do not add up exactly to that of laps. What was \
                 done once is the best of each piece, as far as it is no luck of the samples."
                    .to_owned(),
            );
            lines.push(
                "Corners are numbered along the road as it bends; the organiser's numbers may differ."
                    .to_owned(),
            );
            lines.extend(compared.notes.iter().map(|note| format!("{note}.")));
        }
        Err(why) => lines.push(format!("No corners: {why}.")),
    }
    if let Err(why) = &laps.mini_sectors {
        lines.push(format!("No mini-sectors: {why}."));
    }
    format!(
        "<section aria-label=\"What this rests on\">\n<h2>What this rests on</h2>\n{}</section>\n",
        list(&lines)
    )
}
