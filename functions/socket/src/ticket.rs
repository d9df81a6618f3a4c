//! `POST /api/socket/ticket`, and what a ticket is: `<name>.<256 random bits>`, kept as its SHA-256 with the session that
//! asked for it, taken once within 30 s.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kenmovie_common::auth::{Identity, Scope, sha256};
use kenmovie_common::domain::Client;
use kenmovie_common::http::{Access, Caller, Front, Json, Limit, Problem, Route};
use kenmovie_common::ports::{OneTime, Purpose, Random, StoreResult};
use kenmovie_common::{SessionId, Time, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) const ROUTE: Route = Route::post("/api/socket/ticket", Access::Scope(Scope::MessagesRead))
    .summary("What opens a socket once, within 30 s, for this session: `<url>?ticket=<ticket>`.")
    .answers::<Ticket>(201)
    .limited(&Limit::SOCKET);

const LIFE: Duration = Duration::from_secs(30);

/// Names are 128 random bits in base64url.
const NAME: usize = 22;

#[derive(Clone)]
pub(crate) struct Booth {
    pub(crate) front: Front,
    pub(crate) one_time: Arc<dyn OneTime>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SocketTicket")]
pub(crate) struct Ticket {
    /// Where the socket is, `wss://…/ws`.
    url: String,
    ticket: String,
    expires_at: Time,
}

/// Whom a ticket lets in.
#[derive(Serialize, Deserialize)]
pub(crate) struct Holder {
    pub(crate) user: UserId,
    pub(crate) session: SessionId,
    client: String,
}

impl Holder {
    fn of(identity: &Identity) -> Self {
        Self { user: identity.user, session: identity.session, client: identity.client.to_string() }
    }

    pub(crate) fn client(&self) -> Option<Client> {
        self.client.parse().ok()
    }
}

pub(crate) async fn give(
    State(booth): State<Booth>,
    Caller(caller): Caller,
) -> Result<(StatusCode, Json<Ticket>), Problem> {
    let random = booth.front.random();
    let name = text::<16>(random);
    let ticket = format!("{name}.{}", text::<32>(random));
    let expires_at = booth.front.now() + LIFE;
    let holder = serde_json::to_string(&Holder::of(&caller)).map_err(Problem::internal)?;
    let hash = sha256(ticket.as_bytes());
    booth.one_time.put_secret(Purpose::SocketTicket, &name, hash, holder, expires_at).await?;
    // The site's address with the scheme of sockets: https becomes wss, http becomes ws.
    let origin = booth.front.site().origin();
    let url = format!("{}/ws", origin.replacen("http", "ws", 1));
    Ok((StatusCode::CREATED, Json(Ticket { url, ticket, expires_at })))
}

/// Takes a ticket; none where it was never given, was taken, or has expired.
pub(crate) async fn take(one_time: &dyn OneTime, ticket: &str, now: Time) -> StoreResult<Option<Holder>> {
    let Some((name, _)) = ticket.split_once('.') else { return Ok(None) };
    if name.len() != NAME || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
        return Ok(None);
    }
    let taken = one_time.take_secret(Purpose::SocketTicket, name, sha256(ticket.as_bytes()), now).await?;
    Ok(taken.and_then(|holder| serde_json::from_str(&holder).ok()))
}

fn text<const BYTES: usize>(random: &dyn Random) -> String {
    let mut bytes = [0; BYTES];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
