//! Jobs that share a transaction.

use kenmovie_common::ports::StoreError;
use rusqlite::Connection;

use crate::error::{Failure, corrupt};
use crate::row::{all, change};
use crate::{Embedded, Options};

fn engine(options: Options) -> (Embedded, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Embedded::open_with(folder.path().join("kenmovie.db"), options).unwrap(), folder)
}

fn put(db: &Connection, key: &str) -> Result<(), Failure> {
    change(db, "INSERT INTO counters (key, used, resets_at) VALUES (?1, 1, 0)", [key]).map(|_| ())
}

async fn keys(engine: &Embedded) -> Vec<String> {
    engine
        .read(|db| all(db, "SELECT key FROM counters ORDER BY key", (), |row| Ok(row.get(0)?)))
        .await
        .unwrap()
}

/// Keeps the writer busy until the sender is dropped, so that what is asked meanwhile becomes one batch.
fn hold(engine: &Embedded) -> std::sync::mpsc::Sender<()> {
    let (release, held) = std::sync::mpsc::channel::<()>();
    let engine = engine.clone();
    let (started, running) = std::sync::mpsc::channel();
    tokio::spawn(async move {
        engine
            .write(move |_| {
                started.send(()).unwrap();
                held.recv().unwrap_or_default();
                Ok(())
            })
            .await
    });
    tokio::task::block_in_place(|| running.recv().unwrap());
    release
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_fails_or_panics_takes_nothing_of_its_neighbours_with_it() {
    let (engine, _folder) = engine(Options::default());
    let release = hold(&engine);
    let (first, refused, panicked, last, ()) = tokio::join!(
        biased;
        engine.write(|db| put(db, "first")),
        engine.write::<()>(|db| {
            put(db, "refused")?;
            Err(corrupt("no"))
        }),
        engine.write::<()>(|db| {
            put(db, "panicked")?;
            panic!("this panic belongs to the test");
        }),
        engine.write(|db| put(db, "last")),
        async { drop(release) },
    );
    first.unwrap();
    assert!(matches!(refused, Err(StoreError::Corrupt(_))));
    assert!(matches!(panicked, Err(StoreError::Unavailable(_))));
    last.unwrap();
    assert_eq!(keys(&engine).await, ["first", "last"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_comes_when_another_connection_sees_the_write() {
    let (engine, folder) = engine(Options::default());
    let other = Connection::open(folder.path().join("kenmovie.db")).unwrap();
    for key in ["a", "b", "c"] {
        engine.write(move |db| put(db, key)).await.unwrap();
        assert!(seen(&other, key));
    }
}

/// Whether another connection sees this key.
fn seen(other: &Connection, key: &str) -> bool {
    let sql = "SELECT count(*) FROM counters WHERE key = ?1";
    other.query_row(sql, [key], |row| row.get::<_, i64>(0)).unwrap() == 1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_is_answered_early_is_there_with_the_next_one_or_by_itself() {
    let (engine, folder) = engine(Options::default());
    let other = Connection::open(folder.path().join("kenmovie.db")).unwrap();
    engine.write_early(|db| put(db, "early")).await.unwrap();
    engine.write(|db| put(db, "next")).await.unwrap();
    assert!(seen(&other, "early") && seen(&other, "next"));
    engine.write_early(|db| put(db, "alone")).await.unwrap();
    while !seen(&other, "alone") {
        tokio::task::yield_now().await;
    }
    engine.write_early(|db| put(db, "last")).await.unwrap();
    engine.close().await;
    assert!(seen(&other, "last"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_early_answer_says_what_its_own_job_came_to() {
    let (engine, _folder) = engine(Options::default());
    let refused = engine.write_early(|db| {
        put(db, "refused")?;
        Err::<(), _>(corrupt("no"))
    });
    assert!(matches!(refused.await, Err(StoreError::Corrupt(_))));
    let panicked = engine.write_early::<()>(|_| panic!("this panic belongs to the test"));
    assert!(matches!(panicked.await, Err(StoreError::Unavailable(_))));
    engine.write_early(|db| put(db, "kept")).await.unwrap();
    engine.write(|db| put(db, "next")).await.unwrap();
    assert_eq!(keys(&engine).await, ["kept", "next"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_whose_commit_fails_is_unavailable_to_all_and_leaves_nothing() {
    let (engine, _folder) = engine(Options::default());
    let release = hold(&engine);
    let (first, breaking, ()) = tokio::join!(
        biased;
        engine.write(|db| put(db, "first")),
        // A reference that nothing keeps: it is checked by the commit.
        engine.write(|db| {
            db.execute_batch("PRAGMA defer_foreign_keys = ON")?;
            let sql = "INSERT INTO facets (movie, genre, id, popular, top_rated, year, title_key)
                VALUES (7, 0, x'01', 0, 0, 0, '')";
            change(db, sql, ()).map(|_| ())
        }),
        async { drop(release) },
    );
    assert!(matches!(first, Err(StoreError::Unavailable(_))), "{first:?}");
    assert!(matches!(breaking, Err(StoreError::Unavailable(_))), "{breaking:?}");
    assert!(keys(&engine).await.is_empty());
    engine.write(|db| put(db, "after")).await.unwrap();
    assert_eq!(keys(&engine).await, ["after"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_is_written_though_nobody_waits_for_the_answer() {
    let (engine, _folder) = engine(Options::default());
    let release = hold(&engine);
    let write = engine.write(|db| put(db, "alone"));
    let asked = tokio::time::timeout(std::time::Duration::ZERO, write).await;
    assert!(asked.is_err());
    drop(release);
    engine.write(|db| put(db, "next")).await.unwrap();
    assert_eq!(keys(&engine).await, ["alone", "next"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses_more_instead_of_growing() {
    let (engine, _folder) = engine(Options { queue: 2, ..Options::default() });
    let release = hold(&engine);
    let waiting: Vec<_> = (0..2)
        .map(|number| {
            let engine = engine.clone();
            Box::pin(async move { engine.write(move |db| put(db, &number.to_string())).await })
        })
        .collect();
    let mut waiting = waiting;
    for write in &mut waiting {
        assert!(tokio::time::timeout(std::time::Duration::ZERO, write).await.is_err());
    }
    assert!(matches!(engine.write(|db| put(db, "more")).await, Err(StoreError::Unavailable(_))));
    drop(release);
    for write in waiting {
        write.await.unwrap();
    }
    assert_eq!(keys(&engine).await, ["0", "1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_panics_leaves_its_thread_reading() {
    let (engine, _folder) = engine(Options { readers: 1, ..Options::default() });
    let read = engine.read::<()>(|_| panic!("this panic belongs to the test")).await;
    assert!(matches!(read, Err(StoreError::Unavailable(_))));
    assert!(keys(&engine).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_finishes_what_was_asked_and_refuses_the_rest() {
    let (engine, folder) = engine(Options::default());
    let release = hold(&engine);
    let mut write = Box::pin(engine.write(|db| put(db, "before")));
    assert!(tokio::time::timeout(std::time::Duration::ZERO, &mut write).await.is_err());
    drop(release);
    engine.close().await;
    write.await.unwrap();
    assert!(matches!(engine.write(|db| put(db, "after")).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(engine.read(|_| Ok(())).await, Err(StoreError::Unavailable(_))));
    let log = folder.path().join("kenmovie.db-wal");
    assert!(!log.exists() || log.metadata().unwrap().len() == 0);
}
