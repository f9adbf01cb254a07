use std::collections::BTreeMap;

/// A tyre, by the law that gives its forces.
#[derive(Clone, Debug, PartialEq)]
pub enum Tyre {
    /// Load-dependent similarity: nine numbers at two loads.
    Similarity(SimilarityTyre),
    /// Magic Formula 6.1.
    MagicFormula61(MagicFormula61),
}

impl Tyre {
    /// Unloaded, or effective where the law knows no other, in m.
    pub fn radius(&self) -> f64 {
        match self {
            Self::Similarity(tyre) => tyre.radius,
            Self::MagicFormula61(tyre) => tyre.get("UNLOADED_RADIUS"),
        }
    }

    /// The law's name.
    pub fn law(&self) -> &'static str {
        match self {
            Self::Similarity(_) => "similarity",
            Self::MagicFormula61(_) => "magic formula 6.1",
        }
    }
}

/// The similarity tyre of Perantoni and Limebeer: friction and the slip of most force are linear
/// in load through two reference loads, the curve between them is one for all loads.
///
/// ```text
/// a = κ / κ_max(N)    b = λ / λ_max(N)    ρ = √(a² + b²)    S = π / (2 atan Q)
/// F_x = μ_x N sin(Q_x atan(S_x ρ)) a/ρ        F_y = μ_y N sin(Q_y atan(S_y ρ)) b/ρ
/// ```
///
/// N is the load, κ the longitudinal slip, λ the tangent of the slip angle. Perantoni & Limebeer
/// (2014), *Vehicle System Dynamics* 52(5), 653–678.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SimilarityTyre {
    /// R, in m.
    pub radius: f64,
    /// N₁, in N.
    pub light_load: f64,
    /// N₂, in N.
    pub heavy_load: f64,
    /// Along the wheel, at the two loads.
    pub longitudinal: SimilarityCurve,
    /// Across the wheel, at the two loads; its slips are angles in rad.
    pub lateral: SimilarityCurve,
    /// Rolling resistance over load.
    pub rolling_resistance: f64,
}

/// One direction of a [`SimilarityTyre`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SimilarityCurve {
    /// μ at the light load.
    pub friction_light: f64,
    /// μ at the heavy load.
    pub friction_heavy: f64,
    /// κ_max or λ_max at the light load.
    pub slip_light: f64,
    /// κ_max or λ_max at the heavy load.
    pub slip_heavy: f64,
    /// Q, the shape.
    pub shape: f64,
}

impl SimilarityTyre {
    /// The lateral friction at a load (N), as a line through the reference loads, without limit.
    ///
    /// ```
    /// # use maatstaf_core::{SimilarityCurve, SimilarityTyre};
    /// let lateral =
    ///     SimilarityCurve { friction_light: 1.8, friction_heavy: 1.4, ..Default::default() };
    /// let tyre =
    ///     SimilarityTyre { light_load: 2000.0, heavy_load: 6000.0, lateral, ..Default::default() };
    /// assert_eq!(tyre.lateral_friction(4000.0), 1.6);
    /// ```
    pub fn lateral_friction(&self, load: f64) -> f64 {
        self.friction(&self.lateral, load)
    }

    /// The longitudinal friction at a load (N), likewise.
    pub fn longitudinal_friction(&self, load: f64) -> f64 {
        self.friction(&self.longitudinal, load)
    }

    fn friction(&self, curve: &SimilarityCurve, load: f64) -> f64 {
        let slope =
            (curve.friction_heavy - curve.friction_light) / (self.heavy_load - self.light_load);
        curve.friction_light + (load - self.light_load) * slope
    }
}

/// The coefficients of a Magic Formula 6.1 tyre, by their names in a `.tir` file, in the units of
/// the SI; of a tyre on the left of the car, the one on the right being its mirror image.
///
/// Besselink, Schmeitz & Pacejka (2010), *Vehicle System Dynamics* 48(S1), 337–352; Pacejka
/// (2012), *Tire and Vehicle Dynamics*, 3rd ed., ch. 4.3.
///
/// ```
/// use maatstaf_core::MagicFormula61;
///
/// let mut tyre = MagicFormula61::default();
/// assert!(tyre.set("PCX1", 1.6) && !tyre.set("PCX9", 1.0));
/// assert_eq!((tyre.get("PCX1"), tyre.get("PDX1"), tyre.get("LMUX")), (1.6, 0.0, 1.0));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MagicFormula61 {
    given: BTreeMap<&'static str, f64>,
}

impl MagicFormula61 {
    /// Every coefficient that the law knows, those that pressure, inertia and turn slip ask for
    /// included.
    pub const NAMES: &'static [&'static str] = &NAMES;

    /// The value of a coefficient; where it was not given, 1 for a scaling factor and 0 for others.
    pub fn get(&self, name: &str) -> f64 {
        let usual = if is_scaling(name) { 1.0 } else { 0.0 };
        self.given.get(name).copied().unwrap_or(usual)
    }

    /// Gives a coefficient its value; `false` when the law knows none of this name.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        let known = NAMES.iter().find(|known| **known == name);
        known.is_some_and(|known| {
            self.given.insert(known, value);
            true
        })
    }

    /// The coefficients that were given, by name.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.given.iter().map(|(name, value)| (*name, *value))
    }

    /// Those without which there is no force, and that were not given.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        NEEDED.into_iter().filter(|name| !self.given.contains_key(name))
    }
}

const NEEDED: [&str; 8] =
    ["UNLOADED_RADIUS", "FNOMIN", "PCX1", "PDX1", "PKX1", "PCY1", "PDY1", "PKY1"];

fn is_scaling(name: &str) -> bool {
    SCALING.contains(&name)
}

#[rustfmt::skip]
const SCALING: [&str; 27] = [
    "LFZO", "LCX", "LMUX", "LEX", "LKX", "LHX", "LVX", "LGAX", "LCY", "LMUY", "LEY", "LKY", "LHY",
    "LVY", "LGAY", "LTR", "LRES", "LXAL", "LYKA", "LVYKA", "LS", "LKYC", "LKZC", "LVMX", "LMX",
    "LMY", "LMP",
];

#[rustfmt::skip]
const NAMES: [&str; 204] = [
    // Size, use and load
    "UNLOADED_RADIUS", "WIDTH", "ASPECT_RATIO", "RIM_RADIUS", "RIM_WIDTH", "INFLPRES", "NOMPRES",
    "LONGVL", "FNOMIN", "VERTICAL_STIFFNESS", "VERTICAL_DAMPING", "BREFF", "DREFF", "FREFF",
    "Q_RE0", "Q_V1", "Q_V2", "Q_FZ2", "Q_FCX", "Q_FCY", "Q_CAM", "PFZ1",
    // Ranges
    "PRESMIN", "PRESMAX", "FZMIN", "FZMAX", "KPUMIN", "KPUMAX", "ALPMIN", "ALPMAX", "CAMMIN", "CAMMAX",
    // Scaling
    "LFZO", "LCX", "LMUX", "LEX", "LKX", "LHX", "LVX", "LGAX", "LCY", "LMUY", "LEY", "LKY", "LHY",
    "LVY", "LGAY", "LTR", "LRES", "LXAL", "LYKA", "LVYKA", "LS", "LKYC", "LKZC", "LVMX", "LMX",
    "LMY", "LMP", "LMUV",
    // Longitudinal force
    "PCX1", "PDX1", "PDX2", "PDX3", "PEX1", "PEX2", "PEX3", "PEX4", "PKX1", "PKX2", "PKX3",
    "PHX1", "PHX2", "PVX1", "PVX2", "PPX1", "PPX2", "PPX3", "PPX4",
    "RBX1", "RBX2", "RBX3", "RCX1", "REX1", "REX2", "RHX1",
    // Lateral force
    "PCY1", "PDY1", "PDY2", "PDY3", "PEY1", "PEY2", "PEY3", "PEY4", "PEY5", "PKY1", "PKY2", "PKY3",
    "PKY4", "PKY5", "PKY6", "PKY7", "PHY1", "PHY2", "PVY1", "PVY2", "PVY3", "PVY4",
    "PPY1", "PPY2", "PPY3", "PPY4", "PPY5", "RBY1", "RBY2", "RBY3", "RBY4", "RCY1", "REY1", "REY2",
    "RHY1", "RHY2", "RVY1", "RVY2", "RVY3", "RVY4", "RVY5", "RVY6",
    // Overturning and rolling resistance moments
    "QSX1", "QSX2", "QSX3", "QSX4", "QSX5", "QSX6", "QSX7", "QSX8", "QSX9", "QSX10", "QSX11",
    "QSX12", "QSX13", "QSX14", "PPMX1",
    "QSY1", "QSY2", "QSY3", "QSY4", "QSY5", "QSY6", "QSY7", "QSY8",
    // Aligning moment
    "QBZ1", "QBZ2", "QBZ3", "QBZ4", "QBZ5", "QBZ9", "QBZ10", "QCZ1", "QDZ1", "QDZ2", "QDZ3", "QDZ4",
    "QDZ6", "QDZ7", "QDZ8", "QDZ9", "QDZ10", "QDZ11", "QEZ1", "QEZ2", "QEZ3", "QEZ4", "QEZ5",
    "QHZ1", "QHZ2", "QHZ3", "QHZ4", "PPZ1", "PPZ2", "SSZ1", "SSZ2", "SSZ3", "SSZ4",
    // Turn slip
    "PDXP1", "PDXP2", "PDXP3", "PKYP1", "PDYP1", "PDYP2", "PDYP3", "PDYP4", "PHYP1", "PHYP2",
    "PHYP3", "PHYP4", "PECP1", "PECP2", "QDTP1", "QCRP1", "QCRP2", "QBRP1", "QDRP1", "QDRP2",
];
