//! Fetching, against a server on this machine that does what servers do on bad days.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use maatstaf_store::fetch::{self, Caller, Options, Progress};
use sha2::{Digest, Sha256};

#[path = "../../../fixtures/server.rs"]
mod server;

use server::{Reply, Server, ok, status};

/// 2026-11-21 16:00:00 UTC
const NOW: u64 = 1_795_276_800;
const BYTES: usize = 10_000;

/// A caller that does not wait, and remembers what it heard.
#[derive(Default)]
struct Ear {
    waits: Vec<String>,
    heard: Vec<String>,
}

impl Caller for Ear {
    fn now(&self) -> u64 {
        NOW
    }

    fn sleep(&mut self, wait: Duration) {
        self.waits.push(wait.as_secs().to_string());
    }

    fn tell(&mut self, progress: Progress<'_>) {
        self.heard.push(format!("{progress:?}"));
    }
}

/// A folder of its own for one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("maatstaf-fetch-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    /// What is in it: names and sizes, without the notes beside parts.
    fn left(&self) -> String {
        let entries = fs::read_dir(&self.0).into_iter().flatten().map(|entry| entry.unwrap());
        let mut left: Vec<String> = entries
            .filter(|entry| entry.path().extension().is_none_or(|end| end != "json"))
            .map(|entry| {
                let size = entry.metadata().unwrap().len();
                format!("{} {size}", entry.file_name().to_str().unwrap())
            })
            .collect();
        left.sort();
        left.join(", ")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Bytes that are not all the same.
fn bytes(seed: u8, n: usize) -> Vec<u8> {
    (0..n).map(|idx| (idx * 31 + idx / 251) as u8 ^ seed).collect()
}

fn sha256(bytes: &[u8]) -> String {
    fetch::Sha256(Sha256::digest(bytes).into()).to_string()
}

/// The description of a release, as GitHub writes it.
fn described(tag: &str, size: usize, sha256: Option<&str>) -> Reply {
    let digest = sha256.map_or("null".to_owned(), |digits| format!("\"sha256:{digits}\""));
    ok(format!(
        r#"{{"tag_name": "{tag}", "draft": false, "assets": [
            {{"name": "f1db-csv-single.zip", "size": 1, "digest": null, "label": "",
              "browser_download_url": "{{server}}/other"}},
            {{"name": "f1db-csv.zip", "size": {size}, "digest": {digest}, "label": "",
              "browser_download_url": "{{server}}/zip"}}]}}"#
    ))
}

/// The release of most tests.
fn release() -> Reply {
    described("v1.0", BYTES, Some(&sha256(&bytes(0, BYTES))))
}

/// Its zip.
fn zip() -> Reply {
    ok(bytes(0, BYTES)).header("etag", "\"first\"")
}

/// One run of the program: its result, what was asked, how long it waited, what is left on disk.
fn run(folder: &Folder, script: &[Reply], options: &Options) -> (String, Ear) {
    run_at(&Server::start(script.to_vec()), folder, script.len(), options)
}

fn run_at(server: &Server, folder: &Folder, n_replies: usize, options: &Options) -> (String, Ear) {
    let options = Options { from: format!("{}/latest", server.url), ..options.clone() };
    let mut ear = Ear::default();
    let fetched = fetch::latest(&options, &mut ear)
        .and_then(|latest| fetch::download(&latest, &folder.0, &options, &mut ear));
    let result = match fetched {
        Ok(it) => format!("{} bytes, {} of them from before", it.bytes, it.resumed_from),
        Err(error) => error.to_string().replace(&server.url, "SERVER"),
    };
    let asked = server.asked();
    assert_eq!(asked.len(), n_replies, "{result}: not every reply was asked for: {asked:?}");
    let (asked, waits, left) = (asked.join(", "), ear.waits.join(" "), folder.left());
    (format!("{result}\nasked {asked}\nwaited {waits}\nleft {left}"), ear)
}

/// Runs the program on each script in turn, and looks at the last run: its result, what it asked,
/// how long it waited, what it left on disk.
#[track_caller]
fn check_with(options: &Options, runs: &[&[Reply]], [result, asked, waited, left]: [&str; 4]) {
    let folder = Folder::new(&std::panic::Location::caller().line().to_string());
    let server = Server::start(runs.concat());
    let mut found = String::new();
    for script in runs {
        found = run_at(&server, &folder, script.len(), options).0;
    }
    assert_eq!(found, format!("{result}\nasked {asked}\nwaited {waited}\nleft {left}"));
}

#[track_caller]
fn check(runs: &[&[Reply]], want: [&str; 4]) {
    check_with(&Options::default(), runs, want);
}

fn tries(tries: u32) -> Options {
    Options { tries, ..Options::default() }
}

const DONE: &str = "10000 bytes, 0 of them from before";
const RESUMED: &str = "10000 bytes, 4000 of them from before";
const ZIP: &str = "f1db-v1.0.zip 10000";

#[test]
fn exact_a_good_day() {
    check(&[&[release(), zip()]], [DONE, "/latest, /zip", "", ZIP]);
    check(&[&[release(), zip().announcing(None)]], [DONE, "/latest, /zip", "", ZIP]);
}

#[test]
fn exact_a_connection_that_is_cut() {
    let again = [DONE, "/latest, /zip, /zip bytes=4000- if-range", "1", ZIP];
    check(&[&[release(), zip().cut_after(4_000), zip()]], again);
    check(&[&[release(), zip().announcing(None).cut_after(4_000), zip()]], again);
    let asked = "/latest, /zip, /zip bytes=1- if-range, /zip bytes=3- if-range, \
                 /zip bytes=3- if-range";
    check(
        &[&[release(), zip().cut_after(1), zip().cut_after(2), zip().cut_after(0), zip()]],
        [DONE, asked, "1 2 4", ZIP],
    );
    check(
        &[&[release().cut_after(20), release(), zip()]],
        [DONE, "/latest, /latest, /zip", "1", ZIP],
    );
}

#[test]
fn exact_a_server_that_is_cut_too_often() {
    let cut = || zip().cut_after(1_000);
    let given_up = &[release(), cut(), cut(), cut()];
    check_with(
        &tries(3),
        &[given_up],
        [
            "no luck with SERVER/zip, tried 3 times: the connection was cut after 3000 of 10000 \
             bytes; run the same command later, and it goes on from where it stopped",
            "/latest, /zip, /zip bytes=1000- if-range, /zip bytes=2000- if-range",
            "1 2",
            "f1db-v1.0.zip.part 3000",
        ],
    );
    let done = "10000 bytes, 3000 of them from before";
    check_with(
        &tries(3),
        &[given_up, &[release(), zip()]],
        [done, "/latest, /zip bytes=3000- if-range", "", ZIP],
    );
}

#[test]
fn law_who_gets_on_is_not_given_up() {
    let (n, mb) = (3 << 20, 1 << 20);
    let large = bytes(0, n);
    let zip = || ok(large.clone()).header("etag", "\"first\"");
    let script = [
        described("v1.0", n, Some(&sha256(&large))),
        zip().cut_after(mb),
        zip().cut_after(mb),
        zip(),
    ];
    let (found, ear) = run(&Folder::new("gets-on"), &script, &tries(2));
    assert!(found.starts_with("3145728 bytes"), "{found}");
    assert_eq!(ear.waits, ["1", "1"]);
}

#[test]
fn exact_a_server_that_knows_no_ranges() {
    check(
        &[&[release(), zip().cut_after(4_000), zip().without_ranges()]],
        [DONE, "/latest, /zip, /zip bytes=4000- if-range", "1", ZIP],
    );
}

#[test]
fn exact_a_file_that_changes_on_the_way() {
    let before = || ok(bytes(7, BYTES)).header("etag", "\"before\"").cut_after(4_000);
    check(
        &[&[release(), before(), zip()]],
        [DONE, "/latest, /zip, /zip bytes=4000- if-range", "1", ZIP],
    );
    let anew = [DONE, "/latest, /zip, /zip bytes=4000- if-range, /zip", "1 2", ZIP];
    // a server that ignores the condition goes on with another file, and says so
    let other = status("206 Partial Content")
        .header("etag", "\"first\"")
        .header("content-range", "bytes 4000-9999/10000");
    check(&[&[release(), before(), other, zip()]], anew);
    // other bytes than the ones asked for
    let shifted = status("206 Partial Content").header("content-range", "bytes 0-9999/10000");
    check(&[&[release(), before(), shifted, zip()]], anew);
    check(&[&[release(), before(), status("416 Range Not Satisfiable"), zip()]], anew);
}

#[test]
fn exact_a_later_run_goes_on() {
    let check = |runs: &[&[Reply]], want| check_with(&tries(1), runs, want);
    let cut: &[Reply] = &[release(), zip().cut_after(4_000)];
    let rest = "/latest, /zip bytes=4000- if-range";
    check(&[cut, &[release(), zip()]], [RESUMED, rest, "", ZIP]);
    // another release under the same tag
    let new = bytes(9, BYTES);
    let described_anew = described("v1.0", BYTES, Some(&sha256(&new)));
    check(&[cut, &[described_anew, ok(new)]], [DONE, "/latest, /zip", "", ZIP]);
    // the next release clears the part of the last one away
    let next = described("v1.1", BYTES, Some(&sha256(&bytes(0, BYTES))));
    check(&[cut, &[next, zip()]], [DONE, "/latest, /zip", "", "f1db-v1.1.zip 10000"]);
}

#[test]
fn exact_a_later_run_elsewhere() {
    let folder = Folder::new("mirror");
    run(&folder, &[release(), zip().cut_after(4_000)], &tries(1));
    // another server has the same bytes, and another name for them
    let mirror = ok(bytes(0, BYTES)).header("etag", "\"mirror\"");
    let (found, _) = run(&folder, &[release(), mirror], &tries(1));
    assert_eq!(found, format!("{RESUMED}\nasked /latest, /zip bytes=4000-\nwaited \nleft {ZIP}"));
    // without a checksum nobody can know that
    let folder = Folder::new("mirror-without");
    let bare = || described("v1.0", BYTES, None);
    run(&folder, &[bare(), zip().cut_after(4_000)], &tries(1));
    let (found, _) = run(&folder, &[bare(), zip()], &tries(1));
    assert_eq!(found, format!("{DONE}\nasked /latest, /zip\nwaited \nleft {ZIP}"));
}

#[test]
fn exact_a_later_run_without_a_checksum() {
    let check = |runs: &[&[Reply]], want| check_with(&tries(1), runs, want);
    let bare = || described("v1.0", BYTES, None);
    // the name that the server gives to the file is enough
    check(
        &[&[bare(), zip().cut_after(4_000)], &[bare(), zip()]],
        [RESUMED, "/latest, /zip bytes=4000- if-range", "", ZIP],
    );
    // a weak one is not, nor is none
    let weak = || ok(bytes(0, BYTES)).header("etag", "W/\"first\"");
    let unnamed = || ok(bytes(0, BYTES));
    let anew = [DONE, "/latest, /zip", "", ZIP];
    check(&[&[bare(), weak().cut_after(4_000)], &[bare(), weak()]], anew);
    check(&[&[bare(), unnamed().cut_after(4_000)], &[bare(), unnamed()]], anew);
}

#[test]
fn exact_what_is_complete_is_not_fetched_again() {
    check(
        &[&[release(), zip()], &[release()]],
        ["10000 bytes, 10000 of them from before", "/latest", "", ZIP],
    );
    let folder = Folder::new("complete");
    run(&folder, &[release(), zip()], &Options::default());
    fs::write(folder.0.join("f1db-v1.0.zip"), b"somebody wrote over it").unwrap();
    let (found, _) = run(&folder, &[release(), zip()], &Options::default());
    assert!(found.starts_with(DONE), "{found}");
}

#[test]
fn exact_answers_that_pass() {
    for bad in ["500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable"] {
        let asked = "/latest, /latest, /zip, /zip";
        check(&[&[status(bad), release(), status(bad), zip()]], [DONE, asked, "1 1", ZIP]);
    }
    let busy = || status("500 Internal Server Error");
    check(
        &[&[busy(), busy(), busy(), busy(), busy(), busy()]],
        [
            "no luck with SERVER/latest, tried 6 times: 500 Internal Server Error; run the same \
             command later, and it goes on from where it stopped",
            "/latest, /latest, /latest, /latest, /latest, /latest",
            "1 2 4 8 16",
            "",
        ],
    );
}

#[test]
fn exact_servers_that_ask_to_wait() {
    let wait = |until: &str| status("429 Too Many Requests").header("retry-after", until);
    check(&[&[wait("7"), release(), zip()]], [DONE, "/latest, /latest, /zip", "7", ZIP]);
    check(
        &[&[release(), wait("Sat, 21 Nov 2026 16:00:42 GMT"), zip()]],
        [DONE, "/latest, /zip, /zip", "42", ZIP],
    );
    let spent = |seconds: u64| {
        status("403 Forbidden")
            .header("x-ratelimit-remaining", "0")
            .header("x-ratelimit-reset", &(NOW + seconds).to_string())
    };
    check(&[&[spent(90), release(), zip()]], [DONE, "/latest, /latest, /zip", "90", ZIP]);
    let refused = "SERVER/latest takes no more questions for 1800 s; run the same command again \
                   after that";
    check(&[&[spent(1_800)]], [refused, "/latest", "", ""]);
}

#[test]
fn exact_answers_that_are_final() {
    let nothing = "SERVER/latest answered 404 Not Found; is the address right? check --from";
    check(&[&[status("404 Not Found")]], [nothing, "/latest", "", ""]);
    let forbidden = "SERVER/zip answered 403 Forbidden; take f1db-csv.zip by browser and \
                     maatstaf data import f1db PATH";
    check(
        &[&[release(), status("403 Forbidden")]],
        [forbidden, "/latest, /zip", "", "f1db-v1.0.zip.part 0"],
    );
}

#[test]
fn exact_lengths_that_are_wrong() {
    for announced in [12_000, 8_000] {
        let refused = format!(
            "SERVER/zip sends {announced} bytes, and the release says 10000; run the same command \
             again, or take the zip by browser and maatstaf data import f1db PATH"
        );
        check(
            &[&[release(), zip().announcing(announced)]],
            [&refused, "/latest, /zip", "", "f1db-v1.0.zip.part 0"],
        );
    }
    // it announces nothing, and does not stop
    let refused = "SERVER/zip sends more than the 10000 bytes of the release; nothing of it was \
                   kept, run the same command again";
    check(
        &[&[release(), ok(bytes(0, BYTES + 1)).announcing(None)]],
        [refused, "/latest, /zip", "", ""],
    );
    // it announces the right length, and stops early
    check_with(
        &tries(2),
        &[&[release(), zip().cut_after(9_999), status("500 Internal Server Error")]],
        [
            "no luck with SERVER/zip, tried 2 times: 500 Internal Server Error; run the same \
             command later, and it goes on from where it stopped",
            "/latest, /zip, /zip bytes=9999- if-range",
            "1",
            "f1db-v1.0.zip.part 9999",
        ],
    );
}

#[test]
fn exact_bytes_that_are_not_the_release() {
    let refused = |came: &[u8]| {
        format!(
            "what came from SERVER/zip has the checksum {}, and the release says {}; nothing of \
             it was kept, run the same command again",
            sha256(came),
            sha256(&bytes(0, BYTES))
        )
    };
    let other = bytes(9, BYTES);
    check(&[&[release(), ok(other.clone())]], [&refused(&other), "/latest, /zip", "", ""]);
    // half of one file and half of another, from a server that gives no names
    let spliced = [&other[..10], &bytes(0, BYTES)[10..]].concat();
    check(
        &[&[release(), ok(other).cut_after(10), zip()]],
        [&refused(&spliced), "/latest, /zip, /zip bytes=10-", "1", ""],
    );
}

#[test]
fn exact_redirects() {
    let to = |place: &str| status("302 Found").header("location", place);
    check(
        &[&[to("{server}/moved"), release(), to("/cdn/zip"), zip()]],
        [DONE, "/latest, /moved, /zip, /cdn/zip", "", ZIP],
    );
    let circle: Vec<Reply> = (0..6).map(|_| to("/latest")).collect();
    check(
        &[&circle],
        [
            "SERVER/latest leads to \"SERVER/latest\", which is not followed: there was one turn \
             too many on the way",
            "/latest, /latest, /latest, /latest, /latest, /latest",
            "",
            "",
        ],
    );
    let open_line = "SERVER/latest leads to \"http://mirror.example/latest\", which is not \
                     followed: only https:// is, and http:// on this machine alone";
    check(&[&[to("http://mirror.example/latest")]], [open_line, "/latest", "", ""]);
}

#[track_caller]
fn check_description(reply: Reply, refused: &str) {
    check(&[&[reply]], [refused, "/latest", "", ""]);
}

#[test]
fn exact_descriptions_that_are_none() {
    let no = |reply: Reply, why: &str| {
        let says = "SERVER/latest does not describe a release as GitHub does";
        check_description(reply, &format!("{says}: {why}; check --from"));
    };
    no(ok("<html>"), "expected value at line 1 column 1");
    no(ok("{}"), "missing field `tag_name` at line 1 column 2");
    no(described("../../evil", 1, None), "the tag \"../../evil\" is no plain name");
    no(described("", 1, None), "the tag \"\" is no plain name");
    no(described("v1", 1, Some("12")), "\"12\" is not 64 hexadecimal digits");
    no(ok(vec![b' '; 5 << 20]), "it is longer than 4 MB");
}

#[test]
fn exact_releases_that_are_not_fetched() {
    let other = r#"{"tag_name": "v1", "assets": [{"name": "f1db-json.zip", "size": 1,
        "digest": null, "browser_download_url": "x"}]}"#;
    check_description(
        ok(other),
        "release v1 at SERVER/latest has no f1db-csv.zip; it has \"f1db-json.zip\"",
    );
    check_description(
        described("v1", 300 << 20, None),
        "SERVER/zip has 314572800 bytes, and more than 268435456 are not fetched",
    );
}

#[test]
fn exact_a_server_that_falls_silent() {
    let options = Options { silence: Duration::from_millis(200), ..Options::default() };
    check_with(
        &options,
        &[&[release(), zip().silent_after(4_000), zip()]],
        [DONE, "/latest, /zip, /zip bytes=4000- if-range", "1", ZIP],
    );
}

#[test]
fn exact_a_server_without_tls() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let from = format!("https://{}/latest", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let mut ear = Ear::default();
    let options = Options { from, ..Options::default() };
    let error = fetch::latest(&options, &mut ear).unwrap_err();
    assert!(error.to_string().contains("no safe connection comes about"), "{error}");
    assert_eq!(ear.waits, [""; 0], "it is not tried again");
}

#[test]
fn exact_nobody_at_home() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let options = Options { from: format!("http://{gone}/"), ..tries(2) };
    let error = fetch::latest(&options, &mut Ear::default()).unwrap_err();
    assert!(error.to_string().contains("nobody answers there"), "{error}");
    assert!(error.is_missing_data() && !error.is_input());
}

#[test]
fn exact_two_at_once() {
    let folder = Folder::new("busy");
    fs::create_dir_all(&folder.0).unwrap();
    let held = fs::File::create(folder.0.join("f1db-v1.0.zip.part")).unwrap();
    held.try_lock().unwrap();
    let (found, _) = run(&folder, &[release()], &Options::default());
    assert!(found.contains("another maatstaf is writing"), "{found}");
}

#[test]
fn exact_a_folder_that_cannot_be() {
    let folder = Folder::new("file");
    fs::write(&folder.0, b"a file").unwrap();
    let (found, _) = run(&folder, &[release()], &Options::default());
    fs::remove_file(&folder.0).unwrap();
    assert!(found.starts_with(&format!("cannot write {}", folder.0.display())), "{found}");
}

#[test]
fn exact_progress() {
    let script = [release(), zip().cut_after(4_000), zip()];
    let heard = run(&Folder::new("progress"), &script, &Options::default()).1.heard;
    assert!(heard[0].starts_with("Asking(\"http://127.0.0.1:"), "{heard:?}");
    assert_eq!(heard[1], "Receiving { bytes: 0, total: 10000 }");
    let waiting = heard.iter().find(|it| it.starts_with("Waiting")).unwrap();
    assert!(waiting.contains("next_try: 2, tries: 6"), "{waiting}");
    assert!(heard.contains(&"Receiving { bytes: 10000, total: 10000 }".to_owned()), "{heard:?}");
    assert_eq!(heard.last().unwrap(), "Checking");
}
