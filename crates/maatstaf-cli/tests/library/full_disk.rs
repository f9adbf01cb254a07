use std::process::{Command, Output};

use super::{Desk, answer};

/// Runs a shell script with the program, the library, two releases and a number as `$1` to `$5`.
fn run(desk: &Desk, mut shell: Command, script: &str, number: u32) -> Output {
    shell.args(["sh", "-c", script, "sh", env!("CARGO_BIN_EXE_maatstaf")]);
    shell.args([desk.home(), desk.release(1), desk.release(2)]).arg(number.to_string());
    shell.env_remove("MAATSTAF_F1DB").env("MAATSTAF_HOME", desk.home());
    shell.output().unwrap()
}

/// A disk refuses with these words as soon as a file is longer than so many blocks.
const LIMITED: &str = "trap '' XFSZ; ulimit -f $5; exec \"$1\" data import f1db \"$4\"";

#[test]
fn law_a_file_that_cannot_be_written_leaves_nothing_behind() {
    let desk = Desk::new("limit");
    desk.import(1);
    let before = desk.files();
    let mut refused = 0;
    for blocks in 0..64 {
        let output = run(&desk, Command::new("env"), LIMITED, blocks);
        if output.status.success() {
            break;
        }
        refused += 1;
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.contains("cannot write") && error.contains("stays as it was"), "{error}");
        assert_eq!(desk.files(), before, "after {error}");
        assert_eq!(desk.holds(), (Some(1), 0));
    }
    assert!(refused > 3, "the limit was hardly met: {refused}");
    assert_eq!(desk.holds(), (Some(2), 0));
}

/// The first import fills the disk almost; the second meets its end. What stands there is listed
/// before and after, and verified.
const FULL: &str = r#"
set -e
mkdir -p "$2"
mount -t tmpfs -o size=$5k tmpfs "$2"
"$1" data import f1db "$3" >/dev/null || exit 90
before=$(find "$2" -type f -exec sha256sum {} + | sort)
code=0
"$1" data import f1db "$4" >/dev/null || code=$?
"$1" data verify --json
[ $code = 0 ] || [ "$before" = "$(find "$2" -type f -exec sha256sum {} + | sort)" ] || exit 91
exit $code
"#;

#[test]
fn law_a_full_disk_is_an_error_that_leaves_nothing_behind() {
    let desk = Desk::new("full");
    let own_mounts = || {
        let mut unshare = Command::new("unshare");
        unshare.args(["--map-root-user", "--mount"]);
        unshare
    };
    let mount = "mkdir -p \"$2\" && mount -t tmpfs tmpfs \"$2\"";
    let may = own_mounts().arg("true").output().is_ok_and(|it| it.status.success())
        && run(&desk, own_mounts(), mount, 0).status.success();
    if !may {
        println!("skipped: law_a_full_disk_is_an_error_that_leaves_nothing_behind may not mount");
        return;
    }
    let (mut full, mut fits) = (0, false);
    for size in (32..256).step_by(4) {
        let output = run(&desk, own_mounts(), FULL, size);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        match output.status.code() {
            Some(90) => continue, // not even the first one fits
            Some(1) => full += 1,
            _ => fits = answer(&output).contains("\"intact\": true"),
        }
        if fits {
            break;
        }
        assert!(error.contains("No space left") && error.contains("stays as it was"), "{error}");
        let found = String::from_utf8_lossy(&output.stdout);
        assert!(
            found.contains("\"intact\": true") && found.contains("\"leftovers\": []"),
            "{found}"
        );
    }
    assert!(full > 3 && fits, "full {full} times; at last it fits: {fits}");
}
