use super::*;

/// The numbers that were handed over, and those that panicked, in order.
fn done(n_jobs: usize, n_threads: usize) -> (Vec<usize>, Vec<usize>) {
    let jobs: Vec<usize> = (0..n_jobs).collect();
    let (mut squares, mut panics) = (Vec::new(), Vec::new());
    let job = |number: usize| {
        assert!(number % 7 != 3, "no {number}");
        number * number
    };
    let each = |finished: Option<Finished<usize>>| {
        match finished {
            Some((number, Ok(square))) => squares.push((number, square)),
            Some((number, Err(words))) => panics.push((number, words)),
            None => {}
        }
        Ok::<(), ()>(())
    };
    work(&jobs, n_threads, job, each).unwrap();
    assert!(squares.iter().all(|(number, square)| number * number == *square));
    assert!(panics.iter().all(|(number, words)| *words == format!("no {number}")));
    let mut of = [squares.iter().map(|it| it.0).collect(), panics.iter().map(|it| it.0).collect()];
    of.iter_mut().for_each(|numbers: &mut Vec<usize>| numbers.sort_unstable());
    let [squares, panics] = of;
    (squares, panics)
}

#[test]
fn law_a_panic_loses_no_other_job() {
    for n_threads in [1, 3, 8] {
        let (squares, panics) = done(20, n_threads);
        assert_eq!(panics, [3, 10, 17]);
        assert_eq!(squares.len(), 17);
    }
}

#[test]
fn law_who_says_no_ends_the_work() {
    let jobs: Vec<usize> = (0..1000).collect();
    let begun = AtomicUsize::new(0);
    let job = |_| begun.fetch_add(1, Ordering::Relaxed);
    let refused = work(&jobs, 2, job, |finished| finished.map_or(Ok(()), |_| Err("full")));
    assert_eq!(refused, Err("full"));
    let slow = |number: usize| thread::sleep(Duration::from_millis(number as u64 % 3));
    let mut ticks = 0;
    work(&jobs[..20], 4, slow, |_| {
        ticks += 1;
        Ok::<(), ()>(())
    })
    .unwrap();
    assert!(ticks >= 20);
}
