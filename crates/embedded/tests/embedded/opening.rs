use kenmovie_common::domain::{Language, Role};
use kenmovie_common::ports::{ApiTokens as _, Health as _, Kv, Movies as _, Store, Users as _};
use kenmovie_embedded::{Embedded, OpenError};
use rusqlite::Connection;

use crate::site::{at, draft, new_movie, site, user_id};

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

#[tokio::test]
async fn people_and_tokens_of_the_first_schema_are_there_after_the_migration() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kenmovie.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../../src/schema/1_foundation.sql")).unwrap();
    old.execute_batch(
        "INSERT INTO users (id, email_key, email, name, age, role, language, email_verified, avatar_url, auth_epoch,
            created_at, password_hash)
        VALUES
            (x'01010101010101010101010101010101', 'ana.pérez@example.org', 'Ana.Pérez@Example.org', 'Íñigo Ana', 30,
                'admin', 'en', 1, 'https://a.example/1', 7, 5, 'hash'),
            (x'02020202020202020202020202020202', 'eva@example.org', 'eva@example.org', 'Eva', 13, 'user', 'es', 0,
                NULL, 0, 6, NULL);
        INSERT INTO api_tokens (id, secret_hash, name, prefix, scopes, created_at)
        VALUES (x'03030303030303030303030303030303', zeroblob(32), 'render', 'km_abcd', 'movies:read', 9);
        PRAGMA application_id = 0x4b656e4d; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let store = Embedded::open(&path).unwrap();
    let ana = store.credentials("ANA.PÉREZ@example.org").await.unwrap().unwrap();
    assert_eq!(ana.password_hash.as_deref(), Some("hash"));
    let ana = ana.user;
    assert_eq!(
        (ana.id, ana.name.as_str(), ana.age, ana.role),
        (user_id(1), "Íñigo Ana", Some(30), Role::Admin)
    );
    assert_eq!((ana.email.as_str(), ana.email_verified, ana.auth_epoch), ("Ana.Pérez@Example.org", true, 7));
    assert_eq!((ana.language, ana.avatar_url.as_deref()), (Language::En, Some("https://a.example/1")));
    for (beginning, found) in [("", vec![2, 1]), ("inigo", vec![1]), ("ana.perez@", vec![1]), ("Ev", vec![2])]
    {
        let page = store.list_users(beginning, None, 10).await.unwrap();
        let ids: Vec<_> = page.items.iter().map(|user| user.id).collect();
        assert_eq!(ids, found.into_iter().map(user_id).collect::<Vec<_>>(), "{beginning}");
    }
    let token = store.api_token([0; 32], at(0)).await.unwrap().unwrap();
    assert_eq!((token.name.as_str(), token.issuers.len(), token.last_used_at), ("render", 0, None));
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
