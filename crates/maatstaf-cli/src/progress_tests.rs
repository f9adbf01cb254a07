use super::*;

fn line_of(job: &str, bytes: u64, total: u64, columns: Option<usize>) -> String {
    let (far, share) = megabytes(bytes, total);
    line(job, &far, share, columns)
}

#[track_caller]
fn check_line(bytes: u64, columns: Option<usize>, text: &str) {
    assert_eq!(line_of("fetching F1DB v1.0", bytes, 4_800_000, columns), text);
}

/// What is written while 4.8 MB come, one in each of these milliseconds.
#[track_caller]
fn check(columns: Option<usize>, millis: &[u64], written: &str) {
    let mut out = Vec::new();
    {
        let mut meter = Meter::new(&mut out, columns);
        for &at in millis {
            meter.show(Duration::from_millis(at), "zip", at * 100, 4_800_000);
        }
    }
    assert_eq!(String::from_utf8(out).unwrap(), written);
}

#[test]
fn exact_lines_for_every_width() {
    let half = "[############            ]";
    check_line(2_400_000, Some(80), &format!("fetching F1DB v1.0 {half} 2.4 of 4.8 MB"));
    check_line(0, Some(80), &format!("fetching F1DB v1.0 [{}] 0.0 of 4.8 MB", " ".repeat(BAR)));
    check_line(
        4_800_000,
        Some(80),
        &format!("fetching F1DB v1.0 [{}] 4.8 of 4.8 MB", "#".repeat(BAR)),
    );
    check_line(2_400_000, Some(59), "fetching F1DB v1.0, 2.4 of 4.8 MB");
    check_line(2_400_000, Some(34), "fetching F1DB v1.0, 2.4 of 4.8 MB");
    check_line(2_400_000, Some(33), "2.4 of 4.8 MB");
    check_line(2_400_000, Some(10), "50 %");
    check_line(2_400_000, Some(3), "");
    check_line(2_400_000, None, "fetching F1DB v1.0, 2.4 of 4.8 MB");
}

#[test]
fn law_a_line_never_wraps() {
    for columns in 0..120 {
        for bytes in [0, 1, 2_400_000, 4_800_000, u64::MAX] {
            let line = line_of("fetching F1DB v1.0", bytes, 4_800_000, Some(columns));
            assert!(line.len() < columns.max(1), "{columns}: {line}");
        }
    }
    assert_eq!(line_of("x", 0, 0, Some(12)), "0 %");
}

#[test]
fn exact_nothing_in_the_first_second() {
    check(Some(20), &[0, 500, 999], "");
    check(None, &[0, 500, 999], "");
}

#[test]
fn exact_a_line_in_a_pipe_now_and_then() {
    check(
        None,
        &[1_000, 1_100, 5_900, 6_000, 6_100, 12_000],
        "maatstaf: zip, 0.1 of 4.8 MB\nmaatstaf: zip, 0.6 of 4.8 MB\nmaatstaf: zip, 1.2 of 4.8 MB\n",
    );
}

#[test]
fn exact_a_terminal_is_left_as_it_was() {
    check(
        Some(20),
        &[1_000, 1_050, 1_100],
        &format!("\rzip, 0.1 of 4.8 MB\rzip, 0.1 of 4.8 MB\r{}\r", " ".repeat(18)),
    );
}

#[test]
fn exact_a_job_of_unknown_length() {
    let told = |columns, at: &[u64]| {
        let mut out = Vec::new();
        let mut meter = Meter::new(&mut out, columns);
        at.iter().for_each(|&ms| meter.show_time(Duration::from_millis(ms), "at work"));
        drop(meter);
        String::from_utf8(out).unwrap()
    };
    assert_eq!(
        told(Some(20), &[900, 1_000, 1_050]),
        format!("\rat work, 1 s\r{}\r", " ".repeat(12))
    );
    assert_eq!(told(None, &[1_000, 4_900, 5_000, 9_900]), "maatstaf: at work, 5 s so far\n");
}

#[test]
fn law_a_job_gives_its_result() {
    assert_eq!(at_work("counting", || 1 + 1), 2);
}

#[test]
fn exact_what_is_said_stays() {
    let mut out = Vec::new();
    let mut meter = Meter::new(&mut out, Some(20));
    meter.show(FIRST, "zip", 0, 10);
    meter.say("trying again");
    drop(meter);
    let blank = " ".repeat(18);
    assert_eq!(
        String::from_utf8(out).unwrap(),
        format!("\rzip, 0.0 of 0.0 MB\r{blank}\rmaatstaf: trying again\n")
    );
}

#[test]
fn exact_runs_with_their_speed_and_the_time_left() {
    let at = |seconds, before, done| runs(Duration::from_secs(seconds), before, done, 45);
    assert_eq!(at(10, 0, 15), "15 of 45 runs, 1.5 a second, 20 s left");
    assert_eq!(at(10, 10, 15), "15 of 45 runs, 2.0 s each, 60 s left");
    assert_eq!(at(100, 0, 5), "5 of 45 runs, 20.0 s each, 14 min left");
    assert_eq!(at(1000, 0, 5), "5 of 45 runs, 200.0 s each, 2 h 13 min left");
    assert_eq!((at(10, 3, 3), at(10, 0, 45)), ("3 of 45 runs".into(), "45 of 45 runs".into()));
}
