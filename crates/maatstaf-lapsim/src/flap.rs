//! A flap of the rear wing that opens on straights.

use maatstaf_core::{AeroLaw, AeroMap, AeroPoint, Car, Drs};

use crate::line::Line;

/// The car with the flap of its rear wing open all the time; `None` where it has none.
///
/// Areas are those that [`Aero::with_drs_open`](maatstaf_core::Aero::with_drs_open) gives, at every
/// speed and ride height.
///
/// ```
/// use maatstaf_lapsim::with_flap_open;
///
/// let car = &maatstaf_facts::car("f1-2024").unwrap().car;
/// let closed = car.aero().at(80.0, 0.0, 0.0);
/// let open = with_flap_open(car).unwrap().aero().at(80.0, 0.0, 0.0);
/// assert_eq!(open.drag_area, car.aero().with_drs_open(closed).drag_area);
/// ```
pub fn with_flap_open(car: &Car) -> Option<Car> {
    let mut parts = car.parts().clone();
    let drs = parts.aero.drs.take()?;
    // What the level adds to the drag by downforce is a part of what the flap changes.
    let by_downforce = (parts.aero.downforce_level - 1.0) * parts.aero.drag_per_downforce;
    let open = |point: AeroPoint| opened(point, &drs, by_downforce);
    parts.aero.law = match parts.aero.law {
        AeroLaw::Constant(point) => AeroLaw::Constant(open(point)),
        AeroLaw::Map(mut map) => {
            (0..map.n_points()).for_each(|i| open_at(&mut map, i, open));
            AeroLaw::Map(map)
        }
    };
    Car::new(parts).ok()
}

/// So that the level's share in it comes out as that of the whole.
fn opened(point: AeroPoint, drs: &Drs, by_downforce: f64) -> AeroPoint {
    let downforce = point.downforce_area * drs.downforce_factor;
    let whole = point.drag_area + point.downforce_area * by_downforce;
    AeroPoint {
        drag_area: whole * drs.drag_factor - downforce * by_downforce,
        downforce_area: downforce,
        pressure_centre_behind_cg: point.pressure_centre_behind_cg - drs.pressure_centre_forward,
    }
}

fn open_at(map: &mut AeroMap, i: usize, open: impl Fn(AeroPoint) -> AeroPoint) {
    let point = open(AeroPoint {
        drag_area: map.drag_area[i],
        downforce_area: map.downforce_area[i],
        pressure_centre_behind_cg: map.pressure_centre_behind_cg[i],
    });
    map.drag_area[i] = point.drag_area;
    map.downforce_area[i] = point.downforce_area;
    map.pressure_centre_behind_cg[i] = point.pressure_centre_behind_cg;
}

/// A line bends less than this where it counts as straight, rad/m: a bend of 400 m.
const STRAIGHT: f64 = 1.0 / 400.0;

/// Zones for a flap: the straights of a line that are at least so long, m, from where to where
/// along the road. Of a closed line one may lead over the line.
///
/// Where a series says from where to where, that holds; this is for a road of which nobody said.
///
/// ```
/// use std::f64::consts::PI;
/// use maatstaf_lapsim::{Line, Piece, flap_zones, road_of_arcs};
///
/// let straight = Piece::Straight { length: 400.0 };
/// let bend = Piece::Arc { radius: 100.0, sweep: PI };
/// let road = road_of_arcs(&[bend, straight, bend, straight], 12.0, 400, true)?;
/// let zones = flap_zones(&Line::centre(&road), 300.0);
/// assert_eq!(zones.len(), 2);
/// assert!((zones[0][0] - 314.0).abs() < 8.0 && (zones[0][1] - 714.0).abs() < 8.0);
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
pub fn flap_zones(line: &Line, least: f64) -> Vec<[f64; 2]> {
    let (points, length) = (line.points(), line.road_length());
    let n = points.len();
    let straight = |i: usize| points[i % n].curvature.abs() < STRAIGHT;
    // Of a closed line the search begins at a bend, and goes around once.
    let first = match line.is_closed() {
        true => (0..n).find(|i| !straight(*i)).unwrap_or(0),
        false => 0,
    };
    let mut zones = Vec::new();
    let mut start = None;
    for i in first..first + n {
        let last = i + 1 == first + n;
        if straight(i) && start.is_none() {
            start = Some(i);
        }
        let Some(from) = start.filter(|_| !straight(i) || last) else { continue };
        let [from, to] =
            [from, if straight(i) { i } else { i - 1 }].map(|i| points[i % n].distance);
        let long = if to >= from { to - from } else { to - from + length };
        if long >= least {
            zones.push([from, to]);
        }
        start = None;
    }
    zones
}
