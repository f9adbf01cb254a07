//! Recorded sessions: where they are found, which of their laps are wanted, who was where, and
//! whether the championship data agree.

mod address;
mod at_speed;
mod audit;
mod classification;
mod driver_stints;
mod filter;
mod join;
mod whose;

pub use address::{NoAddress, address_of};
pub use at_speed::{AtSpeed, NotAtSpeed, at_speed};
pub use audit::{AuditDifference, SessionAudit, audit_session};
pub use classification::{OnTheRoad, classification, is_race};
pub use driver_stints::{DriverStint, driver_stints};
pub use filter::{LapFilter, NotInSession};
pub use join::joined;
pub(crate) use whose::laps_of;
