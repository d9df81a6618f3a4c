//! What films are found by: folded words of titles and people, an index over them, and how well words fit a film.

use kenmovie_common::domain::search::{self, Words, begins, fit};
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params};

use crate::error::Outcome;
use crate::row::{bound, change, one, value};

/// Changes of the index that are still to be made. They are made together: another statement between two of them can
/// make FTS5 write out what it holds in memory.
#[derive(Default)]
pub(crate) struct Index(Vec<(i64, Option<Words>, Option<Words>)>);

impl Index {
    pub(crate) fn add(&mut self, db: &Connection, n: i64, words: Words) -> Outcome<()> {
        let sql = "INSERT INTO words (movie, title, original, people) VALUES (?1, ?2, ?3, ?4)";
        change(db, sql, params![n, words.title, words.original, words.people])?;
        self.0.push((n, None, Some(words)));
        Ok(())
    }

    pub(crate) fn replace(&mut self, db: &Connection, n: i64, words: Words) -> Outcome<()> {
        let old = stored(db, n)?;
        if old.as_ref() != Some(&words) {
            let sql = "UPDATE words SET title = ?2, original = ?3, people = ?4 WHERE movie = ?1";
            change(db, sql, params![n, words.title, words.original, words.people])?;
            self.0.push((n, old, Some(words)));
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, db: &Connection, n: i64) -> Outcome<()> {
        let old = stored(db, n)?;
        change(db, "DELETE FROM words WHERE movie = ?1", [n])?;
        self.0.push((n, old, None));
        Ok(())
    }

    pub(crate) fn finish(self, db: &Connection) -> Outcome<()> {
        let remove =
            "INSERT INTO search (search, rowid, title, original, people) VALUES ('delete', ?1, ?2, ?3, ?4)";
        let add = "INSERT INTO search (rowid, title, original, people) VALUES (?1, ?2, ?3, ?4)";
        for (n, old, new) in self.0 {
            for (sql, words) in [(remove, old), (add, new)] {
                if let Some(words) = words {
                    change(db, sql, params![n, words.title, words.original, words.people])?;
                }
            }
        }
        Ok(())
    }
}

fn stored(db: &Connection, n: i64) -> Outcome<Option<Words>> {
    one(db, "SELECT title, original, people FROM words WHERE movie = ?1", [n], |row| {
        Ok(Words { title: row.get(0)?, original: row.get(1)?, people: row.get(2)? })
    })
}

/// The words that are sought.
pub(super) struct Sought {
    /// As they were typed, folded.
    pub(super) typed: String,
    /// With one space between them, for the functions below.
    pub(super) plain: String,
    /// For FTS5's `MATCH`.
    expression: String,
}

/// So many of the films that have the words tell how many there are: more than are few.
const SAMPLE: usize = 4_000;

/// The films that have the words sought.
pub(super) enum Found {
    /// So few that each is looked up: their numbers, as a JSON array.
    Few(String),
    /// A bit for each number, for the function `among`.
    Some(Vec<u8>),
    /// So many that almost any film is one.
    Many,
}

impl Sought {
    /// None where no word is left.
    pub(super) fn of(words: &[String]) -> Option<Self> {
        let sought = search::sought(words);
        let expression: Vec<String> = sought.iter().map(|word| format!("\"{word}\" *")).collect();
        (!sought.is_empty()).then(|| Self {
            typed: search::typed(words),
            plain: sought.join(" "),
            expression: expression.join(" "),
        })
    }

    /// What the index gives. It is read no further than it takes to see that there are about more than `some`: films come
    /// in the order of their numbers, and so the first of them tell how many there are.
    pub(super) fn found(&self, db: &Connection, few: usize, some: usize) -> Outcome<Found> {
        let last: i64 = value(db, "SELECT coalesce(max(n), 0) FROM movies", ())?.unwrap_or(0);
        let dense = last / bound(some).max(1);
        let mut statement =
            db.prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid")?;
        let mut rows = statement.query([&self.expression])?;
        let mut found: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()? {
            let n = row.get(0)?;
            found.push(n);
            let dense_so_far = found.len() == SAMPLE && n / bound(SAMPLE) < dense;
            if dense_so_far || found.len() > some {
                return Ok(Found::Many);
            }
        }
        if found.len() <= few {
            return Ok(Found::Few(serde_json::to_string(&found)?));
        }
        let mut bits = Vec::new();
        for n in found {
            let (byte, bit) = place(n);
            if bits.len() <= byte {
                bits.resize(byte + 1, 0);
            }
            if let Some(bits) = bits.get_mut(byte) {
                *bits |= bit;
            }
        }
        Ok(Found::Some(bits))
    }
}

/// Where the bit of a film's number is.
fn place(n: i64) -> (usize, u8) {
    (usize::try_from(n / 8).unwrap_or(usize::MAX), 1 << (n % 8))
}

/// Teaches a connection the functions `finds(sought, title, original, people)`, `fit(typed, sought, title, original)`
/// and `among(bits, n)`.
pub(crate) fn add_functions(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("finds", 4, flags, |call| {
        let text = |at: usize| {
            call.get_raw(at).as_str().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
        };
        let (sought, title, original, people) = (text(0)?, text(1)?, text(2)?, text(3)?);
        Ok(sought
            .split(' ')
            .all(|word| [title, original, people].into_iter().any(|words| begins(words, word))))
    })?;
    db.create_scalar_function("fit", 4, flags, |call| {
        let text = |at: usize| {
            call.get_raw(at).as_str().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
        };
        Ok(fit(text(0)?, &text(1)?.split(' '), text(2)?, text(3)?))
    })?;
    db.create_scalar_function("among", 2, flags, |call| {
        let bits =
            call.get_raw(0).as_blob().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))?;
        let (byte, bit) = place(call.get(1)?);
        Ok(bits.get(byte).is_some_and(|bits| bits & bit != 0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_language_of_the_index_survives_in_a_word() {
        let hostile = ["\"a\" OR b*", "NEAR(", "^c", "title : d", "e\0f", "(", "--"].map(str::to_owned);
        let sought = Sought::of(&hostile).unwrap();
        assert_eq!(sought.plain, "a or b near c title d e f");
        assert!(sought.expression.starts_with("\"a\" * \"or\" * \"b\" *"));
        assert!(Sought::of(&["\"".to_owned(), "*".to_owned()]).is_none());
        assert!(Sought::of(&[]).is_none());
    }
}
