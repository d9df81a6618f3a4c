//! A row of a film as the domain's card.

use kenmovie_common::MovieId;
use kenmovie_common::domain::{MovieCard, MovieMine, RatingSummary, Score, Source};
use rusqlite::Row;

use crate::error::{Outcome, corrupt};
use crate::row::{count, reaction, reactions, texts, time};

/// The columns of a card, of `movies AS m`, and of how the viewer stands to the film, of what [`viewed`] joins.
pub(crate) const CARD: &str = "m.id, m.title, m.original_title, m.year, m.duration_minutes, m.content_rating,
    m.genres, m.tags, m.directors, m.poster_url, m.cover_url, m.source_url, m.source_name, m.source_id,
    m.likes, m.dislikes, m.comments, m.rating_sum, m.rating_count, m.created_at, m.updated_at,
    mr.value, mg.score, ml.added_at IS NOT NULL";
const MINE: usize = 21;
/// The first column after those of a card.
pub(crate) const CARD_END: usize = MINE + 3;

/// What a viewer made of `movies AS m`; `viewer` is a parameter, such as `?1`.
pub(crate) fn viewed(viewer: &str) -> String {
    format!(
        "LEFT JOIN reactions AS mr ON mr.user_id = {viewer} AND mr.kind = 0 AND mr.target = m.id
        LEFT JOIN ratings AS mg ON mg.user_id = {viewer} AND mg.movie = m.id
        LEFT JOIN user_movies AS ml ON ml.user_id = {viewer} AND ml.movie = m.id"
    )
}

pub(crate) fn card(row: &Row<'_>) -> Outcome<MovieCard> {
    let source = match (row.get(12)?, row.get(13)?) {
        (Some(name), Some(id)) => Some(Source { name, id }),
        _ => None,
    };
    Ok(MovieCard {
        id: MovieId::from_bytes(row.get(0)?),
        title: row.get(1)?,
        original_title: row.get(2)?,
        year: row.get(3)?,
        duration_minutes: row.get(4)?,
        content_rating: row.get(5)?,
        genres: texts(row, 6)?,
        tags: texts(row, 7)?,
        directors: texts(row, 8)?,
        poster_url: row.get(9)?,
        cover_url: row.get(10)?,
        source_url: row.get(11)?,
        source,
        reactions: reactions(row, 14)?,
        comments: count(row, 16)?,
        rating: summary(count(row, 17)?, count(row, 18)?),
        created_at: time(row, 19)?,
        updated_at: time(row, 20)?,
        mine: None,
    })
}

/// How the viewer stands to the film of a card.
pub(crate) fn mine(row: &Row<'_>, blocked: bool) -> Outcome<MovieMine> {
    let rating = row.get::<_, Option<u8>>(MINE + 1)?.map(score).transpose()?;
    Ok(MovieMine { reaction: reaction(row, MINE)?, rating, listed: row.get(MINE + 2)?, blocked })
}

/// A stored score.
pub(crate) fn score(stored: u8) -> Outcome<Score> {
    Score::try_from(stored).map_err(|_| corrupt(format!("a score of {stored}")))
}

#[expect(clippy::cast_precision_loss, reason = "sums of ratings stay far below 2^52")]
pub(crate) fn summary(sum: u64, count: u64) -> RatingSummary {
    let average = (count > 0).then(|| (100.0 * sum as f64 / count as f64).round() / 100.0);
    RatingSummary { average, count }
}
