//! Which engines, and where.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::output::Failure;
use super::secret::Secret;
use crate::engines::{EngineOptions, KvPlace, MongoUri, StorePlace, database_of};

#[derive(Debug, Args)]
#[command(next_help_heading = "Engines")]
pub(super) struct EngineArgs {
    /// What keeps documents
    #[arg(long, global = true, env = "KENMOVIE_STORE", value_name = "ENGINE", default_value = "sqlite")]
    store: StoreEngine,
    /// Where MongoDB is, mongodb+srv too. An address can hold a password, and others on this machine see flags: better
    /// in the variable or in .env
    #[arg(
        long,
        global = true,
        env = "MONGODB_URI",
        value_name = "mongodb://HOST/DATABASE",
        hide_env_values = true
    )]
    mongodb_uri: Option<Secret>,
    /// What keeps sessions and counts for limits
    #[arg(long, global = true, env = "KENMOVIE_KV", value_name = "ENGINE", default_value = "sqlite")]
    kv: KvEngine,
    /// A DynamoDB server other than AWS's own
    #[arg(long, global = true, env = "KENMOVIE_DYNAMODB_ENDPOINT", value_name = "URL")]
    dynamodb_endpoint: Option<String>,
    /// The table of DynamoDB
    #[arg(long, global = true, env = "KENMOVIE_TABLE", value_name = "NAME", default_value = "kenmovie")]
    dynamodb_table: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StoreEngine {
    Sqlite,
    Mongodb,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KvEngine {
    Sqlite,
    Dynamodb,
}

impl EngineArgs {
    /// The engines that are meant, with SQLite's file in the data folder.
    pub(super) fn options(self, data: &Path) -> Result<EngineOptions, Failure> {
        let store = match (self.store, self.mongodb_uri) {
            (StoreEngine::Sqlite, _) => StorePlace::Sqlite(database_of(data)),
            (StoreEngine::Mongodb, Some(Secret(uri))) if !uri.is_empty() => {
                let uri = MongoUri::new(&uri);
                StorePlace::Mongo(
                    uri.map_err(|error| Failure::usage(format!("MONGODB_URI or --mongodb-uri: {error}")))?,
                )
            }
            (StoreEngine::Mongodb, _) => {
                return Err(Failure::usage("--store mongodb needs an address in MONGODB_URI"));
            }
        };
        let kv = match self.kv {
            KvEngine::Sqlite => KvPlace::Sqlite(database_of(data)),
            KvEngine::Dynamodb => {
                let endpoint = self.dynamodb_endpoint.filter(|endpoint| !endpoint.is_empty());
                let is_url = |url: &String| url.starts_with("http://") || url.starts_with("https://");
                if let Some(wrong) = endpoint.as_ref().filter(|endpoint| !is_url(endpoint)) {
                    return Err(Failure::usage(format!(
                        "KENMOVIE_DYNAMODB_ENDPOINT or --dynamodb-endpoint: \"{wrong}\" is not an address such as http://127.0.0.1:8000"
                    )));
                }
                KvPlace::Dynamo { table: self.dynamodb_table, endpoint }
            }
        };
        Ok(EngineOptions { store, kv })
    }
}
