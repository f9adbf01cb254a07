//! Nonlinear programmes along a chain of nodes.
//!
//! ```text
//! min   Σ fₖ(zₖ, p) + Σ ½ wₖ (sₖ₊₁ − sₖ)²
//! s.t.  aₖ(zₖ, p) + bₖ₊₁(zₖ₊₁, p) = 0     the links, from each node to the next
//!       eₖ(zₖ, p) = 0                     the equations of a node
//!       l ≤ gₖ(zₖ, p) ≤ u                 its limits
//!       l ≤ Σ qₖ(zₖ, p) ≤ u               the totals
//!       l ≤ z ≤ u,  l ≤ p ≤ u             the bounds
//! ```
//!
//! `zₖ` are the unknowns of node `k`; some of them are its own, the others, `sₖ`, are shared with
//! the neighbours by links and ties; `p` is common to all nodes. On a closed chain the last
//! node links to the first.

/// The sizes of a programme, and which unknowns of a node are its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// How many nodes.
    pub n_nodes: usize,
    /// Whether the last node links to the first.
    pub closed: bool,
    /// Unknowns of a node that appear in no tie, as indices into `z`; as many as `equations`
    /// is a good choice: those that the equations determine.
    pub own: Vec<usize>,
    /// The other unknowns of a node.
    pub shared: Vec<usize>,
    /// Common unknowns.
    pub common: usize,
    /// Rows of a link.
    pub links: usize,
    /// Equations of a node.
    pub equations: usize,
    /// Limits of a node.
    pub limits: usize,
    /// Totals over all nodes.
    pub totals: usize,
}

impl Layout {
    /// Unknowns of a node.
    pub fn unknowns(&self) -> usize {
        self.own.len() + self.shared.len()
    }

    /// What the functions of a node see: its unknowns, then the common ones.
    pub fn inputs(&self) -> usize {
        self.unknowns() + self.common
    }

    /// What they give: objective, link after, link before, equations, limits, totals.
    pub fn outputs(&self) -> usize {
        1 + 2 * self.links + self.equations + self.limits + self.totals
    }

    /// The output at which the rows of the link to the next node start.
    pub const fn after(&self) -> usize {
        1
    }

    /// The output at which the rows of the link from the node before start.
    pub const fn before(&self) -> usize {
        1 + self.links
    }

    /// The output at which the equations start.
    pub const fn equations_at(&self) -> usize {
        1 + 2 * self.links
    }

    /// The output at which the limits start.
    pub const fn limits_at(&self) -> usize {
        1 + 2 * self.links + self.equations
    }

    /// The output at which the totals start.
    pub const fn totals_at(&self) -> usize {
        1 + 2 * self.links + self.equations + self.limits
    }

    /// All unknowns with the slacks: nodes, common, slacks of limits, slacks of totals.
    pub fn variables(&self) -> usize {
        self.n_nodes * (self.unknowns() + self.limits) + self.common + self.totals
    }

    /// Where the common unknowns start among all variables.
    pub fn common_at(&self) -> usize {
        self.n_nodes * self.unknowns()
    }

    /// Where the slacks of the limits start.
    pub fn slack_at(&self) -> usize {
        self.common_at() + self.common
    }

    /// Where the slacks of the totals start.
    pub fn total_at(&self) -> usize {
        self.slack_at() + self.n_nodes * self.limits
    }

    /// All rows: links, equations, limits, totals.
    pub fn rows(&self) -> usize {
        self.n_nodes * (self.links + self.equations + self.limits) + self.totals
    }

    /// The row at which the equations start.
    pub fn equation_row(&self) -> usize {
        self.n_nodes * self.links
    }

    /// The row at which the limits start.
    pub fn limit_row(&self) -> usize {
        self.n_nodes * (self.links + self.equations)
    }

    /// The row at which the totals start.
    pub fn total_row(&self) -> usize {
        self.limit_row() + self.n_nodes * self.limits
    }
}

/// A range for each of some quantities; infinite where there is no limit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranges {
    /// The lower ends.
    pub lower: Vec<f64>,
    /// The upper ends.
    pub upper: Vec<f64>,
}

/// All the ranges of a programme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AllRanges {
    /// `[n_nodes × unknowns]`; equal ends fix an unknown.
    pub unknowns: Ranges,
    /// `[common]`
    pub common: Ranges,
    /// `[n_nodes × limits]`
    pub limits: Ranges,
    /// `[totals]`
    pub totals: Ranges,
}

/// What a node's functions are, and how they change.
#[derive(Clone, Debug)]
pub struct Derivatives {
    /// `[outputs]`
    pub values: Vec<f64>,
    /// `[outputs × inputs]`
    pub jacobian: Vec<f64>,
    /// Second derivatives of the weighted sum of the outputs, `[inputs × inputs]`, symmetric.
    pub hessian: Vec<f64>,
}

impl Derivatives {
    /// Zeros of the right sizes.
    pub fn zeros(layout: &Layout) -> Self {
        let (inputs, outputs) = (layout.inputs(), layout.outputs());
        Self {
            values: vec![0.0; outputs],
            jacobian: vec![0.0; outputs * inputs],
            hessian: vec![0.0; inputs * inputs],
        }
    }
}

/// A nonlinear programme along a chain; see the module for what it is.
pub trait Programme {
    /// Its sizes.
    fn layout(&self) -> &Layout;

    /// Its ranges.
    fn ranges(&self) -> &AllRanges;

    /// The outputs of a node at `input` (its unknowns, then the common ones).
    fn values(&self, node: usize, input: &[f64], values: &mut [f64]);

    /// The outputs, their first derivatives, and the second derivatives of their sum weighted
    /// by `weights` (`[outputs]`).
    fn derivatives(&self, node: usize, input: &[f64], weights: &[f64], out: &mut Derivatives);

    /// The weights of the ties from a node to the next, one per shared unknown.
    fn ties(&self, node: usize) -> &[f64];
}
