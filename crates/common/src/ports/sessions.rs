//! Who is signed in where.

use async_trait::async_trait;

use super::StoreResult;
use crate::domain::{Rotation, Session, SignInRecord};
use crate::{ApiTokenId, SessionId, Time, UserId};

/// Sessions and what ends them.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Stores a session with refresh number 0, unless the user's epoch has passed the session's or its API token was
    /// revoked: then false.
    async fn start_session(&self, session: &Session) -> StoreResult<bool>;

    /// The user's session if it lives at `now`: stored, not ended, within its times, its epoch not passed, its API token
    /// not revoked. Read consistently.
    async fn live_session(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<Option<Session>>;

    /// Moves the refresh number from `shown` to `shown + 1` in one conditional write and puts off the idle end. The
    /// number before the last, within `Session::GRACE` of its replacement, gives the last again; any other ends the
    /// session.
    async fn rotate_session(&self, id: SessionId, shown: u64, now: Time) -> StoreResult<Rotation>;

    /// Ends a session; whose it was, none where it had ended.
    async fn end_session(&self, id: SessionId) -> StoreResult<Option<UserId>>;

    /// Ends a session of this user; false where it is nobody's, another's, or had ended.
    async fn end_session_of(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<bool>;

    /// The user's living sessions of browsers, the newest first, 100 at most. One that began a moment ago may be missing.
    async fn sessions_of(&self, user: UserId, now: Time) -> StoreResult<Vec<Session>>;

    /// Lifts a session to this epoch, so that it survives the end of those below it; nothing happens where it had ended.
    async fn carry_session(&self, id: SessionId, epoch: u64) -> StoreResult<()>;

    /// Ends every session of a user whose `auth_epoch` is below this one. Never lowers it. It holds for `Session::LIFE`
    /// and a day from `now` at least: what began before has ended by then.
    async fn raise_epoch(&self, user: UserId, epoch: u64, now: Time) -> StoreResult<()>;

    /// Ends every session that was signed in through this API token, for as long.
    async fn revoke_client(&self, client: ApiTokenId, now: Time) -> StoreResult<()>;
}

/// A person's sign-ins, for a look back.
#[async_trait]
pub trait SignIns: Send + Sync {
    /// Notes a sign-in, or a try. Without a user it costs the same and leaves nothing: the try was at no account.
    async fn record_sign_in(&self, user: Option<UserId>, record: &SignInRecord) -> StoreResult<()>;

    /// The last 50 of the past 90 days, the newest first. One of a moment ago may be missing.
    async fn sign_ins_of(&self, user: UserId, now: Time) -> StoreResult<Vec<SignInRecord>>;
}
