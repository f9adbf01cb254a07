//! Drag and downforce.

use maatstaf_numerics::jet::Real;

/// What the air does to a car.
#[derive(Clone, Debug, PartialEq)]
pub struct Air {
    /// `ρ`, kg/m³.
    pub density: f64,
    /// `c_d A`, m².
    pub drag_area: f64,
    /// `c_l A`, m², downwards.
    pub downforce_area: f64,
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
        let drag = (forward + v.square()).sqrt() * (-pressure * self.drag_area);
        [drag * u, drag * v, drag * w + forward * (pressure * self.downforce_area)]
    }
}
