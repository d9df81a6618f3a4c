//! What a deployed function finds: engines of its own, keys, and the environment that tells of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use kenmovie_cloud::{Dynamo, DynamoOptions, Mongo, MongoOptions, SystemRandom};
use kenmovie_common::auth::KeySet;
use kenmovie_common::ports::{Kv, Store};
use serde_json::json;
use tempfile::TempDir;

/// Where the site believes to be.
pub(crate) const ORIGIN: &str = "https://kenmovie.example";

/// Where nothing listens.
pub(crate) const NOWHERE: &str = "http://127.0.0.1:1";

/// A variable of this process that whoever runs these tests has to set.
pub(crate) fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run these tests with `cargo xtask test`, which builds and starts what they need")
    })
}

/// A table, a database and keys.
pub(crate) struct Deployed {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) kv: Arc<dyn Kv>,
    /// As the template gives it.
    pub(crate) environment: Vec<(&'static str, String)>,
    _folder: TempDir,
}

impl Deployed {
    /// With sockets that are reached there.
    pub(crate) async fn reaching(sockets: &str) -> Self {
        static SITES: AtomicU32 = AtomicU32::new(0);
        let name = format!("lambda_{}_{}", std::process::id(), SITES.fetch_add(1, Ordering::SeqCst));
        let mongodb = in_database(&variable("KENMOVIE_TEST_MONGODB"), &name);
        let dynamodb = variable("KENMOVIE_TEST_DYNAMODB");
        let mongo = Mongo::connect(MongoOptions::new(&mongodb)).await.unwrap();
        mongo.migrate().await.unwrap();
        let endpoint = Some(dynamodb.clone());
        let dynamo = Dynamo::connect(DynamoOptions { endpoint, ..DynamoOptions::new(&name) }).await;
        dynamo.migrate().await.unwrap();

        let folder = TempDir::new().unwrap();
        let keys = KeySet::generate(&SystemRandom).unwrap();
        let secret = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let environment = vec![
            ("MONGODB_URI", mongodb),
            ("KENMOVIE_TABLE", name),
            ("KENMOVIE_DYNAMODB_ENDPOINT", dynamodb),
            ("KENMOVIE_PUBLIC_URL", ORIGIN.to_owned()),
            ("KENMOVIE_PUBLIC_KEYS", json!({ "keys": keys.public() }).to_string()),
            ("KENMOVIE_LIMITS", "relaxed".to_owned()),
            ("KENMOVIE_KEYS", secret("keys", &keys.text())),
            ("KENMOVIE_FINGERPRINT", secret("fingerprint", "a secret of at least 32 characters")),
            ("KENMOVIE_MAIL_FROM", "KenMovie <mail@kenmovie.example>".to_owned()),
            ("KENMOVIE_SES_ENDPOINT", NOWHERE.to_owned()),
            ("KENMOVIE_SOCKET_ENDPOINT", sockets.to_owned()),
            ("KENMOVIE_MEDIA_BUCKET", "kenmovie-media".to_owned()),
            ("KENMOVIE_S3_ENDPOINT", NOWHERE.to_owned()),
            ("KENMOVIE_LOG", "warn".to_owned()),
            ("LAMBDA_TASK_ROOT", concat!(env!("CARGO_MANIFEST_DIR"), "/../../web").to_owned()),
        ];
        Self { store: Arc::new(mongo), kv: Arc::new(dynamo), environment, _folder: folder }
    }
}

/// The same cluster's address with this database.
fn in_database(uri: &str, database: &str) -> String {
    let (address, options) = uri.split_once('?').unwrap_or((uri, ""));
    let hosts = address.trim_start_matches("mongodb://").split('/').next().unwrap();
    format!("mongodb://{hosts}/{database}?{options}")
}
