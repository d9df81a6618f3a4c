//! The engines behind the ports: which ones, where, opened and closed.

mod documents;
mod ephemeral;
mod mongo_uri;
mod place;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kenmovie_common::ports::{Clock, Kv, Random, Store, StoreResult};
use kenmovie_embedded::{Options, SystemClock, SystemRandom};

pub use documents::Documents;
pub(crate) use ephemeral::Ephemeral;
pub use mongo_uri::{BadMongoUri, MongoUri};
pub use place::{BadPlace, KvPlace, StorePlace};

/// Why an engine could not be opened; a sentence that tells no password.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error(transparent)]
    Sqlite(#[from] kenmovie_embedded::OpenError),
    #[error(transparent)]
    Mongo(#[from] kenmovie_cloud::ConnectError),
}

/// Where things are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineOptions {
    pub store: StorePlace,
    pub kv: KvPlace,
}

impl EngineOptions {
    /// Everything in the one file of a data folder.
    pub fn sqlite(data: &Path) -> Self {
        let path = database_of(data);
        Self { store: StorePlace::Sqlite(path.clone()), kv: KvPlace::Sqlite(path) }
    }

    /// The SQLite file, where either engine is that.
    pub(crate) fn file(&self) -> Option<&Path> {
        match (&self.store, &self.kv) {
            (StorePlace::Sqlite(path), _) | (_, KvPlace::Sqlite(path)) => Some(path),
            _ => None,
        }
    }
}

/// Every port.
pub struct Engines {
    pub store: Arc<dyn Store>,
    pub kv: Arc<dyn Kv>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    documents: Documents,
    ephemeral: Ephemeral,
}

impl Engines {
    /// Opens what is there; an SQLite file is made where it is not. Servers are asked nothing yet.
    pub async fn open(options: &EngineOptions) -> Result<Self, EngineError> {
        let documents = Documents::open(&options.store, Options::default()).await?;
        let ephemeral = Ephemeral::open(&options.kv, documents.file()).await?;
        Ok(Self {
            store: Arc::clone(&documents.store),
            kv: ephemeral.kv(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            documents,
            ephemeral,
        })
    }

    /// Makes the indexes and the table that are not there; what was missing.
    pub async fn migrate(&self) -> StoreResult<Vec<String>> {
        let mut made = self.documents.migrate().await?;
        made.extend(self.ephemeral.migrate().await?);
        Ok(made)
    }

    /// Finishes what was asked and closes everything.
    pub async fn close(&self) {
        self.documents.close().await;
        self.ephemeral.close().await;
    }
}

pub(crate) fn database_of(data: &Path) -> PathBuf {
    data.join("kenmovie.db")
}
