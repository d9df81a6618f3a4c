//! Films.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Reaction, Reactions, Score};
use crate::{MovieId, Time};

/// Where an imported film came from; unique by both members.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub name: String,
    pub id: String,
}

/// What a film's source says of its rating: the start of its scores, never part of `Rating`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SourceRating {
    /// 1.0..=10.0
    pub average: f64,
    pub votes: u64,
}

/// What an editor writes of a film. The bounds of its members are those of the route that takes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MovieDraft {
    pub title: String,
    pub original_title: Option<String>,
    pub year: Option<i32>,
    pub duration_minutes: Option<u16>,
    pub description: Option<String>,
    pub content_rating: Option<String>,
    pub genres: Vec<String>,
    pub tags: Vec<String>,
    pub directors: Vec<String>,
    pub cast: Vec<String>,
    pub poster_url: Option<String>,
    pub cover_url: Option<String>,
    pub source_url: Option<String>,
    #[serde(skip)]
    pub source: Option<Source>,
    #[serde(skip)]
    pub source_rating: Option<SourceRating>,
}

/// A change of a film: outer `None` leaves a member as it is, an inner `None` removes it (RFC 7396).
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct MovieChange {
    pub title: Option<String>,
    #[serde(deserialize_with = "given")]
    pub original_title: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub year: Option<Option<i32>>,
    #[serde(deserialize_with = "given")]
    pub duration_minutes: Option<Option<u16>>,
    #[serde(deserialize_with = "given")]
    pub description: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub content_rating: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub genres: Option<Option<Vec<String>>>,
    #[serde(deserialize_with = "given")]
    pub tags: Option<Option<Vec<String>>>,
    #[serde(deserialize_with = "given")]
    pub directors: Option<Option<Vec<String>>>,
    #[serde(deserialize_with = "given")]
    pub cast: Option<Option<Vec<String>>>,
    #[serde(deserialize_with = "given")]
    pub poster_url: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub cover_url: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub source_url: Option<Option<String>>,
}

/// Tells a member that is `null` from one that is not there.
#[expect(clippy::option_option, reason = "that is the difference")]
fn given<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

impl MovieChange {
    /// The draft with this change made.
    pub fn apply(self, mut draft: MovieDraft) -> MovieDraft {
        fn set<T>(member: &mut T, change: Option<T>) {
            if let Some(value) = change {
                *member = value;
            }
        }
        set(&mut draft.title, self.title);
        set(&mut draft.original_title, self.original_title);
        set(&mut draft.year, self.year);
        set(&mut draft.duration_minutes, self.duration_minutes);
        set(&mut draft.description, self.description);
        set(&mut draft.content_rating, self.content_rating);
        set(&mut draft.genres, self.genres.map(Option::unwrap_or_default));
        set(&mut draft.tags, self.tags.map(Option::unwrap_or_default));
        set(&mut draft.directors, self.directors.map(Option::unwrap_or_default));
        set(&mut draft.cast, self.cast.map(Option::unwrap_or_default));
        set(&mut draft.poster_url, self.poster_url);
        set(&mut draft.cover_url, self.cover_url);
        set(&mut draft.source_url, self.source_url);
        draft
    }
}

/// The change that puts a whole draft in place of what was there.
impl From<MovieDraft> for MovieChange {
    fn from(draft: MovieDraft) -> Self {
        Self {
            title: Some(draft.title),
            original_title: Some(draft.original_title),
            year: Some(draft.year),
            duration_minutes: Some(draft.duration_minutes),
            description: Some(draft.description),
            content_rating: Some(draft.content_rating),
            genres: Some(Some(draft.genres)),
            tags: Some(Some(draft.tags)),
            directors: Some(Some(draft.directors)),
            cast: Some(Some(draft.cast)),
            poster_url: Some(draft.poster_url),
            cover_url: Some(draft.cover_url),
            source_url: Some(draft.source_url),
        }
    }
}

/// A film's ratings by the people here.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
pub struct RatingSummary {
    /// 1..=10, to two decimals; left out where nobody rated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average: Option<f64>,
    pub count: u64,
}

/// The ratings with how many gave 1, 2, … 10.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
pub struct Rating {
    #[serde(flatten)]
    pub summary: RatingSummary,
    pub histogram: [u64; 10],
}

/// How a signed-in viewer stands to a film.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct MovieMine {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Score>,
    /// It stands in the viewer's list.
    pub listed: bool,
    /// The viewer reported it.
    pub blocked: bool,
}

/// A film as lists carry it. `R` is how much of its ratings it carries.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MovieCard<R = RatingSummary> {
    pub id: MovieId,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_rating: Option<String>,
    pub genres: Vec<String>,
    pub tags: Vec<String>,
    pub directors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poster_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    pub rating: R,
    pub reactions: Reactions,
    /// Living comments and replies.
    pub comments: u64,
    pub created_at: Time,
    pub updated_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<MovieMine>,
}

/// A film, whole.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Movie {
    #[serde(flatten)]
    pub card: MovieCard<Rating>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub cast: Vec<String>,
    /// Rises with each edit by an editor, never with a vote; `If-Match` compares it.
    #[serde(skip)]
    pub version: u64,
}

/// How a list of films is ordered; each order ends with the id, so that it is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MovieSort {
    /// `score::popular`, highest first.
    Popular,
    /// `score::top_rated`, highest first.
    TopRated,
    /// Year of release, latest first.
    Newest,
    /// The folded title, A to Z.
    Title,
    /// How well the words sought fit, best first; only with `q`.
    Relevance,
}

impl MovieSort {
    pub const NAMES: [&'static str; 5] = ["popular", "top_rated", "newest", "title", "relevance"];
}

/// A genre and how many films have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Genre {
    pub genre: String,
    pub count: u64,
}
