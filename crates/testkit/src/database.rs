//! MongoDB's databases for tests. Making the collections and their indexes takes long, so databases are used again: a test
//! leases one, by a lock on a file that the processes of all tests see, and empties it.

use std::collections::BTreeSet;
use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};

use kenmovie_cloud::{CommandCounter, Mongo, MongoOptions};
use mongodb::Client;
use mongodb::bson::{Document, doc};

/// The databases that this process has migrated.
static MIGRATED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// An empty database of a server, and the lease that keeps others from it.
pub(crate) async fn lease(server: &str, counter: Option<Arc<CommandCounter>>) -> (Mongo, File) {
    let (name, lock) = free(server);
    let uri = server.replacen("/?", &format!("/{name}?"), 1);
    let connected = Mongo::connect(MongoOptions { counter, ..MongoOptions::new(&uri) });
    let (mongo, ()) = tokio::join!(connected, empty(&uri));
    let mongo = mongo.expect("an address");
    let migrated = || MIGRATED.lock().unwrap_or_else(PoisonError::into_inner);
    if !migrated().contains(&name) {
        mongo.migrate().await.expect("MongoDB answers");
        migrated().insert(name);
    }
    (mongo, lock)
}

/// The first database that nobody uses.
fn free(server: &str) -> (String, File) {
    let place: String = server.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let folder = std::env::temp_dir().join(format!("kenmovie-tests-{place}"));
    std::fs::create_dir_all(&folder).expect("a folder for leases");
    let mut number = 0;
    loop {
        let lock = File::create(folder.join(number.to_string())).expect("a file to lock");
        if lock.try_lock().is_ok() {
            return (format!("kenmovie_test_{number}"), lock);
        }
        number += 1;
    }
}

async fn empty(uri: &str) {
    let client = Client::with_uri_str(uri).await.expect("an address");
    let database = client.default_database().expect("the name of a database");
    for name in database.list_collection_names().await.expect("MongoDB answers") {
        database.collection::<Document>(&name).delete_many(doc! {}).await.expect("an empty collection");
    }
}
