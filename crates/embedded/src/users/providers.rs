//! People whom a provider identified, and the links between its accounts and ours.

use kenmovie_common::UserId;
use kenmovie_common::domain::{ProviderAccount, User};
use kenmovie_common::ports::{Constraint, Credentials, ProviderVisit, StoreError, Visitor};
use rusqlite::{Connection, params};

use super::account::{by_email, by_id, columns, create, returned, user};
use crate::error::{Outcome, corrupt};
use crate::row::{change, value};

pub(super) fn welcome(db: &Connection, visit: &ProviderVisit) -> Outcome<Visitor> {
    if let Some(found) = find(db, &visit.account)? {
        return Ok(Visitor::Known(found.user));
    }
    let Some(found) = by_email(db, &visit.new.email.to_lowercase())? else {
        let made = create(db, &visit.new)?;
        link(db, made.id, &visit.account)?;
        return Ok(Visitor::New(made));
    };
    if !visit.proves_email {
        return Ok(Visitor::EmailTaken);
    }
    let id = found.user.id;
    if found.user.email_verified {
        link(db, id, &visit.account)?;
        return Ok(Visitor::Linked(found.user));
    }
    unlink(db, id)?;
    link(db, id, &visit.account)?;
    let sql = concat!(
        "UPDATE users SET password_hash = NULL, email_verified = 1, auth_epoch = auth_epoch + 1
        WHERE id = ?1 RETURNING ",
        columns!()
    );
    let taken = returned(db, sql, [id.bytes()])?;
    taken.map(Visitor::TakenOver).ok_or_else(|| corrupt("an account that is not there any more"))
}

pub(super) fn find(db: &Connection, account: &ProviderAccount) -> Outcome<Option<Credentials>> {
    match owner(db, account)? {
        Some(id) => by_id(db, id),
        None => Ok(None),
    }
}

pub(super) fn link_to(db: &Connection, id: UserId, account: &ProviderAccount) -> Outcome<Option<User>> {
    let Some(user) = user(db, id)? else { return Ok(None) };
    match owner(db, account)? {
        Some(owner) if owner != id => Err(StoreError::Conflict(Constraint::Provider).into()),
        Some(_) => Ok(Some(user)),
        None => {
            link(db, id, account)?;
            Ok(Some(user))
        }
    }
}

fn owner(db: &Connection, account: &ProviderAccount) -> Outcome<Option<UserId>> {
    let sql = "SELECT user_id FROM providers WHERE issuer = ?1 AND subject = ?2";
    Ok(value(db, sql, [&account.issuer, &account.subject])?.map(UserId::from_bytes))
}

/// Links an account of a provider, whomever it was linked to.
pub(crate) fn link(db: &Connection, id: UserId, account: &ProviderAccount) -> Outcome<()> {
    let sql = "INSERT INTO providers (issuer, subject, user_id) VALUES (?1, ?2, ?3)
        ON CONFLICT (issuer, subject) DO UPDATE SET user_id = excluded.user_id";
    change(db, sql, params![account.issuer, account.subject, id.bytes()]).map(|_| ())
}

/// Takes away every link of a person.
pub(crate) fn unlink(db: &Connection, id: UserId) -> Outcome<()> {
    change(db, "DELETE FROM providers WHERE user_id = ?1", [id.bytes()]).map(|_| ())
}
