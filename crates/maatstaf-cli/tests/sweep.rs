//! `maatstaf sweep` as people run it: threads, kills, torn journals, designs.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

mod run;

use run::{answer, check_refusal, command, maatstaf, oval};

/// A folder of its own for one test, removed at its end.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("maatstaf-sweep-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let desk = Self(path);
        oval(&desk.0);
        desk
    }

    /// Words of a sweep over eight masses, and more.
    fn masses(&self, more: &[&str]) -> Vec<String> {
        self.words(&[&["--car", "gt3", "--vary", "chassis.mass=1250:1400:8"], more].concat())
    }

    fn words(&self, more: &[&str]) -> Vec<String> {
        let oval = self.path("oval.csv");
        let words = [&["sweep", "--nodes", "20", "--course", &oval], more].concat();
        words.into_iter().map(str::to_owned).collect()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            names.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|it| it != "oval.csv");
        names.sort();
        names
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn words(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

#[test]
fn law_the_table_is_the_same_on_any_number_of_threads() {
    let desk = Desk::new("threads");
    let [one, many] = ["1.csv", "5.csv"].map(|name| desk.path(name));
    let told: Value = serde_json::from_str(&answer(&words(
        &desk.masses(&["--jobs", "1", "--out", &one, "--json"]),
    )))
    .unwrap();
    answer(&words(&desk.masses(&["--jobs", "5", "--out", &many])));
    assert_eq!(desk.read("1.csv"), desk.read("5.csv"));
    assert_eq!((&told["runs"], &told["laps"], &told["threads"]), (&8.into(), &8.into(), &1.into()));
    assert_eq!(desk.names(), ["1.csv", "5.csv"]);

    let csv = String::from_utf8(desk.read("1.csv")).unwrap();
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0][..4], ["car", "course", "chassis_mass_kg", "lap_time_s"]);
    assert_eq!((rows.len(), rows[1][2], rows[8][2]), (9, "1250", "1400"));
    let times: Vec<f64> = rows[1..].iter().map(|row| row[3].parse().unwrap()).collect();
    assert!(times.is_sorted(), "a heavier car is slower: {times:?}");
    let best = told["best"][0]["lap_time"].as_f64().unwrap();
    assert_eq!((best, told["rows"][0]["lap_time"].as_f64().unwrap()), (times[0], times[0]));
}

/// Numbers between 0 and 1 that are the same in every run: Marsaglia's xorshift.
fn draws() -> impl Iterator<Item = f64> {
    let mut state = 0x6d61_6174_7374_6166_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    })
}

/// Runs the sweep until it comes to its end, killed again and again; how often it was killed, and
/// how often it had something to go on with.
fn until_done(
    words: &[&str],
    usual: Duration,
    draws: &mut impl Iterator<Item = f64>,
) -> (u32, u32) {
    let (mut killed, mut went_on) = (0, 0);
    for round in 0..40 {
        let mut child =
            command(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (start, moment) = (Instant::now(), usual.mul_f64(0.9 * draws.next().unwrap()));
        while start.elapsed() < moment && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(2));
        }
        let _ = if round < 39 { child.kill() } else { Ok(()) };
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        went_on += u32::from(said.contains("going on: "));
        if ended.status.success() {
            return (killed, went_on);
        }
        assert_eq!(ended.status.code(), None, "{said}");
        killed += 1;
    }
    panic!("it never comes to its end");
}

#[test]
fn law_a_sweep_killed_at_any_moment_goes_on_to_the_same_bytes() {
    let desk = Desk::new("kill");
    let (whole, cut) = (desk.path("whole.parquet"), desk.path("cut.parquet"));
    let start = Instant::now();
    answer(&words(&desk.masses(&["--out", &whole])));
    let (usual, mut draws) = (start.elapsed(), draws());
    let (mut killed, mut went_on, mut sweeps) = (0, 0, 0);
    // On a busy machine the moments of a sweep are over before or after it.
    while sweeps < 4 || (sweeps < 40 && (killed < 8 || went_on < 4)) {
        sweeps += 1;
        let _ = fs::remove_file(&cut);
        let of = until_done(&words(&desk.masses(&["--out", &cut])), usual, &mut draws);
        (killed, went_on) = (killed + of.0, went_on + of.1);
        assert_eq!(desk.read("cut.parquet"), desk.read("whole.parquet"));
        assert_eq!(desk.names(), ["cut.parquet", "whole.parquet"]);
    }
    println!("{sweeps} sweeps: killed {killed} times, went on {went_on} times");
    assert!(killed >= 8 && went_on >= 4, "the moments miss the sweep: {killed}, {went_on}");
}

/// A sweep that was killed once it had so many runs in its journal.
fn half_done(words: &[&str], journal: &Path, n_lines: usize) {
    let mut child = command(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let lines = || fs::read(journal).map_or(0, |it| it.iter().filter(|it| **it == b'\n').count());
    while lines() < n_lines {
        assert!(child.try_wait().unwrap().is_none(), "it ended before {n_lines} lines");
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn law_a_torn_journal_costs_its_torn_lines_alone() {
    let desk = Desk::new("torn");
    let (out, journal) = (desk.path("sweep.csv"), desk.0.join("sweep.csv.journal"));
    let whole = answer(&words(&desk.masses(&["--csv"])));
    half_done(&words(&desk.masses(&["--jobs", "1", "--out", &out])), &journal, 4);
    let mut bytes = fs::read(&journal).unwrap();
    bytes.truncate(bytes.len() - 9);
    bytes[130] ^= 0x10; // in the first line after the head
    fs::write(&journal, &bytes).unwrap();

    let output = maatstaf(&words(&desk.masses(&["--out", &out, "--json"])));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("2 torn lines of the journal are left out"), "{said}");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let before = told["runs_from_before"].as_u64().unwrap();
    assert!((1..=6).contains(&before), "{before}");
    assert_eq!(String::from_utf8(desk.read("sweep.csv")).unwrap(), whole);
    assert_eq!(desk.names(), ["sweep.csv"]);
}

#[test]
fn exact_another_ask_does_not_go_on() {
    let desk = Desk::new("other");
    let (out, journal) = (desk.path("sweep.csv"), desk.0.join("sweep.csv.journal"));
    half_done(&words(&desk.masses(&["--jobs", "1", "--out", &out])), &journal, 2);
    let other = |more: &[&str]| {
        let ask = desk.words(&[more, &["--car", "gt3", "--out", &out]].concat());
        let says = ["sweep.csv.journal is of another run", "remove it to begin anew"];
        check_refusal(&words(&ask), 2, &says);
    };
    other(&["--vary", "chassis.mass=1250,1251"]);
    other(&["--vary", "chassis.mass=1250:1400:8", "--iterations", "999"]);
    assert_eq!(desk.names(), ["sweep.csv.journal"]);
}

#[test]
fn keeps_a_design_with_its_page() {
    let desk = Desk::new("design");
    let (design, out, plot) = (desk.path("d.csv"), desk.path("o.csv"), desk.path("p.html"));
    let rows = "gt3,0.52,1300\ngt3,0.56,1300\nlmp2,0.56,\n";
    fs::write(&design, format!("car,brakes.front_share,chassis_mass_kg\n{rows}")).unwrap();
    let ask = desk.words(&["--design", &design, "--out", &out, "--plot", &plot, "--json"]);
    let told: Value = serde_json::from_str(&answer(&words(&ask))).unwrap();
    assert_eq!(told["best"].as_array().unwrap().len(), 2);
    assert_eq!(told["parameters"][1]["column"], "chassis_mass_kg");
    let page = fs::read_to_string(&plot).unwrap();
    assert!(page.contains("<desc") && page.contains("gt3, oval") && page.contains("<table>"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("NaN"));

    fs::write(&design, "car,course,chassis.mass\ngt3,monzza,1300\ngt4,monaco,x\n").unwrap();
    let says = [
        "3 problems",
        "d.csv:2: course is \"monzza\": no course",
        "d.csv:3: car is \"gt4\": no car",
        "d.csv:3: chassis.mass is \"x\", which is not a number of kg",
    ];
    check_refusal(&["sweep", "--design", &design], 2, &says);
}

#[test]
fn keeps_a_page_of_lines() {
    let desk = Desk::new("lines");
    let plot = desk.path("p.html");
    let ask = ["--car", "gt3,lmp2", "--vary", "brakes.front_share=0.52,0.6", "--plot", &plot];
    let text = answer(&words(&desk.words(&ask)));
    assert!(text.contains("4 runs, 2 cars on 1 course") && text.contains("brakes.front_share 0.6"));
    let page = fs::read_to_string(&plot).unwrap();
    assert_eq!(page.matches("<polyline class=\"of-1 line\"").count(), 2); // and in the key
    assert!(!page.contains("NaN") && page.contains("role=\"img\""));
}

// With two iterations there is no lap, and three rows that say so.
#[test]
fn law_a_run_without_a_lap_is_a_row() {
    let desk = Desk::new("short");
    let output = maatstaf(&words(&desk.masses(&["--iterations", "2", "--csv"])));
    assert_eq!(output.status.code(), Some(1));
    let csv = String::from_utf8(output.stdout).unwrap();
    assert_eq!(csv.lines().filter(|line| line.contains(",,iteration limit,2,")).count(), 8);
}

#[test]
fn exact_refusals() {
    let ask = |more: &[&str], says| check_refusal(&[&["sweep"], more].concat(), 2, &[says]);
    ask(&[], "a sweep needs --car and --course");
    let both = ["--car", "gt3", "--course", "monaco", "--nodes", "20"];
    let with = |more: &[&'static str], says| ask(&[&both[..], more].concat(), says);
    with(&["--vary", "chassis.mass"], "values are written PARAMETER=VALUE");
    with(&["--vary", "chassis.mas=1"], "did you mean chassis.mass?");
    with(&["--vary", "chassis.mass=1"], "chassis.mass is 1 kg, and should lie from");
    with(&["--vary", "brakes.front_share=0.9"], "does not lie from");
    with(&["--plot", "p.html"], "shows one number that varies, or two");
    with(&["--out", "sweep.xlsx"], "should end in .parquet or .csv");
    with(&["--out", "/no/such/folder/sweep.csv"], "cannot write");
    with(&["--course", "monaco"], "course monaco is there twice");
    with(&["--set", "wings=2"], "this car has");
    let mass = ["--vary", "chassis.mass=1300"].repeat(3);
    with(&mass, "one number or two");
}
