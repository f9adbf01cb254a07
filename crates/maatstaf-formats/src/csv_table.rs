//! csv_table
