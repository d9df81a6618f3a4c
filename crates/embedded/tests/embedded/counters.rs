use std::time::Duration;

use kenmovie_common::ports::{Count, Counters as _};

use crate::site::{at, site};

const WINDOW: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_window_begins_with_the_first_count_and_ends_on_time() {
    let site = site();
    let count = |key, millis| site.store.count(key, WINDOW, at(millis));
    assert_eq!(count("a", 0).await.unwrap(), Count { used: 1, resets_at: at(60_000) });
    assert_eq!(count("a", 59_999).await.unwrap(), Count { used: 2, resets_at: at(60_000) });
    assert_eq!(count("b", 59_999).await.unwrap(), Count { used: 1, resets_at: at(119_999) });
    assert_eq!(count("a", 60_000).await.unwrap(), Count { used: 1, resets_at: at(120_000) });
}

#[tokio::test(flavor = "multi_thread")]
async fn no_count_is_lost_among_many_at_once() {
    let site = site();
    let tasks: Vec<_> = (0..200)
        .map(|_| {
            let store = site.store.clone();
            tokio::spawn(async move { store.count("a", WINDOW, at(0)).await.unwrap().used })
        })
        .collect();
    let mut seen = Vec::new();
    for task in tasks {
        seen.push(task.await.unwrap());
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=200).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_swept_away_some_rows_at_a_time() {
    let site = site();
    for number in 0..1_200 {
        site.store.count(&number.to_string(), WINDOW, at(0)).await.unwrap();
    }
    let other = rusqlite::Connection::open(site.folder.path().join("kenmovie.db")).unwrap();
    let rows = || other.query_row("SELECT count(*) FROM counters", (), |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(rows(), 1_200);
    for left in [701, 201, 1, 1] {
        site.store.count("later", WINDOW, at(120_000)).await.unwrap();
        assert_eq!(rows(), left);
    }
}
