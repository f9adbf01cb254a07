//! Bytes to nouns and back, one file per format.
//!
//! A reader takes bytes and gives nouns, together with the [`Issue`](maatstaf_core::Issue)s it
//! met on the way: racing data has holes, and a hole is not a failure. No reader opens a file.

pub mod al_kamel;
pub mod car;
pub mod course_file;
mod csv_table;
pub mod design;
mod draft;
pub mod driving;
pub mod ergast;
pub mod f1db;
pub mod fastest_lap;
pub mod fastf1;
pub mod geojson;
pub mod gpx;
pub mod ibt;
mod json_scan;
pub mod kml;
mod lap_marks;
pub mod lap_table;
pub mod ldx;
pub mod live_timing;
pub mod logger;
pub mod logger_laps;
mod loose;
pub mod mapped_csv;
pub mod motec_csv;
pub mod motec_ld;
mod named_columns;
pub mod openf1;
pub mod openf1_laps;
pub mod race_replay;
pub mod racechrono;
pub mod rcz;
pub mod recordings;
pub mod rules;
pub mod season_rows;
pub mod season_tables;
pub mod session_files;
pub mod session_index;
pub mod sheet;
pub mod surveys;
mod text_table;
pub mod tir;
pub mod tracing_insights;
pub mod track_json;
pub mod tum_track;
mod wanted;
mod xml;
