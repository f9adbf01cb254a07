use super::*;

/// A folder of its own, removed at its end.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("maatstaf-journal-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn output(&self) -> PathBuf {
        self.0.join("sweep.csv")
    }

    fn journal(&self) -> PathBuf {
        Journal::path_of(&self.output())
    }

    fn open(&self) -> Opened {
        Journal::open(&self.output(), b"ask").unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn exact_goes_on_where_it_was_and_leaves_the_file_alone_behind() {
    let desk = Desk::new("on");
    for n in 0..3 {
        let mut opened = desk.open();
        assert_eq!((opened.lines.len(), opened.n_torn), (n, 0));
        opened.journal.add(&format!("line {n}, with é")).unwrap();
    }
    let opened = desk.open();
    assert_eq!(opened.lines[2], "line 2, with é");
    opened.journal.finish(b"done").unwrap();
    assert_eq!(fs::read(desk.output()).unwrap(), b"done");
    assert_eq!(fs::read_dir(&desk.0).unwrap().count(), 1);
}

// Cut off after every one of its bytes: what was whole before the cut is there, nothing else is, and
// lines added after the cut are whole.
#[test]
fn law_a_torn_journal_holds_its_whole_lines() {
    let desk = Desk::new("torn");
    let mut opened = desk.open();
    ["first", "second"].iter().for_each(|line| opened.journal.add(line).unwrap());
    drop(opened);
    let bytes = fs::read(desk.journal()).unwrap();
    for cut in 0..=bytes.len() {
        fs::write(desk.journal(), &bytes[..cut]).unwrap();
        let mut opened = desk.open();
        // A line without its line's end is whole all the same.
        let n_whole = [bytes.len() - 1, bytes.len() - 41].iter().filter(|it| cut >= **it).count();
        assert_eq!(opened.lines, ["first", "second"][..n_whole], "cut at {cut}");
        opened.journal.add("third").unwrap();
        drop(opened);
        let again = desk.open();
        assert_eq!(again.lines.last().unwrap(), "third", "cut at {cut}");
        assert_eq!(again.lines.len(), n_whole + 1);
    }
}

#[test]
fn law_a_line_with_a_flipped_bit_counts_as_torn() {
    let desk = Desk::new("flipped");
    let mut opened = desk.open();
    ["first", "second"].iter().for_each(|line| opened.journal.add(line).unwrap());
    drop(opened);
    let mut bytes = fs::read(desk.journal()).unwrap();
    let at = bytes.len() - 45; // within "first"
    bytes[at] ^= 1;
    fs::write(desk.journal(), &bytes).unwrap();
    let opened = desk.open();
    assert_eq!((opened.lines, opened.n_torn), (vec!["second".to_owned()], 1));
}

#[track_caller]
fn check_refusal(error: Result<Opened, Error>, says: &str) {
    let error = error.unwrap_err();
    assert!(error.is_input() && error.to_string().contains(says), "{error}");
}

#[test]
fn exact_refusals() {
    let desk = Desk::new("no");
    let opened = desk.open();
    check_refusal(Journal::open(&desk.output(), b"ask"), "being written by another program");
    drop(opened);
    check_refusal(Journal::open(&desk.output(), b"another"), "is of another run");
    fs::write(desk.journal(), "a shopping list\n").unwrap();
    check_refusal(Journal::open(&desk.output(), b"ask"), "is no journal of ours");
    fs::write(desk.journal(), "a shopping list").unwrap();
    check_refusal(Journal::open(&desk.output(), b"ask"), "is no journal of ours");
    let nowhere = desk.0.join("no/such/sweep.csv");
    check_refusal(Journal::open(&nowhere, b"ask"), "cannot write");
}
