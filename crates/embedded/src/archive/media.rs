//! Uploaded pictures.

use kenmovie_common::domain::{MediaPurpose, PictureKind, PictureSize};
use kenmovie_common::ports::{MediaRecord, Record};
use kenmovie_common::{MediaId, UserId};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::Outcome;
use crate::media::{kind, pixels, purpose};
use crate::row::{change, count, signed, time};

pub(super) const TABLE: Table = Table {
    from: "media",
    columns: "id, owner, purpose, kind, size, width, height, used, shared_with, created_at",
    key: "id",
    place: "?1",
    owners: &["owner"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    Ok(Record::Media(MediaRecord {
        id: MediaId::from_bytes(row.get(0)?),
        owner: row.get::<_, Option<_>>(1)?.map(UserId::from_bytes),
        purpose: purpose(row, 2)?,
        kind: kind(row, 3)?,
        size: count(row, 4)?,
        pixels: pixels(row, 5)?,
        used: row.get(7)?,
        shared_with: row.get::<_, Option<_>>(8)?.map(UserId::from_bytes),
        created_at: time(row, 9)?,
    }))
}

pub(super) fn write(db: &Connection, media: &MediaRecord) -> Outcome<()> {
    let sql = "INSERT INTO media (id, owner, purpose, kind, size, width, height, used, shared_with, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, purpose = excluded.purpose, kind = excluded.kind,
            size = excluded.size, width = excluded.width, height = excluded.height, used = excluded.used,
            shared_with = excluded.shared_with, created_at = excluded.created_at";
    let values = params![
        media.id.bytes(),
        media.owner.as_ref().map(UserId::bytes),
        MediaPurpose::as_str(media.purpose),
        PictureKind::as_str(media.kind),
        signed(media.size),
        media.pixels.map(|PictureSize { width, .. }| width),
        media.pixels.map(|PictureSize { height, .. }| height),
        media.used,
        media.shared_with.as_ref().map(UserId::bytes),
        media.created_at.millis(),
    ];
    change(db, sql, values).map(|_| ())
}
