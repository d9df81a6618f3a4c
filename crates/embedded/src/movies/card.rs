//! A row of a film as the domain's card.

use kenmovie_common::MovieId;
use kenmovie_common::domain::{MovieCard, MovieMine, RatingSummary, Source};
use rusqlite::Row;

use crate::error::Outcome;
use crate::row::{count, reaction, reactions, texts, time};

/// The columns of a card, of `movies AS m`.
pub(crate) const CARD: &str = "m.id, m.title, m.original_title, m.year, m.duration_minutes, m.content_rating,
    m.genres, m.tags, m.directors, m.poster_url, m.cover_url, m.source_url, m.source_name, m.source_id,
    m.likes, m.dislikes, m.comments, m.rating_sum, m.rating_count, m.created_at, m.updated_at";
/// The first column after those of a card.
pub(crate) const CARD_END: usize = 21;

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

/// How the viewer stands to a film: their vote is in this column.
pub(crate) fn mine(row: &Row<'_>, column: usize, blocked: bool) -> Outcome<MovieMine> {
    Ok(MovieMine { reaction: reaction(row, column)?, rating: None, listed: false, blocked })
}

#[expect(clippy::cast_precision_loss, reason = "sums of ratings stay far below 2^52")]
fn summary(sum: u64, count: u64) -> RatingSummary {
    let average = (count > 0).then(|| (100.0 * sum as f64 / count as f64).round() / 100.0);
    RatingSummary { average, count }
}
