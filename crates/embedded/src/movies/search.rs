//! What films are found by: folded words of titles and people, an index over them, and how well words fit a film.

use kenmovie_common::domain::MovieDraft;
use kenmovie_common::text::fold;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params};

use crate::error::Outcome;
use crate::row::{change, one};

/// No search looks for more words than this; those beyond it are left out.
const WORDS: usize = 16;

/// The folded texts of one film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) title: String,
    original: String,
    people: String,
}

impl Words {
    pub(super) fn of(draft: &MovieDraft) -> Self {
        let people: Vec<String> = draft.directors.iter().chain(&draft.cast).map(|name| fold(name)).collect();
        Self {
            title: fold(&draft.title),
            original: draft.original_title.as_deref().map(fold).unwrap_or_default(),
            people: people.join(" "),
        }
    }
}

/// Changes of the index that are still to be made. They are made together: another statement between two of them can
/// make FTS5 write out what it holds in memory.
#[derive(Default)]
pub(super) struct Index(Vec<(i64, Option<Words>, Option<Words>)>);

impl Index {
    pub(super) fn add(&mut self, db: &Connection, n: i64, words: Words) -> Outcome<()> {
        let sql = "INSERT INTO words (movie, title, original, people) VALUES (?1, ?2, ?3, ?4)";
        change(db, sql, params![n, words.title, words.original, words.people])?;
        self.0.push((n, None, Some(words)));
        Ok(())
    }

    pub(super) fn replace(&mut self, db: &Connection, n: i64, words: Words) -> Outcome<()> {
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

    pub(super) fn finish(self, db: &Connection) -> Outcome<()> {
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
    /// None where no word is left. Words are folded once more, whoever hands them in: what is left are letters and
    /// digits, so that nothing of FTS5's language can stand in them.
    pub(super) fn of(words: &[String]) -> Option<Self> {
        let folded = fold(&words.join(" "));
        let mut sought: Vec<&str> = Vec::new();
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            if !sought.contains(&word) && sought.len() < WORDS {
                sought.push(word);
            }
        }
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
        Ok(fit(text(0)?, text(1)?, text(2)?))
    })
}

/// How well words fit a film that they find: 3 where each is a word of the title, 2 where each begins one, 1 where each
/// begins one of the original title, 0 where people's names are needed.
fn fit(sought: &str, title: &str, original: &str) -> i64 {
    if sought.split(' ').all(|word| title.split(' ').any(|other| other == word)) {
        3
    } else if sought.split(' ').all(|word| begins(title, word)) {
        2
    } else {
        i64::from(sought.split(' ').all(|word| begins(original, word)))
    }
}

/// Whether a word of the text begins so.
fn begins(text: &str, word: &str) -> bool {
    text.split(' ').any(|other| other.starts_with(word))
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

    #[test]
    fn words_of_the_title_fit_better_than_beginnings_and_names() {
        assert_eq!(fit("red shoes", "the red shoes", ""), 3);
        assert_eq!(fit("re sho", "the red shoes", ""), 2);
        assert_eq!(fit("zapa", "the red shoes", "las zapatillas rojas"), 1);
        assert_eq!(fit("powell", "the red shoes", ""), 0);
    }
}
