//! `GET /api/sessions`

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{Client, Device, Session};
use kenmovie_common::http::{Access, Caller, Json, Paged, Problem, Route};
use kenmovie_common::{SessionId, Time};
use schemars::JsonSchema;
use serde::Serialize;

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::get("/api/sessions", Access::Scope(Scope::AccountRead))
    .summary("The browsers that you are signed in with, the newest first.")
    .answers::<Paged<ListedSession>>(200);

/// A browser in which somebody is signed in.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ListedSession {
    id: SessionId,
    created_at: Time,
    /// When it began or was last renewed.
    last_seen_at: Time,
    #[serde(flatten)]
    device: Device,
    /// It is the one that asks.
    current: bool,
}

pub(crate) async fn list(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
) -> Result<Json<Paged<ListedSession>>, Problem> {
    let now = shelf.front.now();
    let mut sessions = shelf.sessions.sessions_of(caller.user, now).await?;
    let own = caller.session;
    // One that began a moment ago may be missing, but nobody misses the one that they look from.
    if caller.client == Client::Web && !sessions.iter().any(|session| session.id == own) {
        let found = shelf.sessions.live_session(own, caller.user, now).await?;
        sessions.splice(0..0, found);
    }
    let listed = |session: Session| ListedSession {
        id: session.id,
        created_at: session.created_at,
        last_seen_at: session.seen_at,
        device: session.device,
        current: session.id == own,
    };
    Ok(Json(Paged::whole(sessions.into_iter().map(listed).collect())))
}
