//! People among each other.

use async_trait::async_trait;
use kenmovie_common::domain::{Author, BlockedUser, Circle, Person, Profile};
use kenmovie_common::ports::{Page, People, StoreResult};
use kenmovie_common::text::fold;
use kenmovie_common::{CommentId, Time, UserId};
use rusqlite::{Connection, Row, params};

use crate::Embedded;
use crate::circle::circle;
use crate::comments::thread;
use crate::error::Outcome;
use crate::page::{PASSED, walk};
use crate::row::{change, count, one, time, value};
use crate::users::lives;

#[async_trait]
impl People for Embedded {
    async fn list_people(
        &self,
        viewer: UserId,
        beginning: &str,
        after: Option<(String, UserId)>,
        limit: usize,
    ) -> StoreResult<Page<Person, (String, UserId)>> {
        let beginning = fold(beginning);
        self.read(move |db| list(db, viewer, &beginning, after, limit)).await
    }

    async fn person(&self, id: UserId) -> StoreResult<Option<Profile>> {
        self.read(move |db| {
            one(db, PROFILE, [id.bytes()], |row| {
                let (comments, ratings) = (count(row, 4)?, count(row, 5)?);
                Ok(Profile { person: author(row, 0)?, created_at: time(row, 3)?, comments, ratings })
            })
        })
        .await
    }

    async fn block_user(&self, user: UserId, blocked: UserId, now: Time) -> StoreResult<bool> {
        self.write(move |db| {
            if user == blocked || !lives(db, user)? || !lives(db, blocked)? {
                return Ok(false);
            }
            let sql = "INSERT INTO blocks (user_id, blocked, created_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            change(db, sql, params![user.bytes(), blocked.bytes(), now.millis()])?;
            Ok(true)
        })
        .await
    }

    async fn unblock_user(&self, user: UserId, blocked: UserId) -> StoreResult<()> {
        self.write(move |db| {
            let sql = "DELETE FROM blocks WHERE user_id = ?1 AND blocked = ?2";
            change(db, sql, params![user.bytes(), blocked.bytes()]).map(|_| ())
        })
        .await
    }

    async fn list_blocked_users(
        &self,
        user: UserId,
        after: Option<(i64, UserId)>,
        limit: usize,
    ) -> StoreResult<Page<BlockedUser, (i64, UserId)>> {
        self.read(move |db| {
            let (at, id) = after.map_or((i64::MAX, [0xff; 16]), |(at, id)| (at, *id.bytes()));
            walk(db, BLOCKED, params![user.bytes(), at, id], limit, PASSED, |row| {
                let (user, blocked_at) = (author(row, 0)?, time(row, 3)?);
                Ok(((blocked_at.millis(), user.id), Some(BlockedUser { user, blocked_at })))
            })
        })
        .await
    }

    async fn circle(&self, user: UserId) -> StoreResult<Circle> {
        self.read(move |db| circle(db, user)).await
    }

    async fn mute_thread(
        &self,
        user: UserId,
        comment: CommentId,
        muted: bool,
        now: Time,
    ) -> StoreResult<bool> {
        self.write(move |db| {
            let Some((thread, _)) = thread(db, comment)? else { return Ok(false) };
            if muted {
                let sql = "INSERT INTO mutes (user_id, thread, created_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
                change(db, sql, params![user.bytes(), thread.bytes(), now.millis()])?;
            } else {
                let sql = "DELETE FROM mutes WHERE user_id = ?1 AND thread = ?2";
                change(db, sql, params![user.bytes(), thread.bytes()])?;
            }
            Ok(true)
        })
        .await
    }
}

/// Whether one of two people blocked the other.
pub(crate) fn blocked(db: &Connection, one: UserId, other: UserId) -> Outcome<bool> {
    let sql = "SELECT 1 FROM blocks WHERE user_id = ?1 AND blocked = ?2
        UNION ALL SELECT 1 FROM blocks WHERE user_id = ?2 AND blocked = ?1 LIMIT 1";
    Ok(value::<i64>(db, sql, params![one.bytes(), other.bytes()])?.is_some())
}

/// The condition that nothing stands between the viewer, parameter 1, and whoever this column names.
pub(crate) fn at_peace(other: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM blocks AS b WHERE b.user_id = ?1 AND b.blocked = {other})
        AND NOT EXISTS (SELECT 1 FROM blocks AS b WHERE b.user_id = {other} AND b.blocked = ?1)"
    )
}

/// A person in this column and the two after it.
pub(crate) fn author(row: &Row<'_>, id: usize) -> Outcome<Author> {
    Ok(Author { id: UserId::from_bytes(row.get(id)?), name: row.get(id + 1)?, avatar_url: row.get(id + 2)? })
}

fn list(
    db: &Connection,
    viewer: UserId,
    beginning: &str,
    after: Option<(String, UserId)>,
    limit: usize,
) -> Outcome<Page<Person, (String, UserId)>> {
    // Folded text holds letters, digits and spaces, all of which come before this.
    let end = format!("{beginning}{}", char::MAX);
    let after = after.filter(|(name, _)| name.as_str() >= beginning);
    let (name, id) = after.map_or_else(|| (beginning.to_owned(), [0; 16]), |(name, id)| (name, *id.bytes()));
    walk(db, &list_statement(), params![viewer.bytes(), name, id, end], limit, PASSED, |row| {
        let person = author(row, 0)?;
        let place = (row.get(4)?, person.id);
        let seen: bool = row.get(5)?;
        let last_seen_at = row.get::<_, Option<_>>(3)?.map(Time::from_millis);
        Ok((place, seen.then_some(Person { person, online: None, last_seen_at })))
    })
}

fn list_statement() -> String {
    format!(
        "SELECT u.id, u.name, u.avatar_url, u.last_seen_at, u.name_folded, u.id <> ?1 AND {}
        FROM users AS u INDEXED BY users_name
        WHERE (u.name_folded, u.id) > (?2, ?3) AND u.name_folded < ?4 ORDER BY u.name_folded, u.id",
        at_peace("u.id")
    )
}

const BLOCKED: &str = "SELECT u.id, u.name, u.avatar_url, b.created_at
    FROM blocks AS b INDEXED BY blocks_made CROSS JOIN users AS u ON u.id = b.blocked AND u.deleting_at IS NULL
    WHERE b.user_id = ?1 AND (b.created_at, b.blocked) < (?2, ?3) ORDER BY b.created_at DESC, b.blocked DESC";

/// What is on films whose end has begun is not counted.
const PROFILE: &str = "SELECT u.id, u.name, u.avatar_url, u.created_at, (
        SELECT count(*) FROM comments AS c WHERE c.author = u.id
            AND NOT EXISTS (SELECT 1 FROM movie_deletions AS d WHERE d.n = c.movie)
    ), (
        SELECT count(*) FROM ratings AS g WHERE g.user_id = u.id
            AND NOT EXISTS (SELECT 1 FROM movie_deletions AS d WHERE d.id = g.movie)
    ) FROM users AS u WHERE u.id = ?1 AND u.deleting_at IS NULL";

#[cfg(test)]
pub(crate) fn statements() -> [String; 3] {
    [list_statement(), BLOCKED.to_owned(), PROFILE.to_owned()]
}
