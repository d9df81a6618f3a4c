//! One film.

use kenmovie_common::domain::{Movie, MovieCard, MovieDraft, Rating, Source, SourceRating};
use kenmovie_common::{MovieId, UserId};
use rusqlite::{Connection, Row, params};

use super::card::{CARD, CARD_END, card, mine, viewed};
use crate::error::Outcome;
use crate::row::{all, bound, count, one, ten, texts, value};

/// A film's number in this file.
pub(crate) fn number(db: &Connection, id: MovieId) -> Outcome<Option<i64>> {
    value(db, "SELECT n FROM movies WHERE id = ?1", [id.bytes()])
}

/// A film with how the viewer stands to it, if there is a viewer.
pub(super) fn movie(db: &Connection, id: MovieId, viewer: Option<UserId>) -> Outcome<Option<Movie>> {
    let sql = format!(
        "SELECT {CARD}, h.report IS NOT NULL, m.histogram, m.description, m.\"cast\", m.version
        FROM movies AS m {} LEFT JOIN hidden_movies AS h ON h.user_id = ?2 AND h.movie = m.n
        WHERE m.id = ?1",
        viewed("?2")
    );
    one(db, &sql, params![id.bytes(), viewer.as_ref().map(UserId::bytes)], |row| {
        let mut movie = whole(row)?;
        if viewer.is_some() {
            movie.card.mine = Some(mine(row, row.get(CARD_END)?)?);
        }
        Ok(movie)
    })
}

/// Answered by the index alone.
pub(crate) const WALK: &str = "SELECT id FROM movies WHERE id >= ?1 ORDER BY id LIMIT ?3 OFFSET ?2";

/// Films in the order of their ids.
pub(super) fn walk(
    db: &Connection,
    from: Option<MovieId>,
    skip: usize,
    limit: usize,
) -> Outcome<Vec<MovieId>> {
    let from = from.map_or([0; 16], |from| *from.bytes());
    all(db, WALK, params![from, bound(skip), bound(limit)], |row| Ok(MovieId::from_bytes(row.get(0)?)))
}

fn whole(row: &Row<'_>) -> Outcome<Movie> {
    let card = card(row)?;
    let histogram = ten(row, CARD_END + 1)?;
    Ok(Movie {
        card: MovieCard {
            rating: Rating { summary: card.rating, histogram },
            id: card.id,
            title: card.title,
            original_title: card.original_title,
            year: card.year,
            duration_minutes: card.duration_minutes,
            content_rating: card.content_rating,
            genres: card.genres,
            tags: card.tags,
            directors: card.directors,
            poster_url: card.poster_url,
            cover_url: card.cover_url,
            source_url: card.source_url,
            source: card.source,
            reactions: card.reactions,
            comments: card.comments,
            created_at: card.created_at,
            updated_at: card.updated_at,
            mine: None,
        },
        description: row.get(CARD_END + 2)?,
        cast: texts(row, CARD_END + 3)?,
        version: count(row, CARD_END + 4)?,
    })
}

/// What an editor or an import wrote of a film, and what its scores are made of.
pub(super) struct Stored {
    pub(super) n: i64,
    pub(super) id: MovieId,
    pub(super) version: u64,
    pub(super) counted: Counted,
    pub(super) draft: MovieDraft,
}

/// The counters of a film that count in its scores.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counted {
    pub(crate) reactions: kenmovie_common::domain::Reactions,
    pub(crate) comments: u64,
    pub(crate) rating_sum: u64,
    pub(crate) rating_count: u64,
}

macro_rules! stored {
    ($place:literal) => {
        concat!(
            "SELECT n, id, version, title, original_title, year, duration_minutes, content_rating, genres, tags,
                directors, poster_url, cover_url, source_url, source_name, source_id, source_average, source_votes,
                likes, dislikes, comments, rating_sum, rating_count, description, \"cast\"
            FROM movies WHERE ",
            $place
        )
    };
}

pub(super) fn stored_by_id(db: &Connection, id: MovieId) -> Outcome<Option<Stored>> {
    one(db, stored!("id = ?1"), [id.bytes()], stored)
}

pub(super) fn stored_by_source(db: &Connection, source: &Source) -> Outcome<Option<Stored>> {
    one(db, stored!("source_name = ?1 AND source_id = ?2"), [&source.name, &source.id], stored)
}

fn stored(row: &Row<'_>) -> Outcome<Stored> {
    let source = match (row.get(14)?, row.get(15)?) {
        (Some(name), Some(id)) => Some(Source { name, id }),
        _ => None,
    };
    let source_rating = match row.get(16)? {
        Some(average) => Some(SourceRating { average, votes: count(row, 17)? }),
        None => None,
    };
    let draft = MovieDraft {
        title: row.get(3)?,
        original_title: row.get(4)?,
        year: row.get(5)?,
        duration_minutes: row.get(6)?,
        content_rating: row.get(7)?,
        genres: texts(row, 8)?,
        tags: texts(row, 9)?,
        directors: texts(row, 10)?,
        poster_url: row.get(11)?,
        cover_url: row.get(12)?,
        source_url: row.get(13)?,
        source,
        source_rating,
        description: row.get(23)?,
        cast: texts(row, 24)?,
    };
    let counted = Counted {
        reactions: crate::row::reactions(row, 18)?,
        comments: count(row, 20)?,
        rating_sum: count(row, 21)?,
        rating_count: count(row, 22)?,
    };
    let (n, id, version) = (row.get(0)?, MovieId::from_bytes(row.get(1)?), count(row, 2)?);
    Ok(Stored { n, id, version, counted, draft })
}
