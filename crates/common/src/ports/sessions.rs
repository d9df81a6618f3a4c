//! Who is signed in where.

use async_trait::async_trait;

use super::StoreResult;
use crate::domain::{Rotation, Session};
use crate::{SessionId, Time, UserId};

/// Sessions and what ends them.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Stores a session with refresh number 0, unless the user's epoch has passed the session's: then false.
    async fn start_session(&self, session: &Session) -> StoreResult<bool>;

    /// The user's session if it lives at `now`: stored, not ended, within its times, its epoch not passed. Read
    /// consistently.
    async fn live_session(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<Option<Session>>;

    /// Moves the refresh number from `shown` to `shown + 1` in one conditional write and puts off the idle end. The
    /// number before the last, within `Session::GRACE` of its replacement, gives the last again; any other ends the
    /// session.
    async fn rotate_session(&self, id: SessionId, shown: u64, now: Time) -> StoreResult<Rotation>;

    /// Ends a session; nothing happens where it had ended.
    async fn end_session(&self, id: SessionId) -> StoreResult<()>;

    /// Ends every session of a user whose `auth_epoch` is below this one. Never lowers it. It holds for `Session::LIFE`
    /// and a day from `now` at least: what began before has ended by then.
    async fn raise_epoch(&self, user: UserId, epoch: u64, now: Time) -> StoreResult<()>;
}
