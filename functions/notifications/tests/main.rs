//! Notifications through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod list;
mod read;
mod refusals;

use std::time::Duration;

use kenmovie_testkit::{Client, TestApp};
use serde_json::{Value, json};

const LIST: &str = "/api/notifications";
const READ: &str = "/api/notifications/read";

/// Somebody's comment, and somebody else who answers.
struct Talk {
    app: TestApp,
    ana: Client,
    bea: Client,
    film: String,
    /// Ana's comment.
    root: String,
}

impl Talk {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let (ana, bea) = (app.user().await, app.user().await);
        let film = app.movie("Cría cuervos").await.to_string();
        let path = format!("/api/movies/{film}/comments");
        let root = id(&ana.post(&path, &json!({ "body": "Otra vez." })).await.ok(201));
        Self { app, ana, bea, film, root }
    }

    /// Somebody answers a comment, a moment later; the reply's id.
    async fn answers(&self, who: &Client, comment: &str, body: &str) -> String {
        self.app.clock.advance(Duration::from_millis(1));
        let path = format!("/api/comments/{comment}/replies");
        id(&who.post(&path, &json!({ "body": body })).await.ok(201))
    }
}

fn id(body: &Value) -> String {
    body["id"].as_str().unwrap().to_owned()
}

/// The replies that somebody is told of, the latest first.
async fn told(person: &Client) -> Vec<String> {
    let items = person.all(LIST).await;
    items.iter().filter_map(|item| item["reply"]["body"].as_str().map(str::to_owned)).collect()
}

async fn unread(person: &Client) -> Value {
    person.get(LIST).await.ok(200)["unread"].clone()
}
