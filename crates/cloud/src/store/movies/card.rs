//! What lists show of a film.

use std::collections::HashMap;

use futures_util::TryStreamExt as _;
use kenmovie_common::MovieId;
use kenmovie_common::domain::{MovieCard, RatingSummary, Reactions, Source};
use kenmovie_common::ports::SortKey;
use mongodb::bson::{DateTime, Document, Uuid, doc};
use serde::Deserialize;

use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::schema::MOVIES;
use crate::store::value::{count, time};

/// A film as lists read it.
#[derive(Debug, Deserialize)]
pub(in crate::store) struct CardDocument {
    #[serde(rename = "_id")]
    pub(in crate::store) id: Uuid,
    /// What the list that was read is ordered by, where its projection has that.
    #[serde(rename = "popular", alias = "top_rated", alias = "year_key", alias = "title_key")]
    pub(super) key: Option<SortKey>,
    pub(super) title: String,
    pub(super) original_title: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) duration_minutes: Option<u16>,
    pub(super) content_rating: Option<String>,
    pub(super) genres: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) directors: Vec<String>,
    pub(super) poster_url: Option<String>,
    pub(super) cover_url: Option<String>,
    pub(super) source_url: Option<String>,
    pub(super) source: Option<Source>,
    pub(super) likes: i64,
    pub(super) dislikes: i64,
    pub(super) comments: i64,
    pub(super) rating_sum: i64,
    pub(super) rating_count: i64,
    pub(super) created_at: DateTime,
    pub(super) updated_at: DateTime,
}

/// The members of a [`CardDocument`], without a key. The server takes members in quicker than it leaves others out.
pub(in crate::store) fn card_projection() -> Document {
    doc! {
        "title": 1, "original_title": 1, "year": 1, "duration_minutes": 1, "content_rating": 1, "genres": 1,
        "tags": 1, "directors": 1, "poster_url": 1, "cover_url": 1, "source_url": 1, "source": 1, "likes": 1,
        "dislikes": 1, "comments": 1, "rating_sum": 1, "rating_count": 1, "created_at": 1, "updated_at": 1,
    }
}

/// These films, those that there are.
pub(in crate::store) async fn cards(mongo: &Mongo, ids: &[Uuid]) -> Outcome<HashMap<Uuid, CardDocument>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let films = mongo.collection::<CardDocument>(MOVIES);
    let films = films
        .find(doc! { "_id": { "$in": ids } })
        .projection(card_projection())
        .batch_size(1_000)
        .max_time(LONGEST);
    Ok(films.await?.map_ok(|film| (film.id, film)).try_collect().await?)
}

impl CardDocument {
    pub(in crate::store) fn card(self) -> Outcome<MovieCard> {
        Ok(MovieCard {
            id: MovieId::from_bytes(self.id.bytes()),
            rating: summary(count(self.rating_sum)?, count(self.rating_count)?),
            reactions: Reactions { likes: count(self.likes)?, dislikes: count(self.dislikes)? },
            comments: count(self.comments)?,
            created_at: time(self.created_at),
            updated_at: time(self.updated_at),
            title: self.title,
            original_title: self.original_title,
            year: self.year,
            duration_minutes: self.duration_minutes,
            content_rating: self.content_rating,
            genres: self.genres,
            tags: self.tags,
            directors: self.directors,
            poster_url: self.poster_url,
            cover_url: self.cover_url,
            source_url: self.source_url,
            source: self.source,
            mine: None,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums of ratings stay far below 2^52")]
pub(in crate::store) fn summary(sum: u64, count: u64) -> RatingSummary {
    let average = (count > 0).then(|| (100.0 * sum as f64 / count as f64).round() / 100.0);
    RatingSummary { average, count }
}
