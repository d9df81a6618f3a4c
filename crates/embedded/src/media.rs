//! Records of uploaded pictures. What nothing uses any more has no owner, and is left to be swept.

use async_trait::async_trait;
use kenmovie_common::domain::{Media, MediaPurpose, MediaState, PictureKind, PictureSize, User};
use kenmovie_common::ports::{Constraint, Pictures, StoreError, StoreResult};
use kenmovie_common::{MediaId, Time, UserId};
use rusqlite::{Connection, Row, params};

use crate::Embedded;
use crate::error::{Failure, Outcome, corrupt};
use crate::row::{all, bound, change, count, one, signed, time, value};
use crate::users::{lives, show_avatar};

#[async_trait]
impl Pictures for Embedded {
    async fn await_media(&self, media: &Media) -> StoreResult<bool> {
        let media = media.clone();
        self.write(move |db| {
            if !lives(db, media.owner)? {
                return Ok(false);
            }
            let sql = "INSERT INTO media (id, owner, purpose, kind, size, created_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let values = params![
                media.id.bytes(),
                media.owner.bytes(),
                media.purpose.as_str(),
                media.kind.as_str(),
                signed(media.size),
                media.created_at.millis(),
            ];
            change(db, sql, values)?;
            Ok(true)
        })
        .await
    }

    async fn media(&self, id: MediaId) -> StoreResult<Option<Media>> {
        self.read(move |db| {
            let sql = "SELECT id, owner, purpose, kind, size, width, height, used, shared_with, created_at
                FROM media WHERE id = ?1 AND owner IS NOT NULL";
            one(db, sql, [id.bytes()], decode)
        })
        .await
    }

    async fn finish_media(&self, id: MediaId, size: PictureSize) -> StoreResult<bool> {
        self.write(move |db| {
            let sql = "UPDATE media SET width = ?2, height = ?3
                WHERE id = ?1 AND owner IS NOT NULL AND width IS NULL";
            Ok(change(db, sql, params![id.bytes(), size.width, size.height])? == 1)
        })
        .await
    }

    async fn set_avatar(&self, user: UserId, media: Option<MediaId>) -> StoreResult<Option<User>> {
        self.write(move |db| set_avatar(db, user, media)).await
    }

    async fn unused_media(&self, before: Time, limit: usize) -> StoreResult<Vec<MediaId>> {
        self.read(move |db| {
            all(db, UNUSED, params![before.millis(), bound(limit)], |row| {
                Ok(MediaId::from_bytes(row.get(0)?))
            })
        })
        .await
    }

    async fn forget_media(&self, ids: &[MediaId]) -> StoreResult<()> {
        let ids = ids.to_vec();
        self.write(move |db| {
            for id in ids {
                change(db, "DELETE FROM media WHERE id = ?1 AND used = 0", [id.bytes()])?;
            }
            Ok(())
        })
        .await
    }
}

/// Uses a sender's picture in a message; its size.
pub(crate) fn attach(db: &Connection, id: MediaId, sender: UserId, receiver: UserId) -> Outcome<PictureSize> {
    let sql = "UPDATE media SET used = 1, shared_with = ?3
        WHERE id = ?1 AND owner = ?2 AND purpose = 'message' AND used = 0 AND width IS NOT NULL
        RETURNING width, height";
    let size = one(db, sql, params![id.bytes(), sender.bytes(), receiver.bytes()], |row| pixels(row, 0))?;
    size.flatten().ok_or_else(unfit)
}

/// Leaves a picture, whose message is gone, to be swept.
pub(crate) fn let_go(db: &Connection, id: MediaId) -> Outcome<()> {
    let sql = "UPDATE media SET owner = NULL, used = 0, shared_with = NULL WHERE id = ?1";
    change(db, sql, [id.bytes()]).map(|_| ())
}

fn set_avatar(db: &Connection, user: UserId, media: Option<MediaId>) -> Outcome<Option<User>> {
    if !lives(db, user)? {
        return Ok(None);
    }
    if let Some(id) = media {
        let sql =
            "SELECT 1 FROM media WHERE id = ?1 AND owner = ?2 AND purpose = 'avatar' AND width IS NOT NULL";
        value::<i64>(db, sql, params![id.bytes(), user.bytes()])?.ok_or_else(unfit)?;
    }
    change(db, REPLACE, params![user.bytes(), media.as_ref().map(MediaId::bytes)])?;
    if let Some(id) = media {
        change(db, "UPDATE media SET used = 1 WHERE id = ?1", [id.bytes()])?;
    }
    show_avatar(db, user, media.map(Media::url).as_deref())
}

fn unfit() -> Failure {
    StoreError::Conflict(Constraint::Media).into()
}

/// Leaves the avatar of the person 1 to be swept, unless it is 2.
const REPLACE: &str = "UPDATE media INDEXED BY media_avatar SET owner = NULL, used = 0
    WHERE owner = ?1 AND used = 1 AND purpose = 'avatar' AND id IS NOT ?2";
/// What is left, and what was made before 1 and nothing uses; 2 of them.
const UNUSED: &str = "SELECT id FROM media INDEXED BY media_owner WHERE owner IS NULL
    UNION ALL
    SELECT id FROM media INDEXED BY media_unused WHERE used = 0 AND owner IS NOT NULL AND created_at < ?1
    LIMIT ?2";

fn decode(row: &Row<'_>) -> Outcome<Media> {
    let used: bool = row.get(7)?;
    let state = match pixels(row, 5)? {
        None => MediaState::Awaited,
        Some(size) if used => MediaState::Used(size),
        Some(size) => MediaState::Ready(size),
    };
    Ok(Media {
        id: MediaId::from_bytes(row.get(0)?),
        owner: UserId::from_bytes(row.get(1)?),
        purpose: purpose(row, 2)?,
        kind: kind(row, 3)?,
        size: count(row, 4)?,
        state,
        shared_with: row.get::<_, Option<_>>(8)?.map(UserId::from_bytes),
        created_at: time(row, 9)?,
    })
}

pub(crate) fn purpose(row: &Row<'_>, column: usize) -> Outcome<MediaPurpose> {
    let purpose = row.get_ref(column)?.as_str()?;
    MediaPurpose::parse(purpose).ok_or_else(|| corrupt(format!("a picture for {purpose:?}")))
}

pub(crate) fn kind(row: &Row<'_>, column: usize) -> Outcome<PictureKind> {
    let kind = row.get_ref(column)?.as_str()?;
    PictureKind::parse(kind).ok_or_else(|| corrupt(format!("a picture of the kind {kind:?}")))
}

/// The width in this column and the height in the one after it.
pub(crate) fn pixels(row: &Row<'_>, width: usize) -> Outcome<Option<PictureSize>> {
    Ok(match (row.get(width)?, row.get(width + 1)?) {
        (Some(width), Some(height)) => Some(PictureSize { width, height }),
        _ => None,
    })
}

#[cfg(test)]
pub(crate) const STATEMENTS: [&str; 2] = [REPLACE, UNUSED];
