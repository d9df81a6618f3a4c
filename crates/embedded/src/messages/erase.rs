//! The end of somebody's conversations.

use kenmovie_common::{MediaId, UserId};
use rusqlite::{Connection, params};

use super::list::stretch_statement;
use crate::error::Outcome;
use crate::media::let_go;
use crate::row::{all, bound, change};

/// Takes away so many messages of a person's conversations, whoever wrote them; how many there were. The oldest go first,
/// so that the last one of what is left is the last one still.
pub(crate) fn erase(db: &Connection, user: UserId, limit: usize) -> Outcome<usize> {
    let others = all(db, OTHERS, params![user.bytes(), bound(limit)], |row| {
        Ok((UserId::from_bytes(row.get(0)?), UserId::from_bytes(row.get(1)?)))
    })?;
    let mut left = limit;
    for (low, high) in others {
        let params = params![low.bytes(), high.bytes(), [0_u8; 16], bound(left)];
        let messages = all(db, &stretch_statement(false), params, |row| {
            let picture = row.get::<_, Option<_>>(5)?.map(MediaId::from_bytes);
            Ok((row.get::<_, [u8; 16]>(0)?, picture))
        })?;
        for (id, picture) in &messages {
            change(db, "DELETE FROM messages WHERE id = ?1", [id])?;
            if let Some(picture) = picture {
                let_go(db, *picture)?;
            }
        }
        change(db, EMPTY, params![low.bytes(), high.bytes()])?;
        left = left.saturating_sub(messages.len());
        if left == 0 {
            break;
        }
    }
    Ok(limit - left)
}

const OTHERS: &str = "SELECT low, high FROM conversations WHERE low = ?1
    UNION ALL SELECT low, high FROM conversations WHERE high = ?1 LIMIT ?2";
const EMPTY: &str = "DELETE FROM conversations WHERE low = ?1 AND high = ?2
    AND NOT EXISTS (SELECT 1 FROM messages WHERE receiver = ?1 AND sender = ?2)
    AND NOT EXISTS (SELECT 1 FROM messages WHERE receiver = ?2 AND sender = ?1)";

#[cfg(test)]
pub(crate) fn statements() -> [&'static str; 2] {
    [OTHERS, EMPTY]
}
