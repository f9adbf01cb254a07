//! Drag and downforce.

use maatstaf_numerics::jet::Real;
use maatstaf_numerics::rounded::Rounded;

/// What the air does to a car.
#[derive(Clone, Debug, PartialEq)]
pub struct Air {
    /// `ρ`, kg/m³.
    pub density: f64,
    /// How large the car is to it.
    pub areas: Areas,
}

/// How large a car is to the air.
#[derive(Clone, Debug, PartialEq)]
pub enum Areas {
    /// The same at every speed.
    Constant {
        /// `c_d A`, m².
        drag: f64,
        /// `c_l A`, m², downwards.
        downforce: f64,
    },
    /// Over the forward speed, m/s.
    BySpeed(AreaCurves),
}

/// Areas and place of the air over the forward speed, m/s.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaCurves {
    /// `c_d A`, m².
    pub drag: Rounded,
    /// `c_l A`, m², downwards.
    pub downforce: Rounded,
    /// How far ahead of its place at rest the air acts, m.
    pub forward: Rounded,
}

impl Air {
    /// The force of the air, in car axes.
    ///
    /// ```text
    /// V = √(u² + v²),   D = ½ ρ c_d A,   L = ½ ρ c_l A
    /// F = (−D V u,  −D V v,  −D V w + L u²)
    /// ```
    ///
    /// | symbol      | argument   | unit |
    /// | ----------- | ---------- | ---- |
    /// | `(u, v, w)` | `velocity` | m/s  |
    ///
    /// In newtons; x forward, y right, z down. Drag is along the velocity, downforce grows with
    /// the forward speed alone. Holds for still air and `V > 0`.
    pub fn force<R: Real>(&self, [u, v, w]: [R; 3]) -> [R; 3] {
        let pressure = 0.5 * self.density;
        let forward = u.square();
        let over_ground = (forward + v.square()).sqrt();
        let (drag, downforce) = match &self.areas {
            Areas::Constant { drag, downforce } => {
                (over_ground * (-pressure * drag), forward * (pressure * downforce))
            }
            Areas::BySpeed(curves) => (
                over_ground * curves.drag.of(u) * -pressure,
                forward * curves.downforce.of(u) * pressure,
            ),
        };
        [drag * u, drag * v, drag * w + downforce]
    }

    /// How far ahead of its place at rest the air acts, m; `None` where it never moves.
    pub fn forward<R: Real>(&self, speed: R) -> Option<R> {
        match &self.areas {
            Areas::Constant { .. } => None,
            Areas::BySpeed(curves) => Some(curves.forward.of(speed)),
        }
    }
}
