//! Every route × every kind of caller answers what the route's declaration says.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test kit panics where a test fails")]

use std::time::Duration;

use kenmovie_common::auth::{Preset, Scopes};
use kenmovie_common::domain::{Client as SignInClient, Role};
use kenmovie_common::http::{Access, Route};
use kenmovie_local::routes;
use kenmovie_testkit::{Client, Reply, TestApp};
use serde_json::json;

use crate::forged;

/// What a caller is to a route.
#[derive(Clone, Copy)]
enum Kind {
    Visitor,
    Holding(Scopes),
    Expired,
}

async fn call(client: &Client, route: &Route) -> Reply {
    let path = ["{id}", "{movie_id}", "{user_id}", "{media_id}"]
        .iter()
        .fold(route.path.to_owned(), |path, name| path.replace(name, "01890a5d-ac96-774b-bcce-b302099a8057"));
    let request = client.request(route.method.as_str(), &path).header("sec-fetch-site", "same-origin");
    if route.body.is_some() { request.json(&json!({})).await } else { request.await }
}

fn assert_answer(name: &str, kind: Kind, route: &Route, reply: &Reply) {
    let code = reply.body["code"].as_str().unwrap_or_default();
    let place = format!("{name}: {} -> {} {code}", reply.asked, reply.status);
    assert!(reply.status < 500, "{place}");
    match (route.access, kind) {
        (Access::Public, _) => {
            // What a function refuses itself stands in its declaration.
            let own = route.problems.contains(&code);
            assert!(own || !matches!(reply.status, 401 | 403), "{place}");
        }
        (Access::Scope(_), Kind::Visitor) => {
            assert_eq!((reply.status, code), (401, "unauthenticated"), "{place}");
        }
        (Access::Scope(_), Kind::Expired) => {
            assert_eq!((reply.status, code), (401, "token_expired"), "{place}");
        }
        (Access::Scope(scope), Kind::Holding(scopes)) if scopes.has(scope) => {
            assert!(!matches!(reply.status, 401 | 403), "{place}");
        }
        (Access::Scope(_), Kind::Holding(_)) => {
            assert_eq!((reply.status, code), (403, "insufficient_scope"), "{place}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_kind_of_caller_as_its_declaration_says() {
    let app = TestApp::new().await;
    let mut answers = 0;
    let count = routes().count();
    for route in routes() {
        // A sign-out ends the caller's session, and another route all others of theirs: everybody is new for every route.
        for (name, kind, client) in callers(&app).await {
            assert_answer(&name, kind, route, &call(&client, route).await);
            answers += 1;
        }
    }
    assert!(count > 25 && answers >= count * 25, "{answers} answers on {count} routes");
}

async fn callers(app: &TestApp) -> Vec<(String, Kind, Client)> {
    let mut all = vec![("visitor".to_owned(), Kind::Visitor, app.visitor())];
    for role in Role::ALL {
        let user = app.person(role).await;
        all.push((
            role.as_str().to_owned(),
            Kind::Holding(Scopes::of_role(role)),
            app.signed_in(&user).await,
        ));
        for preset in Preset::ALL {
            let scopes = Scopes::of_role(role).intersection(preset.scopes());
            let name = format!("{} through a {} client", role.as_str(), preset.as_str());
            let user = app.person(role).await;
            all.push((name, Kind::Holding(scopes), app.machine(&user, preset).await));
        }
    }
    let admin = app.person(Role::Admin).await;
    let session = app.session(&admin, SignInClient::Web).await;
    let good = app.token(&admin, &session, None);
    for (lie, token) in forged::all(app, &good) {
        all.push((format!("{lie}, as bearer"), Kind::Visitor, app.visitor().bearer(&token)));
        all.push((
            format!("{lie}, in the cookie"),
            Kind::Visitor,
            app.visitor().browser(&format!("km_access={token}")),
        ));
    }
    let two = app.visitor().bearer(&good).bearer(&good);
    all.push(("two Authorization headers".to_owned(), Kind::Visitor, two));
    let ended = app.session(&admin, SignInClient::Web).await;
    app.kv.end_session(ended.id).await.unwrap();
    all.push((
        "an ended session".to_owned(),
        Kind::Visitor,
        app.visitor().bearer(&app.token(&admin, &ended, None)),
    ));
    let mut old = forged::claims(&good);
    old.iat -= 3600;
    old.exp = old.iat + 3600;
    let expired = app.issuer().sign(&old).unwrap();
    all.push(("an expired token".to_owned(), Kind::Expired, app.visitor().bearer(&expired)));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_to_its_last_second_and_an_ended_session_at_most_eight_seconds_longer() {
    let app = TestApp::new().await;
    let movie = app.movie("Roma").await;
    let path = format!("/api/movies/{movie}/reaction");
    let user = app.person(Role::User).await;
    let session = app.session(&user, SignInClient::Web).await;
    let client = app.visitor().bearer(&app.token(&user, &session, None));
    app.clock.advance(Duration::from_mins(15) - Duration::from_secs(1));
    client.delete(&path).await.ok(200);
    app.clock.advance(Duration::from_secs(1));
    client.delete(&path).await.problem(401, "token_expired");

    let client = app.visitor().bearer(&app.token(&user, &session, None));
    client.delete(&path).await.ok(200);
    app.kv.end_session(session.id).await.unwrap();
    app.clock.advance(Duration::from_secs(8));
    client.delete(&path).await.problem(401, "unauthenticated");
}
