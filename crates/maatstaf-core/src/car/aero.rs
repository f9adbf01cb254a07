/// Drag, downforce and where they act.
///
/// ```text
/// drag = ½ ρ V² · drag area        downforce = ½ ρ V² · downforce area
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Aero {
    /// ρ, in kg/m³.
    pub air_density: f64,
    /// Of the centre of pressure above the road, in m.
    pub pressure_centre_height: f64,
    /// The downforce that the wings are set to, as a share of what the law gives.
    pub downforce_level: f64,
    /// Drag area that comes with each m² of downforce area which the level adds.
    pub drag_per_downforce: f64,
    /// Areas and centre of pressure.
    pub law: AeroLaw,
    /// A flap of the rear wing that opens on straights.
    pub drs: Option<Drs>,
}

impl Default for Aero {
    fn default() -> Self {
        Self {
            air_density: 0.0,
            pressure_centre_height: 0.0,
            downforce_level: 1.0,
            drag_per_downforce: 0.0,
            law: AeroLaw::Constant(AeroPoint::default()),
            drs: None,
        }
    }
}

/// Areas and centre of pressure: the same everywhere, or a map.
#[derive(Clone, Debug, PartialEq)]
pub enum AeroLaw {
    /// The same at every speed and ride height.
    Constant(AeroPoint),
    /// Over speed and ride heights.
    Map(AeroMap),
}

/// The aerodynamics of one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AeroPoint {
    /// Drag coefficient times reference area, in m².
    pub drag_area: f64,
    /// Downforce coefficient times reference area, in m²; positive presses the car down.
    pub downforce_area: f64,
    /// From the mass centre back to the centre of pressure, in m.
    pub pressure_centre_behind_cg: f64,
}

/// Aerodynamics on a grid of speeds, front and rear ride heights: linear between, held at the ends.
///
/// The tables hold one number per grid point, speeds outermost and rear ride heights innermost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AeroMap {
    /// In m/s, increasing.
    pub speed: Vec<f64>,
    /// At the front axle, in m, increasing.
    pub front_ride_height: Vec<f64>,
    /// At the rear axle, in m, increasing.
    pub rear_ride_height: Vec<f64>,
    /// In m², `[speed × front × rear]`.
    pub drag_area: Vec<f64>,
    /// In m², `[speed × front × rear]`.
    pub downforce_area: Vec<f64>,
    /// In m, `[speed × front × rear]`.
    pub pressure_centre_behind_cg: Vec<f64>,
}

/// What an open rear wing flap changes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Drs {
    /// Drag area open over closed.
    pub drag_factor: f64,
    /// Downforce area open over closed.
    pub downforce_factor: f64,
    /// How far the centre of pressure moves forward, in m.
    pub pressure_centre_forward: f64,
}

impl Aero {
    /// The aerodynamics at a speed (m/s) and ride heights (m), flap closed.
    ///
    /// ```
    /// use maatstaf_core::{Aero, AeroLaw, AeroPoint};
    ///
    /// let point =
    ///     AeroPoint { drag_area: 1.0, downforce_area: 4.0, pressure_centre_behind_cg: 0.1 };
    /// let aero = Aero {
    ///     law: AeroLaw::Constant(point),
    ///     downforce_level: 1.1,
    ///     drag_per_downforce: 0.25,
    ///     ..Aero::default()
    /// };
    /// let now = aero.at(80.0, 0.03, 0.06);
    /// assert!((now.downforce_area - 4.4).abs() < 1e-12 && (now.drag_area - 1.1).abs() < 1e-12);
    /// ```
    pub fn at(&self, speed: f64, front_ride_height: f64, rear_ride_height: f64) -> AeroPoint {
        let plain = match &self.law {
            AeroLaw::Constant(point) => *point,
            AeroLaw::Map(map) => map.at(speed, front_ride_height, rear_ride_height),
        };
        let added = plain.downforce_area * (self.downforce_level - 1.0);
        AeroPoint {
            drag_area: plain.drag_area + added * self.drag_per_downforce,
            downforce_area: plain.downforce_area + added,
            pressure_centre_behind_cg: plain.pressure_centre_behind_cg,
        }
    }

    /// The same with the flap open, where there is one.
    pub fn with_drs_open(&self, closed: AeroPoint) -> AeroPoint {
        let Some(drs) = self.drs else { return closed };
        AeroPoint {
            drag_area: closed.drag_area * drs.drag_factor,
            downforce_area: closed.downforce_area * drs.downforce_factor,
            pressure_centre_behind_cg: closed.pressure_centre_behind_cg
                - drs.pressure_centre_forward,
        }
    }
}

impl AeroMap {
    /// How many grid points there are.
    pub fn n_points(&self) -> usize {
        self.speed.len() * self.front_ride_height.len() * self.rear_ride_height.len()
    }

    /// The look-up; of a map that [`Car::new`](super::Car::new) checked.
    fn at(&self, speed: f64, front_ride_height: f64, rear_ride_height: f64) -> AeroPoint {
        let (n_front, n_rear) = (self.front_ride_height.len(), self.rear_ride_height.len());
        let mut sum = AeroPoint::default();
        for (i, by_speed) in weights(&self.speed, speed) {
            for (j, by_front) in weights(&self.front_ride_height, front_ride_height) {
                for (k, by_rear) in weights(&self.rear_ride_height, rear_ride_height) {
                    let (at, weight) =
                        ((i * n_front + j) * n_rear + k, by_speed * by_front * by_rear);
                    sum.drag_area += weight * self.drag_area[at];
                    sum.downforce_area += weight * self.downforce_area[at];
                    sum.pressure_centre_behind_cg += weight * self.pressure_centre_behind_cg[at];
                }
            }
        }
        sum
    }
}

/// The two neighbours of a value on an axis, with their weights.
fn weights(axis: &[f64], value: f64) -> [(usize, f64); 2] {
    let above = axis.partition_point(|&at| at <= value);
    if above == 0 || above == axis.len() {
        let end = above.saturating_sub(1);
        return [(end, 1.0), (end, 0.0)];
    }
    let share = (value - axis[above - 1]) / (axis[above] - axis[above - 1]);
    [(above - 1, 1.0 - share), (above, share)]
}
