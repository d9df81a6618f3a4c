//! Lambda's Runtime API, as far as a function needs it ("Using the Lambda runtime API", AWS's documentation): each
//! environment asks for its next event, and posts its answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use kenmovie_cloud::SystemClock;
use kenmovie_common::ports::Clock as _;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Mutex as Turn, mpsc, oneshot};

type Events = mpsc::Receiver<Value>;

/// The environments that are served, by name.
#[derive(Clone, Default)]
struct Environments(Arc<Mutex<HashMap<String, Arc<Environment>>>>);

struct Environment {
    events: Turn<Events>,
    answer: Mutex<Option<oneshot::Sender<Value>>>,
}

pub(crate) struct Runtime {
    address: String,
    environments: Environments,
}

/// Whoever gives an environment its events.
pub(crate) struct Line {
    /// Where the environment finds its Runtime API.
    pub(crate) address: String,
    events: mpsc::Sender<Value>,
    environment: Arc<Environment>,
}

impl Runtime {
    pub(crate) async fn start() -> Self {
        let environments = Environments::default();
        let app = Router::new()
            .route("/{environment}/2018-06-01/runtime/invocation/next", get(next))
            .route("/{environment}/2018-06-01/runtime/invocation/{id}/response", post(answer))
            .layer(DefaultBodyLimit::disable())
            .with_state(environments.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(kenmovie_testkit::serve(listener, app, std::future::pending()));
        Self { address, environments }
    }

    /// A line to an environment of this name.
    pub(crate) fn line(&self, name: &str) -> Line {
        let (events, waiting) = mpsc::channel(1);
        let environment = Arc::new(Environment { events: Turn::new(waiting), answer: Mutex::default() });
        self.environments.lock().insert(name.to_owned(), Arc::clone(&environment));
        Line { address: format!("http://{}/{name}", self.address), events, environment }
    }
}

impl Line {
    /// What the environment answers to this event; it may have yet to start.
    pub(crate) async fn ask(&self, event: &Value) -> Value {
        let (answers, answered) = oneshot::channel();
        *self.environment.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answers);
        self.events.send(event.clone()).await.unwrap();
        answered.await.unwrap()
    }
}

impl Environments {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Environment>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn next(State(environments): State<Environments>, Path(name): Path<String>) -> Response {
    let environment = environments.lock().get(&name).map(Arc::clone).unwrap();
    let Some(event) = environment.events.lock().await.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let deadline = SystemClock.now().millis() + 30_000;
    let headers = [
        ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned()),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        (
            "lambda-runtime-invoked-function-arn",
            format!("arn:aws:lambda:eu-central-1:123456789012:function:{name}"),
        ),
    ];
    (headers, event.to_string()).into_response()
}

async fn answer(
    State(environments): State<Environments>,
    Path((name, _)): Path<(String, String)>,
    body: Bytes,
) -> StatusCode {
    let environment = environments.lock().get(&name).map(Arc::clone).unwrap();
    let answers = environment.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
    let _ = answers.unwrap().send(serde_json::from_slice(&body).unwrap());
    StatusCode::ACCEPTED
}
