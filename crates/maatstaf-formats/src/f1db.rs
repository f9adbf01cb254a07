//! f1db
