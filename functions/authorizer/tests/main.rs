//! Who calls: the authorizer and the guard behind it, through the whole gateway.

mod attacks;
mod callers;
mod faults;
mod forge;
mod life;
mod order;
mod sessions;

use kenmovie_testkit::{Client, Reply, TestApp};
use serde_json::json;

/// A vote for a film: only the signed-in may.
async fn vote(app: &TestApp, client: &Client) -> Reply {
    let movie = app.movie("Vértigo").await;
    client.put(&format!("/api/movies/{movie}/reaction"), &json!({ "value": "like" })).await
}
