//! What can go wrong in DynamoDB, in the ports' own words.

use std::error::Error;
use std::fmt::Debug;

use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use kenmovie_common::ports::StoreError;

/// What `?` makes of what the SDK says. It becomes a [`StoreError`] where a port's method ends.
#[derive(Debug)]
pub(super) enum Failure {
    Store(StoreError),
    /// The condition of a write did not hold and nothing was written; in a transaction, of the write at this place.
    Refused(usize),
    /// Another transaction holds the item, or the table is short of capacity: nothing was written by this try.
    Busy(String),
}

pub(super) type Outcome<T> = Result<T, Failure>;

impl<E, R> From<SdkError<E, R>> for Failure
where
    E: ProvideErrorMetadata + Error + 'static,
    R: Debug + 'static,
{
    fn from(error: SdkError<E, R>) -> Self {
        match error.code() {
            Some("ConditionalCheckFailedException") => Self::Refused(0),
            Some("TransactionConflictException" | "TransactionInProgressException") => {
                Self::Busy(chain(&error))
            }
            _ => Self::Store(StoreError::Unavailable(chain(&error))),
        }
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Self::Store(StoreError::Unavailable(chain(&error)))
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(error) => error,
            Failure::Refused(place) => {
                Self::Unavailable(format!("the condition of write {place} did not hold"))
            }
            Failure::Busy(told) => Self::Unavailable(told),
        }
    }
}

/// Why a transaction was not made. Of several reasons a condition that did not hold comes first: trying again would not
/// change it.
pub(super) fn cancelled<R: Debug + 'static>(error: SdkError<TransactWriteItemsError, R>) -> Failure {
    let Some(TransactWriteItemsError::TransactionCanceledException(why)) = error.as_service_error() else {
        return error.into();
    };
    let codes = || why.cancellation_reasons().iter().map(|reason| reason.code().unwrap_or_default());
    if let Some(place) = codes().position(|code| code == "ConditionalCheckFailed") {
        return Failure::Refused(place);
    }
    let passing = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
    if codes().any(|code| passing.contains(&code)) {
        return Failure::Busy(chain(&error));
    }
    error.into()
}

/// Only none where the condition of a write did not hold.
pub(super) fn unless_refused<T>(outcome: Outcome<T>) -> Outcome<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(Failure::Refused(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Something stored that does not read back.
pub(super) fn corrupt(what: impl Into<String>) -> Failure {
    Failure::Store(StoreError::Corrupt(what.into()))
}

/// An error and what caused it, outermost first.
fn chain(error: &dyn Error) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    let mut told: Vec<_> = causes.map(ToString::to_string).collect();
    told.dedup();
    told.join(": ")
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::error::ErrorMetadata;
    use aws_sdk_dynamodb::types::CancellationReason;
    use aws_sdk_dynamodb::types::error::TransactionCanceledException;

    use super::*;

    fn transaction(codes: &[&str]) -> Failure {
        let reasons = codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect();
        let why = TransactionCanceledException::builder().set_cancellation_reasons(Some(reasons)).build();
        cancelled(SdkError::service_error(TransactWriteItemsError::TransactionCanceledException(why), ()))
    }

    #[test]
    fn a_condition_counts_before_a_conflict_and_the_first_before_the_second() {
        let failed = "ConditionalCheckFailed";
        assert!(matches!(transaction(&["TransactionConflict", failed]), Failure::Refused(1)));
        assert!(matches!(transaction(&[failed, failed]), Failure::Refused(0)));
        assert!(matches!(transaction(&["None", "TransactionConflict"]), Failure::Busy(_)));
        assert!(matches!(transaction(&["None", "ThrottlingError"]), Failure::Busy(_)));
        assert!(matches!(transaction(&["ValidationError"]), Failure::Store(StoreError::Unavailable(_))));
    }

    #[test]
    fn what_the_server_refuses_is_told_by_its_name() {
        let metadata = ErrorMetadata::builder().code("ThrottlingException").message("slowly").build();
        let error = SdkError::service_error(TransactWriteItemsError::generic(metadata), ());
        let StoreError::Unavailable(told) = StoreError::from(cancelled(error)) else { panic!("a conflict") };
        assert!(told.contains("ThrottlingException") && told.contains("slowly"), "{told}");
    }
}
