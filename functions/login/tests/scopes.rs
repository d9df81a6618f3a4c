//! What a machine's token allows: what the client holds and what the person's role holds, and no more.

use kenmovie_common::auth::{Preset, Scope, Scopes};
use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, PASSWORD, TestApp};
use serde_json::{Value, json};

use crate::{PATH, api_token, basic};

const PUBLIC: &str = "movies:read user-movies:read user-movies:write";
const USER: &str = "movies:read user-movies:read user-movies:write comments:write reactions:write \
    ratings:write reports:write messages:read messages:write account:read account:write";

/// Somebody of this role, signed in through a client with this secret: the answer, and they.
async fn through(app: &TestApp, role: Role, secret: &str) -> (Value, Client) {
    let email = app.person(role).await.email;
    let machine = app.visitor().with("x-api-token", secret).with("authorization", &basic(&email, PASSWORD));
    let body = machine.request("POST", PATH).await.ok(200);
    let token = body.get("access_token").and_then(Value::as_str).unwrap_or_default().to_owned();
    (body, app.visitor().bearer(&token))
}

fn set(text: &str) -> Vec<&str> {
    let mut scopes: Vec<&str> = text.split_whitespace().collect();
    scopes.sort_unstable();
    scopes
}

#[tokio::test]
async fn the_scopes_are_those_of_the_client_and_of_the_role() {
    let app = TestApp::new().await;
    let moderator = &format!("{USER} reports:moderate comments:moderate");
    let admin = &format!("{moderator} movies:create movies:update movies:delete tokens:admin users:admin");
    let table = [
        (Preset::Public, Role::User, PUBLIC),
        (Preset::Public, Role::Moderator, PUBLIC),
        (Preset::Public, Role::Admin, PUBLIC),
        (Preset::Site, Role::User, USER),
        (Preset::Site, Role::Moderator, USER),
        (Preset::Site, Role::Admin, USER),
        (Preset::Trusted, Role::User, USER),
        (Preset::Trusted, Role::Admin, USER),
        (Preset::Admin, Role::User, USER),
        (Preset::Admin, Role::Moderator, moderator),
        (Preset::Admin, Role::Admin, admin),
    ];
    for (preset, role, scopes) in table {
        let (_, secret) = app.api_token(preset).await;
        let (body, client) = through(&app, role, &secret).await;
        let name = format!("{} {}", preset.as_str(), role.as_str());
        assert_eq!(set(body["scope"].as_str().unwrap()), set(scopes), "{name}");
        let session = client.get("/api/session").await.ok(200);
        let told: Vec<&str> =
            session["scopes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(set(&told.join(" ")), set(scopes), "{name}");
    }
}

#[tokio::test]
async fn an_admin_who_comes_through_a_site_client_is_no_admin() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Site).await;
    let (_, client) = through(&app, Role::Admin, &secret).await;
    client.post("/api/movies", &json!({ "title": "Vértigo" })).await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn a_user_who_comes_through_an_admin_client_is_no_admin() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Admin).await;
    let (_, client) = through(&app, Role::User, &secret).await;
    client.post("/api/movies", &json!({ "title": "Vértigo" })).await.problem(403, "insufficient_scope");
    let (_, client) = through(&app, Role::Admin, &secret).await;
    client.post("/api/movies", &json!({ "title": "Vértigo" })).await.ok(201);
}

#[tokio::test]
async fn a_public_client_shows_films_and_changes_nothing() {
    let app = TestApp::new().await;
    let movie = app.movie("Vértigo").await;
    let (_, secret) = app.api_token(Preset::Public).await;
    let (_, client) = through(&app, Role::User, &secret).await;
    client.get(&format!("/api/movies/{movie}")).await.ok(200);
    let path = format!("/api/movies/{movie}/reaction");
    client.put(&path, &json!({ "value": "like" })).await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn a_client_that_may_only_sign_in_gets_a_token_that_allows_nothing() {
    let app = TestApp::new().await;
    let secret = api_token(&app, Scopes::NONE.with(Scope::SigninAuth), None).await.unwrap();
    let (body, client) = through(&app, Role::Admin, &secret).await;
    assert_eq!(body["scope"], "");
    assert_eq!(client.get("/api/session").await.ok(200)["scopes"], json!([]));
    client.get("/api/blocked-movies").await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn an_api_token_is_no_access_token() {
    let app = TestApp::new().await;
    let (_, secret) = app.api_token(Preset::Admin).await;
    app.visitor().bearer(&secret).get("/api/blocked-movies").await.problem(401, "unauthenticated");
    app.visitor()
        .with("x-api-token", &secret)
        .get("/api/blocked-movies")
        .await
        .problem(401, "unauthenticated");
}
