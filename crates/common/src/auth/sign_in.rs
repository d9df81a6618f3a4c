//! What happens once somebody has proven who they are: a session begins, and its tokens are handed out.

use std::sync::Arc;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Issuer, Scopes, TOKEN_LIFE};
use crate::domain::{ApiToken, Client, Device, Session, User};
use crate::http::{Cookies, Front, Problem};
use crate::ports::Sessions;
use crate::{SessionId, Time};

/// The scopes of a person by their role, within those of the client that they come through.
pub fn effective_scopes(user: &User, client: Option<&ApiToken>) -> Scopes {
    let role = Scopes::of_role(user.role);
    client.map_or(role, |token| role.intersection(token.scopes))
}

/// Begins and renews sessions.
#[derive(Clone)]
pub struct SignIn {
    front: Front,
    issuer: Issuer,
    sessions: Arc<dyn Sessions>,
}

/// What a machine client gets (RFC 6749, 5.1).
#[derive(Serialize, JsonSchema)]
pub struct MachineToken {
    access_token: String,
    token_type: &'static str,
    /// Seconds.
    expires_in: u64,
    scope: String,
}

impl SignIn {
    pub fn new(front: Front, issuer: Issuer, sessions: Arc<dyn Sessions>) -> Self {
        Self { front, issuer, sessions }
    }

    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// A browser's new session as its two cookies. None where the person's sessions were ended at the same moment.
    pub async fn browser(&self, user: &User, device: Device) -> Result<Option<Cookies>, Problem> {
        let now = self.front.now();
        let session = self.session(user, Client::Web, device, now, (Session::IDLE, Session::LIFE));
        if !self.sessions.start_session(&session).await? {
            return Ok(None);
        }
        self.cookies(user, &session, 0).map(Some)
    }

    /// The cookies of a session at a refresh number.
    pub fn cookies(&self, user: &User, session: &Session, number: u64) -> Result<Cookies, Problem> {
        let now = self.front.now();
        let access = self.access(session, effective_scopes(user, None), now)?;
        let refresh = self.issuer.refresh_secret(session.id, number);
        let life = session.idle_until.min(session.ends_at).since(now);
        Ok(Cookies::signed_in(self.front.site(), &access, TOKEN_LIFE, &refresh, life))
    }

    /// A machine client's access token, for a person who signs in through it. The session ends with the API token.
    pub async fn machine(
        &self,
        user: &User,
        token: &ApiToken,
        device: Device,
    ) -> Result<Option<MachineToken>, Problem> {
        let now = self.front.now();
        let life = token.expires_at.map_or(TOKEN_LIFE, |end| TOKEN_LIFE.min(end.since(now)));
        let session = self.session(user, Client::Token(token.id), device, now, (life, life));
        if !self.sessions.start_session(&session).await? {
            return Ok(None);
        }
        let scopes = effective_scopes(user, Some(token));
        let access_token = self.access(&session, scopes, now)?;
        Ok(Some(MachineToken {
            access_token,
            token_type: "Bearer",
            expires_in: life.as_secs(),
            scope: scopes.to_string(),
        }))
    }

    fn access(&self, session: &Session, scopes: Scopes, now: Time) -> Result<String, Problem> {
        self.issuer.access(session, scopes, now, self.front.random()).map_err(Problem::internal)
    }

    fn session(
        &self,
        user: &User,
        client: Client,
        device: Device,
        now: Time,
        (idle, life): (Duration, Duration),
    ) -> Session {
        Session {
            id: SessionId::new(now, self.front.random()),
            user: user.id,
            client,
            auth_epoch: user.auth_epoch,
            auth_time: now,
            created_at: now,
            seen_at: now,
            device,
            idle_until: now + idle,
            ends_at: now + life,
        }
    }
}
