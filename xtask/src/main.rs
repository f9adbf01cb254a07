//! Helpers for people who work on Maatstaf: `cargo run -p xtask` lists them.
#![allow(clippy::disallowed_methods, reason = "a helper reads and writes files")]

mod fastest_laps;
mod feed;
mod fit_odds;
mod gen_circuits;
mod gen_courses;
mod gen_facts;
mod gen_places;
mod gen_small;
mod pairs;
mod race_pace;
mod reality;
mod robustness;
mod studies;

use std::path::Path;

use anyhow::{Result, bail};

const HELP: &str = "\
helpers:
  feed FOLDER        measure how the live timing of Formula One errs, on the fastest laps in FOLDER
  fit odds FOLDER    fit the numbers of title odds anew to the F1DB CSV release in FOLDER, an hour or less
  gen circuits FILE  write what a per cent of power, downforce, drag, grip and mass is worth on each circuit
  gen courses FOLDER make the embedded courses anew from the published points in FOLDER
  gen facts FOLDER   make the embedded seasons anew from the F1DB CSV release in FOLDER
  gen places FOLDER  make the names of rounds anew from the F1DB CSV release in FOLDER
  gen small FOLDER   write a small made-up release in the columns of F1DB into FOLDER
  pairs FOLDER       compare team mates on the fastest laps in FOLDER: the tables of docs/compare.md
  race-pace FOLDER   fit the laps of a season's races in FOLDER: the tables of docs/pace.md
  reality [--f1db FOLDER] [--tum FOLDER]
                     hold the generic Formula One car against pole times, identify a few of its numbers,
                     and write the tables of docs/reality.md; FOLDER is an F1DB CSV release, or the
                     tracks of TUM's racetrack-database
  robustness SCHEME METRES CARS FILE
                     solve laps of random cars on every embedded course, a node every so many METRES,
                     by SCHEME (trapezoidal, hermite-simpson), and write a page of what came out
  studies [NAME] [--shared FOLDER]
                     print the studies of the lap problem (meshes, penalties, formulations);
                     FOLDER holds tracks/fastest-lap";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        [] | ["help" | "--help" | "-h"] => println!("{HELP}"),
        ["feed", folder] => feed::run(Path::new(folder))?,
        ["fit", "odds", folder] => fit_odds::run(Path::new(folder))?,
        ["gen", "circuits", file] => gen_circuits::run(Path::new(file))?,
        ["gen", "courses", folder] => gen_courses::run(Path::new(folder))?,
        ["gen", "facts", folder] => gen_facts::run(Path::new(folder))?,
        ["gen", "places", folder] => gen_places::run(Path::new(folder))?,
        ["gen", "small", folder] => gen_small::run(Path::new(folder))?,
        ["pairs", folder] => pairs::run(Path::new(folder))?,
        ["race-pace", folder] => race_pace::run(Path::new(folder))?,
        ["reality"] => reality::run(None, None)?,
        ["reality", "--f1db", f1db] => reality::run(Some(Path::new(f1db)), None)?,
        ["reality", "--tum", tum] => reality::run(None, Some(Path::new(tum)))?,
        ["reality", "--f1db", f1db, "--tum", tum] => {
            reality::run(Some(Path::new(f1db)), Some(Path::new(tum)))?;
        }
        ["robustness", scheme, metres, n_cars, file] => {
            robustness::run(scheme, metres.parse()?, n_cars.parse()?, Path::new(file))?;
        }
        ["studies"] => studies::run(None, None)?,
        ["studies", "--shared", folder] => studies::run(None, Some(Path::new(folder)))?,
        ["studies", name] => studies::run(Some(name), None)?,
        ["studies", name, "--shared", folder] => {
            studies::run(Some(name), Some(Path::new(folder)))?;
        }
        _ => bail!("no helper {:?}\n{HELP}", args.join(" ")),
    }
    Ok(())
}
