use super::*;

#[track_caller]
fn check(url: &str, asked: bool) {
    assert_eq!(address(url).is_ok(), asked, "{url}");
}

#[track_caller]
fn check_redirect(from: &str, location: &str, to: Option<&str>) {
    let led = redirected(&from.parse().unwrap(), location).ok().map(|uri| uri.to_string());
    assert_eq!(led.as_deref(), to, "{from} to {location}");
}

#[test]
fn law_open_lines_stay_on_this_machine() {
    check("https://api.github.com/repos/f1db/f1db/releases/latest", true);
    check("http://127.0.0.1:8080/latest", true);
    check("http://127.8.9.10/latest", true);
    check("http://[::1]:80/latest", true);
    check("http://localhost:1234", true);
    check("http://mirror.example/latest", false);
    check("http://127.0.0.1.example/latest", false);
    check("http://localhost.example/", false);
    check("http://localhost@mirror.example/", false);
    check("https://somebody:secret@mirror.example/", false);
    check("ftp://127.0.0.1/f1db-csv.zip", false);
    check("file:///etc/passwd", false);
    check("/latest", false);
    check("latest", false);
    check("", false);
}

#[test]
fn law_a_redirect_never_leaves_https() {
    let https = "https://github.com/f1db/f1db/releases/download/v1/f1db-csv.zip?a=b";
    check_redirect(https, "https://example.org/x", Some("https://example.org/x"));
    check_redirect(https, "http://example.org/x", None);
    check_redirect(https, "http://127.0.0.1/x", None);
    check_redirect(https, "//example.org/x", Some("https://example.org/x"));
    check_redirect(https, "/x", Some("https://github.com/x"));
    check_redirect(https, "x", Some("https://github.com/f1db/f1db/releases/download/v1/x"));
    check_redirect(https, "file:///etc/passwd", None);
    let local = "http://127.0.0.1:8080/latest";
    check_redirect(local, "/zip", Some("http://127.0.0.1:8080/zip"));
    check_redirect(local, "http://example.org/zip", None);
    check_redirect(local, "https://example.org/zip", Some("https://example.org/zip"));
    check_redirect(local, "", Some("http://127.0.0.1:8080/"));
}
