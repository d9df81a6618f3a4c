//! Counts of acts, for limits.

use std::time::Duration;

use kenmovie_common::ports::Count;

use super::stage::{KvStage, at, at_once};

const WINDOW: Duration = Duration::from_mins(1);

pub async fn a_window_begins_with_the_first_count_and_ends_on_time(stage: &KvStage) {
    let count = async |key, millis| stage.kv.count(key, WINDOW, at(millis)).await.unwrap();
    assert_eq!(count("a", 0).await, Count { used: 1, resets_at: at(60_000) });
    assert_eq!(count("a", 59_999).await, Count { used: 2, resets_at: at(60_000) });
    assert_eq!(count("b", 59_999).await, Count { used: 1, resets_at: at(119_999) });
    assert_eq!(count("a", 60_000).await, Count { used: 1, resets_at: at(120_000) });
    assert_eq!(count("a", 60_001).await, Count { used: 2, resets_at: at(120_000) });
}

pub async fn every_key_has_a_count_of_its_own(stage: &KvStage) {
    let long = "x".repeat(500);
    let keys =
        ["login:ana@example.org", "login:ANA@example.org", "ñ 🎬", "a#b", "a", " a", "a:b/c?d=e", &long];
    for used in 1..=2 {
        for key in keys {
            let count = stage.kv.count(key, WINDOW, at(0)).await.unwrap();
            assert_eq!(count, Count { used, resets_at: at(60_000) }, "{key}");
        }
    }
}

pub async fn windows_are_as_long_as_they_are_asked_for(stage: &KvStage) {
    for (key, millis) in [("second", 1_000), ("hour", 3_600_000), ("day", 86_400_000)] {
        let window = Duration::from_millis(millis);
        let last = i64::try_from(millis).unwrap() - 1;
        let ends = at(last + 1);
        assert_eq!(stage.kv.count(key, window, at(0)).await.unwrap(), Count { used: 1, resets_at: ends });
        assert_eq!(stage.kv.count(key, window, at(last)).await.unwrap(), Count { used: 2, resets_at: ends });
        assert_eq!(stage.kv.count(key, window, ends).await.unwrap().used, 1);
    }
}

pub async fn no_count_is_lost_among_many_at_once(stage: &KvStage) {
    let mut seen = at_once(200, |_| {
        let kv = stage.kv.clone();
        async move { kv.count("a", WINDOW, at(0)).await.unwrap().used }
    })
    .await;
    seen.sort_unstable();
    assert_eq!(seen, (1..=200).collect::<Vec<_>>());
}

pub async fn many_at_once_begin_one_new_window(stage: &KvStage) {
    for _ in 0..7 {
        stage.kv.count("a", WINDOW, at(0)).await.unwrap();
    }
    let counts = at_once(50, |_| {
        let kv = stage.kv.clone();
        async move { kv.count("a", WINDOW, at(60_000)).await.unwrap() }
    })
    .await;
    assert!(counts.iter().all(|count| count.resets_at == at(120_000)));
    let mut used: Vec<_> = counts.iter().map(|count| count.used).collect();
    used.sort_unstable();
    assert_eq!(used, (1..=50).collect::<Vec<_>>());
}
