//! Passwords, and the proof of addresses.

use kenmovie_common::UserId;
use kenmovie_common::domain::{Letter, User};
use kenmovie_common::ports::{Constraint, StoreError};
use kenmovie_common::text::fold;
use rusqlite::{Connection, params};

use super::account::{columns, returned, user, whose};
use super::providers::unlink;
use crate::error::Outcome;
use crate::letters::post;
use crate::row::{change, signed, value};

pub(super) fn rehash(db: &Connection, id: UserId, old: &str, new: &str) -> Outcome<()> {
    let sql = "UPDATE users SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2";
    change(db, sql, params![id.bytes(), old, new]).map(|_| ())
}

pub(super) fn change_password(
    db: &Connection,
    id: UserId,
    seen: u64,
    hash: &str,
    letter: &Letter,
) -> Outcome<Option<User>> {
    let sql = concat!(
        "UPDATE users SET password_hash = ?3, auth_epoch = auth_epoch + 1
        WHERE id = ?1 AND auth_epoch = ?2 AND deleting_at IS NULL RETURNING ",
        columns!()
    );
    let changed = returned(db, sql, params![id.bytes(), signed(seen), hash])?;
    if changed.is_some() {
        post(db, Some(id), letter)?;
    }
    Ok(changed)
}

/// `key` is the address in lower case.
pub(super) fn reset_password(
    db: &Connection,
    id: UserId,
    key: &str,
    hash: &str,
    letter: &Letter,
) -> Outcome<Option<User>> {
    let sql = "SELECT email_verified FROM users WHERE id = ?1 AND email_key = ?2";
    let Some(proven) = value::<bool>(db, sql, params![id.bytes(), key])? else { return Ok(None) };
    if !proven {
        unlink(db, id)?;
    }
    let sql = concat!(
        "UPDATE users SET password_hash = ?2, email_verified = 1, auth_epoch = auth_epoch + 1
        WHERE id = ?1 RETURNING ",
        columns!()
    );
    let reset = returned(db, sql, params![id.bytes(), hash])?;
    post(db, Some(id), letter)?;
    Ok(reset)
}

pub(super) fn prove_email(
    db: &Connection,
    id: UserId,
    email: &str,
    letter: Option<Letter>,
) -> Outcome<Option<User>> {
    let Some(before) = user(db, id)? else { return Ok(None) };
    let key = email.to_lowercase();
    match whose(db, &key)? {
        Some(owner) if owner != id => return Err(StoreError::Conflict(Constraint::Email).into()),
        Some(_) => {}
        None => {
            if let Some(letter) = letter {
                post(db, Some(id), &Letter { to: before.email, ..letter })?;
            }
        }
    }
    let sql = concat!(
        "UPDATE users SET email_key = ?2, email = ?3, email_folded = ?4, email_verified = 1 WHERE id = ?1 RETURNING ",
        columns!()
    );
    returned(db, sql, params![id.bytes(), key, email, fold(email)])
}
