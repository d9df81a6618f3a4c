//! Nobody makes a token with more than they have.

use kenmovie_common::auth::{Preset, Scope, Scopes};
use kenmovie_common::domain::Role;
use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{PATH, asked, count, made, secret, through};

#[tokio::test]
async fn an_administrator_in_a_browser_gives_each_scope_of_theirs_and_the_two_doors() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let doors = Scopes::NONE.with(Scope::SigninAuth).with(Scope::SignupAuth);
    for scope in Scopes::of_role(Role::Admin).and(doors).iter() {
        let token = made(&admin, json!([scope])).await;
        assert_eq!(token["scopes"], json!([scope]));
    }
}

#[tokio::test]
async fn a_token_with_more_than_its_maker_holds_is_refused_and_one_with_as_much_is_not() {
    let app = TestApp::new().await;
    let person = app.person(Role::Admin).await;
    let keeper =
        made(&app.signed_in(&person).await, json!(["signin:auth", "tokens:admin", "movies:read"])).await;
    let keeper = through(&app, &person, secret(&keeper)).await;
    for beyond in [
        json!("public"),
        json!("site"),
        json!("admin"),
        json!("trusted"),
        json!(["movies:create"]),
        json!(["users:admin"]),
        json!(["comments:write"]),
        json!(["movies:read", "tokens:admin", "account:write"]),
        json!(["signin:provider"]),
    ] {
        keeper.post(PATH, &asked(beyond)).await.problem(403, "insufficient_scope");
    }
    assert_eq!(count(&keeper).await, 1);
    for within in [
        json!(["movies:read"]),
        json!(["tokens:admin"]),
        json!(["signin:auth", "signup:auth"]),
        json!(["movies:read", "tokens:admin", "signin:auth", "signup:auth"]),
    ] {
        made(&keeper, within).await;
    }
}

#[tokio::test]
async fn what_a_bounded_client_makes_is_bounded_too() {
    let app = TestApp::new().await;
    let person = app.person(Role::Admin).await;
    let first = made(&app.signed_in(&person).await, json!(["signin:auth", "tokens:admin"])).await;
    let first = through(&app, &person, secret(&first)).await;
    let second = made(&first, json!(["signin:auth", "tokens:admin"])).await;
    let second = through(&app, &person, secret(&second)).await;
    second.post(PATH, &asked(json!(["movies:create"]))).await.problem(403, "insufficient_scope");
    second.post("/api/movies", &json!({"title": "Vértigo"})).await.problem(403, "insufficient_scope");
}

#[tokio::test]
async fn an_administrator_who_comes_through_a_client_of_films_or_of_the_site_makes_none() {
    let app = TestApp::new().await;
    let person = app.person(Role::Admin).await;
    for preset in [Preset::Public, Preset::Site, Preset::Trusted] {
        let client = app.machine(&person, preset).await;
        client.post(PATH, &asked(json!(["signin:auth"]))).await.problem(403, "insufficient_scope");
        client.get(PATH).await.problem(403, "insufficient_scope");
    }
    let client = app.machine(&person, Preset::Admin).await;
    made(&client, "admin").await;
}

#[tokio::test]
async fn a_bad_body_is_named_before_scopes_are_compared() {
    let app = TestApp::new().await;
    let person = app.person(Role::Admin).await;
    let keeper = made(&app.signed_in(&person).await, json!(["signin:auth", "tokens:admin"])).await;
    let keeper = through(&app, &person, secret(&keeper)).await;
    keeper.post(PATH, &json!({"name": "", "scopes": "admin"})).await.invalid(&["name required"]);
    keeper.post(PATH, &asked("admin")).await.problem(403, "insufficient_scope");
}
