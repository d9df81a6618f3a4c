//! The store's upkeep.

#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

mod deletions;
mod letters;

use std::sync::Mutex;

use async_trait::async_trait;
use kenmovie_common::Time;
use kenmovie_common::domain::Deletion;
use kenmovie_common::ports::{Drift, Erasure, StoreError, StoreResult, Upkeep};
use kenmovie_maintenance::{PATIENCE, maintain};

/// A store that notes until when it was settled.
struct Store {
    left: StoreResult<u64>,
    asked: Mutex<Vec<Time>>,
}

#[async_trait]
impl Upkeep for Store {
    async fn settle(&self, before: Time) -> StoreResult<u64> {
        self.asked.lock().unwrap().push(before);
        match &self.left {
            Ok(left) => Ok(*left),
            Err(_) => Err(StoreError::Unavailable("away".to_owned())),
        }
    }

    async fn erase(&self, _: Deletion, _: usize, _: Time) -> StoreResult<Erasure> {
        unreachable!("nobody is erased")
    }

    async fn unfinished_deletions(&self, _: usize) -> StoreResult<Vec<Deletion>> {
        Ok(Vec::new())
    }

    async fn verify_sample(&self, _: usize) -> StoreResult<Vec<Drift>> {
        unreachable!("nothing is recounted")
    }

    async fn verify_counters(&self) -> StoreResult<Vec<Drift>> {
        unreachable!("nothing is recounted")
    }
}

#[tokio::test]
async fn what_was_begun_a_minute_ago_is_settled_and_counted() {
    let store = Store { left: Ok(3), asked: Mutex::default() };
    let now = Time::from_millis(1_750_000_000_000);
    assert_eq!(maintain(&store, now).await.unwrap(), 3);
    assert_eq!(*store.asked.lock().unwrap(), [now - PATIENCE]);
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_told() {
    let store = Store { left: Err(StoreError::Unavailable(String::new())), asked: Mutex::default() };
    assert!(matches!(maintain(&store, Time::from_millis(0)).await, Err(StoreError::Unavailable(_))));
}
