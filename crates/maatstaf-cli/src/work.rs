//! Jobs on some threads, their results on one.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How often there is something to do between two results.
const TICK: Duration = Duration::from_millis(100);

/// A job by its number, and what came of it; the words of a panic where it did not come to its end.
pub type Finished<T> = (usize, Result<T, String>);

/// Does jobs on some threads and hands each result to `each` on this one, as it comes; in between
/// `each` gets nothing now and then. A job that panics loses no other. When `each` says no, no
/// further job begins.
pub fn work<T: Send, E>(
    jobs: &[usize],
    n_threads: usize,
    job: impl Fn(usize) -> T + Sync,
    mut each: impl FnMut(Option<Finished<T>>) -> Result<(), E>,
) -> Result<(), E> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (send, receive) = channel();
    thread::scope(|scope| {
        for _ in 0..n_threads {
            let (send, job, next, stop) = (send.clone(), &job, &next, &stop);
            scope.spawn(move || {
                while let Some(&which) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = catch_unwind(AssertUnwindSafe(|| job(which)));
                    let result = result.map_err(|panic| words(&*panic));
                    if stop.load(Ordering::Relaxed) || send.send((which, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        loop {
            let told = match receive.recv_timeout(TICK) {
                Ok(finished) => each(Some(finished)),
                Err(RecvTimeoutError::Timeout) => each(None),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            if told.is_err() {
                stop.store(true, Ordering::Relaxed);
                return told;
            }
        }
    })
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

#[cfg(test)]
#[path = "work_tests.rs"]
mod tests;
