//! Load on the real program over real sockets, and `kill -9` in the middle of it: what was answered with success is there,
//! once, and every counter equals the rows behind it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test panics where it fails"
)]

#[path = "../people/mod.rs"]
mod people;
mod person;

use std::process::Stdio;
use std::time::{Duration, Instant};

use kenmovie_common::ports::Upkeep as _;
use kenmovie_embedded::Embedded;
use people::program::Program;
use person::{MARKS, Person, Remembered};
use tempfile::TempDir;

const PEOPLE: usize = 50;

async fn start(folder: &TempDir) -> Program {
    Program::start(folder.path(), &[], Stdio::null()).await.expect("it listens")
}

/// Signs everybody up and gives the films that they act on: one hot, some others.
async fn gather(program: &Program) -> (Vec<Person>, Vec<String>) {
    let mut arriving = tokio::task::JoinSet::new();
    for number in 0..PEOPLE {
        arriving.spawn(Person::sign_up(program.origin().to_owned(), number));
    }
    let mut people = arriving.join_all().await;
    let page = people.first_mut().expect("people").get("/api/movies?limit=5").await.expect("a page");
    let films = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|film| film["id"].as_str().unwrap().to_owned())
        .collect();
    (people, films)
}

/// Everybody acts until the deadline or until the program is gone; what each remembers of what was acknowledged.
fn act(people: Vec<Person>, films: &[String], until: Instant) -> tokio::task::JoinSet<(Person, Remembered)> {
    let mut acting = tokio::task::JoinSet::new();
    for person in people {
        let films = films.to_vec();
        acting.spawn(async move { person.act(&films, until).await });
    }
    acting
}

async fn assert_exact(folder: &TempDir) {
    let store =
        Embedded::open(folder.path().join("kenmovie.db")).expect("the store opens after what happened");
    let drift = store.verify_counters().await.expect("a recount");
    assert!(drift.is_empty(), "{drift:?}");
    store.close().await;
}

async fn assert_remembered(program: &Program, everybody: &mut [(Person, Remembered)], films: &[String]) {
    let mut acknowledged = 0;
    for (person, remembered) in everybody {
        person.move_to(program.origin());
        acknowledged += remembered.count;
        for (film, marks) in films.iter().zip(&remembered.marks) {
            let shown = person.get(&format!("/api/movies/{film}")).await.expect("a film");
            for (mark, allowed) in MARKS.iter().zip(marks) {
                let mine = &shown["mine"][mark];
                assert!(allowed.contains(mine), "{mark}: {mine} is not among {allowed:?}");
            }
        }
        for comment in &remembered.comments {
            let shown = person.get(&format!("/api/comments/{comment}")).await;
            assert!(shown.is_some(), "the acknowledged comment {comment} is gone");
        }
    }
    assert!(acknowledged > 1_000, "only {acknowledged} acts were acknowledged: this was no load");
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_equal_their_rows_after_fifty_clients_acted_for_half_a_minute() {
    let folder = TempDir::new().unwrap();
    let program = start(&folder).await;
    let (people, films) = gather(&program).await;
    let mut everybody = act(people, &films, Instant::now() + Duration::from_secs(30)).join_all().await;
    assert_remembered(&program, &mut everybody, &films).await;
    program.stop().await;
    assert_exact(&folder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_or_miscounted_when_the_program_is_killed_in_the_middle() {
    let folder = TempDir::new().unwrap();
    let program = start(&folder).await;
    let (mut people, films) = gather(&program).await;
    let mut program = program;
    for _ in 0..3 {
        let mut acting = act(people, &films, Instant::now() + Duration::from_mins(1));
        program.kill_after(Duration::from_secs(2)).await;
        let mut everybody = Vec::new();
        while let Some(one) = acting.join_next().await {
            everybody.push(one.unwrap());
        }
        assert_exact(&folder).await;
        program = start(&folder).await;
        assert_remembered(&program, &mut everybody, &films).await;
        people = everybody.into_iter().map(|(person, _)| person).collect();
    }
    program.stop().await;
}
