//! Growing waits after wrong passwords.

use std::time::Duration;

use kenmovie_common::Time;
use kenmovie_common::domain::Backoff;

use super::stage::{KvStage, MOMENT, at, at_once};

const BACKOFF: Backoff = free(3);

const fn free(free: u32) -> Backoff {
    Backoff { free, first: Duration::from_secs(30), longest: Duration::from_mins(2) }
}

async fn tries(stage: &KvStage, key: &str, now: Time) -> Result<(), Time> {
    stage.kv.try_under(key, BACKOFF, now).await.unwrap()
}

/// All the free tries, at one moment.
async fn spend(stage: &KvStage, key: &str, now: Time) {
    for _ in 0..BACKOFF.free {
        assert_eq!(tries(stage, key, now).await, Ok(()));
    }
}

pub async fn a_wait_follows_the_last_free_try_and_doubles_up_to_a_bound(stage: &KvStage) {
    spend(stage, "a", at(0)).await;
    let mut now = at(0);
    for seconds in [30, 60, 120, 120, 120] {
        let until = now + Duration::from_secs(seconds);
        assert_eq!(tries(stage, "a", now).await, Err(until));
        assert_eq!(tries(stage, "a", until - MOMENT).await, Err(until));
        assert_eq!(tries(stage, "a", until).await, Ok(()));
        now = until;
    }
}

pub async fn a_try_that_has_to_wait_is_not_counted(stage: &KvStage) {
    spend(stage, "a", at(0)).await;
    for _ in 0..10 {
        assert_eq!(tries(stage, "a", at(1)).await, Err(at(30_000)));
    }
    assert_eq!(tries(stage, "a", at(30_000)).await, Ok(()));
    assert_eq!(tries(stage, "a", at(30_000)).await, Err(at(90_000)));
}

pub async fn what_is_forgiven_is_forgotten(stage: &KvStage) {
    stage.kv.forgive("a").await.unwrap();
    for _ in 0..2 {
        spend(stage, "a", at(0)).await;
        assert_eq!(tries(stage, "a", at(0)).await, Err(at(30_000)));
        stage.kv.forgive("a").await.unwrap();
    }
}

pub async fn every_key_has_tries_of_its_own(stage: &KvStage) {
    let long = "x".repeat(500);
    for key in ["account:ana", "account:ANA", "device:ana", "ñ 🎬", "a#b", "", &long] {
        spend(stage, key, at(0)).await;
        assert_eq!(tries(stage, key, at(0)).await, Err(at(30_000)), "{key}");
    }
    stage.kv.forgive("account:ana").await.unwrap();
    assert_eq!(tries(stage, "device:ana", at(0)).await, Err(at(30_000)));
}

pub async fn tries_are_forgotten_a_day_after_the_last(stage: &KvStage) {
    let mut now = at(0);
    for _ in 0..BACKOFF.free {
        assert_eq!(tries(stage, "a", now).await, Ok(()));
        now = now + Backoff::MEMORY - MOMENT;
    }
    assert_eq!(tries(stage, "a", now).await, Ok(()));
    // The fourth: a minute.
    assert_eq!(tries(stage, "a", now).await, Err(now + Duration::from_mins(1)));
    let forgotten = now + Backoff::MEMORY;
    spend(stage, "a", forgotten).await;
    assert_eq!(tries(stage, "a", forgotten).await, Err(forgotten + Duration::from_secs(30)));
}

pub async fn where_few_tries_are_free_the_first_is_allowed(stage: &KvStage) {
    for (key, backoff, seconds) in [("none", free(0), 60), ("one", free(1), 30)] {
        for _ in 0..2 {
            let tried = async || stage.kv.try_under(key, backoff, at(0)).await.unwrap();
            assert_eq!(tried().await, Ok(()), "{key}");
            assert_eq!(tried().await, Err(at(seconds * 1_000)), "{key}");
            stage.kv.forgive(key).await.unwrap();
        }
    }
}

async fn allowed_at_once(stage: &KvStage, times: usize, backoff: Backoff, now: Time) -> Vec<Time> {
    let tried = at_once(times, |_| {
        let kv = stage.kv.clone();
        async move { kv.try_under("a", backoff, now).await.unwrap() }
    })
    .await;
    tried.into_iter().filter_map(Result::err).collect()
}

pub async fn of_many_at_once_only_the_free_ones_are_allowed(stage: &KvStage) {
    let told = allowed_at_once(stage, 40, BACKOFF, at(0)).await;
    assert_eq!(told, vec![at(30_000); 37]);
    let told = allowed_at_once(stage, 40, BACKOFF, at(30_000)).await;
    assert_eq!(told, vec![at(90_000); 39]);
    let forgotten = at(30_000) + Backoff::MEMORY;
    let told = allowed_at_once(stage, 40, BACKOFF, forgotten).await;
    assert_eq!(told, vec![forgotten + Duration::from_secs(30); 37]);
}

pub async fn many_free_tries_at_once_are_all_counted(stage: &KvStage) {
    assert_eq!(allowed_at_once(stage, 100, free(200), at(0)).await, []);
    assert_eq!(allowed_at_once(stage, 110, free(200), at(1)).await, vec![at(30_001); 10]);
}
