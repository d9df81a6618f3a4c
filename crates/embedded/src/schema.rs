//! The schema, as a list of migrations that only ever grows.

use std::path::Path;

use rusqlite::Connection;
use rusqlite_migration::{Error, M, MigrationDefinitionError, Migrations};

use crate::error::OpenError;

/// "KenM" in `PRAGMA application_id`, so that another program's database is not taken for ours.
const APPLICATION: i32 = 0x4b65_6e4d;

const MIGRATIONS: &[M<'_>] = &[M::up(include_str!("schema/1_foundation.sql"))];

/// Brings the database up to this version of the schema.
pub(crate) fn migrate(db: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let wrong = |reason: String| OpenError::Database { path: path.to_owned(), reason };
    let application: i32 = db
        .query_row("PRAGMA application_id", (), |row| row.get(0))
        .map_err(|error| wrong(error.to_string()))?;
    if application != APPLICATION {
        let tables: i64 = db
            .query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))
            .map_err(|error| wrong(error.to_string()))?;
        if tables > 0 {
            return Err(OpenError::Foreign { path: path.to_owned() });
        }
        db.pragma_update(None, "application_id", APPLICATION).map_err(|error| wrong(error.to_string()))?;
    }
    Migrations::from_slice(MIGRATIONS).to_latest(db).map_err(|error| match error {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => {
            OpenError::Newer { path: path.to_owned(), known: MIGRATIONS.len() }
        }
        error => wrong(error.to_string()),
    })
}
