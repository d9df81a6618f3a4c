//! Sessions that can be made to fail, and that count how often they are read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use async_trait::async_trait;
use kenmovie_common::domain::{Rotation, Session};
use kenmovie_common::ports::{Kv, Sessions, StoreError, StoreResult};
use kenmovie_common::{ApiTokenId, SessionId, Time, UserId};

/// What the driver says when it fails; only the log may see it.
pub(crate) const REASON: &str = "connection refused by 10.0.0.7";

pub(crate) struct Fickle {
    inner: Arc<dyn Kv>,
    fails: AtomicBool,
    reads: AtomicU64,
}

impl Fickle {
    pub(crate) fn new(inner: Arc<dyn Kv>) -> Self {
        Self { inner, fails: AtomicBool::new(false), reads: AtomicU64::new(0) }
    }

    pub(crate) fn fail(&self, fails: bool) {
        self.fails.store(fails, Ordering::SeqCst);
    }

    /// How often a session's life was asked for.
    pub(crate) fn reads(&self) -> u64 {
        self.reads.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Sessions for Fickle {
    async fn start_session(&self, session: &Session) -> StoreResult<bool> {
        self.inner.start_session(session).await
    }

    async fn live_session(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<Option<Session>> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        if self.fails.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable(REASON.to_owned()));
        }
        self.inner.live_session(id, user, now).await
    }

    async fn rotate_session(&self, id: SessionId, shown: u64, now: Time) -> StoreResult<Rotation> {
        self.inner.rotate_session(id, shown, now).await
    }

    async fn end_session(&self, id: SessionId) -> StoreResult<Option<UserId>> {
        self.inner.end_session(id).await
    }

    async fn end_session_of(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<bool> {
        self.inner.end_session_of(id, user, now).await
    }

    async fn sessions_of(&self, user: UserId, now: Time) -> StoreResult<Vec<Session>> {
        self.inner.sessions_of(user, now).await
    }

    async fn carry_session(&self, id: SessionId, epoch: u64) -> StoreResult<()> {
        self.inner.carry_session(id, epoch).await
    }

    async fn raise_epoch(&self, user: UserId, epoch: u64, now: Time) -> StoreResult<()> {
        self.inner.raise_epoch(user, epoch, now).await
    }

    async fn revoke_client(&self, client: ApiTokenId, now: Time) -> StoreResult<()> {
        self.inner.revoke_client(client, now).await
    }
}
