//! Many laps as one table for other programs: corners and straights, then mini-sectors.

use maatstaf::telemetry::{MiniSectorLoss, PieceOfMany};

use super::ManyLaps;
use super::words::{DRIVEN, place};
use crate::show::Table;

/// Every corner and straight, then every mini-sector; what one of both has not is empty.
pub fn table(laps: &ManyLaps) -> Table {
    let mut table = Table::new(&[
        "where",
        "from (m)",
        "to (m)",
        "lost (s)",
        "low (s)",
        "high (s)",
        "laps",
        "reference laps",
        "usual (s)",
        "reference usual (s)",
        "spread (s)",
        "reference spread (s)",
        "best (s)",
        "reference best (s)",
        "braking at (m)",
        "reference braking at (m)",
        "slowest (km/h)",
        "reference slowest (km/h)",
        "full throttle at (m)",
        "reference full throttle at (m)",
        "exit (km/h)",
        "reference exit (km/h)",
    ]);
    let pieces = laps.compared.iter().flat_map(|compared| &compared.many.pieces);
    pieces.for_each(|piece| table.push(of_piece(piece)));
    if let Ok(losses) = &laps.mini_sectors {
        losses.mini_sectors.iter().for_each(|it| table.push(of_mini_sector(it, losses.n_laps)));
    }
    table
}

fn of_piece(piece: &PieceOfMany) -> Vec<String> {
    let seconds = |it: f64| format!("{it:.6}");
    let [low, high] = match piece.lost.interval {
        Some(ends) => ends.map(seconds),
        None => [const { String::new() }; 2],
    };
    let mut row = vec![place(piece), format!("{:.1}", piece.from), format!("{:.1}", piece.to)];
    row.extend([seconds(piece.lost.time), low, high]);
    row.extend(piece.usual.map(|it| it.n.to_string()));
    row.extend(piece.usual.map(|it| seconds(it.middle)));
    row.extend(piece.spread.map(seconds));
    row.extend(piece.best.map(seconds));
    for (of, factor) in DRIVEN {
        let value = |which: usize| of(&piece.driven.as_ref()?[which]);
        row.extend([0, 1].map(|which| {
            value(which).map_or_else(String::new, |it| format!("{:.1}", it.middle / factor))
        }));
    }
    row
}

fn of_mini_sector(it: &MiniSectorLoss, n_laps: [usize; 2]) -> Vec<String> {
    let mut row = vec![format!("sector {} mini-sector {}", it.sector + 1, it.mini_sector + 1)];
    row.extend([String::new(), String::new()]);
    row.extend([it.loss.time.seconds(), it.loss.low, it.loss.high].map(|it| format!("{it:.6}")));
    row.extend(n_laps.map(|n| n.to_string()));
    row.extend(it.times.map(|time| format!("{:.6}", time.seconds())));
    row.resize(22, String::new());
    row
}
