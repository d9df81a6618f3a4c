//! A person's sign-ins, for a look back.

use async_trait::async_trait;
use kenmovie_common::domain::SignInRecord;
use kenmovie_common::ports::{SignIns, StoreResult};
use kenmovie_common::{Time, UserId};
use rusqlite::params;

use crate::Embedded;
use crate::row::{all, bound, change};

/// Those of a person that have not expired, the newest first.
pub(crate) const LIST: &str = "SELECT record FROM sign_ins WHERE user_id = ?1 AND at > ?2
    ORDER BY at DESC, id DESC LIMIT ?3";

#[async_trait]
impl SignIns for Embedded {
    async fn record_sign_in(&self, user: Option<UserId>, record: &SignInRecord) -> StoreResult<()> {
        let record = record.clone();
        let due = self.sweep_due(record.at);
        self.write(move |db| {
            if let Some(due) = due {
                crate::counters::sweep(db, &due)?;
            }
            let sql = "INSERT INTO sign_ins (user_id, at, record, expires_at) VALUES (?1, ?2, ?3, ?4)";
            let id = user.unwrap_or(NOBODY);
            let expires_at = record.at + SignInRecord::KEPT;
            let values =
                params![id.bytes(), record.at.millis(), serde_json::to_string(&record)?, expires_at.millis()];
            change(db, sql, values)?;
            if user.is_none() {
                change(db, "DELETE FROM sign_ins WHERE id = ?1", [db.last_insert_rowid()])?;
            }
            Ok(())
        })
        .await
    }

    async fn sign_ins_of(&self, user: UserId, now: Time) -> StoreResult<Vec<SignInRecord>> {
        self.read(move |db| {
            let since = now - SignInRecord::KEPT;
            all(db, LIST, params![user.bytes(), since.millis(), bound(SignInRecord::LISTED)], |row| {
                Ok(serde_json::from_str(row.get_ref(0)?.as_str()?)?)
            })
        })
        .await
    }
}

/// Nobody has this id.
const NOBODY: UserId = UserId::from_bytes([0; 16]);
