//! The session of whoever calls, through the whole gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod devices;
mod idle;
mod origin;
mod refresh;
mod show;
mod sign_out;
mod tabs;

use kenmovie_common::Time;
use kenmovie_common::domain::{Client as SignInClient, Role, Session, User};
use kenmovie_testkit::{Client, Reply, TestApp};
use serde_json::json;

/// Where a session is shown and ended.
const PATH: &str = "/api/session";
/// Where it is renewed.
const REFRESH: &str = "/api/session/refresh";
/// An address that only the signed-in may read.
const PROTECTED: &str = "/api/blocked-movies";

/// Somebody's session in a browser, with the secrets that its cookies hold.
struct SignedIn {
    user: User,
    session: Session,
    access: String,
    refresh: String,
}

impl SignedIn {
    async fn new(app: &TestApp) -> Self {
        Self::of(app, app.person(Role::User).await).await
    }

    /// One more session of this person.
    async fn of(app: &TestApp, user: User) -> Self {
        let session = app.session(&user, SignInClient::Web).await;
        let access = app.token(&user, &session, None);
        let refresh = app.issuer().refresh_secret(session.id, 0);
        Self { user, session, access, refresh }
    }

    /// The browser with both cookies.
    fn browser(&self, app: &TestApp) -> Client {
        app.visitor().browser(&format!("km_access={}; km_refresh={}", self.access, self.refresh))
    }

    /// The browser after its access cookie has gone.
    fn only_refresh(&self, app: &TestApp) -> Client {
        holding(app, &self.refresh)
    }

    /// The refresh secret of this number; somebody had to be given it to hold it.
    fn number(&self, app: &TestApp, number: u64) -> String {
        app.issuer().refresh_secret(self.session.id, number)
    }
}

/// A browser that holds this refresh secret alone.
fn holding(app: &TestApp, secret: &str) -> Client {
    app.visitor().browser(&format!("km_refresh={secret}"))
}

async fn refresh(client: &Client) -> Reply {
    client.post(REFRESH, &json!({})).await
}

/// A cookie's line without its value, and whether it has one.
fn attributes(line: &str) -> (String, bool) {
    let (name, rest) = line.split_once('=').unwrap_or_default();
    let (value, attributes) = rest.split_once(';').unwrap_or_default();
    (format!("{name};{attributes}"), !value.is_empty())
}

/// Whether an answer takes both cookies away.
fn clears(reply: &Reply) -> bool {
    let lines: Vec<_> = reply.cookies().iter().map(|line| attributes(line)).collect();
    let gone = |name: &str, same_site: &str| {
        (format!("{name}; Path=/; Max-Age=0; HttpOnly; SameSite={same_site}"), false)
    };
    lines == [gone("km_access", "Lax"), gone("km_refresh", "Strict")]
}

/// A time as answers write it.
fn written(time: Time) -> serde_json::Value {
    json!(time.to_string())
}
