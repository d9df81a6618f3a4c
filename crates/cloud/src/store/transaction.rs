//! Transactions, tried again where another write came between.

use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use kenmovie_common::ports::StoreError;
use mongodb::ClientSession;
use mongodb::error::{TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT};
use mongodb::options::{ReadConcern, WriteConcern};

use super::client::Mongo;
use super::error::{Failure, Outcome};
use crate::patience::{jittered, still_asked};

/// A transaction is begun again until so much time has passed since the first try.
const TRYING: Duration = Duration::from_secs(4);
/// The wait before the second try, at most; it doubles from try to try up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(2);
const LONGEST_WAIT: Duration = Duration::from_millis(200);

impl Mongo {
    /// Runs the work in a transaction that is whole or not there, and durable when this returns. The work runs again
    /// from its start after a conflict: it must touch nothing but the store, and it should write first what others
    /// write too, so that they wait for it rather than break it.
    pub(super) async fn transaction<T: Send>(
        &self,
        work: impl for<'a> Fn(&'a Self, &'a mut ClientSession) -> BoxFuture<'a, Outcome<T>> + Send + Sync,
    ) -> Outcome<T> {
        let begun = Instant::now();
        let mut wait = FIRST_WAIT;
        let mongo = self.transacting();
        let mut session = mongo.client().start_session().await?;
        loop {
            still_asked()?;
            session
                .start_transaction()
                .read_concern(ReadConcern::snapshot())
                .write_concern(WriteConcern::majority())
                .await?;
            let tried = match work(&mongo, &mut session).await {
                Ok(value) => commit(&mut session, begun).await.map(|()| value),
                Err(failure) => {
                    // What cannot be aborted now ends by itself.
                    let _ = session.abort_transaction().await;
                    Err(failure)
                }
            };
            match tried {
                Err(Failure::Driver(error)) if error.contains_label(TRANSIENT_TRANSACTION_ERROR) => {
                    if begun.elapsed() + wait > TRYING {
                        return Err(
                            StoreError::Unavailable(format!("too many conflicts: {}", error.kind)).into()
                        );
                    }
                    tokio::time::sleep(jittered(wait)).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
                tried => return tried,
            }
        }
    }
}

/// Commits; where it is not known whether it did, asks again for the commit alone.
async fn commit(session: &mut ClientSession, begun: Instant) -> Outcome<()> {
    loop {
        match session.commit_transaction().await {
            Err(error)
                if error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT) && begun.elapsed() < TRYING => {}
            outcome => return Ok(outcome?),
        }
    }
}
