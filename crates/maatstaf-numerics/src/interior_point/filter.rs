//! The filter: pairs of violation and barrier objective that no later point may be worse than.

/// `γ_θ`, `γ_φ`: by how much a point must be better.
const LESS_VIOLATION: f64 = 1e-5;
const LESS_OBJECTIVE: f64 = 1e-8;
/// `δ`, `s_θ`, `s_φ`: when the objective decides alone.
const SWITCH: f64 = 1.0;
const SWITCH_VIOLATION: f64 = 1.1;
const SWITCH_OBJECTIVE: f64 = 2.3;
/// `η_φ`: the share of the promised descent that must come.
const DESCENT: f64 = 1e-8;
/// `γ_α`: safety of the shortest step.
const SHORTEST: f64 = 0.05;

/// Violation and barrier objective of a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merit {
    pub violation: f64,
    pub objective: f64,
}

#[derive(Debug)]
pub(super) struct Filter {
    least: f64,
    most: f64,
    entries: Vec<Merit>,
}

impl Filter {
    /// From the violation at the start.
    pub(super) fn new(violation: f64) -> Self {
        let scale = violation.max(1.0);
        Self { least: 1e-4 * scale, most: 1e4 * scale, entries: Vec::new() }
    }

    pub(super) fn reset(&mut self) {
        self.entries.clear();
    }

    /// Whether a trial point is good enough; one that does not descend joins the filter.
    ///
    /// `slope` is the directional derivative of the barrier objective, `length` the step.
    pub(super) fn accepts(&mut self, from: Merit, to: Merit, slope: f64, length: f64) -> bool {
        if !to.violation.is_finite() || !to.objective.is_finite() || !self.admits(to) {
            return false;
        }
        let descends = self.objective_decides(from, slope, length);
        let rounding = 10.0 * f64::EPSILON * from.objective.abs();
        if descends && from.violation <= self.least {
            return to.objective - from.objective - rounding <= DESCENT * length * slope;
        }
        let better = to.violation <= (1.0 - LESS_VIOLATION) * from.violation
            || to.objective - rounding <= from.objective - LESS_OBJECTIVE * from.violation;
        let armijo = to.objective - from.objective - rounding <= DESCENT * length * slope;
        if better && !(descends && armijo) {
            self.add(from);
        }
        better
    }

    /// A point that no later one may be as bad as.
    pub(super) fn shut_out(&mut self, from: Merit) {
        self.add(from);
    }

    /// Whether no entry is better in both.
    pub(super) fn admits(&self, to: Merit) -> bool {
        let dominated =
            |entry: &Merit| to.violation >= entry.violation && to.objective >= entry.objective;
        to.violation <= self.most && !self.entries.iter().any(dominated)
    }

    fn objective_decides(&self, from: Merit, slope: f64, length: f64) -> bool {
        slope < 0.0
            && length * (-slope).powf(SWITCH_OBJECTIVE)
                > SWITCH * from.violation.powf(SWITCH_VIOLATION)
    }

    fn add(&mut self, from: Merit) {
        let entry = Merit {
            violation: (1.0 - LESS_VIOLATION) * from.violation,
            objective: from.objective - LESS_OBJECTIVE * from.violation,
        };
        self.entries.retain(|it| it.violation < entry.violation || it.objective < entry.objective);
        self.entries.push(entry);
    }

    /// The length below which no step is tried.
    pub(super) fn shortest(&self, from: Merit, slope: f64) -> f64 {
        let mut shortest = LESS_VIOLATION;
        if slope < 0.0 {
            shortest = shortest.min(LESS_OBJECTIVE * from.violation / -slope);
            if from.violation <= self.least {
                let switch = SWITCH * from.violation.powf(SWITCH_VIOLATION)
                    / (-slope).powf(SWITCH_OBJECTIVE);
                shortest = shortest.min(switch);
            }
        }
        SHORTEST * shortest
    }
}
