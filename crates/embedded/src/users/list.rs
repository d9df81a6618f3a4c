//! The administrators' list of people, newest first.
//!
//! People are found by an index of the beginnings of names and addresses, and what is found is sorted. Where many are
//! found, the walk along everybody meets a page of them sooner.

use kenmovie_common::domain::ListedUser;
use kenmovie_common::ports::Page;
use kenmovie_common::text::fold;
use kenmovie_common::{Time, UserId};
use rusqlite::{Connection, Row, params};

use super::account::role;
use crate::database::snapshot;
use crate::error::Outcome;
use crate::row::{all, one_more, time, value};

/// A beginning that more people have is looked for along everybody.
const FEW: i64 = 1_000;

const COLUMNS: &str = "u.id, u.name, u.email, u.email_verified, u.role, u.created_at, u.last_seen_at";
/// The stretches of the two indexes: parameters 1 and 2.
const NAME: &str = "name_folded >= ?1 AND name_folded < ?2";
const EMAIL: &str = "email_folded >= ?1 AND email_folded < ?2";

pub(super) fn list(
    db: &Connection,
    beginning: &str,
    after: Option<UserId>,
    limit: usize,
) -> Outcome<Page<ListedUser, UserId>> {
    let from = fold(beginning);
    // Folded text holds letters, digits and spaces, all of which come before this.
    let to = format!("{from}{}", char::MAX);
    let before = after.map_or([0xff; 16], |after| *after.bytes());
    let params = params![from, to, before, one_more(limit)];
    let mut items = snapshot(db, || {
        let found: i64 = value(db, &count_statement(), params![from, to, FEW])?.unwrap_or(0);
        let sql = if found < FEW { found_statement() } else { walk_statement() };
        all(db, &sql, params, decode)
    })?;
    let more = items.len() > limit;
    items.truncate(limit);
    Ok(Page { next: items.last().filter(|_| more).map(|last| last.id), items })
}

fn decode(row: &Row<'_>) -> Outcome<ListedUser> {
    Ok(ListedUser {
        id: UserId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        email: row.get(2)?,
        email_verified: row.get(3)?,
        role: role(row, 4)?,
        created_at: time(row, 5)?,
        last_seen_at: row.get::<_, Option<_>>(6)?.map(Time::from_millis),
    })
}

/// How many are found, as far as parameter 3; who is found twice counts twice.
fn count_statement() -> String {
    format!(
        "SELECT count(*) FROM (
            SELECT 1 FROM users WHERE {NAME} UNION ALL SELECT 1 FROM users WHERE {EMAIL} LIMIT ?3
        )"
    )
}

/// Who is found, sorted: the place before is parameter 3, how many 4.
fn found_statement() -> String {
    format!(
        "WITH found (id) AS (SELECT id FROM users WHERE {NAME} UNION SELECT id FROM users WHERE {EMAIL})
        SELECT {COLUMNS} FROM found CROSS JOIN users AS u ON u.id = found.id
        WHERE found.id < ?3 ORDER BY found.id DESC LIMIT ?4"
    )
}

/// The same, along everybody.
fn walk_statement() -> String {
    format!(
        "SELECT {COLUMNS} FROM users AS u
        WHERE u.id < ?3 AND (+name_folded >= ?1 AND +name_folded < ?2 OR +email_folded >= ?1 AND +email_folded < ?2)
        ORDER BY u.id DESC LIMIT ?4"
    )
}

#[cfg(test)]
pub(crate) fn statements() -> [String; 3] {
    [count_statement(), found_statement(), walk_statement()]
}
