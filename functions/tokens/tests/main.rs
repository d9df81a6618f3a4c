//! API tokens through the real gateway: made, listed, used, revoked.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod beyond;
mod bounds;
mod clients;
mod create;
mod list;
mod refusals;
mod revoke;
mod vouching;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kenmovie_common::domain::User;
use kenmovie_testkit::{Client, PASSWORD, Sent, TestApp};
use serde_json::{Value, json};

/// Where tokens are made and listed.
const PATH: &str = "/api/tokens";

/// What a token may be asked to be.
fn asked(scopes: impl Into<Value>) -> Value {
    json!({"name": "render", "scopes": scopes.into()})
}

/// A token that this person makes.
async fn made(keeper: &Client, scopes: impl Into<Value>) -> Value {
    keeper.post(PATH, &asked(scopes)).await.ok(201)
}

fn secret(made: &Value) -> &str {
    made["token"].as_str().unwrap()
}

/// Where a token is revoked.
fn at(made: &Value) -> String {
    format!("{PATH}/{}", made["id"].as_str().unwrap())
}

/// Somebody signs in through the client that holds this secret.
fn sign_in(app: &TestApp, person: &User, secret: &str) -> Sent {
    let basic = STANDARD.encode(format!("{}:{PASSWORD}", person.email));
    let client = app.visitor().with("x-api-token", secret).with("authorization", &format!("Basic {basic}"));
    client.request("POST", "/api/login")
}

/// Somebody signs up through it.
fn sign_up(app: &TestApp, email: &str, secret: &str) -> Sent {
    let body = json!({"name": "Nueva", "age": 30, "email": email, "password": PASSWORD});
    app.visitor().with("x-api-token", secret).post("/api/register", &body)
}

/// Somebody who is signed in through it.
async fn through(app: &TestApp, person: &User, secret: &str) -> Client {
    let body = sign_in(app, person, secret).await.ok(200);
    app.visitor().bearer(body["access_token"].as_str().unwrap())
}

/// How many tokens were made as they are asked for here; those of the kit have other names.
async fn count(keeper: &Client) -> usize {
    keeper.all(PATH).await.iter().filter(|token| token["name"] == "render").count()
}
