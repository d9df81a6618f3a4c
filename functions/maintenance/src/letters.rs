//! Sends the letters that wait in the outbox.

use std::time::Duration;

use kenmovie_common::domain::Letter;
use kenmovie_common::ports::{Clock, Letters, Mailer, StoreError, StoreResult};

/// Nobody else is given a letter for so long; one that could not be sent is tried again then. No mailer takes longer.
pub const LEASE: Duration = Duration::from_mins(3);
/// No letter is begun after so much time: whoever called may be ended.
const ROUND: Duration = Duration::from_secs(30);
/// After so many letters in a row that could not be sent, the rest waits for the next call.
const FAILURES: usize = 3;

/// Sends the letters that are due, one after the other, the oldest first. How many left the outbox.
///
/// A letter that could not be sent now stays, until it is no longer worth sending (`Mail::life`). One that is sent when
/// the process dies is sent again.
pub async fn send_letters(letters: &dyn Letters, mailer: &dyn Mailer, clock: &dyn Clock) -> StoreResult<u64> {
    let began = clock.now();
    let (mut gone, mut failures) = (0, 0);
    while failures < FAILURES && clock.now().since(began) < ROUND {
        let Some(letter) = letters.take_letters(clock.now(), LEASE, 1).await?.pop() else { break };
        if leaves(&letter, mailer, clock).await {
            letters.remove_letter(letter.id).await?;
            (gone, failures) = (gone + 1, 0);
        } else {
            failures += 1;
        }
    }
    Ok(gone)
}

/// Whether a letter is sent now, or never. The log names no address.
async fn leaves(letter: &Letter, mailer: &dyn Mailer, clock: &dyn Clock) -> bool {
    let Letter { id, to, mail, created_at, .. } = letter;
    if to.is_empty() {
        return true;
    }
    let kind = mail.kind();
    if clock.now().since(*created_at) >= mail.life() {
        tracing::warn!(%id, kind, "a letter is given up: it could not be sent in time");
        return true;
    }
    match mailer.send(letter).await {
        Ok(()) => {
            tracing::info!(%id, kind, "a letter is sent");
            true
        }
        Err(StoreError::Unavailable(why)) => {
            tracing::warn!(%id, kind, why, "a letter could not be sent; it is tried again");
            false
        }
        Err(StoreError::Corrupt(why)) => {
            tracing::warn!(%id, kind, why, "a letter is given up: it cannot be sent");
            true
        }
        Err(error @ StoreError::Conflict(_)) => {
            tracing::error!(%id, kind, %error, "a letter is given up: a mailer knows no conflicts");
            true
        }
    }
}
