//! What another site does with a visitor's cookies: nothing, on any route.
#![expect(clippy::unwrap_used, reason = "a test kit panics where a test fails")]

use std::time::Duration;

use kenmovie_common::domain::{Client as SignInClient, Role};
use kenmovie_common::http::Method;
use kenmovie_common::ports::{Clock as _, Collection};
use kenmovie_local::routes;
use kenmovie_testkit::{Client, NOBODYS_ID, ORIGIN, TestApp};
use serde_json::json;

/// What a browser says of a request that the site itself did not make.
const FROM: [&[(&str, &str)]; 7] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", ORIGIN)],
    &[("origin", "https://evil.example")],
    &[("origin", "http://localhost:8081")],
    &[("origin", "null")],
    &[],
];

/// Everything that the stores hold, as text.
async fn held(app: &TestApp) -> String {
    let mut all = String::new();
    for of in Collection::ALL.iter().copied() {
        let records = app.store.read_records(of, None, 1_000).await.unwrap();
        all += &serde_json::to_string(&records).unwrap();
    }
    let letters = app.store.take_letters(app.clock.now(), Duration::ZERO, 100).await.unwrap();
    all + &serde_json::to_string(&letters).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_acts_on_cookies_that_another_site_sent() {
    let app = TestApp::new().await;
    let film = app.movie("Roma").await.to_string();
    let admin = app.person(Role::Admin).await;
    let session = app.session(&admin, SignInClient::Web).await;
    let (access, refresh) = (app.token(&admin, &session, None), app.issuer().refresh_secret(session.id, 0));
    let cookies = format!("km_access={access}; km_refresh={refresh}");
    let before = held(&app).await;
    let mut refused = 0;
    for route in routes().filter(|route| route.method != Method::Get) {
        for said in FROM {
            for path in [route.path.replace("{id}", &film), route.path.replace("{id}", NOBODYS_ID)] {
                let path = path.replace("{movie_id}", &film).replace("{user_id}", NOBODYS_ID);
                let client: Client =
                    said.iter().fold(app.visitor().with("cookie", &cookies), |client, (name, value)| {
                        client.with(name, value)
                    });
                let request = client.request(route.method.as_str(), &path);
                let reply = if route.body.is_some() { request.json(&json!({})).await } else { request.await };
                assert!(reply.cookies().is_empty(), "{} {said:?}", reply.asked);
                reply.problem(403, "csrf");
                refused += 1;
            }
        }
    }
    assert!(refused > 250, "{refused}");
    assert_eq!(held(&app).await, before);
    let living = app.kv.live_session(session.id, admin.id, app.clock.now()).await.unwrap();
    assert_eq!(living, Some(session), "neither ended nor refreshed");
}
