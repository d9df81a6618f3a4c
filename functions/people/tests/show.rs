//! A person on a page of their own.

use kenmovie_common::domain::Role;
use kenmovie_testkit::{MALFORMED_IDS, NOBODYS_ID, PASSWORD, TestApp};
use serde_json::json;

use crate::at;

#[tokio::test]
async fn everybody_sees_who_somebody_is_and_how_much_they_said() {
    let app = TestApp::new().await;
    let ana = app.person(Role::Admin).await;
    let browser = app.signed_in(&ana).await;
    let film = app.movie("Tasio").await;
    let shown = async || app.visitor().get(&at(&ana)).await.ok(200);
    let created_at = "2026-01-01T12:00:00.000Z";
    let nothing =
        json!({ "id": ana.id, "name": ana.name, "created_at": created_at, "comments": 0, "ratings": 0 });
    assert_eq!(shown().await, nothing, "no address, no age and no role");
    let comments = format!("/api/movies/{film}/comments");
    let said = browser.post(&comments, &json!({ "body": "Uno." })).await.ok(201);
    let said = format!("/api/comments/{}", said["id"].as_str().unwrap());
    browser.post(&format!("{said}/replies"), &json!({ "body": "Dos." })).await.ok(201);
    browser.put(&format!("/api/movies/{film}/rating"), &json!({ "score": 8 })).await.ok(200);
    let told = shown().await;
    assert_eq!((&told["comments"], &told["ratings"]), (&json!(2), &json!(1)));
    browser.delete(&said).await.ok(204);
    browser.delete(&format!("/api/movies/{film}/rating")).await.ok(200);
    let told = shown().await;
    assert_eq!((&told["comments"], &told["ratings"]), (&json!(1), &json!(0)));
}

#[tokio::test]
async fn who_is_nobody_or_no_more_has_no_page() {
    let app = TestApp::new().await;
    let gone = app.person(Role::User).await;
    let farewell = json!({ "password": PASSWORD });
    app.signed_in(&gone).await.delete("/api/account").json(&farewell).await.ok(204);
    app.visitor().get(&at(&gone)).await.problem(404, "not_found");
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS.into_iter().filter(|id| !id.is_empty())) {
        app.visitor().get(&format!("/api/users/{id}")).await.problem(404, "not_found");
    }
}
