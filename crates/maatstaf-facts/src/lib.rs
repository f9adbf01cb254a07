//! What everybody may look up: how championships count, three seasons to start from, cars and
//! courses.
//!
//! ```
//! let season = &maatstaf_facts::seasons().seasons[&2023];
//! let rules = &maatstaf_facts::f1_rules()[&2023];
//! assert_eq!((season.year(), rules.year), (2023, 2023));
//! ```

mod cars;
mod circuits;
mod courses;
mod places;
mod rules;
mod seasons;

pub use cars::*;
pub use circuits::*;
pub use courses::*;
pub use places::*;
pub use rules::*;
pub use seasons::*;
