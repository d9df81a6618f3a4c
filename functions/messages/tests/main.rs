//! Messages through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod conversations;
mod device;
mod faults;
mod list;
mod live;
mod read;
mod refusals;
mod send;

use std::time::Duration;

use kenmovie_common::UserId;
use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

const TALKS: &str = "/api/conversations";

/// Two people who write to each other.
struct Talk {
    app: TestApp,
    ana: Client,
    bea: Client,
}

impl Talk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let (ana, bea) = (app.user().await, app.user().await);
        Self { app, ana, bea }
    }

    /// Somebody writes to the other, a moment later.
    async fn says(&self, from: &Client, to: &Client, text: &str) -> Value {
        self.app.clock.advance(Duration::from_millis(1));
        from.post(&with(to.id()), &json!({ "client_id": text, "text": text })).await.ok(201)
    }
}

/// The path of what somebody writes with this person.
fn with(other: UserId) -> String {
    format!("{TALKS}/{other}/messages")
}

fn id(message: &Value) -> String {
    message["id"].as_str().unwrap().to_owned()
}

fn texts(items: &Value) -> Vec<&str> {
    items.as_array().unwrap().iter().map(|message| message["text"].as_str().unwrap()).collect()
}

async fn read(reader: &Client, other: &Client, up_to: &str) -> Value {
    let path = format!("{TALKS}/{}/read", other.id());
    reader.post(&path, &json!({ "up_to": up_to })).await.ok(200)["unread"].clone()
}
