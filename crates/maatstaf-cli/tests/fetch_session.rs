//! `maatstaf data fetch session` as people run it, against servers on this machine.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flate2::read::GzDecoder;
use serde_json::Value;

#[path = "../../../fixtures/server.rs"]
mod server;
#[path = "../../../fixtures/shared.rs"]
mod shared;

use server::{Reply, Server, ok, status};

/// A library of its own for one test, removed at its end.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let name = format!("maatstaf-fetch-session-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maatstaf"));
        command.args(words).env("MAATSTAF_HOME", &self.0).env_remove("MAATSTAF_F1DB");
        command.env("HTTPS_PROXY", "http://127.0.0.1:1").env("http_proxy", "http://127.0.0.1:1");
        command.output().unwrap()
    }

    fn fetch(&self, server: &Server, words: &[&str]) -> Output {
        self.run(&[&["data", "fetch", "session", "--from", &server.url], words].concat())
    }

    #[track_caller]
    fn laps(&self, session: &str) -> u64 {
        let output = self.run(&["laps", session, "--json"]);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["n_laps"].as_u64().unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
fn good(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[track_caller]
fn refused(output: &Output, code: i32, says: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{error}");
    assert!(error.contains(says), "{says:?} is not in {error}");
}

const INDEX: &str = r#"{"Year":2023,"Meetings":[{"Sessions":[
    {"Name":"Race","Path":"2023/2023-09-03_Italian_Grand_Prix/2023-09-03_Race/"}],
    "Name":"Italian Grand Prix","Location":"Monza"}]}"#;

/// A race of one car and two laps.
const LAPS: &str = "00:00:01.000{\"Lines\":{\"1\":{\"RacingNumber\":\"1\",\"InPit\":false,\"NumberOfLaps\":0}}}\r\n\
    00:01:30.000{\"Lines\":{\"1\":{\"NumberOfLaps\":1,\"LastLapTime\":{\"Value\":\"1:28.000\"}}}}\r\n\
    00:02:57.000{\"Lines\":{\"1\":{\"NumberOfLaps\":2,\"LastLapTime\":{\"Value\":\"1:27.000\"}}}}\r\n";

fn of_archive(path: &str) -> Reply {
    match path.rsplit('/').next() {
        Some("Index.json") => ok(INDEX),
        Some("TimingData.jsonStream") => ok(LAPS),
        Some("DriverList.jsonStream") => {
            ok("00:00:00.500{\"1\":{\"RacingNumber\":\"1\",\"Tla\":\"VER\"}}\r\n")
        }
        _ => status("403 Forbidden"),
    }
}

#[test]
fn exact_a_session_out_of_the_archive() {
    let home = Home::new("archive");
    let server = Server::answering(|path| Some(of_archive(path)));
    good(&home.fetch(&server, &["2023", "monza", "race"]));
    assert_eq!(home.laps("2023/monza/race"), 2);
    let asked = server.asked();
    assert_eq!(asked[0], "/2023/Index.json");
    let folder = "/2023/2023-09-03_Italian_Grand_Prix/2023-09-03_Race/";
    assert!(asked[1..].iter().all(|path| path.starts_with(folder)), "{asked:?}");
    let count = |page: &str| asked.iter().filter(|path| path.ends_with(page)).count();
    assert_eq!((count("CarData.z.jsonStream"), count("TeamRadio.jsonStream")), (1, 0));

    // What is there is not asked for again.
    good(&home.fetch(&server, &["2023", "italy", "race"]));
    let again = server.asked();
    assert!(!again.iter().any(|path| path.ends_with("TimingData.jsonStream")), "{again:?}");
    good(&home.fetch(&server, &["2023", "monza", "race", "--fresh", "--without-samples"]));
    let fresh = server.asked();
    assert!(fresh.iter().any(|path| path.ends_with("TimingData.jsonStream")), "{fresh:?}");
    assert!(!fresh.iter().any(|path| path.ends_with(".z.jsonStream")), "{fresh:?}");
    refused(&home.fetch(&server, &["2023", "monza", "sprint"]), 3, "it has Race");
    refused(&home.fetch(&server, &["2023", "spa", "race"]), 3, "no session of that place");
    refused(&home.fetch(&server, &["2023", "spa"]), 2, "2024 imola qualifying");
}

#[test]
fn exact_a_run_that_was_cut_off_goes_on() {
    let home = Home::new("cut");
    let mut asked_for_laps = 0;
    let server = Server::answering(move |path| {
        let is_weather = path.ends_with("WeatherData.jsonStream");
        if path.ends_with("TimingData.jsonStream") {
            asked_for_laps += 1;
            let limited = status("429 Too Many Requests").header("retry-after", "0");
            return Some(if asked_for_laps == 1 { limited } else { ok(LAPS).cut_after(40) })
                .filter(|_| asked_for_laps < 3)
                .or_else(|| Some(of_archive(path)));
        }
        Some(if is_weather { status("401 Unauthorized") } else { of_archive(path) })
    });
    refused(&home.fetch(&server, &["2023", "monza", "race"]), 3, "401");
    let laps = |asked: &[String]| {
        asked.iter().filter(|path| path.ends_with("/TimingData.jsonStream")).count()
    };
    assert_eq!(laps(&server.asked()), 3);

    let well = Server::answering(|path| Some(of_archive(path)));
    good(&home.fetch(&well, &["2023", "monza", "race"]));
    assert_eq!((laps(&well.asked()), home.laps("2023/monza/race")), (0, 2));
}

#[test]
fn exact_pages_of_jolpica() {
    let home = Home::new("jolpica");
    let server = Server::answering(|path| {
        let lap = |number: u64| {
            format!(
                r#"{{"number":"{number}","Timings":[{{"driverId":"max_verstappen","position":"1","time":"1:2{number}.000"}}]}}"#
            )
        };
        let race = |what: &str| {
            ok(format!(
                r#"{{"MRData":{{"total":"201","RaceTable":{{"season":"2023","round":"14","Races":[
                {{"season":"2023","round":"14","raceName":"Italian Grand Prix","date":"2023-09-03",
                "Circuit":{{"circuitId":"monza","circuitName":"Monza","Location":{{"locality":"Monza","country":"Italy"}}}},
                {what}}}]}}}}}}"#
            ))
        };
        let offset = path.rsplit("offset=").next().unwrap().parse::<u64>().unwrap_or(0) / 100;
        Some(match path {
            _ if path.starts_with("/2023/14/laps.json") => {
                race(&format!(r#""Laps":[{}]"#, lap(offset + 1)))
            }
            _ => status("404 Not Found"),
        })
    });
    good(&home.fetch(&server, &["2023", "monza", "race", "--source", "jolpica"]));
    let laps = server.asked().iter().filter(|path| path.contains("laps.json")).count();
    assert_eq!((laps, home.laps("2023/monza/race")), (3, 3));
    let none = home.fetch(&server, &["2023", "monza", "practice-1", "--source", "jolpica"]);
    refused(&none, 3, "the archive has");
}

/// A country may have several rounds: Miami comes before Austin, Imola before Monza.
#[test]
fn exact_the_round_that_is_meant() {
    let home = Home::new("country");
    let listed = |keys: [(u64, &str, &str); 2]| {
        let rows = keys.map(|(key, town, country)| {
            format!(
                r#"{{"session_key":{key},"meeting_key":{key},"session_name":"Race","year":2023,
                "session_type":"Race","circuit_short_name":"{town}","location":"{town}",
                "country_name":"{country}","date_start":"2023-05-01T12:00:00Z"}}"#
            )
        });
        ok(format!("[{}]", rows.join(",")))
    };
    let server = Server::answering(move |path| {
        Some(match path {
            "/sessions?year=2023" => {
                listed([(1, "Miami", "United States"), (2, "Austin", "United States")])
            }
            "/sessions?year=2024" => listed([(3, "Imola", "Italy"), (4, "Monza", "Italy")]),
            "/laps?session_key=2" => {
                ok(r#"[{"meeting_key":2,"session_key":2,"driver_number":1,"lap_number":2,
                "lap_duration":99.5,"duration_sector_1":25.0}]"#)
            }
            _ => status("404 Not Found"),
        })
    });
    let fetch = |year, place| home.fetch(&server, &[year, place, "race", "--source", "openf1"]);
    // What comes has no name of its own, so it goes by the folder that it was fetched for.
    for place in ["austin", "united-states"] {
        good(&fetch("2023", place));
        assert_eq!(home.laps("2023/austin/race"), 1);
        assert!(!server.asked().iter().any(|path| path.ends_with("session_key=1")));
    }
    refused(&fetch("2024", "italy"), 2, "both Imola and Monza");
    let nothing_there = fetch("2024", "monza");
    assert!(!nothing_there.status.success());
    assert!(server.asked().contains(&"/laps?session_key=4".to_owned()));
}

/// A file of the data at hand, packed or not.
fn recorded(path: &Path) -> Option<Vec<u8>> {
    if let Ok(bytes) = fs::read(path) {
        return Some(bytes);
    }
    let mut bytes = Vec::new();
    let packed = fs::File::open(format!("{}.gz", path.display())).ok()?;
    GzDecoder::new(packed).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[test]
fn agrees_recorded_replies() {
    let (feed, replies) = (shared::shared("f1-live-timing"), shared::shared("f1-api-replies"));
    if !feed.is_dir() || !replies.is_dir() {
        return println!(
            "skipped: agrees_recorded_replies needs f1-live-timing and f1-api-replies"
        );
    }
    let home = Home::new("recorded");
    let below = feed.join("static");
    let archive = Server::answering(move |path| {
        Some(recorded(&below.join(&path[1..])).map_or(status("403 Forbidden"), ok))
    });
    good(&home.fetch(&archive, &["2021", "mexico", "qualifying"]));
    assert_eq!(home.laps("2021/mexico-city/qualifying"), 314);

    let below = replies.join("openf1/2026_1287_spain_barcelona_catalunya/qualifying_11303");
    let openf1 = Server::answering(move |path| {
        let what = path[1..].split('?').next().unwrap();
        let file = below.join(format!("openf1_{what}.json"));
        Some(recorded(&file).map_or(status("404 Not Found"), ok))
    });
    good(&home.fetch(&openf1, &["2026", "barcelona", "qualifying", "--source", "openf1"]));
    assert!(openf1.asked().contains(&"/laps?session_key=11303".to_owned()));
    assert_eq!(home.laps("2026/catalunya/qualifying"), 255);
}
