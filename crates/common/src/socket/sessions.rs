//! Sessions whose end closes the sockets that they opened.

use std::sync::Arc;

use async_trait::async_trait;

use super::Hub;
use crate::domain::{Rotation, Session};
use crate::ports::{Holder, Sessions, StoreResult};
use crate::{ApiTokenId, SessionId, Time, UserId};

/// What functions that end sessions are given in the place of the port itself: whoever ends a session closes its sockets
/// by the same call. Where a socket cannot be reached then, nothing is pushed to it any more, and its next frame ends it.
pub struct ClosingSessions {
    sessions: Arc<dyn Sessions>,
    hub: Hub,
}

impl ClosingSessions {
    pub fn new(sessions: Arc<dyn Sessions>, hub: Hub) -> Self {
        Self { sessions, hub }
    }
}

#[async_trait]
impl Sessions for ClosingSessions {
    async fn start_session(&self, session: &Session) -> StoreResult<bool> {
        self.sessions.start_session(session).await
    }

    async fn live_session(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<Option<Session>> {
        self.sessions.live_session(id, user, now).await
    }

    async fn rotate_session(&self, id: SessionId, shown: u64, now: Time) -> StoreResult<Rotation> {
        self.sessions.rotate_session(id, shown, now).await
    }

    async fn end_session(&self, id: SessionId) -> StoreResult<Option<UserId>> {
        let user = self.sessions.end_session(id).await?;
        if let Some(user) = user {
            self.hub.hang_up(Holder::User(user), |connection| connection.session == id).await;
        }
        Ok(user)
    }

    async fn end_session_of(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<bool> {
        let ended = self.sessions.end_session_of(id, user, now).await?;
        if ended {
            self.hub.hang_up(Holder::User(user), |connection| connection.session == id).await;
        }
        Ok(ended)
    }

    async fn sessions_of(&self, user: UserId, now: Time) -> StoreResult<Vec<Session>> {
        self.sessions.sessions_of(user, now).await
    }

    async fn carry_session(&self, id: SessionId, epoch: u64) -> StoreResult<()> {
        self.sessions.carry_session(id, epoch).await
    }

    async fn raise_epoch(&self, user: UserId, epoch: u64, now: Time) -> StoreResult<()> {
        self.sessions.raise_epoch(user, epoch, now).await?;
        self.hub.hang_up_on_the_dead(user).await;
        Ok(())
    }

    async fn revoke_client(&self, client: ApiTokenId, now: Time) -> StoreResult<()> {
        self.sessions.revoke_client(client, now).await?;
        self.hub.hang_up(Holder::Client(client), |_| true).await;
        Ok(())
    }
}
