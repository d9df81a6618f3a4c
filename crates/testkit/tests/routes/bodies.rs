//! What no body of any route takes: operators as values, and members that say who somebody is.
#![expect(clippy::indexing_slicing, reason = "a test kit panics where a test fails")]

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_common::http::{Kind, Route};
use kenmovie_local::routes;
use kenmovie_testkit::{NOBODYS_ID, Reply, TestApp};
use serde_json::{Value, json};

/// Sends an administrator's request, new each time: what a route does may end a session. It brings an API token, too, for the
/// routes that want one.
async fn send(app: &TestApp, secret: &str, route: &Route, body: &Value) -> Reply {
    let admin = app.admin().await.with("x-api-token", secret);
    let path = ["{id}", "{movie_id}", "{user_id}", "{media_id}"]
        .iter()
        .fold(route.path.to_owned(), |path, name| path.replace(name, NOBODYS_ID));
    admin.request(route.method.as_str(), &path).json(body).await
}

/// Whether the answer names this member with this code.
fn names(reply: &Reply, member: &str, code: &str) -> bool {
    let errors = reply.body["errors"].as_array().map_or(&[][..], Vec::as_slice);
    reply.status == 422 && errors.iter().any(|error| error["field"] == member && error["code"] == code)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_is_no_value_of_any_member_of_any_body() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Trusted).await;
    let operators = [
        json!({ "$ne": null }),
        json!({ "$gt": "" }),
        json!({ "$regex": ".*" }),
        json!({ "$where": "1" }),
        json!({ "$in": [] }),
    ];
    let mut told = 0;
    for route in routes() {
        for field in route.body.into_iter().flatten() {
            for operator in &operators {
                let reply = send(&app, &secret, route, &json!({ field.name: operator })).await;
                let place = format!("{} {}: {operator} -> {:#}", reply.asked, field.name, reply.body);
                assert!(names(&reply, field.name, "invalid_type"), "{place}");
                let listed = send(&app, &secret, route, &json!({ field.name: [operator] })).await;
                let is_list = matches!(field.kind, Kind::Lines { .. } | Kind::Objects { .. } | Kind::Scopes);
                assert!(listed.status == 422, "{place}");
                assert!(is_list || names(&listed, field.name, "invalid_type"), "{place}");
                told += 1;
            }
        }
    }
    assert!(told > 100, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_says_in_a_body_who_they_are_or_what_they_may() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Trusted).await;
    let other = app.person(Role::User).await;
    let members = [
        "id",
        "_id",
        "user",
        "user_id",
        "sub",
        "sid",
        "author",
        "author_id",
        "creator",
        "owner",
        "from",
        "role",
        "scope",
        "is_admin",
        "email_verified",
        "auth_epoch",
        "password_hash",
        "__proto__",
    ];
    let mut told = 0;
    for route in routes() {
        let Some(fields) = route.body else { continue };
        for member in members.into_iter().filter(|member| fields.iter().all(|field| field.name != *member)) {
            let reply = send(&app, &secret, route, &json!({ member: other.id })).await;
            assert!(names(&reply, member, "unknown_field"), "{} {member}: {:#}", reply.asked, reply.body);
            told += 1;
        }
    }
    assert!(told > 200, "{told}");
}
