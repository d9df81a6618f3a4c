//! What goes on beside the answers: what crashes left is put right, and letters are sent.

use std::sync::Arc;
use std::time::Duration;

use kenmovie_common::ports::{Clock, Mailer, Store};
use kenmovie_maintenance::{maintain, send_letters};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// What a crash elsewhere left is put right this often.
const MAINTENANCE: Duration = Duration::from_mins(1);
/// Letters that wait are looked for this often, by one read of an index;
const LETTERS: Duration = Duration::from_secs(1);
/// where the store does not answer, this often.
const STORE_AWAY: Duration = Duration::from_secs(15);
/// A letter that is under way when the program stops has this long to end.
const LAST_LETTER: Duration = Duration::from_secs(5);

/// The tasks, until they are stopped.
pub(crate) struct Background {
    upkeep: JoinHandle<()>,
    post: JoinHandle<()>,
    goes_on: oneshot::Sender<()>,
}

impl Background {
    pub(crate) fn start(store: &Arc<dyn Store>, mailer: Arc<dyn Mailer>, clock: &Arc<dyn Clock>) -> Self {
        let (goes_on, stops) = oneshot::channel();
        Self {
            upkeep: tokio::spawn(keep(Arc::clone(store), Arc::clone(clock))),
            post: tokio::spawn(post(Arc::clone(store), mailer, Arc::clone(clock), stops)),
            goes_on,
        }
    }

    pub(crate) async fn stop(self) {
        let Self { upkeep, mut post, goes_on } = self;
        // What it began in the store goes on by itself.
        upkeep.abort();
        drop(goes_on);
        if tokio::time::timeout(LAST_LETTER, &mut post).await.is_err() {
            post.abort();
        }
    }
}

async fn keep(store: Arc<dyn Store>, clock: Arc<dyn Clock>) {
    loop {
        tokio::time::sleep(MAINTENANCE).await;
        match maintain(store.as_ref(), clock.now()).await {
            Ok(0) => {}
            Ok(settled) => tracing::info!(settled, "what was left half done is finished"),
            Err(error) => tracing::warn!(%error, "the store could not be kept in order"),
        }
    }
}

async fn post(
    store: Arc<dyn Store>,
    mailer: Arc<dyn Mailer>,
    clock: Arc<dyn Clock>,
    mut stops: oneshot::Receiver<()>,
) {
    loop {
        let wait = match send_letters(store.as_ref(), mailer.as_ref(), clock.as_ref()).await {
            Ok(_) => LETTERS,
            Err(error) => {
                tracing::warn!(%error, "the outbox could not be looked into");
                STORE_AWAY
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = &mut stops => return,
        }
    }
}
