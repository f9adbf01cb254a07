use std::process::Stdio;
use std::time::{Duration, Instant};

use super::Desk;

const MOMENTS: u32 = 200;

/// Numbers between 0 and 1 that are the same in every run: Marsaglia's xorshift.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How long an import takes here and now.
fn usual(desk: &Desk) -> Duration {
    let mut times: Vec<Duration> = (0..6)
        .map(|idx| {
            let start = Instant::now();
            desk.import(1 + idx % 2);
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// Half of the moments lie anywhere in an import, half around its end, where the renames are.
fn moment(draws: &mut Draws, usual: Duration) -> Duration {
    let late = draws.next() < 0.5;
    let share = if late { 0.65 + 0.65 * draws.next() } else { draws.next() };
    usual.mul_f64(share)
}

#[test]
fn law_an_import_killed_at_any_moment_leaves_a_whole_library() {
    let desk = Desk::new("kill");
    let usual = usual(&desk);
    let mut draws = Draws(0x6d61_6174_7374_6166);
    let (mut killed, mut old, mut new, mut left) = (0, 0, 0, 0);
    for _ in 0..MOMENTS {
        let before = desk.holds().0.unwrap();
        let mut child =
            desk.importing(3 - before).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let start = Instant::now();
        let moment = moment(&mut draws, usual);
        while start.elapsed() < moment {
            std::hint::spin_loop();
        }
        let _ = child.kill();
        killed += u32::from(!child.wait().unwrap().success());
        let (after, leftovers) = desk.holds();
        left += u32::from(leftovers > 0);
        match after {
            Some(variant) if variant == before => old += 1,
            Some(_) => new += 1,
            None => panic!("the library is gone"),
        }
    }
    println!("{MOMENTS} moments: {killed} killed; {old} old, {new} new, {left} with leftovers");
    assert!(killed >= MOMENTS / 2 && old > 0 && new > 0 && left > 0, "the moments miss the import");
    let other = 3 - desk.holds().0.unwrap();
    desk.import(other);
    assert_eq!(desk.holds(), (Some(other), 0));
    let n_seasons = if other == 1 { 1 } else { 3 };
    let stray = desk.files().len() - (4 + 5 * n_seasons + 2);
    assert_eq!(stray, 0, "besides tables, catalogue and lock: {:?}", desk.files());
}
