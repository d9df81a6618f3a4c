//! A fresh engine with shorthands for what most tests need.

use kenmovie_common::domain::{Comment, Language, Movie, MovieDraft, NewUser, Source, User};
use kenmovie_common::ports::{
    CommentPlace, Comments as _, Idempotency, Movies as _, NewComment, NewMovie, Users as _,
};
use kenmovie_common::{CommentId, MovieId, Time, UserId};
use kenmovie_embedded::{Embedded, SystemRandom};

pub(crate) struct Site {
    pub(crate) store: Embedded,
    pub(crate) folder: tempfile::TempDir,
}

/// A time that many milliseconds after the tests' beginning.
pub(crate) fn at(millis: i64) -> Time {
    Time::from_millis(1_700_000_000_000 + millis)
}

pub(crate) fn site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    let store = Embedded::open(folder.path().join("kenmovie.db")).unwrap();
    Site { store, folder }
}

pub(crate) fn user_id(number: u8) -> UserId {
    UserId::from_bytes([number; 16])
}

pub(crate) fn key(key: &str, fingerprint: u8) -> Idempotency {
    Idempotency { key: key.into(), fingerprint: [fingerprint; 32] }
}

pub(crate) fn draft(title: &str) -> MovieDraft {
    MovieDraft { title: title.into(), ..MovieDraft::default() }
}

pub(crate) fn sourced(id: &str, title: &str) -> MovieDraft {
    MovieDraft { source: Some(Source { name: "test".into(), id: id.into() }), ..draft(title) }
}

pub(crate) fn new_user(email: &str) -> NewUser {
    NewUser {
        id: UserId::new(at(0), &SystemRandom),
        name: "Ana".into(),
        age: 30,
        email: email.into(),
        password_hash: "$argon2id$…".into(),
        language: Language::Es,
        created_at: at(0),
    }
}

pub(crate) fn new_movie(draft: MovieDraft) -> NewMovie {
    let id = MovieId::new(at(0), &SystemRandom);
    NewMovie { id, draft, creator: user_id(0xad), idempotency: None, now: at(0) }
}

pub(crate) fn new_comment(place: CommentPlace, author: UserId, millis: i64) -> NewComment {
    let now = at(millis);
    let id = CommentId::new(now, &SystemRandom);
    NewComment { id, place, author, body: "a word".into(), spoiler: false, idempotency: None, now }
}

impl Site {
    pub(crate) async fn user(&self, email: &str) -> User {
        self.store.create_user(new_user(email)).await.unwrap()
    }

    pub(crate) async fn movie(&self, title: &str) -> MovieId {
        self.drafted(draft(title)).await
    }

    pub(crate) async fn drafted(&self, draft: MovieDraft) -> MovieId {
        self.store.create_movie(new_movie(draft)).await.unwrap().value.card.id
    }

    pub(crate) async fn whole(&self, id: MovieId) -> Movie {
        self.store.movie(id, None).await.unwrap().unwrap()
    }

    pub(crate) async fn comment(&self, movie: MovieId, author: UserId, millis: i64) -> Comment {
        let new = new_comment(CommentPlace::Movie(movie), author, millis);
        self.store.create_comment(new).await.unwrap().unwrap().value
    }

    pub(crate) async fn reply(&self, to: CommentId, author: UserId, millis: i64) -> Comment {
        let new = new_comment(CommentPlace::Reply(to), author, millis);
        self.store.create_comment(new).await.unwrap().unwrap().value
    }

    /// Every counter equals the rows behind it.
    pub(crate) async fn assert_settled(&self) {
        assert_eq!(self.store.verify_counters().await.unwrap(), []);
    }
}
