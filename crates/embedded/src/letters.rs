//! Letters that wait to be sent.

use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::domain::Letter;
use kenmovie_common::ports::{Letters, StoreResult};
use kenmovie_common::{LetterId, Time, UserId};
use rusqlite::{Connection, params};

use crate::Embedded;
use crate::error::Outcome;
use crate::row::change;
use crate::users::whose;

#[async_trait]
impl Letters for Embedded {
    async fn post_letter(&self, letter: Letter) -> StoreResult<()> {
        self.write(move |db| {
            let user = whose(db, &letter.to.to_lowercase())?;
            post(db, user, &letter)
        })
        .await
    }

    async fn take_letters(&self, now: Time, lease: Duration, limit: usize) -> StoreResult<Vec<Letter>> {
        self.write(move |db| take(db, now, lease, limit)).await
    }

    async fn remove_letter(&self, id: LetterId) -> StoreResult<()> {
        self.write(move |db| change(db, "DELETE FROM letters WHERE id = ?1", [id.bytes()]).map(|_| ())).await
    }
}

/// Those that are due are sorted: the outbox is short.
pub(crate) const DUE: &str = "SELECT id, letter FROM letters WHERE due_at <= ?1 ORDER BY created_at, id";

/// Puts a letter in the outbox: this person's, with whom it goes.
pub(crate) fn post(db: &Connection, user: Option<UserId>, letter: &Letter) -> Outcome<()> {
    let sql = "INSERT INTO letters (id, user_id, created_at, due_at, letter) VALUES (?1, ?2, ?3, ?3, ?4)";
    let values = params![
        letter.id.bytes(),
        user.as_ref().map(UserId::bytes),
        letter.created_at.millis(),
        serde_json::to_string(letter)?,
    ];
    change(db, sql, values).map(|_| ())
}

/// One that cannot be read, as a newer program may have written it, waits as long as if it were taken.
fn take(db: &Connection, now: Time, lease: Duration, limit: usize) -> Outcome<Vec<Letter>> {
    let (mut seen, mut letters) = (Vec::new(), Vec::new());
    let mut statement = db.prepare_cached(DUE)?;
    let mut rows = statement.query([now.millis()])?;
    while letters.len() < limit
        && let Some(row) = rows.next()?
    {
        seen.push(row.get::<_, Vec<u8>>(0)?);
        match serde_json::from_slice(row.get_ref(1)?.as_bytes()?) {
            Ok(letter) => letters.push(letter),
            Err(error) => {
                tracing::warn!(%error, "a letter cannot be read; the others go on");
            }
        }
    }
    drop(rows);
    for id in seen {
        let sql = "UPDATE letters SET due_at = ?2 WHERE id = ?1";
        change(db, sql, params![id, (now + lease).millis()])?;
    }
    Ok(letters)
}
