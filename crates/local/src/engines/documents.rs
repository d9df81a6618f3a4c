//! An engine of documents, opened.

use std::sync::Arc;

use kenmovie_cloud::{Mongo, MongoOptions};
use kenmovie_common::ports::{Store, StoreResult};
use kenmovie_embedded::{Embedded, Options};

use super::{EngineError, StorePlace};

/// A store, and what only its engine can do.
pub struct Documents {
    pub store: Arc<dyn Store>,
    engine: Engine,
}

enum Engine {
    Sqlite(Embedded),
    Mongo(Mongo),
}

impl Documents {
    /// Opens a store; the options are those of an SQLite file.
    pub async fn open(place: &StorePlace, options: Options) -> Result<Self, EngineError> {
        Ok(match place {
            StorePlace::Sqlite(path) => {
                let file = Embedded::open_with(path, options)?;
                Self { store: Arc::new(file.clone()), engine: Engine::Sqlite(file) }
            }
            StorePlace::Mongo(uri) => {
                let mongo = Mongo::connect(MongoOptions::new(uri.reveal())).await?;
                Self { store: Arc::new(mongo.clone()), engine: Engine::Mongo(mongo) }
            }
        })
    }

    /// The names of the indexes that are not there; an SQLite file has all since it was opened.
    pub async fn missing(&self) -> StoreResult<Vec<String>> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(Vec::new()),
            Engine::Mongo(mongo) => {
                Ok(mongo.missing_indexes().await?.into_iter().map(str::to_owned).collect())
            }
        }
    }

    /// Makes the indexes that are not there; which these were.
    pub async fn migrate(&self) -> StoreResult<Vec<String>> {
        let missing = self.missing().await?;
        match &self.engine {
            Engine::Mongo(mongo) if !missing.is_empty() => mongo.migrate().await?,
            _ => {}
        }
        Ok(missing)
    }

    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(file) => file.close().await,
            Engine::Mongo(mongo) => mongo.close().await,
        }
    }

    /// The SQLite file, which can keep what is ephemeral too.
    pub(super) fn file(&self) -> Option<&Embedded> {
        match &self.engine {
            Engine::Sqlite(file) => Some(file),
            Engine::Mongo(_) => None,
        }
    }
}
