//! The rows that lists walk: one a film and genre, with the film's scores; and how many films each genre has.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kenmovie_common::MovieId;
use kenmovie_common::domain::{Genre, MovieDraft, score};
use rusqlite::{Connection, params};

use super::read::Counted;
use crate::error::{Outcome, corrupt};
use crate::row::{all, change, count as counter, one, value};

/// The genre of every film.
pub(super) const EVERY: i64 = 0;
/// Stands for a year that is not known, so that it comes after all that are.
pub(super) const NO_YEAR: i64 = -1_000_000;

/// So many characters of a folded title order films. A cursor carries them, and folding can make one character eighteen.
pub(super) const TITLE_KEY: usize = 128;

/// Adds to a film's popularity, in all of its rows.
pub(crate) fn shift_popular(db: &Connection, movie: i64, by: i64) -> Outcome<()> {
    change(db, "UPDATE facets SET popular = popular + ?2 WHERE movie = ?1", [movie, by]).map(|_| ())
}

/// Puts a film where its ratings place it, in all of its rows, and adds to its popularity.
pub(crate) fn rate(db: &Connection, movie: i64, popular: i64, top_rated: i64) -> Outcome<()> {
    let sql = "UPDATE facets SET popular = popular + ?2, top_rated = ?3 WHERE movie = ?1";
    change(db, sql, [movie, popular, top_rated]).map(|_| ())
}

pub(super) fn genres(db: &Connection) -> Outcome<Vec<Genre>> {
    let sql = "SELECT name, films FROM genres WHERE films > 0 AND n > 0 ORDER BY films DESC, name";
    all(db, sql, (), |row| Ok(Genre { genre: row.get(0)?, count: counter(row, 1)? }))
}

pub(super) fn count(db: &Connection) -> Outcome<u64> {
    Ok(one(db, "SELECT films FROM genres WHERE n = 0", (), |row| counter(row, 0))?.unwrap_or(0))
}

/// A genre's number, if any film ever had it.
pub(super) fn genre(db: &Connection, name: &str) -> Outcome<Option<i64>> {
    value(db, "SELECT n FROM genres WHERE name = ?1 AND n > 0", [name])
}

/// Writes the rows of many films, and the genres' counts once at the end.
#[derive(Default)]
pub(crate) struct Facets {
    numbers: HashMap<String, i64>,
    counts: BTreeMap<i64, i64>,
}

impl Facets {
    pub(crate) fn add(
        &mut self,
        db: &Connection,
        n: i64,
        id: MovieId,
        draft: &MovieDraft,
        title_key: &str,
        counted: Counted,
    ) -> Outcome<()> {
        let popular =
            score::popular(draft.source_rating, counted.reactions, counted.comments, counted.rating_count);
        let top_rated = score::top_rated(draft.source_rating, counted.rating_sum, counted.rating_count);
        let year = draft.year.map_or(NO_YEAR, i64::from);
        let title_key: String = title_key.chars().take(TITLE_KEY).collect();
        for genre in self.genres_of(db, draft)? {
            let sql = "INSERT INTO facets (movie, genre, id, popular, top_rated, year, title_key)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            change(db, sql, params![n, genre, id.bytes(), popular, top_rated, year, title_key])?;
            *self.counts.entry(genre).or_default() += 1;
        }
        Ok(())
    }

    pub(crate) fn remove(&mut self, db: &Connection, n: i64, draft: &MovieDraft) -> Outcome<()> {
        for genre in self.genres_of(db, draft)? {
            *self.counts.entry(genre).or_default() -= 1;
        }
        change(db, "DELETE FROM facets WHERE movie = ?1", [n]).map(|_| ())
    }

    /// Writes down how many films each genre has now.
    pub(crate) fn finish(self, db: &Connection) -> Outcome<()> {
        for (genre, by) in self.counts.into_iter().filter(|(_, by)| *by != 0) {
            change(db, "UPDATE genres SET films = films + ?2 WHERE n = ?1", [genre, by])?;
        }
        Ok(())
    }

    fn genres_of(&mut self, db: &Connection, draft: &MovieDraft) -> Outcome<BTreeSet<i64>> {
        let mut genres = BTreeSet::from([EVERY]);
        for name in draft.genres.iter().filter(|name| !name.is_empty()) {
            let known = self.numbers.get(name).copied();
            genres.insert(known.map_or_else(|| self.number(db, name), Ok)?);
        }
        Ok(genres)
    }

    fn number(&mut self, db: &Connection, name: &str) -> Outcome<i64> {
        change(db, "INSERT INTO genres (name) VALUES (?1) ON CONFLICT DO NOTHING", [name])?;
        let n = genre(db, name)?.ok_or_else(|| corrupt("a genre that is not there after it was written"))?;
        self.numbers.insert(name.to_owned(), n);
        Ok(n)
    }
}
