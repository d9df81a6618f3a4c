//! What goes on beside the answers: what crashes left is put right, pictures that nobody uses are swept, and letters are
//! sent.

use std::sync::Arc;
use std::time::Duration;

use kenmovie_common::ports::{Blobs, Clock, Mailer, Store};
use kenmovie_maintenance::{Kept, maintain, send_letters, sweep_pictures};
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
    pub(crate) fn start(
        store: &Arc<dyn Store>,
        blobs: Arc<dyn Blobs>,
        mailer: Arc<dyn Mailer>,
        clock: &Arc<dyn Clock>,
    ) -> Self {
        let (goes_on, stops) = oneshot::channel();
        Self {
            upkeep: tokio::spawn(keep(Arc::clone(store), blobs, Arc::clone(clock))),
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

async fn keep(store: Arc<dyn Store>, blobs: Arc<dyn Blobs>, clock: Arc<dyn Clock>) {
    loop {
        tokio::time::sleep(MAINTENANCE).await;
        match maintain(store.as_ref(), clock.as_ref()).await {
            Ok(Kept { finished: 0, .. }) => {}
            Ok(Kept { finished, .. }) => tracing::info!(finished, "what was left half done is finished"),
            Err(error) => tracing::warn!(%error, "the store could not be kept in order"),
        }
        match sweep_pictures(store.as_ref(), blobs.as_ref(), clock.as_ref()).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "pictures that nobody uses are swept"),
            Err(error) => tracing::warn!(%error, "pictures that nobody uses could not be swept"),
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

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use kenmovie_common::LetterId;
    use kenmovie_common::auth::Hmac;
    use kenmovie_common::domain::{Language, Letter, Mail};
    use kenmovie_common::ports::{Letters as _, StoreResult};
    use kenmovie_embedded::{Embedded, Folder, SystemClock, SystemRandom};
    use tokio::sync::mpsc;

    use super::*;

    /// Hands letters to a test.
    struct ByHand(mpsc::UnboundedSender<Letter>);

    #[async_trait]
    impl Mailer for ByHand {
        async fn send(&self, letter: &Letter) -> StoreResult<()> {
            self.0.send(letter.clone()).unwrap();
            Ok(())
        }
    }

    fn letter() -> Letter {
        let now = SystemClock.now();
        Letter {
            id: LetterId::new(now, &SystemRandom),
            to: "ana@example.com".to_owned(),
            name: "Ana".to_owned(),
            language: Language::Es,
            mail: Mail::PasswordChanged,
            created_at: now,
        }
    }

    #[tokio::test]
    async fn letters_that_wait_and_letters_that_come_are_sent_and_then_it_stops() {
        let folder = tempfile::tempdir().unwrap();
        let database = Embedded::open(folder.path().join("kenmovie.db")).unwrap();
        let store: Arc<dyn Store> = Arc::new(database.clone());
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let (hand, mut sent) = mpsc::unbounded_channel();
        let (first, second) = (letter(), letter());
        database.post_letter(first.clone()).await.unwrap();
        let pictures = Folder::open(folder.path().join("media"), Arc::new(SystemRandom), Hmac::new(b"a key"));
        let background =
            Background::start(&store, Arc::new(pictures.unwrap()), Arc::new(ByHand(hand)), &clock);
        assert_eq!(sent.recv().await, Some(first));
        database.post_letter(second.clone()).await.unwrap();
        assert_eq!(sent.recv().await, Some(second));
        background.stop().await;
        assert_eq!(sent.recv().await, None, "nobody holds the mailer any more");
        assert!(database.take_letters(SystemClock.now() + LAST_LETTER, LETTERS, 9).await.unwrap().is_empty());
    }
}
