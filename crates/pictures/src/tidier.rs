//! One picture at a time.

use std::sync::Arc;
use std::time::Duration;

use kenmovie_common::domain::{MediaPurpose, PictureKind};
use kenmovie_common::http::Problem;
use tokio::sync::Semaphore;

use crate::tidy::{Tidy, Unreadable, tidy};

/// Whoever has waited so long for the pictures before theirs is told to come again: there is no time left to use it.
const WAIT: Duration = Duration::from_secs(3);

/// Makes copies of pictures off the threads that serve requests, one at a time in a process, since each may take 160 MiB.
#[derive(Clone)]
pub struct Tidier(Arc<Semaphore>);

impl Default for Tidier {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Tidier {
    /// See [`tidy`]. `StoreUnavailable` where too many pictures are before this one.
    pub async fn tidy(
        &self,
        bytes: Vec<u8>,
        kind: PictureKind,
        purpose: MediaPurpose,
    ) -> Result<Result<Tidy, Unreadable>, Problem> {
        let turn = tokio::time::timeout(WAIT, Arc::clone(&self.0).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(Problem::StoreUnavailable("too many pictures at once".to_owned()));
        };
        let made = tokio::task::spawn_blocking(move || {
            let made = tidy(&bytes, kind, purpose);
            // Held to here even where nobody waits for the answer any more.
            drop(turn);
            made
        });
        // A decoder that panics has met something that is no picture.
        Ok(made.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a picture's decoder gave up");
            Err(Unreadable)
        }))
    }
}
