//! `maatstaf data fetch f1db` as people run it, against a server on this machine.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use sha2::{Digest, Sha256};

#[path = "../../../fixtures/raw_zip.rs"]
mod raw_zip;
#[path = "../../../fixtures/server.rs"]
mod server;
#[path = "../../../fixtures/shared.rs"]
mod shared;

use raw_zip::{Entry, stored};
use server::{Reply, Server, ok, status};

/// A release of one season with one race, small but complete.
const SMALL: [(&str, &str); 7] = [
    (
        "f1db-drivers.csv",
        "id,name,lastName,abbreviation,permanentNumber,dateOfBirth,placeOfBirth\n\
         ann,Ann Ace,Ace,ACE,7,1940-01-26,Utrecht\n\
         bob,Bob Bee,Bee,BEE,8,1941-02-03,Ghent\n",
    ),
    ("f1db-constructors.csv", "id,name\nlotus,Lotus\n"),
    ("f1db-circuits.csv", "id,name,fullName,placeName,countryId\nspa,Spa,Spa,Stavelot,belgium\n"),
    ("f1db-grands-prix.csv", "id,name,fullName\nbelgium,Belgium,Belgian Grand Prix\n"),
    (
        "f1db-races.csv",
        "id,year,round,date,grandPrixId,officialName,circuitId,laps,scheduledLaps,\
         sprintRaceLaps,sprintRaceScheduledLaps,sprintQualifyingFormat,sprintRaceDate,\
         driversChampionshipDecider,constructorsChampionshipDecider\n\
         1,1965,1,1965-05-01,belgium,The Race,spa,32,32,,,,,false,false\n",
    ),
    (
        "f1db-races-race-results.csv",
        "raceId,positionNumber,positionText,driverNumber,driverId,constructorId,\
         engineManufacturerId,laps,timeMillis,gridPositionNumber,fastestLap,reasonRetired\n\
         1,1,1,7,ann,lotus,climax,32,9000000,1,true,\n\
         1,2,2,8,bob,lotus,climax,32,9001000,2,false,\n",
    ),
    (
        "f1db-races-sprint-race-results.csv",
        "raceId,positionNumber,positionText,driverNumber,driverId,constructorId,\
         engineManufacturerId,laps,timeMillis,gridPositionNumber,fastestLap,reasonRetired\n",
    ),
];

fn small() -> Vec<Entry> {
    SMALL.iter().map(|(name, text)| stored(name, text.as_bytes())).collect()
}

/// The description of a release with this zip, as GitHub writes it.
fn described(tag: &str, zip: &[u8], sha256: Option<String>) -> Reply {
    let digest = sha256.map_or("null".to_owned(), |digits| format!("\"sha256:{digits}\""));
    ok(format!(
        r#"{{"tag_name": "{tag}", "assets": [{{"name": "f1db-csv.zip", "size": {},
            "digest": {digest}, "browser_download_url": "{{server}}/f1db-csv.zip"}}]}}"#,
        zip.len()
    ))
}

fn sha256(bytes: &[u8]) -> Option<String> {
    Some(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A good description, and this zip.
fn release(tag: &str, entries: &[Entry]) -> [Reply; 2] {
    let zip = raw_zip::zip(entries);
    [described(tag, &zip, sha256(&zip)), ok(zip).header("etag", "\"first\"")]
}

/// A library of its own for one test, removed at its end.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("maatstaf-fetch-cli-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maatstaf"));
        command.args(words).env("MAATSTAF_HOME", &self.0);
        command.env_remove("MAATSTAF_F1DB").env_remove("MAATSTAF_F1DB_URL");
        // Nobody listens there: this machine is never asked by way of a proxy.
        command.env("HTTPS_PROXY", "http://127.0.0.1:1").env("http_proxy", "http://127.0.0.1:1");
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    fn fetch(&self, server: &Server, words: &[&str]) -> Output {
        let from = format!("{}/latest", server.url);
        self.run(&[&["data", "fetch", "f1db", "--from", &from], words].concat())
    }

    fn json(&self, words: &[&str]) -> Value {
        serde_json::from_slice(&self.run(words).stdout).unwrap()
    }

    /// What is in the folder for downloads.
    fn downloads(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.join("downloads")).into_iter().flatten();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Fetches, and looks at the exit code and at what is said; the library then holds `tag`.
#[track_caller]
fn check(home: &Home, script: &[Reply], code: i32, says: &[&str], tag: Option<&str>) {
    let server = Server::start(script.to_vec());
    let output = home.fetch(&server, &[]);
    let (out, error) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}{error}");
    for words in says {
        assert!((out.to_owned() + error).contains(words), "{words:?} is not in {out}{error}");
    }
    assert_eq!(out.is_empty(), code != 0, "{out}");
    assert!(code == 0 || error.trim_end().lines().last().unwrap().starts_with("maatstaf: "));
    assert!(!out.contains('\u{1b}') && !error.contains('\u{1b}'), "{out}{error}");
    let list = home.json(&["data", "list", "--json"]);
    assert_eq!(list["datasets"][0]["release"].as_str(), tag);
}

#[test]
fn exact_a_good_day() {
    let home = Home::new("good");
    let says =
        ["Fetched F1DB v1.0, ", "the checksum is the published one", "1 season (1965), 1 round;"];
    check(&home, &release("v1.0", &small()), 0, &says, Some("v1.0"));
    assert_eq!(home.downloads(), [""; 0], "the zip is not kept");
    let table = home.json(&["standings", "1965", "--json"]);
    assert_eq!(table["standings"][0]["name"], "Ann Ace");
    check(
        &home,
        &release("v1.1", &small()[..]),
        0,
        &["Fetched F1DB v1.1"],
        // the tables are the same, and from now on known by the new name
        Some("v1.1"),
    );
}

#[test]
fn exact_the_latest_is_there_already() {
    let home = Home::new("already");
    let server =
        Server::start([&release("v1.0", &small())[..], &release("v1.0", &small())].concat());
    assert!(home.fetch(&server, &[]).status.success());
    let again = home.fetch(&server, &[]);
    assert!(text(&again.stdout).contains("in the library already"), "{again:?}");
    assert_eq!(server.asked(), ["/latest", "/f1db-csv.zip", "/latest"]);
}

#[test]
fn exact_the_report_for_machines() {
    let home = Home::new("json");
    let zip = raw_zip::zip(&small());
    let server = Server::start(release("v1.0", &small()).to_vec());
    let mut command = home.command(&["data", "fetch", "f1db", "--json"]);
    let output = command.env("MAATSTAF_F1DB_URL", format!("{}/latest", server.url)).output();
    let output = output.unwrap();
    assert_eq!(text(&output.stderr), "");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let fetched = &report["fetched"];
    assert_eq!(fetched["url"], format!("{}/f1db-csv.zip", server.url));
    assert_eq!(fetched["sha256"].as_str(), sha256(&zip).as_deref());
    assert_eq!(fetched["bytes"], zip.len());
    assert_eq!(
        (&fetched["resumed_from"], &fetched["checksum_published"]),
        (&0.into(), &true.into())
    );
    assert_eq!((&report["release"], &report["rounds"]), (&"v1.0".into(), &1.into()));
    assert_eq!(report["origin"], fetched["url"]);
}

#[test]
fn exact_servers_on_bad_days() {
    let home = Home::new("bad-days");
    let [described, zip] = release("v1.0", &small());
    let says = ["500 Internal Server Error; try 2 of 6 in 1 s", "Fetched"];
    check(
        &home,
        &[status("500 Internal Server Error"), described.clone(), zip.clone()],
        0,
        &says,
        Some("v1.0"),
    );
    let home = Home::new("cut");
    check(
        &home,
        &[described.clone(), zip.clone().cut_after(100), zip.clone()],
        0,
        &["the connection was cut after 100 of ", "try 2 of 6 in 1 s"],
        Some("v1.0"),
    );
    let home = Home::new("busy");
    let wait = |seconds: &str| status("429 Too Many Requests").header("retry-after", seconds);
    check(
        &home,
        &[wait("0"), described.clone(), zip.clone()],
        0,
        &["enough questions"],
        Some("v1.0"),
    );
    let home = Home::new("no");
    check(&home, &[wait("3600")], 3, &["no more questions for 3600 s"], None);
    check(&home, &[status("404 Not Found")], 3, &["/latest answered 404 Not Found"], None);
    check(&home, &[described, zip.announcing(7)], 2, &["sends 7 bytes", "by browser"], None);
}

#[test]
fn law_bad_zips_leave_the_library_as_it_was() {
    let home = Home::new("bad-zips");
    check(&home, &release("v1.0", &small()), 0, &[], Some("v1.0"));
    let tables = home.run(&["standings", "1965", "--csv"]).stdout;
    let with = |entry: Entry| release("v2.0", &[small(), vec![entry]].concat());
    let path = home.0.join("downloads").join("f1db-v2.0.zip");
    let refuse = |script: &[Reply], says: &str| {
        check(&home, script, 2, &[path.to_str().unwrap(), says, "fetch it again"], Some("v1.0"));
        assert_eq!(home.downloads(), [""; 0], "what cannot be read is not kept");
    };
    refuse(&with(stored("../../evil.csv", b"")), "leads out of the archive");
    let bomb = Entry { bytes: 3 << 30, ..stored("f1db-circuits-layouts.csv", b"") };
    refuse(&with(bomb), "unpacks to 3072 MB");
    refuse(&with(Entry { flags: 1, ..stored("f1db-seasons.csv", b"") }), "encrypted");
    let mut damaged = raw_zip::zip(&small());
    damaged[60] ^= 1;
    let described = |zip: &[u8]| described("v2.0", zip, sha256(zip));
    refuse(&[described(&damaged), ok(damaged)], "damaged");
    let page = b"<html>come back tomorrow</html>".to_vec();
    refuse(&[described(&page), ok(page)], "damaged");
    let empty = release("v2.0", &[stored("README.md", b"")]);
    check(&home, &empty, 3, &["f1db-"], Some("v1.0"));
    assert_eq!(home.run(&["standings", "1965", "--csv"]).stdout, tables);
}

#[test]
fn law_another_checksum_leaves_the_library_as_it_was() {
    let home = Home::new("checksum");
    check(&home, &release("v1.0", &small()), 0, &[], Some("v1.0"));
    let [_, zip] = release("v2.0", &small());
    let bytes = raw_zip::zip(&small());
    let other = described("v2.0", &bytes, sha256(b"another"));
    check(&home, &[other, zip.clone()], 2, &["has the checksum"], Some("v1.0"));
    assert_eq!(home.downloads(), [""; 0]);
    let home = Home::new("no-checksum");
    let says = ["no checksum is published, the size is right"];
    check(&home, &[described("v2.0", &bytes, None), zip], 0, &says, Some("v2.0"));
}

#[test]
fn exact_a_run_that_is_killed_goes_on_later() {
    let home = Home::new("killed");
    let [described, zip] = release("v1.0", &small());
    let server =
        Server::start(vec![described.clone(), zip.clone().silent_after(200), described, zip]);
    let from = format!("{}/latest", server.url);
    let words = ["data", "fetch", "f1db", "--from", &from];
    let mut first = home.command(&words).stderr(Stdio::null()).spawn().unwrap();
    let part = home.0.join("downloads").join("f1db-v1.0.zip.part");
    let start = Instant::now();
    while fs::metadata(&part).map_or(0, |part| part.len()) < 200 {
        assert!(start.elapsed() < Duration::from_secs(20), "nothing arrives");
        std::thread::sleep(Duration::from_millis(5));
    }
    first.kill().unwrap();
    first.wait().unwrap();
    let output = home.fetch(&server, &["--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["fetched"]["resumed_from"], 200);
    let asked = ["/latest", "/f1db-csv.zip", "/latest", "/f1db-csv.zip bytes=200- if-range"];
    assert_eq!(server.asked(), asked);
}

#[test]
fn law_open_lines_stay_on_this_machine() {
    let home = Home::new("open");
    for from in ["http://mirror.example/latest", "ftp://127.0.0.1/", "latest"] {
        let output = home.run(&["data", "fetch", "f1db", "--from", from]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("is not asked"), "{output:?}");
    }
    assert!(!home.0.exists(), "nothing is made for a question that is refused");
}

#[test]
fn agrees_the_real_release() {
    // F1DB as published, zipped here: its seasons and the table of 1988, championship.md 4.5
    let folder = shared::shared("f1db");
    if !folder.is_dir() {
        println!("skipped: agrees_the_real_release: no F1DB at {}", folder.display());
        return;
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name, options.compression_level(Some(1))).unwrap();
        zip.write_all(&fs::read(entry.path()).unwrap()).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    let script = vec![described("v2026.11", &zip, sha256(&zip)), ok(zip)];
    let (home, server) = (Home::new("real"), Server::start(script));
    let output = home.fetch(&server, &["--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["seasons"].as_array().unwrap().len(), 77);
    let of_1988 = home.json(&["standings", "1988", "--json"]);
    assert_eq!(of_1988["standings"][0]["points"], 90);
}
