//! Roads of straights and arcs.

use crate::error::Error;
use crate::road::{Road, Station};

/// A piece of a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece {
    /// Straight on.
    Straight {
        /// m.
        length: f64,
    },
    /// An arc of a circle.
    Arc {
        /// m.
        radius: f64,
        /// How far it turns, rad, to the right positive.
        sweep: f64,
    },
}

impl Piece {
    fn length(self) -> f64 {
        match self {
            Self::Straight { length } => length,
            Self::Arc { radius, sweep } => radius * sweep.abs(),
        }
    }

    fn curvature(self) -> f64 {
        match self {
            Self::Straight { .. } => 0.0,
            Self::Arc { radius, sweep } => sweep.signum() / radius,
        }
    }

    /// Position and heading after the piece.
    fn end(self, [x, y, heading]: [f64; 3]) -> [f64; 3] {
        let (sin, cos) = heading.sin_cos();
        match self {
            Self::Straight { length } => [x + length * cos, y + length * sin, heading],
            Self::Arc { sweep, .. } => {
                let (to, radius) = (heading + sweep, 1.0 / self.curvature());
                let (sin_to, cos_to) = to.sin_cos();
                [x + radius * (sin_to - sin), y + radius * (cos - cos_to), to]
            }
        }
    }
}

/// The straight that leads back to where the pieces start, m: its length.
///
/// ```
/// use std::f64::consts::PI;
/// use maatstaf_lapsim::{Piece, closing_straight};
///
/// let hairpin = Piece::Arc { radius: 50.0, sweep: PI };
/// let pieces = [Piece::Straight { length: 300.0 }, hairpin, Piece::Straight { length: 500.0 }, hairpin];
/// assert!((closing_straight(&pieces) - 200.0).abs() < 1e-12);
/// ```
pub fn closing_straight(pieces: &[Piece]) -> f64 {
    let [x, y, _] = pieces.iter().fold([0.0; 3], |from, piece| piece.end(from));
    x.hypot(y)
}

/// A level road of pieces, with `n_stations` equally spaced, `width` metres wide.
///
/// A closed road takes its first station at the start and none at the end; an open one has both.
/// A station on a joint belongs to the later piece.
pub fn road_of_arcs(
    pieces: &[Piece],
    width: f64,
    n_stations: usize,
    closed: bool,
) -> Result<Road, Error> {
    let length: f64 = pieces.iter().map(|piece| piece.length()).sum();
    let n_steps = if closed { n_stations } else { n_stations.saturating_sub(1) }.max(1);
    let step = length / n_steps as f64;
    let station = |distance: f64| {
        Station::level(distance, curvature_at(pieces, distance), width / 2.0, width / 2.0)
    };
    let stations = (0..n_stations).map(|i| station(i as f64 * length / n_steps as f64)).collect();
    let road = if closed { Road::closed(stations, length) } else { Road::open(stations) }?;
    let n_middles = road.middles().len();
    road.with_middles((0..n_middles).map(|i| station((i as f64 + 0.5) * step)).collect())
}

fn curvature_at(pieces: &[Piece], distance: f64) -> f64 {
    let mut end = 0.0;
    let on = pieces.iter().find(|piece| {
        end += piece.length();
        distance < end
    });
    on.or(pieces.last()).map_or(0.0, |piece| piece.curvature())
}
