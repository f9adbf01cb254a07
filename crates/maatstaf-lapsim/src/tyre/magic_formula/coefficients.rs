//! A law from the coefficients of a file.

use maatstaf_core::MagicFormula61;

use super::{Across, Along, Line, Loads, MagicFormula, Pull, Weighting};
use crate::error::Error;

/// What a file of an earlier version means by no `PKY4`.
const USUAL_PKY4: f64 = 2.0;
/// The formula is trusted where friction and stiffness are this share of the nominal ones.
const SOUND: f64 = 0.5;
/// How far from the nominal load it is trusted at all, either way.
const REACH: [f64; 2] = [0.01, 10.0];
/// The step of the search for the loads it is trusted at.
const STEP: f64 = 1.01;

impl MagicFormula {
    /// From coefficients, at the pressure that they state (`INFLPRES`), else the nominal one.
    ///
    /// # Errors
    ///
    /// When friction, stiffness or shape at the nominal load are not above zero, when they change
    /// too much with load to mean anything, or when friction falls with sliding speed.
    ///
    /// ```
    /// use maatstaf_core::MagicFormula61;
    /// use maatstaf_lapsim::{MagicFormula, Side};
    ///
    /// let mut tyre = MagicFormula61::default();
    /// for (name, value) in [
    ///     ("FNOMIN", 4000.0), ("PCX1", 1.6), ("PDX1", 1.7), ("PKX1", 30.0),
    ///     ("PCY1", 1.4), ("PDY1", 1.8), ("PKY1", -30.0), ("PKY2", 1.9),
    /// ] {
    ///     assert!(tyre.set(name, value));
    /// }
    /// let law = MagicFormula::new(&tyre)?;
    /// let most = law.grip(Side::Left, law.largest_kappa(), 0.0, 4000.0);
    /// assert!((most.along - 1.7 * 4000.0).abs() < 1e-9);
    /// # Ok::<(), maatstaf_lapsim::Error>(())
    /// ```
    pub fn new(tyre: &MagicFormula61) -> Result<Self, Error> {
        let sliding = tyre.get("LMUV");
        if sliding != 0.0 {
            let rule = "0, since the friction of a lap does not know the sliding speed";
            return Err(Error::Car { what: "LMUV of a tyre", value: sliding, rule });
        }
        let nominal_load = tyre.get("FNOMIN") * tyre.get("LFZO");
        Error::unless_positive("nominal load (FNOMIN) of a tyre", nominal_load)?;
        let (along, across) = (along(tyre), across(tyre, nominal_load));
        check(&along, &across, nominal_load)?;
        let mut law = Self {
            nominal_load,
            loads: Loads { least: nominal_load, most: nominal_load },
            rightward: across.stiffness.signum(),
            pull: pull(tyre),
            along,
            across,
            along_weight: along_weight(tyre),
            across_weight: across_weight(tyre),
            largest_kappa: 1.0,
            largest_lambda: 1.0,
        };
        law.loads = law.trusted_loads(tyre)?;
        [law.largest_kappa, law.largest_lambda] = law.largest_slips(tyre);
        Ok(law)
    }

    /// The loads around the nominal one at which the formula is taken at its word.
    fn trusted_loads(&self, tyre: &MagicFormula61) -> Result<Loads, Error> {
        let nominal = self.nominal_load;
        let given = |name, usual: f64| Some(tyre.get(name)).filter(|it| *it > 0.0).unwrap_or(usual);
        let most = given("FZMAX", REACH[1] * nominal).max(nominal);
        let least = given("FZMIN", 0.0).max(REACH[0] * nominal).min(nominal);
        let (mut high, mut low) = (nominal, nominal);
        while high * STEP <= most && self.is_sound(1.1 * high * STEP) {
            high *= STEP;
        }
        while low / STEP >= least && self.is_sound(0.5 * low / STEP) {
            low /= STEP;
        }
        for (load, what) in [
            (1.1 * high, "load just above the nominal one at which a tyre's grip halves"),
            (0.5 * low, "load not far below the nominal one at which a tyre's grip halves"),
        ] {
            if !self.is_sound(load) {
                return Err(Error::Car { what, value: load, rule: "farther away" });
            }
        }
        let high = if high * STEP > most { most } else { high };
        let low = if low / STEP < least { least } else { low };
        Ok(Loads { least: low, most: high })
    }

    /// Whether friction and stiffness at a load are enough of those at the nominal one.
    fn is_sound(&self, load: f64) -> bool {
        let of = |load: f64| {
            let increment = load / self.nominal_load - 1.0;
            let lateral = self.across.stiffness(load) * load / load.min(self.nominal_load);
            let friction = [&self.along.friction, &self.across.friction];
            let [along, across] = friction.map(|line| line.at(increment));
            [along, across, self.along.stiffness(increment), lateral * self.rightward]
        };
        of(load).iter().zip(of(self.nominal_load)).all(|(here, there)| *here >= SOUND * there)
    }
}

fn check(along: &Along, across: &Across, load: f64) -> Result<(), Error> {
    let positive = Error::unless_positive;
    positive("longitudinal shape (PCX1) of a tyre", along.shape)?;
    positive("lateral shape (PCY1) of a tyre", across.shape)?;
    positive("longitudinal friction (PDX1) of a tyre", along.friction.0)?;
    positive("lateral friction (PDY1) of a tyre", across.friction.0)?;
    positive("longitudinal stiffness (PKX1) of a tyre", along.stiffness.0)?;
    positive("load of the most lateral stiffness (PKY2) of a tyre", across.stiffness_load)?;
    positive("lateral stiffness (PKY1) of a tyre, without its sign", across.stiffness(load).abs())
}

/// `dp = (p − p₀)/p₀`
fn pressure(tyre: &MagicFormula61) -> f64 {
    let [here, nominal] = ["INFLPRES", "NOMPRES"].map(|name| tyre.get(name));
    if here > 0.0 && nominal > 0.0 { here / nominal - 1.0 } else { 0.0 }
}

/// Two coefficients as a line in load, times a factor.
fn line(tyre: &MagicFormula61, names: [&str; 2], factor: f64) -> Line {
    Line(tyre.get(names[0]) * factor, tyre.get(names[1]) * factor)
}

fn along(tyre: &MagicFormula61) -> Along {
    let get = |name| tyre.get(name);
    let dp = pressure(tyre);
    let friction = 1.0 + get("PPX3") * dp + get("PPX4") * dp * dp;
    let stiffness = 1.0 + get("PPX1") * dp + get("PPX2") * dp * dp;
    Along {
        shape: get("PCX1") * get("LCX"),
        friction: line(tyre, ["PDX1", "PDX2"], friction * get("LMUX")),
        stiffness: line(tyre, ["PKX1", "PKX2"], stiffness * get("LKX")),
        stiffness_growth: get("PKX3"),
        curvature: ["PEX1", "PEX2", "PEX3"].map(|name| get(name) * get("LEX")),
        curvature_side: get("PEX4"),
        shift: line(tyre, ["PHX1", "PHX2"], get("LHX")),
        offset: line(tyre, ["PVX1", "PVX2"], get("LVX") * get("LMUX")),
    }
}

/// `PDY1` below zero, as in older files, comes with the same forces as above zero: `D` and `B`
/// change their signs together.
fn across(tyre: &MagicFormula61, nominal_load: f64) -> Across {
    let get = |name| tyre.get(name);
    let dp = pressure(tyre);
    let friction = 1.0 + get("PPY3") * dp + get("PPY4") * dp * dp;
    let stiffness = (1.0 + get("PPY1") * dp) * get("LKY");
    let shape = Some(get("PKY4")).filter(|it| *it != 0.0);
    Across {
        shape: get("PCY1") * get("LCY"),
        friction: line(tyre, ["PDY1", "PDY2"], friction * get("LMUY") * friction_sign(tyre)),
        stiffness: get("PKY1") * stiffness * nominal_load,
        stiffness_shape: shape.unwrap_or(USUAL_PKY4),
        stiffness_load: get("PKY2") * (1.0 + get("PPY2") * dp) * nominal_load,
        curvature: line(tyre, ["PEY1", "PEY2"], get("LEY")),
        curvature_side: get("PEY3"),
        shift: line(tyre, ["PHY1", "PHY2"], get("LHY")),
        offset: line(tyre, ["PVY1", "PVY2"], get("LVY") * get("LMUY")),
    }
}

fn friction_sign(tyre: &MagicFormula61) -> f64 {
    tyre.get("PDY1").signum()
}

fn along_weight(tyre: &MagicFormula61) -> Weighting {
    Weighting {
        slope: tyre.get("RBX1") * tyre.get("LXAL"),
        spread: tyre.get("RBX2"),
        around: 0.0,
        shape: tyre.get("RCX1"),
        curvature: line(tyre, ["REX1", "REX2"], 1.0),
        shift: Line(tyre.get("RHX1"), 0.0),
    }
}

fn across_weight(tyre: &MagicFormula61) -> Weighting {
    Weighting {
        slope: tyre.get("RBY1") * tyre.get("LYKA"),
        spread: tyre.get("RBY2"),
        around: tyre.get("RBY3"),
        shape: tyre.get("RCY1"),
        curvature: line(tyre, ["REY1", "REY2"], 1.0),
        shift: line(tyre, ["RHY1", "RHY2"], 1.0),
    }
}

fn pull(tyre: &MagicFormula61) -> Pull {
    Pull {
        size: line(tyre, ["RVY1", "RVY2"], tyre.get("LVYKA") * friction_sign(tyre)),
        spread: tyre.get("RVY4"),
        shape: tyre.get("RVY5"),
        slope: tyre.get("RVY6"),
    }
}
