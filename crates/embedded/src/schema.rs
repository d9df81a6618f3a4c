//! The schema, as a list of migrations that only ever grows.

use std::path::Path;

use kenmovie_common::text::fold;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite_migration::{Error, M, MigrationDefinitionError, Migrations};

use crate::error::OpenError;

/// `KenM` in `PRAGMA application_id`, so that another program's database is not taken for ours.
const APPLICATION: i32 = 0x4b65_6e4d;

const MIGRATIONS: &[M<'_>] = &[
    M::up(include_str!("schema/1_foundation.sql")),
    M::up(include_str!("schema/2_identity.sql")),
    M::up(include_str!("schema/3_sign_ins.sql")),
    M::up(include_str!("schema/4_community.sql")),
    M::up(include_str!("schema/5_messenger.sql")),
    M::up(include_str!("schema/6_open_sockets.sql")),
];

/// Whether this is a database of ours, or a new one. Changes nothing.
pub(crate) fn recognise(db: &Connection) -> rusqlite::Result<bool> {
    let application: i32 = db.query_row("PRAGMA application_id", (), |row| row.get(0))?;
    let empty: bool = db.query_row("SELECT count(*) = 0 FROM sqlite_schema", (), |row| row.get(0))?;
    Ok(application == APPLICATION || application == 0 && empty)
}

/// Brings the database up to this version of the schema.
pub(crate) fn migrate(db: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let wrong = |reason: String| OpenError::Database { path: path.to_owned(), reason };
    let prepared = db.pragma_update(None, "application_id", APPLICATION).and_then(|()| add_fold(db));
    prepared.map_err(|error| wrong(error.to_string()))?;
    Migrations::from_slice(MIGRATIONS).to_latest(db).map_err(|error| match error {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => {
            OpenError::Newer { path: path.to_owned(), known: MIGRATIONS.len() }
        }
        error => wrong(error.to_string()),
    })
}

/// Teaches a connection `fold(text)`, which migrations use.
fn add_fold(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("fold", 1, flags, |call| Ok(fold(&call.get::<String>(0)?)))
}
