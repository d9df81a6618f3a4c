//! Whom a person has to do with, and with whom not.

use kenmovie_common::UserId;
use kenmovie_common::domain::Circle;
use rusqlite::{Connection, params};

use crate::database::snapshot;
use crate::error::Outcome;
use crate::page::{PASSED, walk};
use crate::people::at_peace;
use crate::row::{all, bound};

pub(crate) fn circle(db: &Connection, user: UserId) -> Outcome<Circle> {
    let id = |bytes| UserId::from_bytes(bytes);
    snapshot(db, || {
        let contacts = walk(db, &contacts(), [user.bytes()], Circle::CONTACTS, PASSED, |row| {
            let seen: bool = row.get(2)?;
            Ok(((), if seen { Some(id(row.get(1)?)) } else { None }))
        })?;
        let mut strangers = Vec::new();
        for sql in [MADE, SUFFERED] {
            let params = params![user.bytes(), bound(Circle::STRANGERS)];
            strangers.extend(all(db, sql, params, |row| Ok(id(row.get(0)?)))?);
        }
        strangers.sort_unstable();
        strangers.dedup();
        Ok(Circle { contacts: contacts.items, strangers })
    })
}

/// With whom the person 1 has a conversation, the latest first, and whether both are there and at peace.
fn contacts() -> String {
    let arm = |index, user, other| {
        format!(
            "SELECT c.last, c.{other}, u.id IS NOT NULL AND {}
            FROM conversations AS c INDEXED BY {index}
            LEFT JOIN users AS u ON u.id = c.{other} AND u.deleting_at IS NULL
            WHERE c.{user} = ?1",
            at_peace(&format!("c.{other}"))
        )
    };
    let (lower, higher) = (arm("conversations_low", "low", "high"), arm("conversations_high", "high", "low"));
    format!("{lower} UNION ALL {higher} ORDER BY 1 DESC")
}

const MADE: &str = "SELECT blocked FROM blocks INDEXED BY blocks_made WHERE user_id = ?1
    ORDER BY created_at DESC, blocked DESC LIMIT ?2";
const SUFFERED: &str = "SELECT user_id FROM blocks INDEXED BY blocks_blocked WHERE blocked = ?1 LIMIT ?2";

#[cfg(test)]
pub(crate) fn statements() -> [String; 3] {
    [contacts(), MADE.to_owned(), SUFFERED.to_owned()]
}
