use kenmovie_common::domain::{
    Case, CaseTarget, CommentSort, Language, Reason, ReasonCount, ReportStatus, Role, TargetKind,
};
use kenmovie_common::ports::{
    ApiTokens as _, CaseFilter, CommentQuery, Comments as _, Health as _, Kv, Movies as _, Reports as _,
    Store, Upkeep as _, Users as _,
};
use kenmovie_common::{MovieId, ReportId, Time};
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

/// What the third schema could hold: a film with a thread, and reports of it.
const THIRD: &str = "
    INSERT INTO users (id, email_key, email, email_folded, name, name_folded, role, language, created_at) VALUES
        (x'01010101010101010101010101010101', 'ana@example.org', 'ana@example.org', 'ana example org', 'Ana', 'ana',
            'user', 'es', 5),
        (x'02020202020202020202020202020202', 'eva@example.org', 'eva@example.org', 'eva example org', 'Eva', 'eva',
            'user', 'es', 6);
    INSERT INTO movies (n, id, title, genres, tags, directors, likes, comments, created_at, updated_at, reports, \"cast\")
    VALUES (7, x'07070707070707070707070707070707', 'Arrival', '[]', '[]', '[]', 1, 2, 1, 1, 3, '[]');
    INSERT INTO facets (movie, genre, id, popular, top_rated, year, title_key)
    VALUES (7, 0, x'07070707070707070707070707070707', 70, 6500, -1000000, 'arrival');
    UPDATE genres SET films = 1 WHERE n = 0;
    INSERT INTO words (movie, title, original, people) VALUES (7, 'arrival', '', '');
    INSERT INTO reactions (user_id, kind, target, value, created_at)
    VALUES (x'01010101010101010101010101010101', 0, x'07070707070707070707070707070707', 1, 2);
    INSERT INTO comments (n, id, movie, root, parent, author, spoiler, created_at, replies, body) VALUES
        (3, x'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', 7, NULL, NULL, x'01010101010101010101010101010101', 0, 3, 1, 'root'),
        (4, x'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b', 7, x'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a',
            x'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', x'02020202020202020202020202020202', 1, 4, 0, 'reply');
    INSERT INTO reports (id, user_id, user_name, user_email, kind, target, reason, text, status, note, created_at,
        decided_at)
    VALUES
        (x'10101010101010101010101010101010', x'01010101010101010101010101010101', 'Ana', 'ana@example.org', 0,
            x'07070707070707070707070707070707', 'spam', 'first', 'dismissed', 'no', 8, 9),
        (x'11111111111111111111111111111111', x'01010101010101010101010101010101', 'Ana', 'ana@example.org', 0,
            x'07070707070707070707070707070707', 'spam', 'again', 'open', NULL, 10, NULL),
        (x'12121212121212121212121212121212', x'02020202020202020202020202020202', 'Eva', 'eva@example.org', 0,
            x'07070707070707070707070707070707', 'other', 'look', 'open', NULL, 11, NULL);
    INSERT INTO hidden_movies (user_id, movie, report) VALUES
        (x'01010101010101010101010101010101', 7, x'11111111111111111111111111111111'),
        (x'02020202020202020202020202020202', 7, x'12121212121212121212121212121212');
    PRAGMA application_id = 0x4b656e4d; PRAGMA user_version = 3;";

#[tokio::test]
async fn comments_and_reports_of_the_third_schema_are_there_after_the_migration_and_make_cases() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kenmovie.db");
    let old = Connection::open(&path).unwrap();
    let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8;
    old.create_scalar_function("fold", 1, flags, |call| call.get::<String>(0)).unwrap();
    for schema in [
        include_str!("../../src/schema/1_foundation.sql"),
        include_str!("../../src/schema/2_identity.sql"),
        include_str!("../../src/schema/3_sign_ins.sql"),
        THIRD,
    ] {
        old.execute_batch(schema).unwrap();
    }
    drop(old);
    let store = Embedded::open(&path).unwrap();
    assert_eq!(store.verify_counters().await.unwrap(), []);
    let movie = MovieId::from_bytes([7; 16]);
    let query = CommentQuery { after: None, limit: 10, viewer: None, now: at(0) };
    let threads = store.list_comments(movie, CommentSort::Top, query).await.unwrap().unwrap().items;
    assert_eq!((threads.len(), threads[0].first_replies.len()), (1, 1));
    let blocked = store.list_blocked_movies(user_id(1), None, 10).await.unwrap().items;
    assert_eq!((blocked.len(), blocked[0].report.movie_id), (1, movie));
    let cases = store.list_cases(CaseFilter::default(), None, 10).await.unwrap().items;
    let reason = |reason, count| ReasonCount { reason, count };
    let target =
        CaseTarget { movie_id: movie, comment_id: None, quote: Some("Arrival".into()), author_id: None };
    let case = Case {
        id: ReportId::from_bytes([0x10; 16]),
        kind: TargetKind::Movie,
        target,
        status: ReportStatus::Open,
        note: None,
        count: 3,
        reasons: vec![reason(Reason::Spam, 2), reason(Reason::Other, 1)],
        texts: ["look", "again", "first"].map(str::to_owned).to_vec(),
        last_reported_at: Time::from_millis(11),
        decided_at: None,
    };
    assert_eq!(cases, std::slice::from_ref(&case));
    for user in [1, 2] {
        assert!(store.unblock_movie(user_id(user), movie).await.unwrap());
    }
    let cases = store.list_cases(CaseFilter::default(), None, 10).await.unwrap().items;
    assert_eq!((cases[0].status, cases[0].note.as_deref()), (ReportStatus::Dismissed, Some("no")));
    assert_eq!((cases[0].count, cases[0].decided_at), (1, Some(Time::from_millis(9))));
    assert_eq!(store.verify_counters().await.unwrap(), []);
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
