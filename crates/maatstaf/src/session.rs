//! Recorded sessions: where they are found, which of their laps are wanted.

mod address;
mod filter;

pub use address::{NoAddress, address_of};
pub use filter::{LapFilter, NotInSession};
