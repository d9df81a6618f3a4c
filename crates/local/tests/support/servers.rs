//! The servers that `cargo xtask test` starts, and what a test has there for itself.

use kenmovie_common::UserId;
use kenmovie_common::ports::Clock as _;
use kenmovie_embedded::{SystemClock, SystemRandom};
use mongodb::Client;

/// The address of the MongoDB for tests.
fn mongodb() -> String {
    variable("KENMOVIE_TEST_MONGODB")
}

/// The address of the DynamoDB for tests.
pub(crate) fn dynamodb() -> String {
    variable("KENMOVIE_TEST_DYNAMODB")
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run `cargo xtask test`, which starts the servers of the tests")
    })
}

/// A name that no other test has.
pub(crate) fn name() -> String {
    format!("kenmovie_local_{}", UserId::new(SystemClock.now(), &SystemRandom)).replace('-', "")
}

/// A database that no other test has; gone at the end.
pub(crate) struct Database {
    pub(crate) name: String,
}

impl Database {
    pub(crate) fn new() -> Self {
        mongodb();
        Self { name: name() }
    }

    pub(crate) fn uri(&self) -> String {
        let server = mongodb();
        let (hosts, options) = server.split_once("/?").unwrap_or((server.trim_end_matches('/'), ""));
        format!("{hosts}/{}?{options}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (uri, name) = (self.uri(), self.name.clone());
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                Client::with_uri_str(uri).await.unwrap().database(&name).drop().await.unwrap();
            });
        });
        let _ = dropping.join();
    }
}
