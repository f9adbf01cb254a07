//! How long a hundred thousand ends of a season take, on one core.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench is a shell")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use maatstaf_core::{Moment, Season, SeasonRules, Title};
use maatstaf_pace::odds::{Draws, Learned, OddsSettings, Scene};
use maatstaf_season::examples;

criterion_group!(benches, ends);
criterion_main!(benches);

/// Twenty drivers, 22 rounds and six sprints, modern points: the size of a season of Formula One.
fn season() -> (Season, SeasonRules) {
    let names: Vec<String> = (0..20).map(|at| format!("driver-{at:02}")).collect();
    let order: Vec<&str> = names.iter().map(String::as_str).collect();
    let rounds: Vec<&[&str]> = vec![&order; 22];
    let season = examples::season_of(&rounds);
    let mut events = season.events().to_vec();
    for event in events.iter_mut().skip(6).step_by(3) {
        event.has_sprint = true;
        event.sprint.clone_from(&event.race);
    }
    let mut rules = examples::rules();
    let table =
        |points: &[i64]| maatstaf_core::PointsTable(points.iter().map(|it| (*it).into()).collect());
    rules.race.drivers = table(&[25, 18, 15, 12, 10, 8, 6, 4, 2, 1]);
    let mut sprint = rules.race.clone();
    sprint.drivers = table(&[8, 7, 6, 5, 4, 3, 2, 1]);
    rules.sprint = Some(sprint);
    (Season::new(season.year(), events).unwrap(), rules)
}

fn ends(bench: &mut Criterion) {
    let (season, rules) = season();
    let learned = Learned::until(&[], &season, 5, &OddsSettings::START);
    let scene = Scene::new(&learned, &season, &rules, Title::Drivers, Moment::after(5)).unwrap();
    let draws = Draws::default();
    let mut group = bench.benchmark_group("odds");
    group.sample_size(10);
    group.bench_function("100,000 ends after 5 of 22 rounds", |bench| {
        bench.iter(|| scene.odds(black_box(scene.field()), &draws));
    });
    group.finish();
}
