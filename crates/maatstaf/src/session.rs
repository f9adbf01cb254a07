//! Recorded sessions: where they are found, who was where, what was accurate.

mod address;

pub use address::{NoAddress, address_of};
