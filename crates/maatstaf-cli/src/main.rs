//! The program `maatstaf`: parse, read, call one verb, show.

#![expect(clippy::disallowed_methods, reason = "a shell opens files and reads the environment")]

mod answer;
mod args;
mod chart;
mod commands;
mod compare_page;
mod drivers_page;
mod error;
mod form_page;
mod gap_json;
mod gap_page;
mod lap_page;
mod loss_map;
mod many_laps_page;
mod odds_page;
mod page;
mod progress;
mod race_pages;
mod recorded;
mod road_map;
mod season_laps;
mod setup_page;
mod show;
mod shown_gap;
mod source;
mod sweep_page;
mod table;
mod two_laps_page;
mod work;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use error::ShellError;

fn main() -> ExitCode {
    let args = Args::parse();
    let answer = match &args.command {
        // They say themselves how far they are.
        Some(Command::Briefing(ask)) => commands::briefing::briefing(&args, ask),
        Some(Command::Data(ask)) => commands::data::data(ask),
        Some(Command::Drivers(ask)) => commands::drivers::drivers(&args, ask),
        Some(Command::Sweep(ask)) => commands::sweep::sweep(ask),
        Some(Command::Odds(ask)) if ask.replay => commands::odds::odds(&args, ask),
        _ => progress::at_work("at work", || run(&args)),
    };
    match answer {
        Ok(text) => print(&text),
        Err(error) => {
            print(error.answer());
            eprintln!("maatstaf: {error}");
            error.exit_code()
        }
    }
}

fn run(args: &Args) -> Result<String, ShellError> {
    let Some(command) = &args.command else { return commands::welcome::welcome(args) };
    match command {
        Command::Gap(ask) => commands::gap::gap(args, ask),
        Command::Pace(ask) => commands::pace::pace(args, ask),
        Command::Consistency(ask) => commands::consistency::consistency(args, ask),
        Command::Standings(ask) => commands::standings::standings(args, ask),
        Command::Form(ask) => commands::form::form(args, ask),
        Command::Chain(ask) => commands::chain::chain(args, ask),
        Command::Clinch(ask) => commands::clinch::clinch(args, ask),
        Command::Drivers(ask) => commands::drivers::drivers(args, ask),
        Command::Odds(ask) => commands::odds::odds(args, ask),
        Command::Driver(ask) => commands::driver::driver(args, ask),
        Command::Round(ask) => commands::round::round(args, ask),
        Command::Records(ask) => commands::records::records(args, ask),
        Command::WhatIf(ask) => commands::what_if::what_if(args, ask),
        Command::Audit(ask) => commands::audit::audit(args, ask),
        Command::Compare(ask) => commands::compare::compare(ask),
        Command::Sessions(ask) => commands::sessions::sessions(ask),
        Command::Laps(ask) => commands::laps::laps(ask),
        Command::Classification(ask) => commands::classification::classification(ask),
        Command::Lap(ask) => commands::lap::lap(ask),
        Command::Setup(ask) => commands::setup::setup(ask),
        Command::Sweep(ask) => commands::sweep::sweep(ask),
        Command::Gallery(ask) => commands::gallery::gallery(ask),
        Command::Completions(ask) => commands::completions::completions(ask),
        Command::Man(ask) => commands::man::man(ask),
        Command::Briefing(ask) => commands::briefing::briefing(args, ask),
        Command::Car(ask) => commands::car::car(ask),
        Command::Course(ask) => commands::course::course(ask),
        Command::Data(ask) => commands::data::data(ask),
    }
}

/// Results go to standard output; a reader who left early is no error.
fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("maatstaf: cannot write the answer: {error}");
            ExitCode::from(1)
        }
        _ => ExitCode::SUCCESS,
    }
}
