use kenmovie_common::domain::{Language, NewUser, Reaction, Reason, ReportStatus, Target};
use kenmovie_common::ports::{
    Amended, CommentPlace, Comments as _, Edit, Editor, Movies as _, NewComment, NewReport,
    ReactionStore as _, Reports as _, StoreError, Upkeep as _, Users as _,
};
use kenmovie_common::{CommentId, MovieId, ReportId, UserId};
use kenmovie_embedded::SystemRandom;

use crate::site::{Site, at, site, sourced, user_id};

async fn person(site: &Site) -> UserId {
    let new = NewUser {
        id: UserId::new(at(0), &SystemRandom),
        name: "Ana".into(),
        age: Some(30),
        email: "ana@example.org".into(),
        email_verified: false,
        password_hash: Some("$argon2id$…".into()),
        language: Language::Es,
        created_at: at(0),
    };
    site.store.create_user(new).await.unwrap().id
}

async fn comment(site: &Site, place: CommentPlace, author: UserId) -> CommentId {
    let id = CommentId::new(at(0), &SystemRandom);
    let body = "a word".into();
    let new = NewComment { id, place, author, body, spoiler: false, idempotency: None, now: at(0) };
    site.store.create_comment(new).await.unwrap().unwrap();
    id
}

async fn like(site: &Site, target: Target) {
    let like = Some(Reaction::Like);
    site.store.set_reaction(user_id(9), target, like, at(0)).await.unwrap().unwrap();
}

async fn report(site: &Site, user: UserId, movie: MovieId) -> ReportId {
    let id = ReportId::new(at(0), &SystemRandom);
    let new = NewReport {
        id,
        user,
        target: Target::Movie(movie),
        reason: Reason::Spam,
        text: None,
        idempotency: None,
        now: at(0),
    };
    site.store.report(new).await.unwrap().unwrap();
    id
}

#[tokio::test]
async fn nothing_is_left_of_a_deleted_film() {
    let site = site();
    let ana = person(&site).await;
    let (goes, stays) = (site.movie("Goes").await, site.movie("Stays").await);
    for movie in [goes, stays] {
        let root = comment(&site, CommentPlace::Movie(movie), ana).await;
        let reply = comment(&site, CommentPlace::Reply(root), ana).await;
        for target in [Target::Movie(movie), Target::Comment(root), Target::Comment(reply)] {
            like(&site, target).await;
        }
        report(&site, ana, movie).await;
    }
    assert_eq!(site.store.delete_movie(goes, None, at(9_000)).await.unwrap(), Edit::Done(()));
    let tables = ["movies", "facets", "words", "comments", "reactions", "reports", "hidden_movies"];
    assert_eq!(tables.map(|table| site.rows(table)), [1, 1, 1, 2, 3, 1, 1]);
    let check = "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)";
    site.connection().execute_batch(check).unwrap();
    assert_eq!(site.store.verify_counters().await.unwrap(), []);
}

#[tokio::test]
async fn the_votes_of_a_deleted_comment_go_with_it() {
    let site = site();
    let movie = site.movie("Arrival").await;
    let id = comment(&site, CommentPlace::Movie(movie), user_id(1)).await;
    like(&site, Target::Comment(id)).await;
    let editor = Editor { user: user_id(1), moderator: false };
    assert_eq!(site.store.delete_comment(id, editor).await.unwrap(), Amended::Done(()));
    assert_eq!((site.rows("comments"), site.rows("reactions")), (0, 0));
}

#[tokio::test]
async fn a_decided_report_stays_when_the_film_is_shown_again_and_a_new_one_can_follow() {
    let site = site();
    let ana = person(&site).await;
    let movie = site.movie("Arrival").await;
    report(&site, ana, movie).await;
    site.connection().execute("UPDATE reports SET status = 'resolved', note = 'thanks'", ()).unwrap();
    let blocked = site.store.list_blocked_movies(ana, None, 10).await.unwrap();
    assert_eq!(blocked.items[0].report.status, ReportStatus::Resolved);
    assert_eq!(blocked.items[0].report.note.as_deref(), Some("thanks"));
    let new = report(&site, ana, movie).await;
    let blocked = site.store.list_blocked_movies(ana, None, 10).await.unwrap();
    assert_eq!(blocked.items.iter().map(|item| item.report.id).collect::<Vec<_>>(), [new]);
    assert!(site.store.unblock_movie(ana, movie).await.unwrap());
    assert_eq!(site.rows("reports"), 1);
    assert_eq!(site.store.verify_counters().await.unwrap(), []);
}

#[tokio::test]
async fn an_import_that_cannot_be_written_makes_no_sense() {
    let site = site();
    let id = MovieId::from_bytes([1; 16]);
    let twice = vec![(id, sourced("1", "One")), (id, sourced("2", "The same id"))];
    assert!(matches!(site.store.import_movies(twice, at(0)).await, Err(StoreError::Corrupt(_))));
    assert_eq!((site.rows("movies"), site.rows("facets"), site.rows("words")), (0, 0, 0));
}
