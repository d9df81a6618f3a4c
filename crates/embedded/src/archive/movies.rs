//! Films, with what lists and searches need of them.

use kenmovie_common::domain::search::Words;
use kenmovie_common::domain::{MovieDraft, Source, SourceRating};
use kenmovie_common::ports::{MovieRecord, Record};
use kenmovie_common::{MovieId, UserId};
use rusqlite::{Connection, Row, params};

use super::table::{Table, idempotency};
use crate::error::{Outcome, corrupt};
use crate::movies::{Counted, Facets, Index, NUMBER, number, put_back};
use crate::row::{count, json, reactions, signed, ten, texts, time};

pub(super) const TABLE: Table = Table {
    from: "movies",
    columns: "id, title, original_title, year, duration_minutes, description, content_rating, genres, tags, directors,
        \"cast\", poster_url, cover_url, source_url, source_name, source_id, source_average, source_votes, creator,
        key, fingerprint, created_at, updated_at, version, likes, dislikes, comments, reports, rating_sum,
        rating_count, histogram",
    key: "id",
    place: "?1",
    owners: &["creator"],
    decode,
};

fn decode(row: &Row<'_>) -> Outcome<Record> {
    let source = match (row.get(14)?, row.get(15)?) {
        (Some(name), Some(id)) => Some(Source { name, id }),
        _ => None,
    };
    let source_rating = match row.get(16)? {
        Some(average) => Some(SourceRating { average, votes: count(row, 17)? }),
        None => None,
    };
    let draft = MovieDraft {
        title: row.get(1)?,
        original_title: row.get(2)?,
        year: row.get(3)?,
        duration_minutes: row.get(4)?,
        description: row.get(5)?,
        content_rating: row.get(6)?,
        genres: texts(row, 7)?,
        tags: texts(row, 8)?,
        directors: texts(row, 9)?,
        cast: texts(row, 10)?,
        poster_url: row.get(11)?,
        cover_url: row.get(12)?,
        source_url: row.get(13)?,
        source,
        source_rating,
    };
    Ok(Record::Movie(Box::new(MovieRecord {
        id: MovieId::from_bytes(row.get(0)?),
        draft,
        creator: row.get::<_, Option<_>>(18)?.map(UserId::from_bytes),
        idempotency: idempotency(row, 19)?,
        created_at: time(row, 21)?,
        updated_at: time(row, 22)?,
        version: count(row, 23)?,
        reactions: reactions(row, 24)?,
        comments: count(row, 26)?,
        reports: count(row, 27)?,
        rating_sum: count(row, 28)?,
        rating_count: count(row, 29)?,
        histogram: ten(row, 30)?,
    })))
}

/// Writes films, and at the end the index of words and how many films each genre has.
#[derive(Default)]
pub(super) struct Films {
    facets: Facets,
    index: Index,
}

impl Films {
    pub(super) fn write(
        &mut self,
        db: &Connection,
        movie: &MovieRecord,
        stored: Option<&Record>,
    ) -> Outcome<()> {
        if stored.is_none() {
            put_back(db, movie.id)?;
        }
        write_row(db, movie)?;
        let n =
            number(db, movie.id)?.ok_or_else(|| corrupt("a film that is not there after it was written"))?;
        let words = Words::of(&movie.draft);
        let counted = Counted {
            reactions: movie.reactions,
            comments: movie.comments,
            rating_sum: movie.rating_sum,
            rating_count: movie.rating_count,
        };
        if let Some(Record::Movie(stored)) = stored {
            self.facets.remove(db, n, &stored.draft)?;
        }
        self.facets.add(db, n, movie.id, &movie.draft, &words.title, counted)?;
        if stored.is_some() { self.index.replace(db, n, words) } else { self.index.add(db, n, words) }
    }

    pub(super) fn finish(self, db: &Connection) -> Outcome<()> {
        self.facets.finish(db)?;
        self.index.finish(db)
    }
}

fn write_row(db: &Connection, movie: &MovieRecord) -> Outcome<()> {
    let MovieRecord { draft, .. } = movie;
    let sql = format!("INSERT INTO movies (n, id, title, original_title, year, duration_minutes, description, content_rating,
            genres, tags, directors, \"cast\", poster_url, cover_url, source_url, source_name, source_id,
            source_average, source_votes, creator, key, fingerprint, created_at, updated_at, version, likes, dislikes,
            comments, reports, rating_sum, rating_count, histogram)
        VALUES ({NUMBER}, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)
        ON CONFLICT (id) DO UPDATE SET title = excluded.title, original_title = excluded.original_title,
            year = excluded.year, duration_minutes = excluded.duration_minutes, description = excluded.description,
            content_rating = excluded.content_rating, genres = excluded.genres, tags = excluded.tags,
            directors = excluded.directors, \"cast\" = excluded.\"cast\", poster_url = excluded.poster_url,
            cover_url = excluded.cover_url, source_url = excluded.source_url, source_name = excluded.source_name,
            source_id = excluded.source_id, source_average = excluded.source_average,
            source_votes = excluded.source_votes, creator = excluded.creator, key = excluded.key,
            fingerprint = excluded.fingerprint, created_at = excluded.created_at, updated_at = excluded.updated_at,
            version = excluded.version, likes = excluded.likes, dislikes = excluded.dislikes,
            comments = excluded.comments, reports = excluded.reports, rating_sum = excluded.rating_sum,
            rating_count = excluded.rating_count, histogram = excluded.histogram");
    let mut statement = db.prepare_cached(&sql)?;
    statement.execute(params![
        movie.id.bytes(),
        draft.title,
        draft.original_title,
        draft.year,
        draft.duration_minutes,
        draft.description,
        draft.content_rating,
        json(&draft.genres)?,
        json(&draft.tags)?,
        json(&draft.directors)?,
        json(&draft.cast)?,
        draft.poster_url,
        draft.cover_url,
        draft.source_url,
        draft.source.as_ref().map(|source| &source.name),
        draft.source.as_ref().map(|source| &source.id),
        draft.source_rating.map(|rating| rating.average),
        draft.source_rating.map(|rating| signed(rating.votes)),
        movie.creator.as_ref().map(UserId::bytes),
        movie.idempotency.as_ref().map(|asked| &asked.key),
        movie.idempotency.as_ref().map(|asked| asked.fingerprint),
        movie.created_at.millis(),
        movie.updated_at.millis(),
        signed(movie.version),
        signed(movie.reactions.likes),
        signed(movie.reactions.dislikes),
        signed(movie.comments),
        signed(movie.reports),
        signed(movie.rating_sum),
        signed(movie.rating_count),
        serde_json::to_string(&movie.histogram)?,
    ])?;
    Ok(())
}
