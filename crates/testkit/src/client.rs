//! Somebody who sends requests.

use std::net::IpAddr;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request};
use http_body_util::BodyExt as _;
use kenmovie_common::UserId;
use kenmovie_common::http::ClientAddress;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::reply::Reply;

/// Somebody who sends requests, with what their requests always carry.
#[derive(Clone)]
pub struct Client {
    router: Router,
    headers: HeaderMap,
    user: Option<UserId>,
    address: Option<IpAddr>,
}

impl Client {
    /// Somebody before any router.
    pub fn new(router: Router) -> Self {
        Self { router, headers: HeaderMap::new(), user: None, address: None }
    }

    pub(crate) fn being(mut self, user: UserId) -> Self {
        self.user = Some(user);
        self
    }

    /// Who this is.
    pub fn id(&self) -> UserId {
        self.user.expect("a signed-in person")
    }

    /// The same with one more header on every request.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header's name");
        self.headers.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a header's value"));
        self
    }

    /// The same, whose requests come from this address.
    #[must_use]
    pub fn at(self, address: &str) -> Self {
        Self { address: Some(address.parse().expect("an address")), ..self }
    }

    /// The same as a browser of the site that holds these cookies (`name=value; …`).
    #[must_use]
    pub fn browser(self, cookies: &str) -> Self {
        self.with("cookie", cookies).with("sec-fetch-site", "same-origin")
    }

    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    pub fn get(&self, path: &str) -> Sent {
        self.request("GET", path)
    }

    pub fn post(&self, path: &str, body: &Value) -> Sent {
        self.request("POST", path).json(body)
    }

    pub fn put(&self, path: &str, body: &Value) -> Sent {
        self.request("PUT", path).json(body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Sent {
        self.request("PATCH", path).json(body)
    }

    pub fn delete(&self, path: &str) -> Sent {
        self.request("DELETE", path)
    }

    /// Any request, without a body.
    pub fn request(&self, method: &str, path: &str) -> Sent {
        let mut request = Request::builder().method(method).uri(path).body(Body::empty()).expect("a request");
        request.headers_mut().clone_from(&self.headers);
        if let Some(address) = self.address {
            request.extensions_mut().insert(ClientAddress(address));
        }
        Sent { router: self.router.clone(), request }
    }
}

/// A request that is being made up; awaited it is sent.
pub struct Sent {
    router: Router,
    request: Request<Body>,
}

impl Sent {
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string())
    }

    #[must_use]
    pub fn raw(mut self, kind: &str, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self.header("content-type", kind)
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header's name");
        self.request.headers_mut().insert(name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
        self
    }

    pub async fn send(self) -> Reply {
        let asked = format!("{} {}", self.request.method(), self.request.uri());
        let response = self.router.oneshot(self.request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| Value::from(String::from_utf8_lossy(&bytes).into_owned()))
        };
        Reply { asked, status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

impl IntoFuture for Sent {
    type Output = Reply;
    type IntoFuture = std::pin::Pin<Box<dyn Future<Output = Reply> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Sends all of these at the same time; their answers, in the order of the requests.
pub async fn at_once(all: impl IntoIterator<Item = Sent>) -> Vec<Reply> {
    let running: Vec<_> = all.into_iter().map(|one| tokio::spawn(one.send())).collect();
    let mut replies = Vec::with_capacity(running.len());
    for one in running {
        replies.push(one.await.expect("an answer"));
    }
    replies
}
