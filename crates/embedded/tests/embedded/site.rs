//! A fresh engine with shorthands for what most tests need.

use kenmovie_common::domain::{Movie, MovieDraft, Source};
use kenmovie_common::ports::{Movies as _, NewMovie};
use kenmovie_common::{MovieId, Time, UserId};
use kenmovie_embedded::{Embedded, SystemRandom};
use kenmovie_testkit::conformance::{KvStage, Stage};

pub(crate) struct Site {
    pub(crate) store: Embedded,
    pub(crate) folder: tempfile::TempDir,
}

pub(crate) fn site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    let store = Embedded::open(folder.path().join("kenmovie.db")).unwrap();
    Site { store, folder }
}

#[expect(clippy::unused_async, reason = "the engines of the cloud are made so")]
pub(crate) async fn stage() -> Stage {
    let Site { store, folder } = site();
    Stage::new(store, folder)
}

#[expect(clippy::unused_async, reason = "the engines of the cloud are made so")]
pub(crate) async fn kv_stage() -> KvStage {
    let Site { store, folder } = site();
    KvStage::new(store, folder)
}

/// A time that many milliseconds after the tests' beginning.
pub(crate) fn at(millis: i64) -> Time {
    Time::from_millis(1_700_000_000_000 + millis)
}

pub(crate) fn user_id(number: u8) -> UserId {
    UserId::from_bytes([number; 16])
}

pub(crate) fn draft(title: &str) -> MovieDraft {
    MovieDraft { title: title.into(), ..MovieDraft::default() }
}

pub(crate) fn sourced(id: &str, title: &str) -> MovieDraft {
    MovieDraft { source: Some(Source { name: "test".into(), id: id.into() }), ..draft(title) }
}

pub(crate) fn new_movie(draft: MovieDraft) -> NewMovie {
    let id = MovieId::new(at(0), &SystemRandom);
    NewMovie { id, draft, creator: user_id(0xad), idempotency: None, now: at(0) }
}

impl Site {
    pub(crate) async fn movie(&self, title: &str) -> MovieId {
        self.store.create_movie(new_movie(draft(title))).await.unwrap().value.card.id
    }

    pub(crate) async fn whole(&self, id: MovieId) -> Movie {
        self.store.movie(id, None).await.unwrap().unwrap()
    }

    /// Another connection to the same file.
    pub(crate) fn connection(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join("kenmovie.db")).unwrap()
    }

    /// How many rows a table has.
    pub(crate) fn rows(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        self.connection().query_row(&sql, (), |row| row.get(0)).unwrap()
    }
}
