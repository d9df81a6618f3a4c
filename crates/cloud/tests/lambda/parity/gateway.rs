//! The two ways to the functions, as routers.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::map_request;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kenmovie_cloud::SystemClock;
use kenmovie_common::UserId;
use kenmovie_common::domain::Role;
use kenmovie_common::http::Access;
use kenmovie_common::ports::{Clock as _, Kv, Store};
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::events::{Event, authorizer_event};
use crate::site::Site;

/// Where whatever is needed behind a router stays.
pub(super) struct Way<T> {
    pub(super) router: Router,
    store: Arc<dyn Store>,
    kv: Arc<dyn Kv>,
    _behind: T,
}

impl<T> Way<T> {
    /// Makes somebody an administrator, as the site's keeper does on its machine.
    pub(super) async fn grant(&self, user: UserId) {
        let user = self.store.set_role(user, Role::Admin).await.unwrap().unwrap();
        self.kv.raise_epoch(user.id, user.auth_epoch, SystemClock.now()).await.unwrap();
    }
}

/// The gateway of one machine, over MongoDB and DynamoDB. Its clock goes on from one request to the next.
pub(super) async fn of_one_machine() -> Way<TestApp> {
    let app = TestApp::on_the_cloud().await;
    let clock = app.clock.clone();
    let router = app.router.clone().layer(map_request(move |request: Request| {
        clock.advance(Duration::from_millis(5));
        std::future::ready(request)
    }));
    Way { router, store: app.store.clone(), kv: app.kv.clone(), _behind: app }
}

/// What API Gateway does: asks the authorizer where it stands before the route, and gives the function an event.
pub(super) async fn of_the_cloud() -> Way<Arc<Site>> {
    let paths = paths();
    let mut functions: Vec<&str> = paths.iter().map(|(_, function)| function.as_str()).collect();
    functions.push("authorizer");
    functions.sort_unstable();
    functions.dedup();
    let site = Arc::new(Site::with(&functions).await);
    let answers = |function: String| {
        let site = Arc::clone(&site);
        any(async move |request: Request| answer(&site, &function, request).await)
    };
    let router = paths
        .iter()
        .fold(Router::new(), |router, (path, function)| router.route(path, answers(function.clone())));
    let router = router.fallback(answers("service".to_owned()));
    Way { router, store: site.deployed.store.clone(), kv: site.deployed.kv.clone(), _behind: site }
}

/// Which function answers a path, as the workspace's manifest says.
fn paths() -> Vec<(String, String)> {
    let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.metadata.lambda.watch.router]\n").nth(1).unwrap();
    let pairs = section.lines().take_while(|line| line.starts_with('"'));
    pairs
        .map(|line| line.split_once(" = ").unwrap())
        .map(|(path, function)| (bare(path), bare(function)))
        .collect()
}

fn bare(quoted: &str) -> String {
    quoted.trim_matches('"').to_owned()
}

async fn answer(site: &Site, function: &str, request: Request) -> Response {
    let guarded = request.extensions().get::<MatchedPath>().is_some_and(|path| {
        kenmovie_local::routes().any(|route| {
            route.path == path.as_str()
                && route.method.as_str() == request.method().as_str()
                && route.access != Access::Public
        })
    });
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let (headers, cookies) = split(&parts.headers);
    let mut event = Event::bare(parts.method.as_str(), &parts.uri.to_string()).cookies(&cookies);
    if !body.is_empty() {
        event = event.base64(&STANDARD.encode(&body));
    }
    for (name, value) in &headers {
        event = event.header(name, value);
    }
    if guarded {
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let verdict = site.invoke("authorizer", &authorizer_event(&headers, &cookies)).await;
        assert_eq!(verdict["isAuthorized"], true);
        event = event.authorized(&verdict["context"]);
    }
    response(&site.invoke(function, event.json()).await)
}

/// An HTTP API hands cookies over apart from the other headers.
fn split(headers: &HeaderMap) -> (Vec<(String, String)>, Vec<String>) {
    let text = |value: &HeaderValue| value.to_str().unwrap().to_owned();
    let cookies = headers.get_all(header::COOKIE).iter().map(text);
    let cookies = cookies.flat_map(|line| line.split("; ").map(str::to_owned).collect::<Vec<_>>()).collect();
    let others = headers.iter().filter(|(name, _)| *name != header::COOKIE);
    (others.map(|(name, value)| (name.to_string(), text(value))).collect(), cookies)
}

fn response(answer: &Value) -> Response {
    let status = StatusCode::from_u16(answer["statusCode"].as_u64().unwrap().try_into().unwrap()).unwrap();
    let body = answer["body"].as_str().unwrap_or_default();
    let body =
        if answer["isBase64Encoded"] == json!(true) { STANDARD.decode(body).unwrap() } else { body.into() };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.clear();
    for (name, value) in answer["headers"].as_object().into_iter().flatten() {
        let name: header::HeaderName = name.parse().unwrap();
        headers.insert(name, value.as_str().unwrap().parse().unwrap());
    }
    for cookie in answer["cookies"].as_array().into_iter().flatten() {
        headers.append(header::SET_COOKIE, cookie.as_str().unwrap().parse().unwrap());
    }
    response
}
