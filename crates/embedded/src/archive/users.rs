//! People.

use kenmovie_common::UserId;
use kenmovie_common::domain::{Language, Role};
use kenmovie_common::ports::{Record, UserRecord};
use rusqlite::{Connection, Row, params};

use super::table::Table;
use crate::error::{Outcome, corrupt};
use crate::row::{change, count, signed, time};

pub(super) const TABLE: Table = Table {
    from: "users",
    columns: "id, email, name, age, role, language, email_verified, avatar_url, auth_epoch, created_at,
        password_hash",
    key: "id",
    place: "?1",
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    let role = row.get_ref(4)?.as_str()?;
    let language = row.get_ref(5)?.as_str()?;
    Ok(Record::User(UserRecord {
        id: UserId::from_bytes(row.get(0)?),
        email: row.get(1)?,
        name: row.get(2)?,
        age: row.get(3)?,
        role: Role::parse(role).ok_or_else(|| corrupt(format!("the role {role:?}")))?,
        language: Language::parse(language).ok_or_else(|| corrupt(format!("the language {language:?}")))?,
        email_verified: row.get(6)?,
        avatar_url: row.get(7)?,
        auth_epoch: count(row, 8)?,
        created_at: time(row, 9)?,
        password_hash: row.get(10)?,
    }))
}

pub(super) fn write(db: &Connection, user: &UserRecord) -> Outcome<()> {
    let sql =
        "INSERT INTO users (id, email_key, email, name, age, role, language, email_verified, avatar_url,
            auth_epoch, created_at, password_hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (id) DO UPDATE SET email_key = excluded.email_key, email = excluded.email,
            name = excluded.name, age = excluded.age, role = excluded.role, language = excluded.language,
            email_verified = excluded.email_verified, avatar_url = excluded.avatar_url,
            auth_epoch = excluded.auth_epoch, created_at = excluded.created_at,
            password_hash = excluded.password_hash";
    let values = params![
        user.id.bytes(),
        user.email.to_lowercase(),
        user.email,
        user.name,
        user.age,
        user.role.as_str(),
        user.language.as_str(),
        user.email_verified,
        user.avatar_url,
        signed(user.auth_epoch),
        user.created_at.millis(),
        user.password_hash,
    ];
    change(db, sql, values).map(|_| ())
}
