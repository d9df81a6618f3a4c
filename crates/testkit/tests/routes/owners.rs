//! Every route that acts on somebody's thing, called by its owner and by everybody else.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test kit panics where a test fails")]

use kenmovie_common::auth::{Preset, Scopes};
use kenmovie_common::domain::{Client as SignInClient, Role, User};
use kenmovie_common::http::{Access, Method, Owned, Route};
use kenmovie_local::routes;
use kenmovie_testkit::{Client, Reply, TestApp};
use serde_json::{Value, json};

/// Makes a thing of this person's that the route can act on; the route's address for it, and a body that it takes.
async fn thing(app: &TestApp, route: &Route, owner: &User) -> (String, Option<Value>) {
    let browser = app.signed_in(owner).await;
    let film = app.movie("Roma").await;
    let (id, body) = match route.path {
        "/api/comments/{id}" => {
            let body = json!({ "body": "Vuelvo a verla cada otoño." });
            let made = browser.post(&format!("/api/movies/{film}/comments"), &body).await.ok(201);
            (made["id"].as_str().unwrap().to_owned(), (route.method == Method::Patch).then_some(body))
        }
        "/api/sessions/{id}" => (app.session(owner, SignInClient::Web).await.id.to_string(), None),
        "/api/blocked-movies/{movie_id}" => {
            let report = json!({ "reason": "spam" });
            browser.post(&format!("/api/movies/{film}/reports"), &report).await.ok(201);
            (film.to_string(), None)
        }
        path => panic!("say here how somebody gets a thing that {path} acts on"),
    };
    (route.path.replace("{id}", &id).replace("{movie_id}", &id), body)
}

async fn call(client: &Client, route: &Route, path: &str, body: Option<&Value>) -> Reply {
    let request = client.request(route.method.as_str(), path);
    match body {
        Some(body) => request.json(body).await,
        None => request.await,
    }
}

/// Everybody who is somebody, with what they hold.
async fn callers(app: &TestApp) -> Vec<(String, Client, Scopes)> {
    let mut all = Vec::new();
    for role in Role::ALL {
        let (user, scopes) = (app.person(role).await, Scopes::of_role(role));
        all.push((role.as_str().to_owned(), app.signed_in(&user).await, scopes));
        for preset in Preset::ALL {
            let name = format!("{} through a {} client", role.as_str(), preset.as_str());
            all.push((name, app.machine(&user, preset).await, scopes.intersection(preset.scopes())));
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_somebodys_is_for_its_owner_and_for_whoever_holds_the_scope() {
    let app = TestApp::new().await;
    let mut acted_on = 0;
    for route in routes() {
        let (Some(owned), Access::Scope(needed)) = (route.owned, route.access) else { continue };
        acted_on += 1;
        let owner = app.person(Role::User).await;
        for (name, stranger, scopes) in callers(&app).await {
            let (path, body) = thing(&app, route, &owner).await;
            let reply = call(&stranger, route, &path, body.as_ref()).await;
            let place = format!("{name}: {} -> {} {}", reply.asked, reply.status, reply.body["code"]);
            match owned {
                _ if !scopes.has(needed) => assert_eq!(reply.status, 403, "{place}"),
                Owned::Only => assert_eq!(reply.status, 404, "{place}"),
                Owned::Or(scope) if !scopes.has(scope) => assert_eq!(reply.status, 403, "{place}"),
                Owned::Or(_) => {
                    assert!(reply.status < 300, "{place}");
                    continue;
                }
            }
            // Whoever was refused has changed nothing: it is still there for its owner.
            let own = call(&app.signed_in(&owner).await, route, &path, body.as_ref()).await;
            assert!(own.status < 300, "{place}, then its owner: {}", own.status);
        }
    }
    assert!(acted_on >= 4, "{acted_on}");
}

#[test]
fn the_document_is_what_the_routes_declare() {
    let path = crate::functions::root().join("docs/permissions.md");
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, kenmovie_local::permissions(), "run cargo xtask openapi");
}
