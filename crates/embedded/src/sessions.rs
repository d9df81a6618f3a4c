//! Who is signed in where.

use async_trait::async_trait;
use kenmovie_common::domain::{Rotation, Session};
use kenmovie_common::ports::{Sessions, StoreResult};
use kenmovie_common::{SessionId, Time, UserId};
use rusqlite::{Connection, params};

use crate::Embedded;
use crate::counters::sweep;
use crate::error::{Outcome, corrupt};
use crate::row::{change, count, one, signed, time, value};

#[async_trait]
impl Sessions for Embedded {
    async fn start_session(&self, session: &Session) -> StoreResult<bool> {
        let session = session.clone();
        let due = self.sweep_due(session.created_at);
        self.write(move |db| {
            if let Some(due) = due {
                sweep(db, &due)?;
            }
            let passed = "SELECT 1 FROM epochs WHERE user_id = ?1 AND epoch > ?2";
            if value::<i64>(db, passed, params![session.user.bytes(), signed(session.auth_epoch)])?.is_some()
            {
                return Ok(false);
            }
            let sql = "INSERT INTO sessions
                (id, user_id, client, auth_epoch, auth_time, created_at, idle_until, ends_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let values = params![
                session.id.bytes(),
                session.user.bytes(),
                session.client.to_string(),
                signed(session.auth_epoch),
                session.auth_time.millis(),
                session.created_at.millis(),
                session.idle_until.millis(),
                session.ends_at.millis(),
            ];
            change(db, sql, values)?;
            Ok(true)
        })
        .await
    }

    async fn live_session(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<Option<Session>> {
        self.read(move |db| {
            Ok(live(db, id, now)?.map(|live| live.session).filter(|session| session.user == user))
        })
        .await
    }

    async fn rotate_session(&self, id: SessionId, shown: u64, now: Time) -> StoreResult<Rotation> {
        self.write(move |db| {
            let Some(Live { mut session, refresh, rotated_at }) = live(db, id, now)? else {
                return Ok(Rotation::Ended);
            };
            if shown == refresh {
                session.idle_until = now + Session::IDLE;
                let sql = "UPDATE sessions SET refresh = refresh + 1, rotated_at = ?2, idle_until = ?3 WHERE id = ?1";
                change(db, sql, params![id.bytes(), now.millis(), session.idle_until.millis()])?;
                return Ok(Rotation::Next(session, refresh + 1));
            }
            if shown.checked_add(1) == Some(refresh) && now.since(rotated_at) <= Session::GRACE {
                return Ok(Rotation::Next(session, refresh));
            }
            end(db, id)?;
            Ok(Rotation::Ended)
        })
        .await
    }

    async fn end_session(&self, id: SessionId) -> StoreResult<()> {
        self.write(move |db| end(db, id)).await
    }

    /// An epoch is kept for good: one small row a person.
    async fn raise_epoch(&self, user: UserId, epoch: u64, _: Time) -> StoreResult<()> {
        self.write(move |db| {
            let sql = "INSERT INTO epochs (user_id, epoch) VALUES (?1, ?2)
                ON CONFLICT DO UPDATE SET epoch = max(epoch, excluded.epoch)";
            change(db, sql, params![user.bytes(), signed(epoch)]).map(|_| ())
        })
        .await
    }
}

struct Live {
    session: Session,
    refresh: u64,
    rotated_at: Time,
}

fn live(db: &Connection, id: SessionId, now: Time) -> Outcome<Option<Live>> {
    let sql =
        "SELECT user_id, client, auth_epoch, auth_time, created_at, idle_until, ends_at, refresh, rotated_at
        FROM sessions AS s
        WHERE id = ?1 AND idle_until > ?2 AND ends_at > ?2
        AND NOT EXISTS (SELECT 1 FROM epochs AS e WHERE e.user_id = s.user_id AND e.epoch > s.auth_epoch)";
    one(db, sql, params![id.bytes(), now.millis()], |row| {
        let client = row.get_ref(1)?.as_str()?;
        let session = Session {
            id,
            user: UserId::from_bytes(row.get(0)?),
            client: client.parse().map_err(|_| corrupt(format!("the client {client:?}")))?,
            auth_epoch: count(row, 2)?,
            auth_time: time(row, 3)?,
            created_at: time(row, 4)?,
            idle_until: time(row, 5)?,
            ends_at: time(row, 6)?,
        };
        Ok(Live { session, refresh: count(row, 7)?, rotated_at: time(row, 8)? })
    })
}

fn end(db: &Connection, id: SessionId) -> Outcome<()> {
    change(db, "DELETE FROM sessions WHERE id = ?1", [id.bytes()]).map(|_| ())
}
