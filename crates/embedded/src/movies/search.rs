//! What films are found by: folded words of titles and people, an index over them, and how well words fit a film.

use kenmovie_common::domain::search::{self, Words, begins, fit};
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params};

use crate::error::Outcome;
use crate::row::{change, one};

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

/// The words that are sought, as the two forms that statements take them in.
pub(super) struct Sought {
    /// With one space between them, for the functions below.
    pub(super) plain: String,
    /// For FTS5's `MATCH`.
    pub(super) expression: String,
}

impl Sought {
    /// None where no word is left.
    pub(super) fn of(words: &[String]) -> Option<Self> {
        let sought = search::sought(words);
        let expression: Vec<String> = sought.iter().map(|word| format!("\"{word}\" *")).collect();
        (!sought.is_empty()).then(|| Self { plain: sought.join(" "), expression: expression.join(" ") })
    }
}

/// Teaches a connection the functions `finds(sought, title, original, people)` and `fit(sought, title, original)`.
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
    db.create_scalar_function("fit", 3, flags, |call| {
        let text = |at: usize| {
            call.get_raw(at).as_str().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
        };
        Ok(fit(&text(0)?.split(' '), text(1)?, text(2)?))
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
