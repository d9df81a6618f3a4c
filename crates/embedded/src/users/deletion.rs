//! The end of an account: its beginning. What else is a person's is erased by `erase`.

use kenmovie_common::domain::User;
use kenmovie_common::{Time, UserId};
use rusqlite::{Connection, params};

use super::account::user;
use super::providers::unlink;
use crate::error::Outcome;
use crate::row::change;

pub(super) fn begin(db: &Connection, id: UserId, seen: u64, now: Time) -> Outcome<Option<User>> {
    let Some(mut user) = user(db, id)?.filter(|user| user.auth_epoch == seen) else { return Ok(None) };
    unlink(db, id)?;
    let sql =
        "UPDATE users SET email_key = NULL, email = '', email_folded = NULL, name = '', name_folded = NULL,
            age = NULL, email_verified = 0, avatar_url = NULL, password_hash = NULL, last_seen_at = NULL,
            read_up_to = NULL, auth_epoch = auth_epoch + 1, deleting_at = ?2
        WHERE id = ?1";
    change(db, sql, params![id.bytes(), now.millis()])?;
    user.auth_epoch += 1;
    Ok(Some(user))
}
