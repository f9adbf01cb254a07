//! Maatstaf is Dutch for a yardstick: where do I stand against my reference, and what is settled.

pub use maatstaf_core as core;
pub use maatstaf_facts as facts;
pub use maatstaf_formats as formats;
pub use maatstaf_numerics as numerics;
pub use maatstaf_pace as pace;
pub use maatstaf_season as season;
