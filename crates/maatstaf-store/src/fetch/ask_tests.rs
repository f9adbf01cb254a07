use super::*;

#[track_caller]
fn check(error: Error, refused: Option<&str>) {
    match (failed("https://host.example/", error), refused) {
        (Setback::Passing { .. }, None) => {}
        (Setback::Final(CannotFetch::Unreachable { why, .. }), Some(refused)) => {
            assert_eq!(why, refused);
        }
        (other, _) => panic!("{other:?}"),
    }
}

fn io(kind: io::ErrorKind, text: &'static str) -> Error {
    Error::Io(io::Error::new(kind, text))
}

#[test]
fn exact_failures_that_pass() {
    use io::ErrorKind::{BrokenPipe, ConnectionRefused, ConnectionReset, UnexpectedEof};
    for kind in [BrokenPipe, ConnectionRefused, ConnectionReset, UnexpectedEof] {
        check(io(kind, ""), None);
    }
    check(Error::Timeout(Timeout::Connect), None);
    check(Error::Timeout(Timeout::PerRead), None);
}

#[test]
fn exact_failures_that_stay() {
    check(Error::HostNotFound, Some("the host cannot be found"));
    check(Error::Timeout(Timeout::Resolve), Some("the host cannot be found"));
    check(io(io::ErrorKind::Other, "no such name"), Some("no such name"));
    check(io(io::ErrorKind::NetworkUnreachable, "no line"), Some("no line"));
    let untrusted = io(io::ErrorKind::InvalidData, "unknown issuer");
    check(untrusted, Some("no safe connection comes about (unknown issuer)"));
}
