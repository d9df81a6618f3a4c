//! `GET /api/health`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use kenmovie_common::auth::{Audience, Hmac, Identifier, Verifier};
use kenmovie_common::http::{Edge, Front, FrontParts, Limits, Site, finish};
use kenmovie_common::ports::{Health, StoreError, StoreResult};
use kenmovie_embedded::SystemRandom;
use kenmovie_testkit::{Client, ORIGIN, TestApp};
use serde_json::json;

const PATH: &str = "/api/health";
/// What a driver says when it fails; only the log may see it.
const REASON: &str = "no route to mongo-1.internal:27017";

/// An engine that answers while it is up.
struct Engine(AtomicBool);

#[async_trait]
impl Health for Engine {
    async fn ping(&self) -> StoreResult<()> {
        if self.0.load(Ordering::SeqCst) { Ok(()) } else { Err(StoreError::Unavailable(REASON.to_owned())) }
    }
}

fn engine(up: bool) -> Arc<Engine> {
    Arc::new(Engine(AtomicBool::new(up)))
}

/// The function over these engines.
fn over(app: &TestApp, engines: [Arc<Engine>; 2]) -> Client {
    behind(app, engines, None)
}

/// The function over engines that answer, behind an edge.
pub(crate) fn behind_edge(app: &TestApp, edge: Edge) -> Client {
    behind(app, [engine(true), engine(true)], Some(edge))
}

fn behind(app: &TestApp, engines: [Arc<Engine>; 2], edge: Option<Edge>) -> Client {
    #[expect(clippy::expect_used, reason = "a test's tool panics where the test fails")]
    let parts = FrontParts {
        site: Site::new(ORIGIN).expect("a site"),
        clock: app.clock.clone(),
        random: Arc::new(SystemRandom),
        identifier: Arc::new(Identifier::new(
            Verifier::new(&app.keys.public(), &Audience::of_site(ORIGIN)).expect("keys"),
            app.kv.clone(),
            app.clock.clone(),
        )),
        counters: app.kv.clone(),
        limits: Limits::Production,
        edge,
        fingerprint: Hmac::new(b"test"),
    };
    let front = Front::new(parts);
    let engines = engines.map(|engine| engine as Arc<dyn Health>).into();
    Client::new(finish(kenmovie_service::router(&front, engines, app.keys.public(), false), &front))
}

#[tokio::test]
async fn a_site_whose_engines_answer_is_well() {
    let app = TestApp::new().await;
    let reply = app.visitor().get(PATH).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.ok(200), json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }));
}

#[tokio::test]
async fn everybody_may_ask() {
    let app = TestApp::new().await;
    for client in [app.user().await, app.admin().await, app.visitor().bearer("nonsense")] {
        client.get(PATH).await.ok(200);
    }
}

#[tokio::test]
async fn a_site_with_an_engine_that_does_not_answer_is_not_well() {
    let app = TestApp::new().await;
    for (one, two) in [(false, true), (true, false), (false, false)] {
        let reply = over(&app, [engine(one), engine(two)]).get(PATH).await;
        assert_eq!(reply.header("retry-after"), Some("1"));
        let body = reply.problem(503, "store_unavailable").to_string();
        assert!(!body.contains("mongo"), "{body}");
    }
}

#[tokio::test]
async fn it_is_well_again_when_the_engine_is() {
    let app = TestApp::new().await;
    let engines = [engine(true), engine(true)];
    let client = over(&app, engines.clone());
    client.get(PATH).await.ok(200);
    engines[1].0.store(false, Ordering::SeqCst);
    client.get(PATH).await.problem(503, "store_unavailable");
    engines[1].0.store(true, Ordering::SeqCst);
    client.get(PATH).await.ok(200);
}
