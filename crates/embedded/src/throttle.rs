//! Growing waits after wrong passwords.

use async_trait::async_trait;
use kenmovie_common::Time;
use kenmovie_common::domain::Backoff;
use kenmovie_common::ports::{StoreResult, Throttle};
use rusqlite::params;

use crate::Embedded;
use crate::counters::sweep;
use crate::error::corrupt;
use crate::row::{change, one, time};

#[async_trait]
impl Throttle for Embedded {
    async fn try_under(&self, key: &str, backoff: Backoff, now: Time) -> StoreResult<Result<(), Time>> {
        let key = key.to_owned();
        let due = self.sweep_due(now);
        self.write(move |db| {
            if let Some(due) = due {
                sweep(db, &due)?;
            }
            let sql = "SELECT tries, waits_until FROM throttles WHERE key = ?1 AND expires_at > ?2";
            let before = one(db, sql, params![key, now.millis()], |row| {
                let tries: i64 = row.get(0)?;
                let tries = u32::try_from(tries).map_err(|_| corrupt(format!("{tries} tries")))?;
                Ok((tries, time(row, 1)?))
            })?;
            let tries = match before {
                Some((_, waits_until)) if waits_until > now => return Ok(Err(waits_until)),
                Some((tries, _)) => tries.saturating_add(1),
                None => 1,
            };
            let sql = "INSERT OR REPLACE INTO throttles (key, tries, waits_until, expires_at)
                VALUES (?1, ?2, ?3, ?4)";
            let waits_until = now + backoff.wait(tries);
            let expires_at = now + Backoff::MEMORY;
            change(db, sql, params![key, tries, waits_until.millis(), expires_at.millis()])?;
            Ok(Ok(()))
        })
        .await
    }

    async fn forgive(&self, key: &str) -> StoreResult<()> {
        let key = key.to_owned();
        self.write(move |db| change(db, "DELETE FROM throttles WHERE key = ?1", [key]).map(|_| ())).await
    }
}
