//! Functions under cargo-lambda's stand-in for Lambda's runtime: the binaries that would be deployed, with an environment as
//! the template gives them, but engines of the test's own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::deployed::{Deployed, NOWHERE, variable};
use crate::events::Event;

/// The stand-in listens, and a function answers, within this time.
const PATIENCE: Duration = Duration::from_secs(30);

/// The binary of a function.
pub(crate) fn binary(function: &str) -> PathBuf {
    let path = Path::new(&variable("KENMOVIE_LAMBDA_BINARIES")).join(function);
    assert!(path.is_file(), "{} is not there: KENMOVIE_LAMBDA_BINARIES must be their folder", path.display());
    path
}

/// A table, a database, keys, and functions. Dropped, no process of it stays.
pub(crate) struct Site {
    client: Client<HttpConnector, Body>,
    port: u16,
    pub(crate) deployed: Deployed,
    _processes: Vec<Child>,
}

impl Site {
    pub(crate) async fn with(functions: &[&str]) -> Self {
        Self::reaching(functions, NOWHERE).await
    }

    /// Functions that reach sockets there.
    pub(crate) async fn reaching(functions: &[&str], sockets: &str) -> Self {
        let deployed = Deployed::reaching(sockets).await;
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let stand_in = stand_in(port).await;
        let mut processes = Vec::new();
        for function in functions {
            let process = Command::new(binary(function))
                .env_clear()
                .env("AWS_LAMBDA_RUNTIME_API", format!("http://127.0.0.1:{port}/.rt/{function}"))
                .env("AWS_LAMBDA_FUNCTION_NAME", function)
                .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
                .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
                .envs(deployed.environment.clone())
                .stdin(Stdio::null())
                // A line for each event.
                .stdout(Stdio::null())
                .kill_on_drop(true)
                .spawn()
                .unwrap();
            processes.push(process);
        }
        // Ended last: a function that loses its runtime complains.
        processes.push(stand_in);
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { client, port, deployed, _processes: processes }
    }

    /// What a function answers to an event.
    pub(crate) async fn invoke(&self, function: &str, event: &Value) -> Value {
        let path = format!("http://127.0.0.1:{}/2015-03-31/functions/{function}/invocations", self.port);
        let request = Request::builder().method(Method::POST).uri(path);
        let request = request.body(Body::from(event.to_string())).unwrap();
        let answer = tokio::time::timeout(PATIENCE, self.client.request(request)).await;
        let answer = answer.unwrap_or_else(|_| panic!("{function} does not answer")).unwrap();
        assert!(!answer.headers().contains_key("x-amz-function-error"), "{function} failed: {answer:?}");
        let bytes = to_bytes(Body::new(answer.into_body()), usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{function} answers {text:?}"))
    }

    /// What a function answers to a request.
    pub(crate) async fn ask(&self, function: &str, event: Event) -> Reply {
        Reply(self.invoke(function, event.json()).await)
    }
}

/// An answer on its way to API Gateway.
pub(crate) struct Reply(Value);

impl Reply {
    #[track_caller]
    pub(crate) fn assert(self, status: u64) -> Self {
        assert_eq!(self.0["statusCode"].as_u64(), Some(status), "{}", self.0);
        self
    }

    /// The answer is a problem with this status and code.
    #[track_caller]
    pub(crate) fn assert_problem(self, status: u64, code: &str) -> Self {
        let reply = self.assert(status);
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
        assert_eq!(reply.body()["code"], code);
        reply
    }

    pub(crate) fn body(&self) -> Value {
        assert_eq!(self.0["isBase64Encoded"], false, "{}", self.0);
        serde_json::from_str(self.0["body"].as_str().unwrap()).unwrap()
    }

    /// A body that is not JSON.
    pub(crate) fn text(&self) -> &str {
        assert_eq!(self.0["isBase64Encoded"], false, "{}", self.0);
        self.0["body"].as_str().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.0["headers"][name].as_str()
    }

    /// `Set-Cookie`, one by one.
    pub(crate) fn set_cookies(&self) -> Vec<String> {
        self.0["cookies"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    }

    /// What a browser sends back of them.
    pub(crate) fn cookies(&self) -> Vec<String> {
        let pairs = self.set_cookies().into_iter();
        pairs.map(|one| one.split(';').next().unwrap().to_owned()).collect()
    }
}

/// Starts the stand-in, and waits until it listens.
async fn stand_in(port: u16) -> Child {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let process = Command::new(variable("CARGO_LAMBDA"))
        .args(["lambda", "watch", "--only-lambda-apis", "-A", "127.0.0.1", "-P", &port.to_string()])
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(begun.elapsed() < PATIENCE, "cargo-lambda does not listen on port {port}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    process
}
