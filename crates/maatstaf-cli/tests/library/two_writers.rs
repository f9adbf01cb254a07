use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{Desk, answer};

#[test]
fn law_two_imports_at_once_both_end_well() {
    let desk = Desk::new("two");
    for _ in 0..25 {
        let start = |variant| {
            let mut command = desk.importing(variant);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let children = [1, 2, 1].map(start);
        for child in children {
            answer(&child.wait_with_output().unwrap());
        }
        let (variant, leftovers) = desk.holds();
        assert!(variant.is_some() && leftovers == 0);
    }
}

#[test]
fn exact_a_second_writer_says_once_that_it_waits() {
    let desk = Desk::new("wait");
    let library = desk.library();
    let writer = library.writer(|| panic!("nobody else is there")).unwrap();
    let mut child = desk.importing(1).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("waiting for another import"));
    assert_eq!(desk.holds(), (None, 0));
    drop(writer);
    assert!(child.wait().unwrap().success());
    assert!(lines.next().is_none(), "one line is enough");
    assert_eq!(desk.holds(), (Some(1), 0));
}
