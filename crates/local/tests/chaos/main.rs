//! Servers die while people act: no acknowledged write is lost, no counter is wrong, and every answer is success or 503
//! within five seconds. `cargo xtask chaos` runs it; `KENMOVIE_CHAOS_SECONDS` says for how long servers die (40).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test panics where it fails, and this one prints what it saw"
)]

mod acts;
mod board;
mod cluster;
mod house;
mod ledger;
mod line;
mod memory;
#[path = "../people/mod.rs"]
mod people;
mod person;
mod report;
mod server;
mod storm;
mod verdict;

use std::sync::Arc;
use std::time::{Duration, Instant};

use house::House;
use ledger::Ledger;
use line::Line;
use people::browser::{Ask, Browser};
use person::{Person, Stage};
use report::{Report, Upkeep};
use tokio::sync::watch;
use tokio::task::JoinSet;

const PEOPLE: usize = 16;
const FILMS: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_and_no_counter_is_wrong_while_servers_die() {
    let lasting =
        std::env::var("KENMOVIE_CHAOS_SECONDS").map_or(40, |seconds| seconds.parse().expect("seconds"));
    let mut house = House::build().await;
    let ledger = Ledger::default();
    let (people, films) = gather(&house, &ledger).await;
    house.fence(&films[0]).await;

    let begun = Instant::now();
    let (stop, stopped) = watch::channel(false);
    let mut acting = JoinSet::new();
    for person in people {
        acting.spawn(person.act(stopped.clone()));
    }
    let seen = tokio::select! {
        seen = storm::storm(&mut house, Duration::from_secs(lasting)) => seen,
        Some(ended) = acting.join_next() => panic!("a person ended early: {:?}", ended.err()),
    };
    stop.send_replace(true);
    let people = acting.join_all().await;

    house.healthy().await;
    println!("kenmovie maintain: {}", house.maintain().await);
    let upkeep = settle(&mut house).await;
    house.start_program().await;
    let origin = house.address().borrow().clone().unwrap();
    let verdict = verdict::reach(&origin, &people, &films).await;
    let problems: Vec<String> = {
        let figures = &ledger.figures();
        let (seen, upkeep, verdict) = (&seen, &upkeep, &verdict);
        Report { begun, people: PEOPLE, figures, seen, upkeep, verdict }.print();
        let problems = [&figures.faults, &verdict.lost, &verdict.doubled, &verdict.wrong];
        problems.into_iter().flatten().cloned().collect()
    };
    let logs = house.logs().to_owned();
    house.close().await;
    assert!(problems.is_empty(), "logs are in {}\n{}", logs.display(), problems.join("\n"));
    assert_eq!(upkeep.drift, 0, "logs are in {}", logs.display());
}

/// Signs everybody up and gives the films that they act on.
async fn gather(house: &House, ledger: &Ledger) -> (Vec<Person>, Vec<String>) {
    let mut visitor = Browser::new(house.address().borrow().clone().unwrap());
    let page =
        visitor.send(&Ask::new("GET", format!("/api/movies?limit={FILMS}"))).await.expect("films").json();
    let films = page["items"].as_array().unwrap().iter();
    let films: Vec<String> = films.map(|film| film["id"].as_str().unwrap().to_owned()).collect();
    let stage = Stage { films: Arc::new(films.clone()), board: board::Board::default() };
    let line = Line::new(house.address(), ledger.clone());
    let mut arriving = JoinSet::new();
    for number in 0..PEOPLE {
        arriving.spawn(Person::sign_up(number, line.clone(), stage.clone()));
    }
    (arriving.join_all().await, films)
}

/// Nobody acts any more: everything that was left half done is finished at once, and everything is counted.
async fn settle(house: &mut House) -> Upkeep {
    house.stop_program().await;
    let drift_before = house.drift().await.len();
    let settled = house.settle_all().await;
    let drift = house.drift().await;
    for drift in &drift {
        println!("{drift:?}");
    }
    Upkeep {
        drift_before,
        settled,
        drift: drift.len(),
        failed_starts: house.failed_starts,
        half_done: house.half_done,
    }
}
