//! Engines for one test each: fresh, and gone or used again when the test is over.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kenmovie_cloud::{CommandCounter, Dynamo, DynamoOptions, RequestCounter};
use kenmovie_embedded::Embedded;

use crate::conformance::{KvStage, Stage};
use crate::database;

/// A pair for every port.
pub(crate) type Engines = (Stage, KvStage);

/// Those that `KENMOVIE_TEST_ENGINES` names: `cloud`, or else the embedded one with its file in this folder.
pub(crate) async fn named(folder: &Path) -> Engines {
    match std::env::var("KENMOVIE_TEST_ENGINES").as_deref() {
        Err(_) | Ok("embedded") => {
            let engine = Embedded::open(folder.join("kenmovie.db")).expect("a store");
            (Stage::new(engine.clone(), ()), KvStage::new(engine, ()))
        }
        Ok("cloud") => tokio::join!(mongodb(), dynamodb()),
        Ok(other) => panic!("KENMOVIE_TEST_ENGINES is {other:?}: it can be embedded or cloud"),
    }
}

/// MongoDB with a database that no other test has.
pub async fn mongodb() -> Stage {
    counted_mongodb(None).await
}

/// DynamoDB with a table of its own, which stays in the server.
pub async fn dynamodb() -> KvStage {
    counted_dynamodb(None).await
}

pub(crate) async fn counted_mongodb(counter: Option<Arc<CommandCounter>>) -> Stage {
    let (mongo, lease) = database::lease(&server("KENMOVIE_TEST_MONGODB"), counter).await;
    Stage::new(mongo, lease)
}

pub(crate) async fn counted_dynamodb(counter: Option<Arc<RequestCounter>>) -> KvStage {
    static TABLES: AtomicUsize = AtomicUsize::new(0);
    let table = format!("kenmovie-test-{}-{}", std::process::id(), TABLES.fetch_add(1, Ordering::Relaxed));
    let endpoint = Some(server("KENMOVIE_TEST_DYNAMODB"));
    let dynamo = Dynamo::connect(DynamoOptions { endpoint, counter, ..DynamoOptions::new(table) }).await;
    dynamo.migrate().await.expect("a table");
    KvStage::new(dynamo, ())
}

/// The address of a server that `cargo xtask` starts.
fn server(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} is not set: run `cargo xtask test`, or `cargo xtask servers` and beside it what it prints")
    })
}
