//! What works once.

use async_trait::async_trait;
use kenmovie_common::Time;
use kenmovie_common::ports::{OneTime, Purpose, StoreResult};
use rusqlite::params;

use crate::Embedded;
use crate::counters::sweep;
use crate::row::{change, value};

#[async_trait]
impl OneTime for Embedded {
    async fn put_secret(
        &self,
        purpose: Purpose,
        subject: &str,
        hash: [u8; 32],
        payload: String,
        expires_at: Time,
    ) -> StoreResult<()> {
        let subject = subject.to_owned();
        self.write(move |db| {
            let sql = "INSERT OR REPLACE INTO secrets (purpose, subject, hash, payload, expires_at)
                VALUES (?1, ?2, ?3, ?4, ?5)";
            change(db, sql, params![purpose.as_str(), subject, hash, payload, expires_at.millis()])
                .map(|_| ())
        })
        .await
    }

    async fn take_secret(
        &self,
        purpose: Purpose,
        subject: &str,
        hash: [u8; 32],
        now: Time,
    ) -> StoreResult<Option<String>> {
        let subject = subject.to_owned();
        self.write(move |db| {
            let sql = "DELETE FROM secrets
                WHERE purpose = ?1 AND subject = ?2 AND hash = ?3 AND expires_at > ?4 RETURNING payload";
            value(db, sql, params![purpose.as_str(), subject, hash, now.millis()])
        })
        .await
    }

    async fn drop_secret(&self, purpose: Purpose, subject: &str) -> StoreResult<()> {
        let subject = subject.to_owned();
        self.write(move |db| {
            let sql = "DELETE FROM secrets WHERE purpose = ?1 AND subject = ?2";
            change(db, sql, params![purpose.as_str(), subject]).map(|_| ())
        })
        .await
    }

    async fn claim(&self, purpose: Purpose, subject: &str, now: Time, expires_at: Time) -> StoreResult<bool> {
        let subject = subject.to_owned();
        let due = self.sweep_due(now);
        self.write(move |db| {
            if let Some(due) = due {
                sweep(db, &due)?;
            }
            let sql = "INSERT INTO claims AS c (purpose, subject, expires_at) VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at WHERE c.expires_at <= ?4";
            let made =
                change(db, sql, params![purpose.as_str(), subject, expires_at.millis(), now.millis()])?;
            Ok(made == 1)
        })
        .await
    }
}
