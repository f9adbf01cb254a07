//! A season of two teams with two drivers each, whose orders are drawn; the real ones are in
//! `crates/maatstaf/tests/apart.rs`, which has an F1DB release at hand.

use maatstaf_core::{
    CarNumber, Classification, Classified, EngineId, Event, Outcome, Round, RoundNumber,
};
use maatstaf_numerics::nuts::{Chain, Settings};
use maatstaf_numerics::random::Random;

use super::*;

const CREWS: [(&str, &str); 4] =
    [("ace", "fast"), ("mate", "fast"), ("hero", "slow"), ("novice", "slow")];
/// What each is worth.
const WORTHS: [f64; 4] = [2.5, 1.5, 0.5, -1.5];

fn line(at: usize, place: usize) -> Classified {
    Classified {
        driver: DriverId::new(CREWS[at].0),
        car: CarNumber::new(&format!("{}", at + 1)),
        constructor: ConstructorId::new(CREWS[at].1),
        engine: EngineId::new("one"),
        outcome: Outcome::Place(place as u16 + 1),
        laps: None,
        time: None,
        grid: None,
        fastest_lap: false,
        time_penalty: None,
        lap_time: None,
        reason: None,
    }
}

fn event(number: RoundNumber, order: &[usize]) -> Event {
    let lines = order.iter().enumerate().map(|(place, at)| line(*at, place)).collect();
    let name = format!("round {number}");
    let round = Round {
        number,
        id: name.clone(),
        name: name.clone(),
        circuit_id: name.clone(),
        circuit: name,
        also: Vec::new(),
        date: None,
    };
    let race = Some(Classification::new(lines, None).unwrap());
    Event { round, qualifying: None, has_sprint: false, sprint: None, race, timed: Vec::new() }
}

/// Orders drawn place after place: who is next has the least of `−log(u) / e^η`.
fn season(year: Year, rounds: u16, random: &mut Random) -> Season {
    let events = (1..=rounds).map(|number| {
        let mut order: Vec<(f64, usize)> =
            (0..4).map(|at| (-random.uniform().ln() / WORTHS[at].exp(), at)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        event(number, &order.into_iter().map(|it| it.1).collect::<Vec<usize>>())
    });
    Season::new(year, events.collect()).unwrap()
}

#[test]
fn law_drivers_come_out_as_they_were_put_in() {
    let mut random = Random::new(11, 0);
    let season = season(1, 300, &mut random);
    let found = apart(&[&season], &Spreads::PUBLISHED).unwrap();
    assert_eq!((found.n_races(), found.n_finishes()), (300, 1200));
    let names: Vec<String> = found.drivers_in(1).iter().map(|it| it.0.to_string()).collect();
    // Against their mates: +1, +0.5, −0.5, −1, whatever the car.
    assert_eq!(names, ["hero", "ace", "mate", "novice"]);
    assert_eq!(found.teams()[0].0, ConstructorId::new("fast"));
    // Team mates differ by what drivers are worth alone; the prior pulls 1 and 2 towards 0 a little.
    let beats =
        |a: &str, b: &str| found.beats(&DriverId::new(a), &DriverId::new(b), Some(1)).unwrap();
    for (a, b, difference) in [("ace", "mate", 1.0_f64), ("hero", "novice", 2.0)] {
        let Beats { probability, low, high } = beats(a, b);
        let truth = 1.0 / (1.0 + (-difference).exp());
        assert!((probability - truth).abs() < 0.06, "{a} {b}: {probability} {truth}");
        assert!(low < probability && probability < high && high - low < 0.15, "{low} {high}");
        let turned = beats(b, a);
        assert!((turned.probability + probability - 1.0).abs() < 1e-12);
        assert!((turned.low + high - 1.0).abs() < 1e-12);
    }
}

#[test]
fn law_more_races_tell_more() {
    let width = |rounds: u16| {
        let season = season(1, rounds, &mut Random::new(5, 0));
        let worth = apart(&[&season], &Spreads::PUBLISHED).unwrap().drivers()[0].1;
        assert_eq!(worth.finishes, usize::from(rounds));
        worth.high - worth.low
    };
    assert!(width(10) > width(100));
}

#[test]
fn who_never_finished_is_not_told_of() {
    let season = season(1, 5, &mut Random::new(2, 0));
    let found = apart(&[&season], &Spreads::PUBLISHED).unwrap();
    let nobody = DriverId::new("nobody");
    assert_eq!(found.beats(&nobody, &DriverId::new("ace"), None), None);
    assert_eq!(found.beats(&DriverId::new("ace"), &DriverId::new("mate"), Some(2)), None);
    assert!(found.drivers_in(2).is_empty());
    assert!(apart(&[], &Spreads::PUBLISHED).is_none());
    assert!(apart(&[&season], &Spreads { team: 0.0, ..Spreads::PUBLISHED }).is_none());
}

/// The shares of the variance add up, and the same seed gives the same.
#[test]
fn law_shares_add_up() {
    let mut random = Random::new(3, 0);
    let seasons: Vec<Season> = (1..=4).map(|year| season(year, 20, &mut random)).collect();
    let seasons: Vec<&Season> = seasons.iter().collect();
    let (fitted, shares) = fitted_spreads(&seasons, 1).unwrap();
    assert_eq!(fitted.spreads(), &shares.spreads);
    assert!((shares.team.value + shares.driver.value - 1.0).abs() < 1e-12);
    assert!(shares.team.low < shares.team.value && shares.team.value < shares.team.high);
    assert_eq!(fitted_spreads(&seasons, 1).unwrap().1, shares);
}

const FEW: Settings = Settings { warm_up: 200, draws: 300, acceptance: 0.8, doublings: 10 };

fn drawn(seasons: &[&Season], threads: bool) -> (Apart, Shares) {
    let sampler = Sampler::new(seasons).unwrap();
    let chain = |which: u64| sampler.chain(&FEW, 1, which, |_| ()).unwrap();
    let chains: Vec<Chain> = if threads {
        std::thread::scope(|scope| {
            let chains: Vec<_> = (0..4).map(|it| scope.spawn(move || chain(it))).collect();
            chains.into_iter().map(|it| it.join().unwrap()).collect()
        })
    } else {
        (0..4).map(chain).collect()
    };
    sampler.finish(&chains).unwrap()
}

/// What is known of many races is close to normal: draws and the highest point with its bends tell the same.
#[test]
fn law_draws_and_the_highest_point_agree() {
    let mut random = Random::new(12, 0);
    let seasons: Vec<Season> = (1..=4).map(|year| season(year, 60, &mut random)).collect();
    let seasons: Vec<&Season> = seasons.iter().collect();
    let (found, shares) = drawn(&seasons, true);
    let likely = apart(&seasons, found.spreads()).unwrap();
    for ((a, b), truth) in [(("ace", "mate"), 1.0_f64), (("hero", "novice"), 2.0)] {
        let [drawn, likely] = [&found, &likely]
            .map(|it| it.beats(&DriverId::new(a), &DriverId::new(b), Some(1)).unwrap());
        let truth = 1.0 / (1.0 + (-truth).exp());
        assert!(drawn.low < truth && truth < drawn.high, "{drawn:?} {truth}");
        assert!((drawn.probability - likely.probability).abs() < 0.03, "{drawn:?} {likely:?}");
        let wider = (drawn.high - drawn.low) / (likely.high - likely.low);
        assert!((0.85..1.4).contains(&wider), "{wider}");
    }
    assert!(
        shares.low.driver < shares.spreads.driver && shares.spreads.driver < shares.high.driver
    );
    assert!(shares.team.low < shares.team.value && shares.team.value < shares.team.high);
    let mixing = found.mixing().unwrap();
    assert_eq!((mixing.chains, mixing.draws, likely.mixing()), (4, 1200, None));
    assert!(mixing.rhat > 1.0 && mixing.rhat < 1.2 && mixing.bulk > 20.0 && mixing.tail > 20.0);
    assert_eq!(found.years().collect::<Vec<Year>>(), [1, 2, 3, 4]);
}

#[test]
fn law_draws_are_the_same_on_any_number_of_threads() {
    let season = season(1, 20, &mut Random::new(2, 0));
    let [one, four] = [false, true].map(|threads| drawn(&[&season], threads));
    assert_eq!(one.0.drivers(), four.0.drivers());
    assert_eq!((one.1, one.0.mixing()), (four.1, four.0.mixing()));
}

#[test]
fn nothing_is_drawn_from_nothing() {
    assert!(Sampler::new(&[]).is_none());
    let season = season(1, 5, &mut Random::new(2, 0));
    let sampler = Sampler::new(&[&season]).unwrap();
    let [short, long] = [8, 9]
        .map(|draws| sampler.chain(&Settings { warm_up: 20, draws, ..FEW }, 1, 0, |_| ()).unwrap());
    assert!(sampler.clone().finish(&[]).is_none());
    assert!(sampler.clone().finish(&[short.clone(), long]).is_none());
    assert!(sampler.finish(&[short]).is_some());
}
