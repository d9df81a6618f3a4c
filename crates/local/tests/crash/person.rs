//! A browser that votes and writes, and remembers what it was told.

use std::time::Instant;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

pub(crate) struct Person {
    http: Client<HttpConnector, Body>,
    origin: String,
    cookie: String,
    /// Drives what this person does next.
    dice: u64,
}

/// What was acknowledged.
pub(crate) struct Remembered {
    pub(crate) count: usize,
    /// For each film what this person's reaction can be: what was last acknowledged, or what was asked when the program died.
    pub(crate) reactions: Vec<Vec<Option<String>>>,
    pub(crate) comments: Vec<String>,
}

impl Person {
    pub(crate) async fn sign_up(origin: String, number: usize) -> Self {
        let http = Client::builder(TokioExecutor::new()).build_http();
        let dice = number as u64 * 7_919 + 1;
        let mut person = Self { http, origin, cookie: String::new(), dice };
        let body = json!({
            "name": format!("Persona {number}"),
            "age": 30,
            "email": format!("p{number}@example.com"),
            "password": "butaca-trece-lluvia",
        });
        let request = person.request("POST", "/api/register", Some(&body));
        let response = person.http.request(request).await.expect("an answer");
        assert_eq!(response.status(), 201);
        let cookies = response.headers().get_all("set-cookie").iter();
        person.cookie = cookies
            .filter_map(|cookie| cookie.to_str().unwrap().split(';').next())
            .collect::<Vec<_>>()
            .join("; ");
        person
    }

    /// The same person at the program's new address.
    pub(crate) fn moved_to(&self, origin: &str) -> Self {
        Self {
            http: self.http.clone(),
            origin: origin.to_owned(),
            cookie: self.cookie.clone(),
            dice: self.dice,
        }
    }

    fn request(&self, method: &str, path: &str, body: Option<&Value>) -> Request<Body> {
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.origin))
            .header("cookie", &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json")
            .body(body)
            .unwrap()
    }

    /// The answer's body where it says success; none where the program is gone.
    async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Option<Value> {
        let response = self.http.request(self.request(method, path, body)).await.ok()?;
        let status = response.status();
        let bytes = response.into_body().collect().await.ok()?.to_bytes();
        assert!(status.is_success(), "{method} {path}: {status} {}", String::from_utf8_lossy(&bytes));
        Some(serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    pub(crate) async fn get(&self, path: &str) -> Option<Value> {
        self.send("GET", path, None).await
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.dice >> 33).unwrap() % sides
    }

    /// Votes and writes until the deadline or until nobody answers.
    pub(crate) async fn act(mut self, films: &[String], until: Instant) -> (Self, Remembered) {
        let mut reactions = Vec::new();
        for film in films {
            let shown = self.get(&format!("/api/movies/{film}")).await;
            let Some(shown) = shown else { break };
            reactions.push(vec![shown["mine"]["reaction"].as_str().map(str::to_owned)]);
        }
        let mut remembered = Remembered { count: 0, reactions, comments: Vec::new() };
        while Instant::now() < until && self.act_once(films, &mut remembered).await.is_some() {
            remembered.count += 1;
        }
        (self, remembered)
    }

    async fn act_once(&mut self, films: &[String], remembered: &mut Remembered) -> Option<()> {
        // Half of everything happens to the first film.
        let which = if self.roll(2) == 0 { 0 } else { self.roll(films.len()) };
        let (film, deed) = (&films[which], self.roll(8));
        if deed == 0 {
            let body = json!({"body": "Vuelvo a verla cada otoño."});
            let made = self.send("POST", &format!("/api/movies/{film}/comments"), Some(&body)).await?;
            remembered.comments.push(made["id"].as_str().unwrap().to_owned());
            return Some(());
        }
        let wanted = ["like", "dislike", "like", ""][deed % 4];
        let value = Some(wanted.to_owned()).filter(|wanted| !wanted.is_empty());
        let path = format!("/api/movies/{film}/reaction");
        // Asked and not answered, it may have happened or not.
        let before = std::mem::take(remembered.reactions.get_mut(which)?);
        let last = before.last().cloned().flatten();
        remembered.reactions[which] = vec![last, value.clone()];
        match &value {
            Some(value) => self.send("PUT", &path, Some(&json!({"value": value}))).await?,
            None => self.send("DELETE", &path, None).await?,
        };
        remembered.reactions[which] = vec![value];
        Some(())
    }
}
