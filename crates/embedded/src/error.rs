//! What can go wrong in SQLite, in the ports' own words.

use std::path::PathBuf;

use kenmovie_common::ports::StoreError;
use rusqlite::ErrorCode;
use rusqlite::types::FromSqlError;

/// Why a database could not be opened, in one sentence for whoever starts the program.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{path} cannot be opened for reading and writing: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{path} is not a KenMovie database")]
    Foreign { path: PathBuf },
    #[error("{path} was written by a newer KenMovie; this one understands its schema up to version {known}")]
    Newer { path: PathBuf, known: usize },
    #[error("{path} does not work as a database: {reason}")]
    Database { path: PathBuf, reason: String },
}

/// A [`StoreError`] that `?` makes of what SQLite says.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) StoreError);

pub(crate) type Outcome<T> = Result<T, Failure>;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(error)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self(match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation)
            | None => StoreError::Corrupt(error.to_string()),
            Some(_) => StoreError::Unavailable(error.to_string()),
        })
    }
}

impl From<FromSqlError> for Failure {
    fn from(error: FromSqlError) -> Self {
        corrupt(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        corrupt(error)
    }
}

/// Something stored that does not read back.
pub(crate) fn corrupt(what: impl std::fmt::Display) -> Failure {
    Failure(StoreError::Corrupt(what.to_string()))
}

pub(crate) fn unavailable(what: impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(what.to_string())
}
