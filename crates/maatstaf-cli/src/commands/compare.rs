//! `maatstaf compare`: two laps of one road, or many laps of two drivers.

mod asked;
pub mod json;
pub mod lap;
pub mod laps;
pub mod many;
pub mod straights;
mod words;

use std::path::PathBuf;

use asked::Asked;
use maatstaf::compare::compared;

use crate::error::ShellError;
use crate::source::write_whole;
use crate::two_laps_page;

/// `maatstaf compare LAP REFERENCE`
#[derive(clap::Args)]
#[command(after_help = "\
Both laps are put on one road, held at the line, at the ends of official sectors and at the places where the cars
were seen, and the road is cut into corners and straights: what they cost adds up to the difference of the
laps. Positive means that the lap is slower than the reference. An interval in brackets holds the truth nine
times out of ten; what it leaves open is called even. --html writes one page for a browser, without a network:
the circuit coloured by who is faster where, charts of both laps with one cursor and zoom, and a table that sorts.

With all in place of a lap (or 5-20, or 5-), the usual lap is compared: medians over every lap at speed, with spread
and intervals, what each has done once, and, where live timing told of mini-sectors, those. Laps from the grid, into
or out of the pits, not under green, deleted or slower than 107 % of the fastest are left out, and named.

Examples:
  maatstaf compare 2026/monaco/qualifying/HAD/fastest 2026/monaco/qualifying/VER/fastest
  maatstaf compare 2026/monaco/qualifying/VER/fastest simulated/f1-2026/monaco
  maatstaf compare 2023/baku/sprint/PER/all 2023/baku/sprint/VER/all
  maatstaf compare 2026/monaco/race/VER/5-20 simulated/f1-2026/monaco
  maatstaf compare mine.ld his.ld --html compared.html
  maatstaf compare HAD.csv VER.csv --json

Exit codes: 0 done, 2 bad input or usage, 3 data missing.")]
pub struct CompareArgs {
    /// The lap: season/place/session/driver/lap (a number, fastest, all, or 5-20), simulated/CAR/COURSE, or a file
    lap: String,
    /// The lap, or the laps, to hold it against
    reference: String,
    /// Write a page that shows both, with map, charts and tables: .html
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print corners and straights as CSV
    #[arg(long)]
    csv: bool,
}

/// Two laps, found and held against each other.
pub struct TwoLaps {
    /// The lap and the reference, as they were found.
    pub found: [lap::FoundLap; 2],
    /// What came of it.
    pub compared: maatstaf::compare::Compared,
}

/// `maatstaf compare LAP REFERENCE`
pub fn compare(ask: &CompareArgs) -> Result<String, ShellError> {
    let asked = [Asked::of_text(&ask.lap)?, Asked::of_text(&ask.reference)?];
    if asked.iter().any(Asked::is_many) {
        return many::answer(ask, &asked);
    }
    let mut found = [lap::find(&asked[0])?, lap::find(&asked[1])?];
    told_apart(&mut found);
    let mut others = found[0].others.clone();
    others.extend(found[1].others.iter().filter(|other| !found[0].others.contains(other)).cloned());
    let compared = compared(&found[0].lap, &found[1].lap, &others)
        .map_err(|why| ShellError::Input(format!("{} and {}: {why}", ask.lap, ask.reference)))?;
    let laps = TwoLaps { found, compared };
    if let Some(path) = &ask.html {
        write_whole(path, two_laps_page::page(&laps))?;
        if ask.json || ask.csv {
            eprintln!("written: {}", path.display());
        }
    }
    if ask.json {
        return Ok(serde_json::to_string_pretty(&json::json_of(&laps))? + "\n");
    }
    if ask.csv {
        return Ok(words::table(&laps).csv());
    }
    let written = ask.html.as_ref().map(|path| format!("\nwritten: {}\n", path.display()));
    Ok(words::words(&laps) + &written.unwrap_or_default())
}

/// Two laps of one driver are called by what differs: the number, else the session.
fn told_apart(found: &mut [lap::FoundLap; 2]) {
    if found[0].short != found[1].short {
        return;
    }
    let titles = found.each_ref().map(|it| it.title.clone());
    let rests = titles.each_ref().map(|title| title.split_once(", ").map(|it| it.1));
    let [Some(one), Some(two)] = rests else { return };
    let parts = |rest: &str| rest.split(" of ").map(str::to_owned).collect::<Vec<_>>();
    let (one, two) = (parts(one), parts(two));
    let Some((one, two)) = one.into_iter().zip(two).find(|(one, two)| one != two) else { return };
    found[0].short += &format!(" {one}");
    found[1].short += &format!(" {two}");
}
