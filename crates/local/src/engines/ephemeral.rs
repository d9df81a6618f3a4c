//! An engine of what is ephemeral, opened.

use std::sync::Arc;

use kenmovie_cloud::{Dynamo, DynamoOptions};
use kenmovie_common::ports::{Health as _, Kv, StoreResult};
use kenmovie_embedded::Embedded;

use super::{EngineError, KvPlace};

pub(crate) enum Ephemeral {
    Sqlite(Embedded),
    Dynamo(Dynamo, String),
}

impl Ephemeral {
    /// Opens it; `file` is the SQLite file that the documents are in.
    pub(crate) async fn open(place: &KvPlace, file: Option<&Embedded>) -> Result<Self, EngineError> {
        Ok(match (place, file) {
            (KvPlace::Sqlite(_), Some(file)) => Self::Sqlite(file.clone()),
            (KvPlace::Sqlite(path), None) => Self::Sqlite(Embedded::open(path)?),
            (KvPlace::Dynamo { table, endpoint }, _) => {
                let options = DynamoOptions { endpoint: endpoint.clone(), ..DynamoOptions::new(table) };
                Self::Dynamo(Dynamo::connect(options).await, table.clone())
            }
        })
    }

    pub(crate) fn kv(&self) -> Arc<dyn Kv> {
        match self {
            Self::Sqlite(file) => Arc::new(file.clone()),
            Self::Dynamo(dynamo, _) => Arc::new(dynamo.clone()),
        }
    }

    /// Makes the table where it is not there; whether that was so.
    pub(crate) async fn migrate(&self) -> StoreResult<Option<String>> {
        let Self::Dynamo(dynamo, table) = self else { return Ok(None) };
        let there = dynamo.ping().await.is_ok();
        dynamo.migrate().await?;
        Ok((!there).then(|| format!("the table {table}")))
    }

    pub(crate) async fn close(&self) {
        if let Self::Sqlite(file) = self {
            file.close().await;
        }
    }
}
