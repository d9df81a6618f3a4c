//! How long a request may still take. Whoever answers it sets the end; whoever waits for an engine on its behalf waits no
//! longer, so that several waits in a row do not add up.

use std::future::Future;
use std::time::{Duration, Instant};

tokio::task_local! {
    static END: Instant;
}

/// Runs a request that is to be answered within this time from now, however late it is begun.
pub fn within<T>(time: Duration, request: impl Future<Output = T>) -> impl Future<Output = T> {
    END.scope(Instant::now() + time, request)
}

/// What is left of the time of the request that this task answers; none where it answers none.
pub fn left() -> Option<Duration> {
    END.try_with(|end| end.saturating_duration_since(Instant::now())).ok()
}
