use kenmovie_common::ports::{Health as _, Kv, Movies as _, Store};
use kenmovie_embedded::{Embedded, OpenError};
use rusqlite::Connection;

use crate::site::{draft, new_movie, site};

fn is_every_port<T: Store + Kv + Clone>(_: &T) {}

#[tokio::test]
async fn the_engine_is_every_port_and_answers() {
    let site = site();
    is_every_port(&site.store);
    site.store.ping().await.unwrap();
}

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    let site = site();
    let id = site.movie("Arrival").await;
    let whole = site.whole(id).await;
    site.store.close().await;
    let again = Embedded::open(site.folder.path().join("kenmovie.db")).unwrap();
    assert_eq!(again.movie(id, None).await.unwrap(), Some(whole));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_one_file() {
    let site = site();
    let other = Embedded::open(site.folder.path().join("kenmovie.db")).unwrap();
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let store = if number % 2 == 0 { site.store.clone() } else { other.clone() };
            tokio::spawn(async move { store.create_movie(new_movie(draft("Both"))).await.unwrap() })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(site.store.count_movies().await.unwrap(), 40);
    assert_eq!(other.count_movies().await.unwrap(), 40);
}

#[test]
fn a_newer_schema_is_refused() {
    let site = site();
    let path = site.folder.path().join("kenmovie.db");
    drop(site.store);
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
    let error = Embedded::open(&path).unwrap_err();
    assert!(matches!(error, OpenError::Newer { .. }), "{error}");
    assert!(error.to_string().contains("was written by a newer KenMovie"), "{error}");
}

#[test]
fn what_is_not_our_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text");
    std::fs::write(&text, "not a database ".repeat(100)).unwrap();
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    for path in [&text, &other] {
        let before = std::fs::read(path).unwrap();
        let error = Embedded::open(path).unwrap_err();
        assert!(matches!(error, OpenError::Foreign { .. }), "{error:?}");
        assert_eq!(error.to_string(), format!("{} is not a KenMovie database", path.display()));
        assert!(std::fs::read(path).unwrap() == before, "{} was changed", path.display());
    }
}

#[test]
fn a_path_that_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("missing/kenmovie.db"), folder.path().to_owned()] {
        let error = Embedded::open(&path).unwrap_err();
        assert!(matches!(error, OpenError::File { .. }), "{error:?}");
        assert!(error.to_string().starts_with(&path.display().to_string()), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = site();
    let mode = site.folder.path().join("kenmovie.db").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
