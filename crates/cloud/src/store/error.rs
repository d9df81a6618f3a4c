//! What can go wrong in MongoDB, in the ports' own words.

use kenmovie_common::ports::StoreError;
use mongodb::error::{Error, ErrorKind, WriteFailure};

/// Duplicate key.
const DUPLICATE: i32 = 11_000;

/// What `?` makes of what the driver says. It becomes a [`StoreError`] where a port's method ends.
#[derive(Debug)]
pub(crate) enum Failure {
    Store(StoreError),
    Driver(Error),
}

pub(crate) type Outcome<T> = Result<T, Failure>;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Driver(error)
    }
}

impl From<mongodb::bson::error::Error> for Failure {
    fn from(error: mongodb::bson::error::Error) -> Self {
        corrupt(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(error) => error,
            // The kind alone: the whole error repeats the server's answer byte by byte.
            Failure::Driver(error) => match error.kind.as_ref() {
                kind @ (ErrorKind::BsonDeserialization(_) | ErrorKind::Bson(_)) => {
                    Self::Corrupt(kind.to_string())
                }
                kind => Self::Unavailable(kind.to_string()),
            },
        }
    }
}

impl Failure {
    /// Whether a unique index of this name refused the write; `_id_` is the one over ids.
    pub(crate) fn is_duplicate(&self, index: &str) -> bool {
        let Self::Driver(error) = self else { return false };
        let said =
            |code: i32, message: &str| code == DUPLICATE && message.contains(&format!("index: {index} "));
        match error.kind.as_ref() {
            ErrorKind::Write(WriteFailure::WriteError(refused)) => said(refused.code, &refused.message),
            ErrorKind::Command(refused) => said(refused.code, &refused.message),
            ErrorKind::InsertMany(refused) => refused
                .write_errors
                .as_ref()
                .is_some_and(|all| all.iter().any(|one| said(one.code, &one.message))),
            _ => false,
        }
    }
}

/// Something stored that does not read back.
pub(crate) fn corrupt(what: impl std::fmt::Display) -> Failure {
    Failure::Store(StoreError::Corrupt(what.to_string()))
}
