//! The fastest lap of a car on a road, as a problem for the optimiser.
//!
//! The problem is the published one of the Formula One car of 2014 (Perantoni & Limebeer 2014,
//! as posed by fastest-lap): the line is free, the car has four wheels, and a node's unknowns
//! are slips, speeds, loads, place, steering and pedal. The car is that one, or any that can be
//! described: [`DoubleTrack::from_car`].
//!
//! ```
//! use maatstaf_lapsim::{DoubleTrack, Station, node};
//!
//! // 200 km/h straight on: how fast does the road go by, and what does the air press?
//! let car = DoubleTrack::limebeer_2014();
//! let mut input = [0.0; node::N_INPUTS];
//! input[node::U] = 200.0 / 3.6;
//! let surface = Station::level(0.0, 0.0, 6.0, 6.0).surface();
//! let node = node::node(&car, &surface, &input);
//! assert_eq!(node.motion.pace, 0.018); // s/m
//! assert!((node.wrench.force[2] - car.weight() - 8333.333).abs() < 2.1);
//! ```

pub mod air;
mod along;
mod arcs;
mod by_parameter;
pub mod chassis;
mod conversion;
mod double_track;
pub mod drivetrain;
mod envelope;
mod error;
mod flap;
mod free_line;
mod gears;
mod lap_problem;
mod line;
mod mesh;
pub mod motor;
pub mod node;
mod quasi_steady;
mod ride_height;
mod road;
pub mod slopes;
mod smooth;
mod trace;
mod trim;
mod tyre;
pub mod wheel;

pub use arcs::{Piece, closing_straight, road_of_arcs};
pub use double_track::{Axle, DoubleTrack, GRAVITY, PressureArm};
pub use envelope::{Envelope, Slice, Style};
pub use error::Error;
pub use flap::{flap_zones, with_flap_open};
pub use free_line::{FreeLine, FreeNode, FreeSettings};
pub use gears::{Gear, Gears};
pub use lap_problem::{Free, LapProblem, LoadRows, Scheme, Settings, SetupProblem, WheelRows};
pub use line::{Line, LinePoint};
pub use mesh::Mesh;
pub use quasi_steady::{
    EnvelopeTable, Flap, Limit, QuasiSteadyLap, QuasiSteadySettings, quasi_steady_lap,
};
pub use ride_height::{Ride, rides};
pub use road::{Kerb, Road, Station, Surface};
pub use smooth::positive_part;
pub use trace::trace;
pub use trim::{steady, top_speed};
pub use tyre::{Grip, Law, MagicFormula, Side, Similarity, Tyre};
