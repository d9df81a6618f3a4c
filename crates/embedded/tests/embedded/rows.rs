use std::time::Duration;

use kenmovie_common::domain::{
    Decision, Deletion, Language, Letter, Mail, Media, MediaPurpose, MediaState, NewUser, PictureKind,
    PictureSize, Reaction, Reason, ReportStatus, Score, Target,
};
use kenmovie_common::ports::{
    Amended, CommentPlace, Comments as _, Deletions as _, Drift, Edit, Editor, Erasure, Letters as _,
    Messages as _, Movies as _, NewComment, NewMessage, NewReport, People as _, Pictures as _, Ratings as _,
    ReactionStore as _, Reports as _, StoreError, Upkeep as _, UserMovies as _, Users as _,
};
use kenmovie_common::{CommentId, LetterId, MediaId, MessageId, MovieId, ReportId, UserId};
use kenmovie_embedded::SystemRandom;

use crate::site::{Site, at, site, sourced, user_id};

fn new_person() -> NewUser {
    NewUser {
        id: UserId::new(at(0), &SystemRandom),
        name: "Ana".into(),
        age: Some(30),
        email: "ana@example.org".into(),
        email_verified: false,
        password_hash: Some("$argon2id$…".into()),
        language: Language::Es,
        created_at: at(0),
    }
}

async fn person(site: &Site) -> UserId {
    site.store.create_user(new_person()).await.unwrap().id
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

async fn report(site: &Site, user: UserId, target: Target) -> ReportId {
    let id = ReportId::new(at(0), &SystemRandom);
    let (reason, text, idempotency, now) = (Reason::Spam, None, None, at(0));
    let new = NewReport { id, user, target, reason, text, idempotency, now };
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
        let reply = comment(&site, CommentPlace::Reply(root), user_id(2)).await;
        for target in [Target::Movie(movie), Target::Comment(root), Target::Comment(reply)] {
            like(&site, target).await;
        }
        report(&site, ana, Target::Movie(movie)).await;
        let told = report(&site, ana, Target::Comment(reply)).await;
        let (status, note) = (ReportStatus::Dismissed, None);
        let decision = Decision { status, note, moderator: Some(user_id(3)), now: at(1) };
        site.store.decide_case(told, decision).await.unwrap().unwrap();
        site.store.set_rating(ana, movie, Score::try_from(7).ok(), at(1)).await.unwrap().unwrap();
        assert!(site.store.add_to_list(ana, movie, at(1)).await.unwrap());
        assert!(site.store.mute_thread(ana, reply, true, at(1)).await.unwrap());
    }
    assert_eq!(site.store.delete_movie(goes, None, at(9_000)).await.unwrap(), Edit::Done(()));
    let tables = ["movies", "facets", "words"];
    assert_eq!(tables.map(|table| site.rows(table)), [1, 1, 1]);
    let erase = |millis| site.store.erase(Deletion::Movie(goes), 3, at(millis));
    let mut steps = 0;
    while erase(9_000).await.unwrap() == Erasure::More {
        assert_eq!(site.store.verify_counters().await.unwrap(), []);
        steps += 1;
    }
    assert!(steps >= 3, "{steps}");
    let tables = [
        ("comments", 2),
        ("reactions", 3),
        ("reports", 2),
        ("cases", 2),
        ("hidden_movies", 1),
        ("hidden_comments", 1),
        ("ratings", 1),
        ("user_movies", 1),
        ("mutes", 1),
        ("notifications", 2),
        ("movie_deletions", 1),
    ];
    assert_eq!(tables.map(|(table, _)| (table, site.rows(table))), tables);
    assert_eq!(erase(68_999).await.unwrap(), Erasure::Lingering);
    assert_eq!(erase(69_000).await.unwrap(), Erasure::Gone);
    assert_eq!(site.rows("movie_deletions"), 0);
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
    assert_eq!(site.store.delete_comment(id, editor, at(0)).await.unwrap(), Amended::Done(()));
    assert_eq!((site.rows("comments"), site.rows("reactions")), (0, 0));
}

#[tokio::test]
async fn a_decided_report_stays_when_the_film_is_shown_again_and_a_new_one_can_follow() {
    let site = site();
    let ana = person(&site).await;
    let movie = site.movie("Arrival").await;
    let first = report(&site, ana, Target::Movie(movie)).await;
    let (status, note) = (ReportStatus::Resolved, Some("thanks".to_owned()));
    let decision = Decision { status, note, moderator: Some(user_id(3)), now: at(1) };
    site.store.decide_case(first, decision).await.unwrap().unwrap();
    let blocked = site.store.list_blocked_movies(ana, None, 10).await.unwrap();
    assert_eq!(blocked.items[0].report.status, ReportStatus::Resolved);
    assert_eq!(blocked.items[0].report.note.as_deref(), Some("thanks"));
    let new = report(&site, ana, Target::Movie(movie)).await;
    let blocked = site.store.list_blocked_movies(ana, None, 10).await.unwrap();
    assert_eq!(blocked.items.iter().map(|item| item.report.id).collect::<Vec<_>>(), [new]);
    assert!(site.store.unblock_movie(ana, movie).await.unwrap());
    assert_eq!(site.rows("reports"), 1);
    assert_eq!(site.store.verify_counters().await.unwrap(), []);
}

#[tokio::test]
async fn what_is_left_of_a_film_is_never_a_new_ones() {
    let site = site();
    let goes = site.movie("Goes").await;
    comment(&site, CommentPlace::Movie(goes), user_id(1)).await;
    site.store.delete_movie(goes, None, at(0)).await.unwrap();
    let next = site.movie("Next").await;
    assert_eq!(site.store.verify_counters().await.unwrap(), []);
    while site.store.erase(Deletion::Movie(goes), 1, at(99_000)).await.unwrap() != Erasure::Gone {}
    comment(&site, CommentPlace::Movie(next), user_id(1)).await;
    assert_eq!((site.rows("comments"), site.whole(next).await.card.comments), (1, 1));
    assert_eq!(site.store.verify_counters().await.unwrap(), []);
}

#[tokio::test]
async fn a_letter_that_cannot_be_read_does_not_hold_up_the_others() {
    let site = site();
    site.connection()
        .execute_batch(
            "INSERT INTO letters (id, created_at, due_at, letter) VALUES
            (zeroblob(16), 0, 0, '{\"mail\":{\"kind\":\"a kind of tomorrow\"}}'), (x'01', 0, 0, 'nothing')",
        )
        .unwrap();
    let id = LetterId::new(at(0), &SystemRandom);
    let (to, name, language) = ("ana@example.org".to_owned(), "Ana".to_owned(), Language::Es);
    let letter = Letter { id, to, name, language, mail: Mail::PasswordChanged, created_at: at(0) };
    site.store.post_letter(letter.clone()).await.unwrap();
    let lease = Duration::from_mins(1);
    assert_eq!(site.store.take_letters(at(1), lease, 1).await.unwrap(), [letter]);
    assert_eq!(site.rows("letters"), 3);
}

#[tokio::test]
async fn a_wrong_counter_is_found_in_a_sample_too() {
    let site = site();
    for title in ["One", "Two", "Three"] {
        let movie = site.movie(title).await;
        comment(&site, CommentPlace::Movie(movie), user_id(1)).await;
    }
    assert_eq!(site.store.verify_sample(10).await.unwrap(), []);
    let wrong = "UPDATE movies SET likes = likes + 1, rating_sum = 9, histogram = '[0,0,0,0,0,1,0,0,0,0]' WHERE n = 2;
        UPDATE comments SET replies = 4 WHERE n = 3";
    site.connection().execute_batch(wrong).unwrap();
    let names = |drifts: Vec<Drift>| {
        let mut names: Vec<_> = drifts.into_iter().map(|drift| drift.counter).collect();
        names.sort_unstable();
        names
    };
    let expected = [
        "comment replies",
        "movie histogram",
        "movie likes",
        "movie popularity",
        "movie rating sum",
        "movie top rated",
    ];
    assert_eq!(names(site.store.verify_counters().await.unwrap()), expected);
    for _ in 0..10 {
        assert_eq!(names(site.store.verify_sample(3).await.unwrap()), expected);
    }
    assert_eq!(site.store.verify_sample(0).await.unwrap(), []);
}

#[tokio::test]
async fn what_messages_leave_beside_them_is_checked() {
    let site = site();
    let ana = person(&site).await;
    let eva = NewUser { id: user_id(2), email: "eva@example.org".into(), ..new_person() };
    let eva = site.store.create_user(eva).await.unwrap().id;
    let media = Media {
        id: MediaId::new(at(0), &SystemRandom),
        owner: ana,
        purpose: MediaPurpose::Message,
        kind: PictureKind::Png,
        size: 9,
        state: MediaState::Awaited,
        shared_with: None,
        created_at: at(0),
    };
    assert!(site.store.await_media(&media).await.unwrap());
    assert!(site.store.finish_media(media.id, PictureSize { width: 1, height: 1 }).await.unwrap());
    for (client_id, media) in [("1", Some(media.id)), ("2", None)] {
        let id = MessageId::new(at(0), &SystemRandom);
        let text = Some("a word".into());
        let new = NewMessage { id, from: ana, to: eva, client_id: client_id.into(), text, media, now: at(0) };
        site.store.send_message(new).await.unwrap().unwrap();
    }
    assert_eq!(site.store.verify_counters().await.unwrap(), []);
    for (wrong, right, found) in [
        (
            "UPDATE conversations SET last = (SELECT min(id) FROM messages)",
            "UPDATE conversations SET last = (SELECT max(id) FROM messages)",
            &["conversation last"][..],
        ),
        (
            "UPDATE media SET shared_with = owner",
            "UPDATE media SET shared_with = x'02020202020202020202020202020202'",
            &["message picture"],
        ),
        (
            "UPDATE messages SET media = NULL, width = NULL, height = NULL",
            "UPDATE messages SET media = (SELECT id FROM media), width = 1, height = 1 WHERE client_id = '1'",
            &["message picture"],
        ),
        ("DELETE FROM conversations", "SELECT 1", &["conversation last", "conversation last"]),
    ] {
        site.connection().execute_batch(wrong).unwrap();
        let drifts = site.store.verify_counters().await.unwrap();
        assert_eq!(drifts.iter().map(|drift| drift.counter).collect::<Vec<_>>(), found, "{wrong}");
        site.connection().execute_batch(right).unwrap();
    }
}

#[tokio::test]
async fn a_beginning_that_too_few_of_very_many_share_gives_shorter_pages() {
    let site = site();
    let people = "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 40000)
        INSERT INTO users (id, email_key, email, email_folded, name, name_folded, role, language, created_at)
        SELECT unhex(printf('%032x', n)), n, n, 'x' || n, 'A', iif(n <= 6000, 'ana', 'eva'), 'user', 'es', 0 FROM number";
    site.connection().execute_batch(people).unwrap();
    let (mut pages, mut seen, mut after) = (0, 0, None);
    loop {
        let page = site.store.list_users("ana", after, 100).await.unwrap();
        (pages, seen, after) = (pages + 1, seen + page.items.len(), page.next);
        if after.is_none() {
            break;
        }
    }
    assert_eq!((pages, seen), (63, 6_000));
}

#[tokio::test]
async fn an_import_that_cannot_be_written_makes_no_sense() {
    let site = site();
    let id = MovieId::from_bytes([1; 16]);
    let twice = vec![(id, sourced("1", "One")), (id, sourced("2", "The same id"))];
    assert!(matches!(site.store.import_movies(twice, at(0)).await, Err(StoreError::Corrupt(_))));
    assert_eq!((site.rows("movies"), site.rows("facets"), site.rows("words")), (0, 0, 0));
}
