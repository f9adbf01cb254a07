//! season_tables
