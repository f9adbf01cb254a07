//! The local library, and the files around it. The one room with disk and network.

#![allow(clippy::disallowed_methods, reason = "this is where files are opened")]

mod error;
pub mod fetch;
pub mod release;

pub use error::Error;
