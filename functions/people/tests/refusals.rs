//! Who may not.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::{Role, User};
use kenmovie_testkit::{Client, Sent, TestApp};

use crate::{LIST, give, role_of};

/// Somebody who would be made an administrator.
struct Scene {
    app: TestApp,
    ana: User,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let ana = app.person(Role::User).await;
        Self { app, ana }
    }

    fn asks(&self, who: &Client) -> [Sent; 2] {
        [who.get(LIST), give(who, &self.ana, "admin")]
    }

    async fn nothing_changed(&self) {
        assert_eq!(role_of(&self.app, &self.ana).await, Role::User);
    }
}

#[tokio::test]
async fn a_visitor_sees_and_does_nothing() {
    let scene = Scene::new().await;
    for ask in scene.asks(&scene.app.visitor()) {
        ask.await.problem(401, "unauthenticated");
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn people_and_moderators_see_and_do_nothing_not_even_for_themselves() {
    let scene = Scene::new().await;
    let moderator = scene.app.person(Role::Moderator).await;
    for person in [&scene.ana, &moderator] {
        let mut clients = vec![scene.app.signed_in(person).await];
        for preset in Preset::ALL {
            clients.push(scene.app.machine(person, preset).await);
        }
        for client in clients {
            for ask in scene.asks(&client) {
                ask.await.problem(403, "insufficient_scope");
            }
        }
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn an_administrator_does_nothing_through_a_client_without_the_scope() {
    let scene = Scene::new().await;
    let admin = scene.app.person(Role::Admin).await;
    for preset in [Preset::Public, Preset::Site, Preset::Trusted] {
        for ask in scene.asks(&scene.app.machine(&admin, preset).await) {
            ask.await.problem(403, "insufficient_scope");
        }
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn another_site_gives_no_role_with_an_administrators_cookies() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    for origin in ["cross-site", "same-site"] {
        give(&admin, &scene.ana, "admin").header("sec-fetch-site", origin).await.problem(403, "csrf");
    }
    scene.nothing_changed().await;
}

#[tokio::test]
async fn an_expired_access_token_must_be_renewed() {
    let scene = Scene::new().await;
    let admin = scene.app.admin().await;
    scene.app.expire_tokens();
    for ask in scene.asks(&admin) {
        ask.await.problem(401, "token_expired");
    }
    scene.nothing_changed().await;
}
