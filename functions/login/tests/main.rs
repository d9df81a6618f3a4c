//! Signing in, through the whole gateway.
#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

mod browser;
mod kept;
mod machine;
mod origin;
mod rate;
mod refusals;
mod scopes;
mod waits;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kenmovie_common::ApiTokenId;
use kenmovie_common::auth::{Scopes, new_api_token, sha256};
use kenmovie_common::domain::ApiToken;
use kenmovie_common::ports::{Clock as _, StoreResult};
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

/// Where people sign in.
const PATH: &str = "/api/login";

fn credentials(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}

/// The same as a machine client sends it.
fn basic(email: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{email}:{password}")))
}

/// The secret of an API token with just these scopes, that lives this long.
async fn api_token(app: &TestApp, scopes: Scopes, life: Option<Duration>) -> StoreResult<String> {
    let now = app.clock.now();
    let secret = new_api_token(app.random());
    let token = ApiToken {
        id: ApiTokenId::new(now, app.random()),
        name: "prueba".to_owned(),
        prefix: secret.chars().take(8).collect(),
        scopes,
        issuers: Vec::new(),
        expires_at: life.map(|life| now + life),
        created_at: now,
        last_used_at: None,
    };
    app.store.create_api_token(&token, sha256(secret.as_bytes())).await?;
    Ok(secret)
}
