//! How long a caller waits for an engine, what is not begun once nobody waits, and how tries are spread that came in each
//! other's way.

use std::future::Future;
use std::time::Duration;

use kenmovie_common::ports::{Random as _, StoreError, StoreResult};
use kenmovie_common::{deadline, trace};
use kenmovie_system::SystemRandom;

/// Runs one intent to its end, whether or not its caller stays: a driver's future that is dropped half way leaves in doubt
/// what it did. The caller is told after `patience`, or when its request's time is over, that the store does not answer; the
/// intent knows by [`still_asked`].
pub(crate) async fn within<T, E>(
    patience: Duration,
    intent: impl Future<Output = Result<T, E>> + Send + 'static,
) -> StoreResult<T>
where
    T: Send + 'static,
    E: Into<StoreError> + Send + 'static,
{
    let patience = deadline::left().map_or(patience, |left| left.min(patience));
    let intent = trace::within(trace::current(), deadline::within(patience, intent));
    match tokio::time::timeout(patience, tokio::spawn(intent)).await {
        Ok(Ok(outcome)) => outcome.map_err(Into::into),
        Ok(Err(error)) => Err(StoreError::Unavailable(error.to_string())),
        Err(_) => Err(StoreError::Unavailable(format!("no answer within {} ms", patience.as_millis()))),
    }
}

/// An error once the caller was told that there is no answer. An intent asks before it begins to write: whoever was refused
/// and asked again, and then changed their mind, must not be surprised by the first request.
pub(crate) fn still_asked() -> StoreResult<()> {
    match deadline::left() {
        Some(Duration::ZERO) => Err(StoreError::Unavailable("nobody waits for it any more".to_owned())),
        _ => Ok(()),
    }
}

/// Somewhere between half of a wait and all of it, so that those who met do not meet again.
pub(crate) fn jittered(wait: Duration) -> Duration {
    let mut bytes = [0; 2];
    SystemRandom.fill(&mut bytes);
    let share = f64::from(u16::from_le_bytes(bytes)) / f64::from(u16::MAX);
    wait.mul_f64(0.5 + share / 2.0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::{Notify, oneshot};

    use super::*;

    #[tokio::test]
    async fn an_intent_whose_caller_gave_up_goes_on_but_begins_no_write() {
        let (told, outcome) = oneshot::channel();
        let gone = Arc::new(Notify::new());
        let caller_is_gone = Arc::clone(&gone);
        let intent = async move {
            caller_is_gone.notified().await;
            let _ = told.send(still_asked().is_err());
            Ok::<_, StoreError>(())
        };
        let refused = within(Duration::from_millis(1), intent).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        gone.notify_one();
        assert!(outcome.await.unwrap());
        assert!(within(Duration::from_mins(1), async { still_asked() }).await.is_ok());
    }
}
