//! How long a caller waits for an engine, and how tries are spread that came in each other's way.

use std::future::Future;
use std::time::Duration;

use kenmovie_common::deadline;
use kenmovie_common::ports::{Random as _, StoreError, StoreResult};
use kenmovie_system::SystemRandom;

/// Runs one intent to its end, whether or not its caller stays: a driver's future that is dropped half way leaves in doubt
/// what it did. The caller is told after `patience`, or when its request's time is over, that the store does not answer.
pub(crate) async fn within<T, E>(
    patience: Duration,
    intent: impl Future<Output = Result<T, E>> + Send + 'static,
) -> StoreResult<T>
where
    T: Send + 'static,
    E: Into<StoreError> + Send + 'static,
{
    let patience = deadline::left().map_or(patience, |left| left.min(patience));
    match tokio::time::timeout(patience, tokio::spawn(intent)).await {
        Ok(Ok(outcome)) => outcome.map_err(Into::into),
        Ok(Err(error)) => Err(StoreError::Unavailable(error.to_string())),
        Err(_) => Err(StoreError::Unavailable(format!("no answer within {} ms", patience.as_millis()))),
    }
}

/// Somewhere between half of a wait and all of it, so that those who met do not meet again.
pub(crate) fn jittered(wait: Duration) -> Duration {
    let mut bytes = [0; 2];
    SystemRandom.fill(&mut bytes);
    let share = f64::from(u16::from_le_bytes(bytes)) / f64::from(u16::MAX);
    wait.mul_f64(0.5 + share / 2.0)
}
