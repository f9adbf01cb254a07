use super::{Course, Stations};

/// The road at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoadAt {
    /// East, in metres.
    pub x: f64,
    /// North, in metres.
    pub y: f64,
    /// Up, in metres.
    pub z: f64,
    /// Counterclockwise from east, in radians.
    pub heading: f64,
    /// In radians a metre; positive to the left.
    pub curvature: f64,
    /// In radians; positive uphill.
    pub slope: f64,
    /// In radians; positive where the left edge is higher.
    pub banking: f64,
    /// To the left edge, in metres.
    pub left: f64,
    /// To the right edge, in metres.
    pub right: f64,
}

impl Course {
    /// The road at `s` metres from the start; a closed course begins anew after its length, an
    /// open one is held at its ends.
    ///
    /// Place and heading are cubic between stations, so they fit together; the rest is linear.
    pub fn at(&self, s: f64) -> RoadAt {
        let s = if self.closed { s.rem_euclid(self.length) } else { s.clamp(0.0, self.length) };
        let n = self.stations.len();
        let last = if self.closed { n - 1 } else { n - 2 };
        let i = self.stations.s.partition_point(|&at| at <= s).saturating_sub(1).min(last);
        let start = self.stations.s[i];
        let step = if i + 1 == n { self.length } else { self.stations.s[i + 1] } - start;
        between(&self.stations, i, (i + 1) % n, step, ((s - start) / step).clamp(0.0, 1.0))
    }

    /// The place `n` metres to the left of the line at `s`, on the road: x, y, z in metres.
    pub fn point(&self, s: f64, n: f64) -> (f64, f64, f64) {
        let road = self.at(s);
        let (sin, cos) = road.heading.sin_cos();
        let across = n * road.banking.cos();
        (road.x - across * sin, road.y + across * cos, road.z + n * road.banking.sin())
    }
}

fn between(stations: &Stations, i: usize, j: usize, step: f64, t: f64) -> RoadAt {
    let linear = |values: &[f64]| values[i] + t * (values[j] - values[i]);
    let turn = std::f64::consts::TAU;
    let jump = stations.heading[j] - stations.heading[i];
    let heading_j = stations.heading[j] - turn * (jump / turn).round();
    let heading_i = stations.heading[i];
    // Seen from above, a metre of road is as long as the cosine of its slope.
    let level = [i, j].map(|k| step * stations.slope[k].cos());
    let towards = |k: usize, heading: f64| {
        let (sin, cos) = heading.sin_cos();
        (level[usize::from(k == j)] * cos, level[usize::from(k == j)] * sin)
    };
    let ((dx_i, dy_i), (dx_j, dy_j)) = (towards(i, heading_i), towards(j, heading_j));
    let climb = [i, j].map(|k| step * stations.slope[k].sin());
    let bend = [i, j].map(|k| step * stations.curvature[k]);
    RoadAt {
        x: hermite(t, stations.x[i], dx_i, stations.x[j], dx_j),
        y: hermite(t, stations.y[i], dy_i, stations.y[j], dy_j),
        z: hermite(t, stations.z[i], climb[0], stations.z[j], climb[1]),
        heading: hermite(t, heading_i, bend[0], heading_j, bend[1]),
        curvature: linear(&stations.curvature),
        slope: linear(&stations.slope),
        banking: linear(&stations.banking),
        left: linear(&stations.left),
        right: linear(&stations.right),
    }
}

/// The cubic with these values and slopes at 0 and at 1.
fn hermite(t: f64, a: f64, da: f64, b: f64, db: f64) -> f64 {
    let (t2, t3) = (t * t, t * t * t);
    a * (2.0 * t3 - 3.0 * t2 + 1.0)
        + da * (t3 - 2.0 * t2 + t)
        + b * (3.0 * t2 - 2.0 * t3)
        + db * (t3 - t2)
}
