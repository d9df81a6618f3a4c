//! Accounts: made, read and edited.

use kenmovie_common::domain::{Language, NewUser, Role, User, UserChange};
use kenmovie_common::ports::{Constraint, Credentials, StoreError};
use kenmovie_common::text::fold;
use kenmovie_common::{Time, UserId};
use rusqlite::{Connection, Params, Row, params};

use crate::error::{Outcome, corrupt};
use crate::row::{change, count, one, time, value};

/// The columns that [`decode`] reads, of `users`.
macro_rules! columns {
    () => {
        "id, name, age, email, email_verified, avatar_url, role, language, password_hash, created_at, auth_epoch"
    };
}
pub(super) use columns;

pub(super) fn create(db: &Connection, new: &NewUser) -> Outcome<User> {
    let key = new.email.to_lowercase();
    if whose(db, &key)?.is_some() {
        return Err(StoreError::Conflict(Constraint::Email).into());
    }
    let sql = concat!(
        "INSERT INTO users (id, email_key, email, email_folded, name, name_folded, age, role, language,
            email_verified, created_at, password_hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING ",
        columns!()
    );
    let values = params![
        new.id.bytes(),
        key,
        new.email,
        fold(&new.email),
        new.name,
        fold(&new.name),
        new.age,
        Role::User.as_str(),
        new.language.as_str(),
        new.email_verified,
        new.created_at.millis(),
        new.password_hash,
    ];
    returned(db, sql, values)?.ok_or_else(|| corrupt("an account that is not there after it was written"))
}

pub(super) fn user(db: &Connection, id: UserId) -> Outcome<Option<User>> {
    Ok(by_id(db, id)?.map(|found| found.user))
}

pub(super) fn by_id(db: &Connection, id: UserId) -> Outcome<Option<Credentials>> {
    let sql = concat!("SELECT ", columns!(), " FROM users WHERE id = ?1 AND deleting_at IS NULL");
    one(db, sql, [id.bytes()], decode)
}

/// Whether there is somebody of this id whose deletion has not begun.
pub(crate) fn lives(db: &Connection, id: UserId) -> Outcome<bool> {
    let sql = "SELECT 1 FROM users WHERE id = ?1 AND deleting_at IS NULL";
    Ok(value::<i64>(db, sql, [id.bytes()])?.is_some())
}

/// By the address in lower case, which no one has whose deletion has begun.
pub(super) fn by_email(db: &Connection, key: &str) -> Outcome<Option<Credentials>> {
    one(db, concat!("SELECT ", columns!(), " FROM users WHERE email_key = ?1"), [key], decode)
}

/// Whose address this is, in lower case.
pub(crate) fn whose(db: &Connection, key: &str) -> Outcome<Option<UserId>> {
    Ok(value(db, "SELECT id FROM users WHERE email_key = ?1", [key])?.map(UserId::from_bytes))
}

pub(super) fn set_role(db: &Connection, id: UserId, role: Role) -> Outcome<Option<User>> {
    let sql = concat!(
        "UPDATE users SET role = ?2, auth_epoch = auth_epoch + 1 WHERE id = ?1 AND deleting_at IS NULL RETURNING ",
        columns!()
    );
    returned(db, sql, params![id.bytes(), role.as_str()])
}

pub(super) fn edit(db: &Connection, id: UserId, wanted: &UserChange) -> Outcome<Option<User>> {
    let sql = concat!(
        "UPDATE users SET name = coalesce(?2, name), name_folded = coalesce(?3, name_folded), age = coalesce(?4, age),
            language = coalesce(?5, language)
        WHERE id = ?1 AND deleting_at IS NULL RETURNING ",
        columns!()
    );
    let values = params![
        id.bytes(),
        wanted.name,
        wanted.name.as_deref().map(fold),
        wanted.age,
        wanted.language.map(Language::as_str),
    ];
    returned(db, sql, values)
}

/// Shows a picture of a person from now on, or none.
pub(crate) fn show_avatar(db: &Connection, id: UserId, url: Option<&str>) -> Outcome<Option<User>> {
    let sql = concat!(
        "UPDATE users SET avatar_url = ?2 WHERE id = ?1 AND deleting_at IS NULL RETURNING ",
        columns!()
    );
    returned(db, sql, params![id.bytes(), url])
}

pub(super) fn advance_epoch(db: &Connection, id: UserId) -> Outcome<Option<User>> {
    let sql = concat!(
        "UPDATE users SET auth_epoch = auth_epoch + 1 WHERE id = ?1 AND deleting_at IS NULL RETURNING ",
        columns!()
    );
    returned(db, sql, [id.bytes()])
}

/// Never an earlier time than is noted.
pub(super) fn saw(db: &Connection, id: UserId, now: Time) -> Outcome<()> {
    let sql = "UPDATE users SET last_seen_at = max(coalesce(last_seen_at, ?2), ?2)
        WHERE id = ?1 AND deleting_at IS NULL";
    change(db, sql, params![id.bytes(), now.millis()]).map(|_| ())
}

/// The person that a statement returns by [`columns`].
pub(super) fn returned(db: &Connection, sql: &str, params: impl Params) -> Outcome<Option<User>> {
    Ok(one(db, sql, params, decode)?.map(|found| found.user))
}

pub(super) fn decode(row: &Row<'_>) -> Outcome<Credentials> {
    let password_hash: Option<String> = row.get(8)?;
    let user = User {
        id: UserId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        age: row.get(2)?,
        email: row.get(3)?,
        email_verified: row.get(4)?,
        avatar_url: row.get(5)?,
        role: role(row, 6)?,
        language: language(row, 7)?,
        has_password: password_hash.is_some(),
        created_at: time(row, 9)?,
        auth_epoch: count(row, 10)?,
    };
    Ok(Credentials { user, password_hash })
}

pub(crate) fn role(row: &Row<'_>, column: usize) -> Outcome<Role> {
    let role = row.get_ref(column)?.as_str()?;
    Role::parse(role).ok_or_else(|| corrupt(format!("the role {role:?}")))
}

pub(crate) fn language(row: &Row<'_>, column: usize) -> Outcome<Language> {
    let language = row.get_ref(column)?.as_str()?;
    Language::parse(language).ok_or_else(|| corrupt(format!("the language {language:?}")))
}
