//! What each function is asked: something that takes its engines, as somebody who is signed in.

use std::path::Path;
use std::time::Instant;

use kenmovie_cloud::{SystemClock, SystemRandom};
use kenmovie_common::MovieId;
use kenmovie_common::domain::MovieDraft;
use kenmovie_common::ports::{Clock as _, NewMovie};
use serde_json::{Value, json};

use crate::deployed::Deployed;
use crate::events::{Event, authorizer_event};
use crate::process::Process;
use crate::runtime::Runtime;
use crate::{WARM, median};

pub(crate) struct Questions {
    cookies: Vec<String>,
    user: String,
    film: MovieId,
}

impl Questions {
    /// Makes the person who asks, and a film.
    pub(crate) async fn of(deployed: &Deployed, runtime: &Runtime, folder: &Path) -> Self {
        let process = Process::of(&folder.join("register"), "register", deployed, runtime);
        let body = json!({ "name": "Ana", "age": 30, "email": "ana@example.com", "password": "butaca-trece-lluvia" });
        let answer = process.started().ask(Event::new("POST", "/api/register").body(&body).json()).await;
        let cookies = answer["cookies"].as_array().unwrap().iter();
        let cookies =
            cookies.map(|one| one.as_str().unwrap().split(';').next().unwrap().to_owned()).collect();
        let told: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
        let user = told["user"]["id"].as_str().unwrap().to_owned();
        let now = SystemClock.now();
        let film = MovieId::new(now, &SystemRandom);
        let draft = MovieDraft { title: "Alien".to_owned(), ..MovieDraft::default() };
        let new = NewMovie { id: film, draft, creator: user.parse().unwrap(), idempotency: None, now };
        deployed.store.create_movie(new).await.unwrap();
        Self { cookies, user, film }
    }

    /// A function, and what it is asked. Who signs up or in is told what is wrong with the body, so that no password is hashed.
    pub(crate) fn all(&self) -> Vec<(&'static str, Value)> {
        let (film, user, nothing) = (self.film, self.user.as_str(), json!({}));
        let ask = |method: &str, path: &str| Event::new(method, path).cookies(&self.cookies);
        let read = |path: &str| ask("GET", path).json().clone();
        vec![
            ("authorizer", authorizer_event(&[], &self.cookies)),
            ("account", read("/api/account")),
            ("comments", read(&format!("/api/movies/{film}/comments"))),
            ("login", ask("POST", "/api/login").body(&nothing).json().clone()),
            ("maintenance", json!({})),
            ("media", read(&format!("/api/media/{user}"))),
            ("messages", read("/api/conversations")),
            ("movies", self.film()),
            ("notifications", read("/api/notifications")),
            ("oauth", ask("POST", "/api/sign-provider").body(&nothing).json().clone()),
            ("people", read(&format!("/api/users/{user}"))),
            ("ratings", ask("DELETE", &format!("/api/movies/{film}/rating")).json().clone()),
            ("reactions", ask("DELETE", &format!("/api/movies/{film}/reaction")).json().clone()),
            ("register", ask("POST", "/api/register").body(&nothing).json().clone()),
            ("reports", read("/api/blocked-movies")),
            ("service", read("/api/health")),
            ("session", read("/api/session")),
            ("socket", ask("POST", "/api/socket/ticket").body(&nothing).json().clone()),
            ("tokens", read("/api/tokens")),
            ("user-movies", read("/api/user-movies")),
        ]
    }

    /// A visitor's look at a film: one query.
    pub(crate) fn film(&self) -> Value {
        Event::new("GET", &format!("/api/movies/{}", self.film)).json().clone()
    }

    /// The median milliseconds of a film's look-up, through the warm binary and by the store's adapter alone.
    pub(crate) async fn both_ways(&self, deployed: &Deployed, folder: &Path, runtime: &Runtime) -> [f64; 2] {
        let process = Process::of(&folder.join("movies"), "movies", deployed, runtime).started();
        let (mut through, mut alone, event) = (Vec::new(), Vec::new(), self.film());
        process.again(&event).await;
        for _ in 0..WARM {
            through.push(process.again(&event).await);
            let begun = Instant::now();
            deployed.store.movie(self.film, None).await.unwrap().unwrap();
            alone.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        [through, alone].map(median)
    }
}
