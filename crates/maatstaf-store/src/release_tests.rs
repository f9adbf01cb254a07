use std::io::Cursor;

use flate2::{Compress, Compression, FlushCompress};
use proptest::prelude::*;

use super::*;

#[path = "../../../fixtures/raw_zip.rs"]
mod raw_zip;

use raw_zip::{Entry, end, stored, zip};

const DRIVERS: &str = "f1db-drivers.csv";
const RACES: &str = "f1db-races.csv";

fn read(bytes: Vec<u8>) -> Result<Files, String> {
    unzipped(Cursor::new(bytes)).map_err(|refusal| refusal.to_string())
}

#[track_caller]
fn check(entries: &[Entry], refused: &str) {
    let error = read(zip(entries)).unwrap_err();
    assert!(error.contains(refused), "{refused:?} is not in {error:?}");
}

#[track_caller]
fn check_name(name: impl AsRef<[u8]>, refused: &str) {
    check(&[stored(DRIVERS, b"id"), stored(name, b"")], refused);
}

/// Zeros by the megabyte, deflated to a thousandth: the block of one megabyte, again and again.
fn deflated_zeros(megabytes: usize) -> Vec<u8> {
    let mut deflate = Compress::new(Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 16);
    deflate.compress_vec(&vec![0; 1 << 20], &mut block, FlushCompress::Full).unwrap();
    let mut zeros = block.repeat(megabytes);
    zeros.extend([0x03, 0x00]);
    zeros
}

fn bomb(name: &str, megabytes: usize, claimed: u32) -> Entry {
    Entry { method: 8, bytes: claimed, packed: deflated_zeros(megabytes), ..stored(name, b"") }
}

#[test]
fn exact_files_at_any_depth() {
    let files = read(zip(&[
        stored("README.md", b"not ours"),
        stored("csv/", b""),
        stored("csv/f1db-drivers.csv", b"drivers"),
        stored("f1db-races.csv", b"races"),
    ]));
    let files = files.unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!((&*files[DRIVERS], &*files[RACES]), (&b"drivers"[..], &b"races"[..]));
    assert!(read(zip(&[])).unwrap().is_empty());
}

#[test]
fn law_names_stay_inside() {
    check_name("../f1db-races.csv", "\"../f1db-races.csv\" leads out of the archive");
    check_name("csv/../../f1db-races.csv", "leads out");
    check_name("csv/..", "leads out");
    check_name("/etc/passwd", "is an absolute path");
    check_name("C:/f1db-races.csv", "begins with a drive letter");
    check_name("c:f1db-races.csv", "begins with a drive letter");
    check_name("csv\\f1db-races.csv", "holds a backslash");
    check_name("f1db-races.csv\0.png", "holds a NUL");
    check_name("", "is empty");
    check_name("\u{1b}[2J/../x", "\"\\u{1b}[2J/../x\"");
    check_name(["../", &"x".repeat(60_000)].concat(), "xxx\" leads out");
    assert!(read(zip(&[stored("..csv/f1db-races..csv", b"")])).is_ok());
}

#[test]
fn exact_refusals() {
    let drivers = stored(DRIVERS, b"id");
    check(&[drivers.clone(), drivers.clone()], "two files of one name");
    check(&[drivers.clone(), stored("old/f1db-drivers.csv", b"")], "holds f1db-drivers.csv twice");
    check(&[Entry { flags: 1, ..drivers.clone() }], "\"f1db-drivers.csv\" is encrypted");
    check(&[Entry { attributes: 0o120_777 << 16, ..drivers.clone() }], "is a link");
    check(&[Entry { crc: 1, ..drivers.clone() }], "damaged");
    check(&[Entry { method: 12, ..drivers.clone() }], "damaged");
    check(&[Entry { bytes: 1, ..drivers.clone() }], "damaged");
    check(&[Entry { bytes: 3, ..drivers.clone() }], "damaged");
    check(&[Entry { method: 8, ..drivers }], "damaged");
    let many: Vec<Entry> = (0..=MOST_ENTRIES).map(|n| stored(n.to_string(), b"")).collect();
    check(&many, "1001 entries");
    assert!(read(zip(&many[..MOST_ENTRIES])).is_ok());
}

#[test]
fn exact_archives_that_are_none() {
    let whole = zip(&[stored(DRIVERS, b"id")]);
    for bytes in [vec![], b"PK\x03\x04 but not really".to_vec(), whole[..whole.len() - 1].to_vec()]
    {
        assert!(read(bytes).unwrap_err().contains("damaged"));
    }
    assert!(read(b"<html>sorry</html>".to_vec()).unwrap_err().contains("damaged"));
}

#[test]
fn law_a_table_of_contents_is_modest_wherever_it_is() {
    let many = [zip(&[stored(DRIVERS, b"id")]), end(u16::MAX, 1 << 31, 0)].concat();
    assert!(read(many).unwrap_err().contains("65535 entries"));
    let hidden = [end(5_000, 230_000, 0), zip(&[stored(DRIVERS, b"id")])].concat();
    assert!(read(hidden).unwrap_err().contains("5000 entries"));
    let locator = [b"PK\x06\x07".to_vec(), vec![0; 16], end(1, 46, 0)].concat();
    assert!(read(locator).unwrap_err().contains("zip64"));
}

#[test]
fn law_a_bomb_is_refused_before_it_is_unpacked() {
    // 3 GB in 3 MB, whether it says so or not
    let n = 3 << 10;
    check(&[bomb(DRIVERS, n, 3 << 30)], "unpacks to 3072 MB, and more than 64 MB is not read");
    check(&[bomb("other.csv", n, 3 << 30)], "unpacks to 3072 MB");
    check(&[bomb(DRIVERS, n, 2)], "damaged");
    // below the largest file, and still a thousandfold
    check(&[bomb(DRIVERS, 60, 60 << 20)], "times its size, as a zip bomb does");
    // modest files, and too many of them
    let large = Entry { bytes: 63 << 20, packed: vec![0; 1 << 20], method: 8, ..stored("", b"") };
    let many: Vec<Entry> =
        (0..9).map(|n| Entry { name: n.to_string().into(), ..large.clone() }).collect();
    check(&many, "unpacks to more than 512 MB");
}

#[test]
fn law_no_more_is_unpacked_than_declared() {
    // a reader that unpacks all of it would hold 3 GB
    let liar = zip(&[bomb(DRIVERS, 3 << 10, 1 << 16)]);
    let mut archive = ZipArchive::new(Cursor::new(liar)).unwrap();
    let mut got = Vec::new();
    let ended = archive.by_index(0).unwrap().read_to_end(&mut got);
    assert!(ended.is_err() && got.len() <= (1 << 16) + 1, "{} bytes, {ended:?}", got.len());
}

fn release() -> Vec<u8> {
    let table = b"\"id\",\"name\"\n\"senna\",\"Ayrton Senna\"\n".repeat(20);
    let mut deflate = Compress::new(Compression::best(), false);
    let mut packed = Vec::with_capacity(1 << 12);
    deflate.compress_vec(&table, &mut packed, FlushCompress::Finish).unwrap();
    let races = Entry { method: 8, packed, ..stored(RACES, &table) };
    zip(&[stored("csv/f1db-drivers.csv", &table), races])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn law_no_bytes_make_it_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (mut bytes, whole) = (release(), read(release()).unwrap());
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        // what is read at all is what was written, since a checksum guards it
        for (name, content) in read(bytes).unwrap_or_default() {
            prop_assert!(whole.values().any(|table| *table == content), "{name}");
        }
    }
}
