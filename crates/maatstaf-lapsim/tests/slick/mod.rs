//! The made-up slick of `fixtures/slick.tir`, and the car of 2014 on four of them.
#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::unwrap_used)]

use maatstaf_core::{Car, MagicFormula61, Tyre};
use maatstaf_formats::tir;
use maatstaf_lapsim::DoubleTrack;

const SLICK: &[u8] = include_bytes!("../../../../fixtures/slick.tir");

pub fn tyre() -> MagicFormula61 {
    let read = tir::read("slick.tir", SLICK).unwrap();
    assert_eq!(read.issues, []);
    read.tyre
}

/// With some coefficients changed.
pub fn tyre_with(changes: &[(&str, f64)]) -> MagicFormula61 {
    let mut tyre = tyre();
    for (name, value) in changes {
        assert!(tyre.set(name, *value), "{name}");
    }
    tyre
}

pub fn car() -> DoubleTrack {
    let described = &maatstaf_facts::car("f1-2014").unwrap().car;
    let mut parts = described.parts().clone();
    parts.front_tyre = Tyre::MagicFormula61(tyre());
    parts.rear_tyre = Tyre::MagicFormula61(tyre_with(&[("PDX1", 1.75), ("PDY1", 1.72)]));
    parts.setup.clear();
    DoubleTrack::from_car(&Car::new(parts).unwrap()).unwrap()
}
