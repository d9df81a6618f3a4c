//! Counts of acts, and the sweep that drops what has expired.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::Time;
use kenmovie_common::ports::{Count, Counters, StoreResult};
use rusqlite::{Connection, params};

use crate::Embedded;
use crate::error::{Outcome, corrupt};
use crate::row::{bound, change, count, one, time};

/// What has expired is dropped this often, on the clock of those who count and sign in.
const SWEEP_EVERY: Duration = Duration::from_mins(1);
/// How many rows of each table one sweep drops at most, so that no write waits long for it.
const SWEEP_ROWS: usize = 500;

#[async_trait]
impl Counters for Embedded {
    async fn count(&self, key: &str, window: Duration, now: Time) -> StoreResult<Count> {
        let key = key.to_owned();
        let due = self.sweep_due(now);
        // What a power cut takes from a count is nobody's loss.
        self.write_early(move |db| {
            if let Some(due) = due {
                sweep(db, &due)?;
            }
            let sql = "INSERT INTO counters AS c (key, used, resets_at) VALUES (?1, 1, ?2)
                ON CONFLICT DO UPDATE SET
                    used = iif(c.resets_at > ?3, c.used + 1, 1),
                    resets_at = iif(c.resets_at > ?3, c.resets_at, excluded.resets_at)
                RETURNING used, resets_at";
            let counted = one(db, sql, params![key, (now + window).millis(), now.millis()], |row| {
                Ok(Count { used: count(row, 0)?, resets_at: time(row, 1)? })
            })?;
            counted.ok_or_else(|| corrupt("a counter that is not there after it was written"))
        })
        .await
    }
}

/// A sweep that has become due.
pub(crate) struct Due {
    swept: Arc<AtomicI64>,
    now: Time,
    before: i64,
}

impl Embedded {
    /// Whether it is time for a sweep; says so to one caller only.
    pub(crate) fn sweep_due(&self, now: Time) -> Option<Due> {
        let swept = self.swept();
        let before = swept.load(Ordering::Relaxed);
        let due = now.since(Time::from_millis(before)) >= SWEEP_EVERY;
        let won =
            due && swept.compare_exchange(before, now.millis(), Ordering::Relaxed, Ordering::Relaxed).is_ok();
        won.then(|| Due { swept: Arc::clone(swept), now, before })
    }
}

/// Drops some of what has expired. Where there is more, the next count goes on with it.
pub(crate) fn sweep(db: &Connection, due: &Due) -> Outcome<()> {
    let sessions = "DELETE FROM sessions WHERE id IN
        (SELECT id FROM sessions WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
    let counters = "DELETE FROM counters WHERE key IN
        (SELECT key FROM counters WHERE resets_at <= ?1 ORDER BY resets_at LIMIT ?2)";
    let sign_ins = "DELETE FROM sign_ins WHERE id IN
        (SELECT id FROM sign_ins WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
    let secrets = "DELETE FROM secrets WHERE (purpose, subject) IN
        (SELECT purpose, subject FROM secrets WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
    let claims = "DELETE FROM claims WHERE (purpose, subject) IN
        (SELECT purpose, subject FROM claims WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
    let throttles = "DELETE FROM throttles WHERE key IN
        (SELECT key FROM throttles WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
    for sql in [sessions, counters, sign_ins, secrets, claims, throttles] {
        if change(db, sql, params![due.now.millis(), bound(SWEEP_ROWS)])? == SWEEP_ROWS {
            due.swept.store(due.before, Ordering::Relaxed);
        }
    }
    Ok(())
}
