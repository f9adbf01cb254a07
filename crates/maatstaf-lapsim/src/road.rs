//! Stations of a road: curvature, tilt, widths, steps.
//!
//! Everything here uses the frame of the published problem: `x` along the road, `y` to the
//! right, `z` down; curvature and yaw are positive to the right, seen from above, pitch where the
//! nose points uphill, roll where the left edge is higher. Rates are by distance along the road,
//! and true: `μ'` is how `μ` changes. (The published tilted problems put second derivatives in
//! their place; a road of theirs says so where it is read.)

use crate::error::Error;

/// A place along the centre line, and what the road is like there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Station {
    /// `s`, m along the centre line.
    pub distance: f64,
    /// `θ'`, change of the heading by distance, rad/m; on a level road the curvature.
    pub yaw_rate: f64,
    /// `μ`, the slope, positive uphill, rad.
    pub pitch: f64,
    /// `φ`, the banking, positive where the left edge is higher, rad.
    pub roll: f64,
    /// `μ'`, rad/m.
    pub pitch_rate: f64,
    /// `φ'`, rad/m.
    pub roll_rate: f64,
    /// From the centre line to the left edge, m.
    pub left: f64,
    /// From the centre line to the right edge, m.
    pub right: f64,
}

/// A kerb that a car may use: it widens one side of the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kerb {
    /// Where it starts, m along the centre line.
    pub start: f64,
    /// Where it ends.
    pub finish: f64,
    /// m.
    pub width: f64,
}

/// How the road lies at a station: how it turns, and where down is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Surface {
    /// `(K_x, K_y, K_z)`, turning by distance about the axes of the road, rad/m.
    pub turning: [f64; 3],
    /// The direction of gravity in the axes of the road; `(0, 0, 1)` on a level one.
    pub down: [f64; 3],
    /// Whether a twisting road climbs and falls beside its centre line, as a real one does; the
    /// published problem leaves that out.
    pub tilts: bool,
}

impl Station {
    /// On a level road.
    pub fn level(distance: f64, curvature: f64, left: f64, right: f64) -> Self {
        Self { distance, yaw_rate: curvature, left, right, ..Self::default() }
    }

    /// How the road lies here.
    ///
    /// ```text
    /// K_x = φ' − θ' sin μ
    /// K_y = μ' cos φ + θ' cos μ sin φ
    /// K_z = −μ' sin φ + θ' cos μ cos φ
    /// down = (−sin μ,  sin φ cos μ,  cos φ cos μ)
    /// ```
    ///
    /// Symbols as at the fields; yaw about z, then pitch about y, then roll about x.
    ///
    /// Perantoni & Limebeer (2015), *Journal of Dynamic Systems, Measurement, and Control* 137(5),
    /// for roads as ribbons.
    pub fn surface(&self) -> Surface {
        let (sin_pitch, cos_pitch) = self.pitch.sin_cos();
        let (sin_roll, cos_roll) = self.roll.sin_cos();
        let (yaw_rate, pitch_rate) = (self.yaw_rate, self.pitch_rate);
        Surface {
            turning: [
                self.roll_rate - yaw_rate * sin_pitch,
                pitch_rate * cos_roll + yaw_rate * cos_pitch * sin_roll,
                -pitch_rate * sin_roll + yaw_rate * cos_pitch * cos_roll,
            ],
            down: [-sin_pitch, sin_roll * cos_pitch, cos_roll * cos_pitch],
            tilts: false,
        }
    }

    /// Half-way to another, everything linear.
    fn half_way(&self, to: &Self) -> Self {
        let mean = |a: f64, b: f64| 0.5 * (a + b);
        Self {
            distance: mean(self.distance, to.distance),
            yaw_rate: mean(self.yaw_rate, to.yaw_rate),
            pitch: mean(self.pitch, to.pitch),
            roll: mean(self.roll, to.roll),
            pitch_rate: mean(self.pitch_rate, to.pitch_rate),
            roll_rate: mean(self.roll_rate, to.roll_rate),
            left: mean(self.left, to.left),
            right: mean(self.right, to.right),
        }
    }

    fn fields(&self) -> [(&'static str, f64); 8] {
        [
            ("distance", self.distance),
            ("yaw rate", self.yaw_rate),
            ("pitch", self.pitch),
            ("roll", self.roll),
            ("pitch rate", self.pitch_rate),
            ("roll rate", self.roll_rate),
            ("left width", self.left),
            ("right width", self.right),
        ]
    }
}

impl Surface {
    /// Whether the road is level here and only turns about the vertical.
    pub fn is_level(&self) -> bool {
        self.turning[0] == 0.0 && self.turning[1] == 0.0 && self.down == [0.0, 0.0, 1.0]
    }
}

/// A road, station by station; closed, or open from the first to the last.
///
/// There are three stations or more, distance strictly increases, every number is finite, and
/// the road is wider than nothing.
///
/// ```
/// use maatstaf_lapsim::{Road, Station};
///
/// let corner = |i| Station::level(10.0 * f64::from(i), 0.02, 5.0, 5.0);
/// let road = Road::closed((0..31).map(corner).collect(), 314.0)?;
/// assert_eq!((road.step(0), road.step(30)), (10.0, 14.0)); // the last one closes
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    stations: Vec<Station>,
    surfaces: Vec<Surface>,
    /// Half-way from each station to the next; on an open road the last station leads nowhere.
    middles: Vec<Station>,
    middle_surfaces: Vec<Surface>,
    length: Option<f64>,
}

impl Road {
    /// A closed road; `length` is measured once around, m.
    pub fn closed(stations: Vec<Station>, length: f64) -> Result<Self, Error> {
        let station = stations.len();
        let last = stations.last().map_or(f64::INFINITY, |station| station.distance);
        if !(length.is_finite() && length > last) && station > 0 {
            return Err(Error::Order { station, metres: length });
        }
        Self::new(stations, Some(length))
    }

    /// An open road, from its first station to its last.
    pub fn open(stations: Vec<Station>) -> Result<Self, Error> {
        Self::new(stations, None)
    }

    fn new(stations: Vec<Station>, length: Option<f64>) -> Result<Self, Error> {
        if stations.len() < 3 {
            return Err(Error::ShortRoad { stations: stations.len() });
        }
        check(&stations)?;
        let stops = stations.windows(2).position(|pair| pair[0].distance >= pair[1].distance);
        if let Some(before) = stops {
            let metres = stations[before + 1].distance;
            return Err(Error::Order { station: before + 1, metres });
        }
        let surfaces = stations.iter().map(Station::surface).collect();
        let pairs = stations.windows(2).map(|pair| pair[0].half_way(&pair[1]));
        let last = stations[stations.len() - 1];
        let closing = length.map(|length| {
            let distance = length + stations[0].distance;
            last.half_way(&Station { distance, ..stations[0] })
        });
        let middles: Vec<Station> = pairs.chain(closing).collect();
        let middle_surfaces = middles.iter().map(Station::surface).collect();
        Ok(Self { stations, surfaces, middles, middle_surfaces, length })
    }

    /// The same road, known half-way from each station to the next as well.
    ///
    /// Without, everything is taken as linear between stations. Distances of `middles` have to be
    /// those half-way.
    pub fn with_middles(self, middles: Vec<Station>) -> Result<Self, Error> {
        /// How far off a middle may lie, as a share of the step.
        const NEAR: f64 = 1e-9;
        let (got, want) = (middles.len(), self.middles.len());
        if got != want {
            return Err(Error::Column { column: "middles", got, want });
        }
        check(&middles)?;
        for (i, (new, old)) in middles.iter().zip(&self.middles).enumerate() {
            if (new.distance - old.distance).abs() > NEAR * self.step(i).max(1.0) {
                return Err(Error::Order { station: i, metres: new.distance });
            }
        }
        let middle_surfaces = middles.iter().map(Station::surface).collect();
        Ok(Self { middles, middle_surfaces, ..self })
    }

    /// The same road with its middles as stations, so with steps half as long.
    ///
    /// # Errors
    ///
    /// When it is too short for that.
    pub fn halved(&self) -> Result<Self, Error> {
        let mut stations: Vec<Station> =
            self.stations.iter().chain(&self.middles).copied().collect();
        stations.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        let tilts = self.surfaces.iter().any(|surface| surface.tilts);
        let road = Self::new(stations, self.length)?;
        Ok(if tilts { road.tilting() } else { road })
    }

    /// The same road, its surface tilting where it twists; see [`Surface::tilts`].
    pub fn tilting(mut self) -> Self {
        let surfaces = self.surfaces.iter_mut().chain(&mut self.middle_surfaces);
        surfaces.for_each(|surface| surface.tilts = true);
        self
    }

    /// The same road with kerbs: each station takes the width of the first kerb it lies on.
    pub fn with_kerbs(mut self, left: &[Kerb], right: &[Kerb]) -> Self {
        /// How far a station may lie off a kerb's end, m.
        const NEAR: f64 = 1e-12;
        let width = |kerbs: &[Kerb], at: f64| {
            let on = |kerb: &&Kerb| kerb.start - NEAR < at && at < kerb.finish + NEAR;
            kerbs.iter().find(on).map_or(0.0, |kerb| kerb.width)
        };
        for station in self.stations.iter_mut().chain(&mut self.middles) {
            station.left += width(left, station.distance);
            station.right += width(right, station.distance);
        }
        self
    }

    /// Its stations.
    pub fn stations(&self) -> &[Station] {
        &self.stations
    }

    /// How it lies at each station.
    pub fn surfaces(&self) -> &[Surface] {
        &self.surfaces
    }

    /// Half-way from each station to the next: one less than stations where the road is open.
    pub fn middles(&self) -> &[Station] {
        &self.middles
    }

    /// How it lies there.
    pub fn middle_surfaces(&self) -> &[Surface] {
        &self.middle_surfaces
    }

    /// Whether the last station leads to the first.
    pub fn is_closed(&self) -> bool {
        self.length.is_some()
    }

    /// Whether it is level everywhere.
    pub fn is_level(&self) -> bool {
        self.surfaces.iter().chain(&self.middle_surfaces).all(Surface::is_level)
    }

    /// Its length, m: once around, or from the first station to the last.
    pub fn length(&self) -> f64 {
        let first = self.stations[0].distance;
        self.length.unwrap_or_else(|| self.stations[self.stations.len() - 1].distance - first)
    }

    /// `h`, from a station to the next, m; 0 at the end of an open road.
    pub fn step(&self, station: usize) -> f64 {
        let from = self.stations[station].distance;
        match (self.stations.get(station + 1), self.length) {
            (Some(next), _) => next.distance - from,
            (None, Some(length)) => length + self.stations[0].distance - from,
            (None, None) => 0.0,
        }
    }

    /// From the station before to this one, m; 0 at the start of an open road.
    pub fn step_before(&self, station: usize) -> f64 {
        match station.checked_sub(1) {
            Some(before) => self.step(before),
            None if self.is_closed() => self.step(self.stations.len() - 1),
            None => 0.0,
        }
    }
}

/// Refuses stations that are no places on a road.
fn check(stations: &[Station]) -> Result<(), Error> {
    for (station, values) in stations.iter().enumerate() {
        if let Some((what, _)) = values.fields().iter().find(|(_, value)| !value.is_finite()) {
            return Err(Error::NotFinite { what, station });
        }
        let metres = values.left + values.right;
        if metres <= 0.0 {
            return Err(Error::Narrow { station, metres, track: 0.0 });
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "road_tests.rs"]
mod tests;
