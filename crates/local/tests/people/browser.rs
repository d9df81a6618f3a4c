//! A browser: it keeps cookies, and says that its requests are the site's own.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

/// Everybody's.
pub(crate) const PASSWORD: &str = "butaca-trece-lluvia";

pub(crate) struct Browser {
    http: Client<HttpConnector, Body>,
    origin: String,
    cookies: BTreeMap<String, String>,
}

/// A request.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    body: Option<Value>,
    /// `Idempotency-Key`
    pub(crate) key: Option<String>,
}

impl Ask {
    pub(crate) fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: None, key: None }
    }

    pub(crate) fn body(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    pub(crate) fn sign_up(email: &str) -> Self {
        let body = json!({"name": "Persona de prueba", "age": 30, "email": email, "password": PASSWORD});
        Self::new("POST", "/api/register").body(body)
    }
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body; null where it is no JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }
}

impl Browser {
    pub(crate) fn new(origin: impl Into<String>) -> Self {
        let http = Client::builder(TokioExecutor::new()).build_http();
        Self { http, origin: origin.into(), cookies: BTreeMap::new() }
    }

    /// The program's new address.
    pub(crate) fn move_to(&mut self, origin: &str) {
        origin.clone_into(&mut self.origin);
    }

    /// None where the connection breaks, or there is none.
    pub(crate) async fn send(&mut self, ask: &Ask) -> Option<Answer> {
        let response = self.http.request(self.request(ask)).await.ok()?;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.ok()?.to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, text };
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Some(answer)
    }

    fn request(&self, ask: &Ask) -> Request<Body> {
        let body = ask.body.as_ref().map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(ask.method)
            .uri(format!("{}{}", self.origin, ask.path))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json");
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        if let Some(key) = &ask.key {
            request = request.header("idempotency-key", key);
        }
        request.body(body).unwrap()
    }
}
