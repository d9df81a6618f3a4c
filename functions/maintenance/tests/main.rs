//! The store's upkeep.

#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

mod deletions;
mod letters;
mod pictures;

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::domain::Deletion;
use kenmovie_common::ports::{Clock as _, Deletions, Drift, Erasure, StoreError, StoreResult, Upkeep};
use kenmovie_common::{MovieId, Time};
use kenmovie_maintenance::{Kept, PATIENCE, maintain};
use kenmovie_testkit::MovedClock;

/// A store of which a test says what it finds.
struct Store {
    left: StoreResult<u64>,
    /// How often something has to be erased until it is gone, and how long each time takes.
    deletion: Option<(u32, Duration)>,
    wrong: Vec<Drift>,
    clock: MovedClock,
    settled_before: Mutex<Vec<Time>>,
    erased: Mutex<u32>,
    counted: Mutex<Vec<usize>>,
}

impl Store {
    fn with(left: StoreResult<u64>) -> Self {
        Self {
            left,
            deletion: None,
            wrong: Vec::new(),
            clock: MovedClock::default(),
            settled_before: Mutex::default(),
            erased: Mutex::default(),
            counted: Mutex::default(),
        }
    }
}

#[async_trait]
impl Deletions for Store {
    async fn erase(&self, _: Deletion, _: usize, _: Time) -> StoreResult<Erasure> {
        let (needed, time) = self.deletion.unwrap();
        self.clock.advance(time);
        let mut erased = self.erased.lock().unwrap();
        *erased += 1;
        Ok(if *erased < needed { Erasure::More } else { Erasure::Gone })
    }

    async fn unfinished_deletions(&self, _: usize) -> StoreResult<Vec<Deletion>> {
        let film = Deletion::Movie(MovieId::from_bytes([7; 16]));
        Ok(self.deletion.map(|_| film).into_iter().collect())
    }
}

#[async_trait]
impl Upkeep for Store {
    async fn settle(&self, before: Time) -> StoreResult<u64> {
        self.settled_before.lock().unwrap().push(before);
        match &self.left {
            Ok(left) => Ok(*left),
            Err(_) => Err(StoreError::Unavailable("away".to_owned())),
        }
    }

    async fn verify_sample(&self, films: usize) -> StoreResult<Vec<Drift>> {
        self.counted.lock().unwrap().push(films);
        Ok(self.wrong.clone())
    }

    async fn verify_counters(&self) -> StoreResult<Vec<Drift>> {
        unreachable!("nobody asked for everything")
    }
}

#[tokio::test]
async fn what_was_begun_a_minute_ago_is_settled_and_a_sample_is_counted() {
    let store = Store::with(Ok(3));
    let now = store.clock.now();
    assert_eq!(maintain(&store, &store.clock).await.unwrap(), Kept { finished: 3, drifts: 0 });
    assert_eq!(*store.settled_before.lock().unwrap(), [now - PATIENCE]);
    assert_eq!(*store.counted.lock().unwrap(), [20]);
}

#[tokio::test]
async fn counters_that_are_wrong_are_told() {
    let drift = |stored| Drift { counter: "movie likes", of: "x".to_owned(), stored, counted: 1 };
    let store = Store { wrong: vec![drift(2), drift(3)], ..Store::with(Ok(0)) };
    assert_eq!(maintain(&store, &store.clock).await.unwrap(), Kept { finished: 0, drifts: 2 });
}

#[tokio::test]
async fn a_long_deletion_is_left_to_the_next_call_in_time() {
    let store = Store { deletion: Some((50, Duration::from_secs(1))), ..Store::with(Ok(0)) };
    assert_eq!(maintain(&store, &store.clock).await.unwrap().finished, 0);
    assert_eq!(*store.erased.lock().unwrap(), 30);
    assert_eq!(maintain(&store, &store.clock).await.unwrap().finished, 1);
    assert_eq!(*store.erased.lock().unwrap(), 50);
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_told() {
    let store = Store::with(Err(StoreError::Unavailable(String::new())));
    assert!(matches!(maintain(&store, &store.clock).await, Err(StoreError::Unavailable(_))));
}
