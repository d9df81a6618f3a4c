//! The administrators' list of people, newest first.
//!
//! People are found by an index of the beginnings of names and addresses, and what is found is sorted. Where many are
//! found, the walk along everybody meets a page of them sooner; it too reads only so much.

use kenmovie_common::domain::ListedUser;
use kenmovie_common::ports::Page;
use kenmovie_common::text::fold;
use kenmovie_common::{Time, UserId};
use rusqlite::{Connection, Row, params};

use super::account::role;
use crate::database::snapshot;
use crate::error::Outcome;
use crate::page::walk;
use crate::row::{one_more, time, value};

/// A beginning that more people have is looked for along everybody.
const FEW: i64 = 5_000;
/// So many people without it are passed over for a page: of a million, every two hundredth has it then.
const PASSED: usize = 10_000;

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
    snapshot(db, || {
        let found: i64 = value(db, &count_statement(), params![from, to, FEW])?.unwrap_or(0);
        if found < FEW {
            let params = params![from, to, before, one_more(limit)];
            walk(db, &found_statement(), params, limit, PASSED, visible)
        } else {
            walk(db, &walk_statement(), params![from, to, before], limit, PASSED, visible)
        }
    })
}

/// An id, and who it is where they are sought.
fn visible(row: &Row<'_>) -> Outcome<(UserId, Option<ListedUser>)> {
    let user = if row.get(7)? { Some(decode(row)?) } else { None };
    Ok((UserId::from_bytes(row.get(0)?), user))
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
        SELECT {COLUMNS}, 1 FROM found CROSS JOIN users AS u ON u.id = found.id
        WHERE found.id < ?3 ORDER BY found.id DESC LIMIT ?4"
    )
}

/// Everybody before the same place, and whether they are found.
fn walk_statement() -> String {
    format!(
        "SELECT {COLUMNS}, coalesce({NAME}, 0) OR coalesce({EMAIL}, 0) FROM users AS u
        WHERE u.id < ?3 ORDER BY u.id DESC"
    )
}

#[cfg(test)]
pub(crate) fn statements() -> [String; 3] {
    [count_statement(), found_statement(), walk_statement()]
}
