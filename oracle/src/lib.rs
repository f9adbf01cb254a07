//! Maatstaf's optimiser held against a general one.
//!
//! [`General`] is any programme along a chain, written as the general problem that textbooks have:
//!
//! ```text
//! min f(x)   s.t.   l ≤ g(x) ≤ u,   l ≤ x ≤ u
//! ```
//!
//! with sparse first and second derivatives of the whole. [`solve`] gives it to POUNCE, a port of
//! Ipopt, which knows nothing of chains. What both find is compared in `tests/`.

mod general;
mod pounce;

pub use general::{General, Place, Residuals};
pub use pounce::{Answer, solve};
