//! What people are told: a row each, written by the act that it tells of.

use async_trait::async_trait;
use kenmovie_common::domain::{Happening, NamedMovie, Notification, ReplyNotice};
use kenmovie_common::ports::{Notifications, Notified, StoreResult};
use kenmovie_common::{CommentId, MovieId, NotificationId, ReportId, Time, UserId};
use rusqlite::{Connection, Row, params};

use crate::Embedded;
use crate::comments::seen;
use crate::database::snapshot;
use crate::error::Outcome;
use crate::page::{PASSED, walk};
use crate::people::author;
use crate::reports::{REPORT, report};
use crate::row::{change, one, time, value};

#[async_trait]
impl Notifications for Embedded {
    async fn list_notifications(
        &self,
        user: UserId,
        after: Option<NotificationId>,
        limit: usize,
    ) -> StoreResult<Notified> {
        self.read(move |db| {
            snapshot(db, || {
                let mark = mark(db, user)?;
                let before = after.map_or([0xff; 16], |after| *after.bytes());
                let params = params![user.bytes(), before];
                let page = walk(db, &list_statement(), params, limit, PASSED, |row| {
                    let id = NotificationId::from_bytes(row.get(1)?);
                    let seen: bool = row.get(0)?;
                    Ok((id, if seen { Some(notification(row, id, mark)?) } else { None }))
                })?;
                Ok(Notified { page, unread: unread(db, user, mark)? })
            })
        })
        .await
    }

    async fn notification(&self, id: NotificationId) -> StoreResult<Option<(UserId, Notification)>> {
        self.read(move |db| {
            snapshot(db, || {
                let sql = "SELECT user_id FROM notifications WHERE id = ?1";
                let Some(user) = value(db, sql, [id.bytes()])?.map(UserId::from_bytes) else {
                    return Ok(None);
                };
                let mark = mark(db, user)?;
                let found = one(db, &one_statement(), params![user.bytes(), id.bytes()], |row| {
                    let seen: bool = row.get(0)?;
                    Ok(if seen { Some((user, notification(row, id, mark)?)) } else { None })
                })?;
                Ok(found.flatten())
            })
        })
        .await
    }

    async fn read_notifications(&self, user: UserId, up_to: NotificationId) -> StoreResult<u64> {
        self.write(move |db| {
            let sql = "UPDATE users SET read_up_to = ?2
                WHERE id = ?1 AND deleting_at IS NULL AND coalesce(read_up_to < ?2, 1)";
            change(db, sql, params![user.bytes(), up_to.bytes()])?;
            unread(db, user, mark(db, user)?)
        })
        .await
    }
}

/// Tells whoever wrote what a comment answers, unless they muted the thread.
pub(crate) fn tell_of_reply(
    db: &Connection,
    user: UserId,
    thread: [u8; 16],
    reply: CommentId,
    now: Time,
) -> Outcome<()> {
    let sql = "INSERT INTO notifications (id, user_id, comment, created_at) SELECT ?1, ?2, ?3, ?4
        WHERE NOT EXISTS (SELECT 1 FROM mutes WHERE user_id = ?2 AND thread = ?5)";
    let id = NotificationId::of_reply(reply);
    change(db, sql, params![id.bytes(), user.bytes(), reply.bytes(), now.millis(), thread]).map(|_| ())
}

/// Tells whoever made a report that it is decided.
pub(crate) fn tell_of_decision(db: &Connection, user: UserId, report: ReportId, now: Time) -> Outcome<()> {
    let sql = "INSERT INTO notifications (id, user_id, report, created_at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (id) DO NOTHING";
    let id = NotificationId::of_decision(report, now);
    change(db, sql, params![id.bytes(), user.bytes(), report.bytes(), now.millis()]).map(|_| ())
}

/// Takes back what was told of a reply.
pub(crate) fn forget_reply(db: &Connection, reply: &[u8; 16]) -> Outcome<()> {
    let id = NotificationId::of_reply(CommentId::from_bytes(*reply));
    change(db, "DELETE FROM notifications WHERE id = ?1", [id.bytes()]).map(|_| ())
}

/// Takes back what was told of a report.
pub(crate) fn forget_report(db: &Connection, report: ReportId) -> Outcome<()> {
    change(db, "DELETE FROM notifications WHERE report = ?1", [report.bytes()]).map(|_| ())
}

/// What the person has read: this and all before it.
fn mark(db: &Connection, user: UserId) -> Outcome<NotificationId> {
    let sql = "SELECT read_up_to FROM users WHERE id = ?1";
    let mark = value::<Option<[u8; 16]>>(db, sql, [user.bytes()])?.flatten();
    Ok(NotificationId::from_bytes(mark.unwrap_or_default()))
}

/// How many of those that the person would see come after this one, `Notification::UNREAD` at most.
fn unread(db: &Connection, user: UserId, mark: NotificationId) -> Outcome<u64> {
    let params = params![user.bytes(), mark.bytes()];
    let limit = usize::try_from(Notification::UNREAD).unwrap_or(usize::MAX);
    let unread = walk(db, &unread_statement(), params, limit, PASSED, |row| {
        Ok(((), row.get::<_, bool>(0)?.then_some(())))
    })?;
    Ok(unread.items.len() as u64)
}

/// The notifications of parameter 1, the latest first, each with what it tells of.
fn statement(columns: &str, before: &str) -> String {
    format!(
        "SELECT m.id IS NOT NULL AND (o.id IS NOT NULL OR c.root IS NOT NULL AND u.id IS NOT NULL AND {}){columns}
        FROM notifications AS n INDEXED BY notifications_user
        LEFT JOIN comments AS c ON c.id = n.comment AND c.deleted = 0
        LEFT JOIN users AS u ON u.id = c.author AND u.deleting_at IS NULL
        LEFT JOIN movies AS cm ON cm.n = c.movie
        LEFT JOIN reports AS o ON o.id = n.report
        LEFT JOIN movies AS m ON m.id = coalesce(cm.id, o.movie)
        WHERE n.user_id = ?1 AND n.id {before} ?2 ORDER BY n.id DESC",
        seen()
    )
}

/// Those before the place 2.
fn list_statement() -> String {
    statement(&columns(), "<")
}

/// That of the id 2.
fn one_statement() -> String {
    statement(&columns(), "=")
}

fn columns() -> String {
    format!(
        ", n.id, n.created_at, m.id, m.title, c.id, c.root, u.id, u.name, u.avatar_url, c.body, c.spoiler, {REPORT}"
    )
}

/// Whether those after the mark 2 are there to be seen.
fn unread_statement() -> String {
    statement("", ">")
}

fn notification(row: &Row<'_>, id: NotificationId, mark: NotificationId) -> Outcome<Notification> {
    let movie = NamedMovie { id: MovieId::from_bytes(row.get(3)?), title: row.get(4)? };
    let happening = if row.get::<_, Option<[u8; 16]>>(5)?.is_some() {
        let reply = ReplyNotice {
            comment_id: CommentId::from_bytes(row.get(5)?),
            root_id: CommentId::from_bytes(row.get(6)?),
            author: author(row, 7)?,
            body: row.get(10)?,
            spoiler: row.get(11)?,
        };
        Happening::Reply { reply, movie }
    } else {
        Happening::ReportDecided { report: report(row, 12)?, movie }
    };
    Ok(Notification { id, happening, read: id <= mark, created_at: time(row, 2)? })
}

#[cfg(test)]
pub(crate) fn statements() -> [String; 3] {
    [list_statement(), unread_statement(), one_statement()]
}
