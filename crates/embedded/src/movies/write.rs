//! The making and the edit of a film, and the beginning of its end.

use kenmovie_common::domain::search::Words;
use kenmovie_common::domain::{Movie, MovieChange, MovieDraft};
use kenmovie_common::ports::{Constraint, Created, Edit, Idempotency, NewMovie, StoreError};
use kenmovie_common::{MovieId, Time, UserId};
use rusqlite::{Connection, params};

use super::deletion;
use super::facets::Facets;
use super::read::{Counted, Stored, movie, stored_by_id};
use super::search::Index;
use crate::error::{Outcome, corrupt};
use crate::row::{change, json, one, signed};

/// Who made a film, and under which key.
#[derive(Default)]
pub(super) struct Maker<'a> {
    pub(super) creator: Option<UserId>,
    pub(super) idempotency: Option<&'a Idempotency>,
}

/// The number of a new film: beyond those that are there, and those of which something may be left.
pub(crate) const NUMBER: &str = "(SELECT 1 + max(coalesce((SELECT max(n) FROM movies), 0),
    coalesce((SELECT max(n) FROM movie_deletions), 0)))";

/// Writes films with all that lists and searches need of them.
#[derive(Default)]
pub(super) struct Films {
    facets: Facets,
    index: Index,
}

pub(super) fn create(db: &Connection, new: &NewMovie) -> Outcome<Created<Movie>> {
    if let Some(asked) = &new.idempotency
        && let Some(id) = made(db, new.creator, asked)?
    {
        return Ok(Created { value: written(db, id)?, replayed: true });
    }
    let mut films = Films::default();
    let maker = Maker { creator: Some(new.creator), idempotency: new.idempotency.as_ref() };
    films.insert(db, new.id, &new.draft, &maker, new.now)?;
    films.finish(db)?;
    Ok(Created { value: written(db, new.id)?, replayed: false })
}

pub(super) fn edit(
    db: &Connection,
    id: MovieId,
    version: Option<u64>,
    change: MovieChange,
    now: Time,
) -> Outcome<Edit<Movie>> {
    let Some(stored) = stored_by_id(db, id)? else { return Ok(Edit::Missing) };
    if version.is_some_and(|version| version != stored.version) {
        return Ok(Edit::Stale);
    }
    let draft = change.apply(stored.draft.clone());
    let mut films = Films::default();
    films.update(db, &stored, &draft, now)?;
    films.finish(db)?;
    Ok(Edit::Done(written(db, id)?))
}

pub(super) fn delete(db: &Connection, id: MovieId, version: Option<u64>, now: Time) -> Outcome<Edit<()>> {
    let Some(stored) = stored_by_id(db, id)? else { return Ok(Edit::Missing) };
    if version.is_some_and(|version| version != stored.version) {
        return Ok(Edit::Stale);
    }
    let mut films = Films::default();
    films.facets.remove(db, stored.n, &stored.draft)?;
    films.index.remove(db, stored.n)?;
    films.finish(db)?;
    change(db, "DELETE FROM movies WHERE n = ?1", [stored.n])?;
    deletion::begin(db, stored.n, id, now)?;
    Ok(Edit::Done(()))
}

/// The film that was made under this key.
fn made(db: &Connection, creator: UserId, asked: &Idempotency) -> Outcome<Option<MovieId>> {
    let sql = "SELECT id, fingerprint FROM movies WHERE creator = ?1 AND key = ?2";
    let found = one(db, sql, params![creator.bytes(), asked.key], |row| {
        Ok((MovieId::from_bytes(row.get(0)?), row.get::<_, [u8; 32]>(1)?))
    })?;
    match found {
        Some((_, fingerprint)) if fingerprint != asked.fingerprint => {
            Err(StoreError::Conflict(Constraint::IdempotencyKey).into())
        }
        found => Ok(found.map(|(id, _)| id)),
    }
}

fn written(db: &Connection, id: MovieId) -> Outcome<Movie> {
    movie(db, id, None)?.ok_or_else(|| corrupt("a film that is not there after it was written"))
}

impl Films {
    pub(super) fn insert(
        &mut self,
        db: &Connection,
        id: MovieId,
        draft: &MovieDraft,
        maker: &Maker<'_>,
        now: Time,
    ) -> Outcome<()> {
        let sql = format!("INSERT INTO movies (n, id, title, original_title, year, duration_minutes, content_rating, genres, tags,
                directors, poster_url, cover_url, source_url, source_name, source_id, created_at, updated_at,
                source_average, source_votes, creator, key, fingerprint, description, \"cast\")
            VALUES ({NUMBER}, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15, ?16, ?17, ?18, ?19, ?20,
                ?21, ?22)");
        let mut statement = db.prepare_cached(&sql)?;
        statement.execute(params![
            id.bytes(),
            draft.title,
            draft.original_title,
            draft.year,
            draft.duration_minutes,
            draft.content_rating,
            json(&draft.genres)?,
            json(&draft.tags)?,
            json(&draft.directors)?,
            draft.poster_url,
            draft.cover_url,
            draft.source_url,
            draft.source.as_ref().map(|source| &source.name),
            draft.source.as_ref().map(|source| &source.id),
            now.millis(),
            draft.source_rating.map(|rating| rating.average),
            draft.source_rating.map(|rating| signed(rating.votes)),
            maker.creator.as_ref().map(UserId::bytes),
            maker.idempotency.map(|asked| &asked.key),
            maker.idempotency.map(|asked| asked.fingerprint),
            draft.description,
            json(&draft.cast)?,
        ])?;
        let n = db.last_insert_rowid();
        let words = Words::of(draft);
        self.facets.add(db, n, id, draft, &words.title, Counted::default())?;
        self.index.add(db, n, words)
    }

    /// Puts a draft in place of what is stored. Its identity, its counters and when it was made stay.
    pub(super) fn update(
        &mut self,
        db: &Connection,
        stored: &Stored,
        draft: &MovieDraft,
        now: Time,
    ) -> Outcome<()> {
        let sql = "UPDATE movies SET title = ?2, original_title = ?3, year = ?4, duration_minutes = ?5,
                content_rating = ?6, genres = ?7, tags = ?8, directors = ?9, poster_url = ?10, cover_url = ?11,
                source_url = ?12, updated_at = ?13, source_average = ?14, source_votes = ?15, description = ?16,
                \"cast\" = ?17, version = version + 1
            WHERE n = ?1";
        let mut statement = db.prepare_cached(sql)?;
        statement.execute(params![
            stored.n,
            draft.title,
            draft.original_title,
            draft.year,
            draft.duration_minutes,
            draft.content_rating,
            json(&draft.genres)?,
            json(&draft.tags)?,
            json(&draft.directors)?,
            draft.poster_url,
            draft.cover_url,
            draft.source_url,
            now.millis(),
            draft.source_rating.map(|rating| rating.average),
            draft.source_rating.map(|rating| signed(rating.votes)),
            draft.description,
            json(&draft.cast)?,
        ])?;
        let words = Words::of(draft);
        self.facets.remove(db, stored.n, &stored.draft)?;
        self.facets.add(db, stored.n, stored.id, draft, &words.title, stored.counted)?;
        self.index.replace(db, stored.n, words)
    }

    pub(super) fn finish(self, db: &Connection) -> Outcome<()> {
        self.facets.finish(db)?;
        self.index.finish(db)
    }
}
