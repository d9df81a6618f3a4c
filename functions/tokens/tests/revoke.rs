//! A token is revoked: it lets nobody in any more, and who came through it is out.

use std::time::Duration;

use kenmovie_common::domain::Role;
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{MALFORMED_IDS, NOBODYS_ID, TestApp, at_once};

use crate::{PATH, asked, at, count, made, secret, sign_in, sign_up, through};

/// An address that only the signed-in may read.
const PROTECTED: &str = "/api/blocked-movies";

#[tokio::test]
async fn a_revoked_token_lets_nobody_in_and_its_sessions_end_within_ten_seconds() {
    let app = TestApp::new().await;
    let (admin, ana, bob) = (app.admin().await, app.person(Role::User).await, app.person(Role::User).await);
    let (gone, other) = (made(&admin, "site").await, made(&admin, "site").await);
    let mut out = Vec::new();
    for person in [&ana, &bob] {
        out.push(through(&app, person, secret(&gone)).await);
    }
    let stays = [through(&app, &ana, secret(&other)).await, app.signed_in(&ana).await];
    for client in out.iter().chain(&stays) {
        client.get(PROTECTED).await.ok(200);
    }
    admin.delete(&at(&gone)).await.ok(204);
    sign_in(&app, &ana, secret(&gone)).await.problem(401, "invalid_credentials");
    sign_up(&app, "nueva@example.com", secret(&gone)).await.problem(401, "invalid_credentials");
    app.clock.advance(Duration::from_secs(8));
    for client in &out {
        client.get(PROTECTED).await.problem(401, "unauthenticated");
    }
    for client in &stays {
        client.get(PROTECTED).await.ok(200);
    }
    assert_eq!(admin.all(PATH).await[0]["id"], other["id"]);
    assert_eq!(count(&admin).await, 1);
}

#[tokio::test]
async fn a_token_is_revoked_once() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let token = made(&admin, "site").await;
    admin.delete(&at(&token)).await.ok(204);
    admin.delete(&at(&token)).await.problem(404, "not_found");
    admin.delete(&format!("{PATH}/{NOBODYS_ID}")).await.problem(404, "not_found");
    for id in MALFORMED_IDS.into_iter().filter(|id| !id.is_empty()) {
        admin.delete(&format!("{PATH}/{id}")).await.problem(404, "not_found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_revoke_it_at_once_one_does() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let token = made(&admin, "site").await;
    let replies = at_once((0..10).map(|_| admin.delete(&at(&token)))).await;
    let (done, late): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 204);
    assert_eq!((done.len(), late.len()), (1, 9));
    for reply in late {
        reply.problem(404, "not_found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_signs_in_while_it_is_revoked_stays_in() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    let token = made(&admin, "site").await;
    let sign_ins = (0..10).map(|_| sign_in(&app, &ana, secret(&token)));
    let replies = at_once(sign_ins.chain([admin.delete(&at(&token))])).await;
    app.clock.advance(Duration::from_secs(8));
    for reply in replies {
        match reply.status {
            200 => {
                let client = app.visitor().bearer(reply.body["access_token"].as_str().unwrap());
                client.get(PROTECTED).await.problem(401, "unauthenticated");
            }
            204 => {}
            _ => drop(reply.problem(401, "invalid_credentials")),
        }
    }
    sign_in(&app, &ana, secret(&token)).await.problem(401, "invalid_credentials");
}

#[tokio::test]
async fn what_a_crash_between_the_stores_left_lets_nobody_in_and_is_revoked_again() {
    let app = TestApp::new().await;
    let (admin, ana) = (app.admin().await, app.person(Role::User).await);
    let token = made(&admin, "site").await;
    let client = through(&app, &ana, secret(&token)).await;
    let id = token["id"].as_str().unwrap().parse().unwrap();
    app.kv.revoke_client(id, app.clock.now()).await.unwrap();
    client.get(PROTECTED).await.problem(401, "unauthenticated");
    sign_in(&app, &ana, secret(&token)).await.problem(401, "invalid_credentials");
    assert_eq!(count(&admin).await, 1);
    admin.delete(&at(&token)).await.ok(204);
    assert_eq!(count(&admin).await, 0);
}

#[tokio::test]
async fn an_expired_token_can_be_revoked_and_so_can_the_one_that_the_caller_came_through() {
    let app = TestApp::new().await;
    let person = app.person(Role::Admin).await;
    let mut body = asked("admin");
    body["expires_in_days"] = 1.into();
    let expired = app.signed_in(&person).await.post(PATH, &body).await.ok(201);
    app.clock.advance(Duration::from_hours(48));
    let admin = app.signed_in(&person).await;
    admin.delete(&at(&expired)).await.ok(204);
    let own = made(&admin, "admin").await;
    let client = through(&app, &person, secret(&own)).await;
    client.delete(&at(&own)).await.ok(204);
    app.clock.advance(Duration::from_secs(8));
    client.get(PATH).await.problem(401, "unauthenticated");
}
