//! Many laps for the terminal.

use maatstaf::compare::usual_sentences;
use maatstaf::core::LapTime;
use maatstaf::telemetry::{MiniSectorLosses, PieceOfMany, Usual, UsualCorner, UsualLoss};

use super::ManyLaps;
use crate::commands::compare::laps::left_out_in_words;
use crate::lap_page::KMH;
use crate::show::{self, Table};

/// Heading, both drivers, sentences, corners and straights, mini-sectors.
pub fn words(laps: &ManyLaps) -> String {
    let [lap, reference] = &laps.found;
    let mut text = show::heading(&format!("{} against {}", lap.title, reference.title));
    text.push('\n');
    text += &drivers(laps).text(show::width(), show::bold());
    text.push('\n');
    for found in laps.found.iter().filter(|found| !found.left_out.is_empty()) {
        let left_out = left_out_in_words(&found.left_out);
        text +=
            &show::wrapped(&format!("Left out of {}: {left_out}.", found.short), show::width(), "");
    }
    text += &by_samples(laps);
    text += &by_mini_sectors(laps);
    text
}

/// What stands before the table of corners and straights, the table, and notes.
fn by_samples(laps: &ManyLaps) -> String {
    let [lap, reference] = laps.found.each_ref().map(|found| found.short.as_str());
    let compared = match &laps.compared {
        Ok(compared) => compared,
        Err(why) => return show::wrapped(&format!("Note: no corners: {why}."), show::width(), ""),
    };
    let mut text = format!("\n{}\n\n", usual_difference(&compared.many.lost, lap, reference));
    for sentence in usual_sentences(&compared.many, lap, reference) {
        text += &show::wrapped(&sentence, show::width(), "  ");
    }
    text.push('\n');
    text += &pieces(&compared.many.pieces).text(show::width(), show::bold());
    for note in &compared.notes {
        text += &show::wrapped(&format!("Note: {note}."), show::width(), "");
    }
    text
}

/// `Usually PER loses 0.31 s [0.25, 0.37] a lap to VER.`
pub fn usual_difference(lost: &UsualLoss, lap: &str, reference: &str) -> String {
    let loses = lost.time > 0.0;
    let (verb, to) = if loses { ("loses", "to") } else { ("gains", "on") };
    let interval = lost.interval.map_or_else(String::new, |[low, high]| {
        let (least, most) = if loses { (low, high) } else { (-high, -low) };
        format!(" [{least:.2}, {most:.2}]")
    });
    let even = if lost.interval.is_some() && !lost.is_sure() { ", no more than noise" } else { "" };
    format!("Usually {lap} {verb} {:.2} s{interval} a lap {to} {reference}{even}.", lost.time.abs())
}

/// Both drivers: what is usual, what they did at best, and what they have done once.
fn drivers(laps: &ManyLaps) -> Table {
    let mut table = Table::new(&[
        "driver",
        "?>usual lap",
        "?>from lap to lap (s)",
        ">fastest",
        "?>best of pieces",
        "?>under the fastest (s)",
        "?>best of sectors",
        "?>laps",
    ]);
    for which in [0, 1] {
        table.push(driver(laps, which));
    }
    table
}

fn driver(laps: &ManyLaps, which: usize) -> Vec<String> {
    let found = &laps.found[which];
    let clock = |seconds: f64| LapTime::from_micros((seconds * 1e6).round() as u64).to_string();
    let is_many = found.timed.len() > 1;
    let mut cells = vec![found.short.clone()];
    match &laps.compared {
        Ok(compared) => {
            let many = &compared.many;
            let (usual, best, fastest) = (many.usual[which], many.best[which], many.fastest[which]);
            let if_many = |text: String| if is_many { text } else { String::new() };
            cells.extend([
                if_many(clock(millis(usual.middle))),
                if_many(format!("{:.2}", usual.spread)),
                clock(fastest),
                if_many(clock(millis(best))),
                if_many(format!("{:.2}", fastest - best)),
            ]);
        }
        Err(_) => {
            let usual = found.usual_lap();
            let fastest = found.timed.iter().filter_map(|lap| lap.time).min();
            let fastest = fastest.map_or_else(String::new, |time| time.to_string());
            cells.extend([
                usual.map_or_else(String::new, |it| clock(millis(it.middle))),
                usual.map_or_else(String::new, |it| format!("{:.2}", it.spread)),
                fastest,
                String::new(),
                String::new(),
            ]);
        }
    }
    cells.push(found.best_of_sectors().map_or_else(String::new, |time| time.to_string()));
    cells.push(if is_many { found.timed.len().to_string() } else { "1".to_owned() });
    cells
}

/// To the millisecond.
fn millis(seconds: f64) -> f64 {
    (seconds * 1e3).round() / 1e3
}

/// Corners and straights.
fn pieces(pieces: &[PieceOfMany]) -> Table {
    let mut table = Table::new(&[
        "where",
        ">from (m)",
        ">to (m)",
        ">lost (s)",
        "!90 % (s)",
        "?>spread (s)",
        "?>done once (s)",
        "?>braking at (m)",
        "?>slowest (km/h)",
        "?>full throttle at (m)",
        "?>exit (km/h)",
    ]);
    pieces.iter().for_each(|piece| table.push(cells(piece)));
    table
}

fn cells(piece: &PieceOfMany) -> Vec<String> {
    let mut cells = vec![
        place(piece),
        format!("{:.0}", piece.from),
        format!("{:.0}", piece.to),
        format!("{:+.3}", piece.lost.time),
        interval(&piece.lost),
        both(piece.spread.map(Some), 2),
        format!("{:+.3}", piece.best[0] - piece.usual[0].middle),
    ];
    cells.extend(driven(piece));
    cells
}

/// `turn 5`, or `straight`.
pub fn place(piece: &PieceOfMany) -> String {
    piece.corner.map_or_else(|| "straight".to_owned(), |number| format!("turn {number}"))
}

/// `[+0.012, +0.070]`; nothing where there is none.
pub fn interval(lost: &UsualLoss) -> String {
    lost.interval.map_or_else(String::new, |[low, high]| format!("[{low:+.3}, {high:+.3}]"))
}

/// What is told of a corner, and the factor of its unit.
type Told = (fn(&UsualCorner) -> Option<Usual>, f64);

/// Braking and full throttle in metres, the least speed and that on the way out in km/h.
pub const DRIVEN: [Told; 4] = [
    (|it| it.braking_at, 1.0),
    (|it| it.least_speed, KMH),
    (|it| it.full_throttle_at, 1.0),
    (|it| it.exit_speed, KMH),
];

/// How both usually drive a corner; nothing on a straight.
fn driven(piece: &PieceOfMany) -> [String; 4] {
    let Some(driven) = &piece.driven else { return [const { String::new() }; 4] };
    DRIVEN.map(|(of, factor)| {
        both(driven.each_ref().map(|it| of(it).map(|usual| usual.middle / factor)), 0)
    })
}

fn both(values: [Option<f64>; 2], decimals: usize) -> String {
    let value =
        |it: Option<f64>| it.map_or_else(|| "–".to_owned(), |it| format!("{it:.decimals$}"));
    values.map(value).join(" / ")
}

fn by_mini_sectors(laps: &ManyLaps) -> String {
    let losses = match &laps.mini_sectors {
        Ok(losses) => losses,
        Err(why) => {
            return show::wrapped(&format!("Note: no mini-sectors: {why}."), show::width(), "");
        }
    };
    let mut text = format!("\n{}", show::heading("Mini-sectors, by when timing told of them"));
    text += &show::wrapped(&rests_on(losses, laps), show::width(), "");
    text.push('\n');
    text + &mini_sectors(losses).text(show::width(), show::bold())
}

/// How many laps, how exact a stamp and a mean of them are, and what sectors say.
pub fn rests_on(losses: &MiniSectorLosses, laps: &ManyLaps) -> String {
    let [lap, reference] = laps.found.each_ref().map(|found| found.short.as_str());
    let [n_laps, n_reference] = losses.n_laps;
    let halves = losses.mini_sectors.iter().map(|it| 0.5 * (it.loss.high - it.loss.low));
    let half = halves.sum::<f64>() / losses.mini_sectors.len().max(1) as f64;
    let sectors = losses.sectors.map(|lost| format!("{:+.3}", lost.seconds())).join(", ");
    format!(
        "Means of {n_laps} laps of {lap} and {n_reference} of {reference}. One stamp is off by {:.2} s; the \
         mean loss in a mini-sector is known to {half:.3} s either way, nine times out of ten. They add up \
         to the official sectors: {sectors} s.",
        losses.stamp_error
    )
}

/// Mini-sectors, in the order of driving.
fn mini_sectors(losses: &MiniSectorLosses) -> Table {
    let headings = [
        "sector",
        "mini-sector",
        ">time (s)",
        ">reference (s)",
        ">lost (s)",
        "90 % (s)",
        "more than noise",
    ];
    let mut table = Table::new(&headings);
    for it in &losses.mini_sectors {
        table.push(vec![
            (it.sector + 1).to_string(),
            (it.mini_sector + 1).to_string(),
            format!("{:.3}", it.times[0].seconds()),
            format!("{:.3}", it.times[1].seconds()),
            format!("{:+.3}", it.loss.time.seconds()),
            format!("[{:+.3}, {:+.3}]", it.loss.low, it.loss.high),
            if it.loss.is_sure() { "yes".to_owned() } else { String::new() },
        ]);
    }
    table
}
