//! Who is signed in where.

use async_trait::async_trait;
use kenmovie_common::domain::{Client, Device, Rotation, Session};
use kenmovie_common::ports::{Sessions, StoreResult};
use kenmovie_common::{ApiTokenId, SessionId, Time, UserId};
use rusqlite::{Connection, Row, params};

use crate::Embedded;
use crate::counters::sweep;
use crate::error::{Outcome, corrupt};
use crate::row::{all, bound, change, count, one, signed, time, value};

#[async_trait]
impl Sessions for Embedded {
    async fn start_session(&self, session: &Session) -> StoreResult<bool> {
        let session = session.clone();
        let due = self.sweep_due(session.created_at);
        self.write(move |db| {
            if let Some(due) = due {
                sweep(db, &due)?;
            }
            let ended = "SELECT 1 FROM epochs WHERE user_id = ?1 AND epoch > ?2
                UNION ALL SELECT 1 FROM revoked_clients WHERE client = ?3 LIMIT 1";
            let client = session.client.to_string();
            let asked = params![session.user.bytes(), signed(session.auth_epoch), client];
            if value::<i64>(db, ended, asked)?.is_some() {
                return Ok(false);
            }
            let sql =
                "INSERT INTO sessions (id, user_id, client, auth_epoch, auth_time, created_at, rotated_at,
                browser, address, idle_until, ends_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
            let values = params![
                session.id.bytes(),
                session.user.bytes(),
                client,
                signed(session.auth_epoch),
                session.auth_time.millis(),
                session.created_at.millis(),
                session.seen_at.millis(),
                session.device.browser,
                session.device.address,
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
            let Some(Live { mut session, refresh }) = live(db, id, now)? else {
                return Ok(Rotation::Ended);
            };
            if shown == refresh {
                session.seen_at = now;
                session.idle_until = now + Session::IDLE;
                let sql = "UPDATE sessions SET refresh = refresh + 1, rotated_at = ?2, idle_until = ?3 WHERE id = ?1";
                change(db, sql, params![id.bytes(), now.millis(), session.idle_until.millis()])?;
                return Ok(Rotation::Next(session, refresh + 1));
            }
            if shown.checked_add(1) == Some(refresh) && now.since(session.seen_at) <= Session::GRACE {
                return Ok(Rotation::Next(session, refresh));
            }
            end(db, id)?;
            Ok(Rotation::Ended)
        })
        .await
    }

    async fn end_session(&self, id: SessionId) -> StoreResult<Option<UserId>> {
        self.write(move |db| end(db, id)).await
    }

    async fn end_session_of(&self, id: SessionId, user: UserId, now: Time) -> StoreResult<bool> {
        self.write(move |db| match live(db, id, now)? {
            Some(Live { session, .. }) if session.user == user => end(db, id).map(|ended| ended.is_some()),
            _ => Ok(false),
        })
        .await
    }

    async fn sessions_of(&self, user: UserId, now: Time) -> StoreResult<Vec<Session>> {
        self.read(move |db| {
            let sql = list();
            all(db, &sql, params![user.bytes(), now.millis(), bound(Session::LISTED)], |row| {
                decode(row).map(|live| live.session)
            })
        })
        .await
    }

    async fn carry_session(&self, id: SessionId, epoch: u64) -> StoreResult<()> {
        self.write(move |db| {
            let sql = "UPDATE sessions AS s SET auth_epoch = max(auth_epoch, ?2) WHERE id = ?1
                AND NOT EXISTS (SELECT 1 FROM epochs AS e WHERE e.user_id = s.user_id AND e.epoch > s.auth_epoch)";
            change(db, sql, params![id.bytes(), signed(epoch)]).map(|_| ())
        })
        .await
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

    /// Kept for good too: one small row an API token.
    async fn revoke_client(&self, client: ApiTokenId, _: Time) -> StoreResult<()> {
        self.write(move |db| {
            let sql = "INSERT INTO revoked_clients (client) VALUES (?1) ON CONFLICT DO NOTHING";
            change(db, sql, [Client::Token(client).to_string()]).map(|_| ())
        })
        .await
    }
}

/// The columns of a session, and what makes it live at the time that is the second parameter.
const COLUMNS: &str = "SELECT id, user_id, client, auth_epoch, auth_time, created_at, idle_until, ends_at,
    refresh, rotated_at, browser, address FROM sessions AS s";
const LIVES: &str = "idle_until > ?2 AND ends_at > ?2
    AND NOT EXISTS (SELECT 1 FROM epochs AS e WHERE e.user_id = s.user_id AND e.epoch > s.auth_epoch)
    AND NOT EXISTS (SELECT 1 FROM revoked_clients AS r WHERE r.client = s.client)";

/// A person's living sessions of browsers.
pub(crate) fn list() -> String {
    format!(
        "{COLUMNS} WHERE user_id = ?1 AND client = 'web' AND {LIVES} ORDER BY created_at DESC, id DESC LIMIT ?3"
    )
}

struct Live {
    session: Session,
    /// The refresh number that works, since `seen_at`.
    refresh: u64,
}

fn live(db: &Connection, id: SessionId, now: Time) -> Outcome<Option<Live>> {
    let sql = format!("{COLUMNS} WHERE id = ?1 AND {LIVES}");
    one(db, &sql, params![id.bytes(), now.millis()], decode)
}

fn decode(row: &Row<'_>) -> Outcome<Live> {
    let client = row.get_ref(2)?.as_str()?;
    let created_at = time(row, 5)?;
    let session = Session {
        id: SessionId::from_bytes(row.get(0)?),
        user: UserId::from_bytes(row.get(1)?),
        client: client.parse().map_err(|_| corrupt(format!("the client {client:?}")))?,
        auth_epoch: count(row, 3)?,
        auth_time: time(row, 4)?,
        created_at,
        // An older program left zero until the first refresh.
        seen_at: time(row, 9)?.max(created_at),
        device: Device { browser: row.get(10)?, address: row.get(11)? },
        idle_until: time(row, 6)?,
        ends_at: time(row, 7)?,
    };
    Ok(Live { session, refresh: count(row, 8)? })
}

fn end(db: &Connection, id: SessionId) -> Outcome<Option<UserId>> {
    let user = value::<[u8; 16]>(db, "DELETE FROM sessions WHERE id = ?1 RETURNING user_id", [id.bytes()])?;
    Ok(user.map(UserId::from_bytes))
}
