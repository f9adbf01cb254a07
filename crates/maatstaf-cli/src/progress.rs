//! How far a long job is, on standard error: nothing in the first second, then one line that is
//! drawn over again on a terminal, or a line now and then where there is none.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Jobs that are done by then are not talked about.
const FIRST: Duration = Duration::from_secs(1);
/// How often a line on a terminal is drawn again.
const ON_TERMINAL: Duration = Duration::from_millis(100);
/// How often a line is written into a pipe.
const IN_PIPE: Duration = Duration::from_secs(5);
/// How wide the bar is, where there is room for it.
const BAR: usize = 24;

/// Does a job of unknown length; says for how long it has been at it once that is a while.
pub fn at_work<T>(job: &str, work: impl FnOnce() -> T) -> T {
    let (done, over) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(|| say_how_long(job, over));
        let result = work();
        drop(done);
        result
    })
}

fn say_how_long(job: &str, over: Receiver<()>) {
    let (start, mut meter) = (Instant::now(), Meter::on_stderr());
    while over.recv_timeout(ON_TERMINAL) == Err(RecvTimeoutError::Timeout) {
        meter.show_time(start.elapsed(), job);
    }
}

/// A place to say how far a job is.
#[derive(Debug)]
pub struct Meter<W: Write> {
    out: W,
    /// The columns of a terminal; none in a pipe.
    columns: Option<usize>,
    next: Duration,
    drawn: usize,
}

impl Meter<io::Stderr> {
    /// On standard error.
    pub fn on_stderr() -> Self {
        let out = io::stderr();
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let columns = (out.is_terminal() && !dumb).then(|| {
            let size = terminal_size::terminal_size_of(&out);
            size.map_or(80, |(width, _)| usize::from(width.0))
        });
        Self::new(out, columns)
    }
}

impl<W: Write> Meter<W> {
    fn new(out: W, columns: Option<usize>) -> Self {
        Self { out, columns, next: FIRST, drawn: 0 }
    }

    /// Says how far a job is that began `since` ago, in bytes; not oftener than people read.
    pub fn show(&mut self, since: Duration, job: &str, bytes: u64, total: u64) {
        let (far, share) = megabytes(bytes, total);
        self.show_far(since, job, &far, share);
    }

    /// The same in things of one kind.
    pub fn show_count(&mut self, since: Duration, job: &str, done: u64, total: u64) {
        let far = format!("{done} of {total}");
        self.show_far(since, job, &far, done as f64 / total.max(1) as f64);
    }

    /// The same in runs, of which `before` were done when it began: with how many a second there are
    /// of late, and how long the rest will take at that.
    pub fn show_runs(
        &mut self,
        since: Duration,
        job: &str,
        before: usize,
        done: usize,
        total: usize,
    ) {
        let far = runs(since, before, done, total);
        self.show_far(since, job, &far, done as f64 / total.max(1) as f64);
    }

    fn show_far(&mut self, since: Duration, job: &str, far: &str, share: f64) {
        if since < self.next {
            return;
        }
        let line = line(job, far, share, self.columns);
        let Some(_) = self.columns else {
            self.next = since + IN_PIPE;
            return self.say(&line);
        };
        self.next = since + ON_TERMINAL;
        self.draw(&line);
    }

    /// Says that a job that began `since` ago still goes on; in a pipe not before five seconds.
    pub fn show_time(&mut self, since: Duration, job: &str) {
        let Some(columns) = self.columns else {
            if since >= self.next.max(IN_PIPE) {
                self.next = since + IN_PIPE;
                self.say(&format!("{job}, {} s so far", since.as_secs()));
            }
            return;
        };
        if since >= self.next {
            self.next = since + ON_TERMINAL;
            let line = format!("{job}, {} s", since.as_secs());
            self.draw(if line.len() < columns { &line } else { "" });
        }
    }

    fn draw(&mut self, line: &str) {
        let rest = " ".repeat(self.drawn.saturating_sub(line.len()));
        // Who cannot be told how far it is still gets his answer.
        let _ = write!(self.out, "\r{line}{rest}").and_then(|()| self.out.flush());
        self.drawn = line.len();
    }

    /// Says something that stays.
    pub fn say(&mut self, text: &str) {
        self.clear();
        let _ = writeln!(self.out, "maatstaf: {text}");
    }

    /// Leaves the line as it was found.
    pub fn clear(&mut self) {
        if self.drawn > 0 {
            let _ = write!(self.out, "\r{}\r", " ".repeat(self.drawn));
            let _ = self.out.flush();
            self.drawn = 0;
        }
    }
}

impl<W: Write> Drop for Meter<W> {
    fn drop(&mut self) {
        self.clear();
    }
}

/// `2.4 of 4.8 MB`, and the share.
fn megabytes(bytes: u64, total: u64) -> (String, f64) {
    let mb = |bytes: u64| bytes as f64 / 1e6;
    let far = format!("{:.1} of {:.1} MB", mb(bytes), mb(total));
    (far, bytes as f64 / total.max(1) as f64)
}

/// `12 of 45 runs, 1.5 a second, 22 s left`.
fn runs(since: Duration, before: usize, done: usize, total: usize) -> String {
    let far = format!("{done} of {total} runs");
    let rate = done.saturating_sub(before) as f64 / since.as_secs_f64().max(1e-9);
    if done <= before || done >= total {
        return far;
    }
    let left = total.saturating_sub(done) as f64 / rate;
    let speed = match rate {
        rate if rate >= 1.0 => format!("{rate:.1} a second"),
        rate => format!("{:.1} s each", 1.0 / rate),
    };
    format!("{far}, {speed}, {} left", how_long(left))
}

/// `22 s`, `3 min`, `2 h 5 min`.
fn how_long(seconds: f64) -> String {
    match seconds.ceil() as u64 {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// `fetching f1db [############            ] 2.4 of 4.8 MB`, as far as it fits. No colour, ever.
fn line(job: &str, far: &str, share: f64, columns: Option<usize>) -> String {
    let Some(columns) = columns else { return format!("{job}, {far}") };
    let filled = (share.clamp(0.0, 1.0) * BAR as f64) as usize;
    let bar = "#".repeat(filled) + &" ".repeat(BAR - filled);
    let versions = [
        format!("{job} [{bar}] {far}"),
        format!("{job}, {far}"),
        far.to_owned(),
        format!("{:.0} %", share * 100.0),
    ];
    // The last column stays free: some terminals begin a new line there.
    versions.into_iter().find(|text| text.len() < columns).unwrap_or_default()
}

#[cfg(test)]
#[path = "progress_tests.rs"]
mod tests;
