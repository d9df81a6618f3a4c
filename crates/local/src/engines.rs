//! The engines under a data folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kenmovie_common::ports::{Clock, Kv, Random, Store};
use kenmovie_embedded::{Embedded, OpenError, SystemClock, SystemRandom};

/// Every port of this machine.
#[derive(Clone)]
pub struct Engines {
    pub database: Embedded,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
}

impl Engines {
    /// Opens what is there; makes the database where it is not.
    pub fn open(data: &Path) -> Result<Self, OpenError> {
        let database = Embedded::open(database_of(data))?;
        Ok(Self { database, clock: Arc::new(SystemClock), random: Arc::new(SystemRandom) })
    }

    pub fn store(&self) -> Arc<dyn Store> {
        Arc::new(self.database.clone())
    }

    pub fn kv(&self) -> Arc<dyn Kv> {
        Arc::new(self.database.clone())
    }
}

pub(crate) fn database_of(data: &Path) -> PathBuf {
    data.join("kenmovie.db")
}
