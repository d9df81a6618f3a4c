//! Which trace a request belongs to. Whoever answers it says so; engines note it beside what they do on its behalf.

use std::future::Future;
use std::sync::Arc;

tokio::task_local! {
    static TRACE: Arc<str>;
}

/// Runs what belongs to this trace, if it belongs to one.
pub async fn within<T>(trace: Option<Arc<str>>, work: impl Future<Output = T>) -> T {
    match trace {
        Some(trace) => TRACE.scope(trace, work).await,
        None => work.await,
    }
}

/// The trace that this task works for; none where nobody traces.
pub fn current() -> Option<Arc<str>> {
    TRACE.try_with(Arc::clone).ok()
}
