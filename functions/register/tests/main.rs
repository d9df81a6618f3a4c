//! Making accounts, through the whole gateway.
#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

mod account;
mod bounds;
mod letter;
mod machines;
mod malformed;
mod origin;
mod rate;

use kenmovie_testkit::PASSWORD;
use serde_json::{Value, json};

/// Where people sign up.
const PATH: &str = "/api/register";

/// What Ana sends.
fn ana() -> Value {
    json!({ "name": "Ana", "age": 30, "email": "ana@example.com", "password": PASSWORD })
}

/// What Ana sends, but for one member.
fn ana_but(member: &str, value: impl Into<Value>) -> Value {
    let mut body = ana();
    body.as_object_mut().map(|members| members.insert(member.to_owned(), value.into()));
    body
}
