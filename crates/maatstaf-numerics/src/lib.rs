//! Maths without a domain word: statistics that a few wild numbers cannot spoil, and programmes
//! along a chain of nodes.
//!
//! ```
//! use maatstaf_numerics::{median, median_interval, outliers};
//!
//! let values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 95.0];
//! assert_eq!(median(&values), Some(0.4));
//! assert_eq!(outliers(&values, 3.5), [false, false, false, false, false, false, true]);
//!
//! let interval = median_interval(&values[..6], 0.90).expect("six numbers are enough");
//! assert_eq!((interval.low, interval.high), (0.1, 0.6));
//! assert_eq!(interval.coverage, 0.96875); // 1 − 2 / 2⁶
//! ```

pub mod banded;
pub mod believed;
pub mod chain;
pub mod convergence;
pub mod distributions;
pub mod elimination;
pub mod interior_point;
pub mod jet;
pub mod kalman;
pub mod level;
pub mod mixed;
pub mod network;
pub mod nuts;
pub mod order_update;
pub mod pooling;
pub mod positive;
pub mod programme;
pub mod random;
pub mod ranking;
mod robust;
pub mod rounded;
pub mod simplex;
pub mod spline;
pub mod symmetric;
pub mod tensor_spline;
pub mod trend;

pub use robust::{
    MedianInterval, OUTLIER_THRESHOLD, mad, median, median_interval, modified_z_scores, outliers,
    quantile, sign_test,
};
