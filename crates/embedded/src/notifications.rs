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
use crate::row::{change, one, signed, time, value};

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
                let page = walk(db, &statement(), params, limit, PASSED, |row| {
                    let id = NotificationId::from_bytes(row.get(0)?);
                    let Some(happening) = happening(row)? else { return Ok((id, None)) };
                    let (read, created_at) = (id <= mark, time(row, 1)?);
                    Ok((id, Some(Notification { id, happening, read, created_at })))
                })?;
                Ok(Notified { page, unread: unread(db, user, mark)? })
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

fn unread(db: &Connection, user: UserId, mark: NotificationId) -> Outcome<u64> {
    let params = params![user.bytes(), mark.bytes(), signed(Notification::UNREAD)];
    Ok(one(db, UNREAD, params, |row| crate::row::count(row, 0))?.unwrap_or(0))
}

const UNREAD: &str =
    "SELECT count(*) FROM (SELECT 1 FROM notifications WHERE user_id = ?1 AND id > ?2 LIMIT ?3)";

/// The columns before those of a report.
const REPLY_END: usize = 12;

/// The notifications of parameter 1 before 2, the latest first.
fn statement() -> String {
    format!(
        "SELECT n.id, n.created_at, c.root IS NOT NULL AND cm.id IS NOT NULL AND u.id IS NOT NULL AND {},
            c.id, c.root, c.body, c.spoiler, u.id, u.name, u.avatar_url, m.id, m.title, {REPORT}
        FROM notifications AS n INDEXED BY notifications_user
        LEFT JOIN comments AS c ON c.id = n.comment AND c.deleted = 0
        LEFT JOIN users AS u ON u.id = c.author AND u.deleting_at IS NULL
        LEFT JOIN movies AS cm ON cm.n = c.movie
        LEFT JOIN reports AS o ON o.id = n.report
        LEFT JOIN movies AS m ON m.id = coalesce(cm.id, o.movie)
        WHERE n.user_id = ?1 AND n.id < ?2 ORDER BY n.id DESC",
        seen()
    )
}

/// What a notification tells of; none where it is there no more, or not for this person's eyes.
fn happening(row: &Row<'_>) -> Outcome<Option<Happening>> {
    let Some(movie) = row.get::<_, Option<_>>(10)?.map(MovieId::from_bytes) else { return Ok(None) };
    let movie = NamedMovie { id: movie, title: row.get(11)? };
    if row.get(2)? {
        let reply = ReplyNotice {
            comment_id: CommentId::from_bytes(row.get(3)?),
            root_id: CommentId::from_bytes(row.get(4)?),
            author: author(row, 7)?,
            body: row.get(5)?,
            spoiler: row.get(6)?,
        };
        return Ok(Some(Happening::Reply { reply, movie }));
    }
    if row.get::<_, Option<[u8; 16]>>(REPLY_END)?.is_some() {
        return Ok(Some(Happening::ReportDecided { report: report(row, REPLY_END)?, movie }));
    }
    Ok(None)
}

#[cfg(test)]
pub(crate) fn statements() -> [String; 2] {
    [statement(), UNREAD.to_owned()]
}
