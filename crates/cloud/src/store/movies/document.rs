//! A film as it is stored.

use std::collections::BTreeSet;

use kenmovie_common::Time;
use kenmovie_common::domain::search::Words;
use kenmovie_common::domain::{Movie, MovieCard, MovieDraft, Rating, Reactions, SourceRating, score};
use mongodb::bson::{
    self, Binary, Bson, Document, RawDocument, RawDocumentBuf, Uuid, deserialize_from_slice, doc,
};
use serde::Deserialize;

use super::card::{CardDocument, card_projection};
use super::text::text;
use crate::store::error::Outcome;
use crate::store::value::{count, date, signed};

/// Stands for a year that is not known, so that it comes after all that are.
pub(super) const NO_YEAR: i32 = -1_000_000;
/// So many characters of a folded title order films. A cursor carries them, and folding can make one character eighteen.
pub(super) const TITLE_KEY: usize = 128;

/// A film, whole: what lists show of it and the rest.
#[derive(Debug)]
pub(super) struct Stored {
    card: CardDocument,
    rest: Rest,
}

#[derive(Debug, Deserialize)]
struct Rest {
    source_rating: Option<SourceRating>,
    histogram: [u64; 10],
    version: i64,
    description: Option<String>,
    cast: Vec<String>,
}

/// The members of a [`Stored`].
pub(super) fn stored_projection() -> Document {
    let mut members = card_projection();
    members.extend(doc! { "source_rating": 1, "histogram": 1, "version": 1, "description": 1, "cast": 1 });
    members
}

impl Stored {
    /// The document has the members of [`stored_projection`] only.
    pub(super) fn read(document: &RawDocument) -> Outcome<Self> {
        let bytes = document.as_bytes();
        Ok(Self { card: deserialize_from_slice(bytes)?, rest: deserialize_from_slice(bytes)? })
    }

    /// The film of a document that is stored like this.
    pub(super) fn of(film: &Document) -> Outcome<Self> {
        let members = stored_projection();
        let film = film.iter().filter(|(name, _)| *name == "_id" || members.contains_key(name));
        let film: Document = film.map(|(name, value)| (name.clone(), value.clone())).collect();
        Self::read(&RawDocumentBuf::try_from(&film)?)
    }

    pub(super) fn id(&self) -> Uuid {
        self.card.id
    }

    /// What an editor or an import wrote.
    pub(super) fn draft(&self) -> MovieDraft {
        let card = &self.card;
        MovieDraft {
            title: card.title.clone(),
            original_title: card.original_title.clone(),
            year: card.year,
            duration_minutes: card.duration_minutes,
            description: self.rest.description.clone(),
            content_rating: card.content_rating.clone(),
            genres: card.genres.clone(),
            tags: card.tags.clone(),
            directors: card.directors.clone(),
            cast: self.rest.cast.clone(),
            poster_url: card.poster_url.clone(),
            cover_url: card.cover_url.clone(),
            source_url: card.source_url.clone(),
            source: card.source.clone(),
            source_rating: self.rest.source_rating,
        }
    }

    pub(super) fn counted(&self) -> Outcome<Counted> {
        let CardDocument { likes, dislikes, comments, rating_sum, rating_count, .. } = self.card;
        Ok(Counted {
            reactions: Reactions { likes: count(likes)?, dislikes: count(dislikes)? },
            comments: count(comments)?,
            rating_sum: count(rating_sum)?,
            rating_count: count(rating_count)?,
        })
    }

    pub(super) fn movie(self) -> Outcome<Movie> {
        let card = self.card.card()?;
        Ok(Movie {
            card: MovieCard {
                rating: Rating { summary: card.rating, histogram: self.rest.histogram },
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
                mine: card.mine,
            },
            description: self.rest.description,
            cast: self.rest.cast,
            version: count(self.rest.version)?,
        })
    }
}

/// The counters of a film that count in its scores.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::store) struct Counted {
    pub(in crate::store) reactions: Reactions,
    pub(in crate::store) comments: u64,
    pub(in crate::store) rating_sum: u64,
    pub(in crate::store) rating_count: u64,
}

/// What follows from a draft: the members that it has, under their names in the domain, with the scores and what films
/// are found and ordered by; and those that it lacks. What is big comes last.
pub(in crate::store) fn written(
    draft: &MovieDraft,
    counted: Counted,
    now: Time,
) -> Outcome<(Document, Document)> {
    let mut members = bson::serialize_to_document(draft)?;
    members.insert("source", bson::serialize_to_bson(&draft.source)?);
    members.insert("source_rating", bson::serialize_to_bson(&draft.source_rating)?);
    let (absent, mut there): (Document, Document) =
        members.into_iter().partition(|(_, value)| *value == Bson::Null);
    let big = ["description", "cast"].map(|name| Some((name.to_owned(), there.remove(name)?)));
    let words = Words::of(draft);
    let Counted { reactions, comments, rating_sum, rating_count } = counted;
    there.extend(doc! {
        "popular": score::popular(draft.source_rating, reactions, comments, rating_count),
        "top_rated": score::top_rated(draft.source_rating, rating_sum, rating_count),
        "year_key": draft.year.unwrap_or(NO_YEAR),
        "title_key": words.title.chars().take(TITLE_KEY).collect::<String>(),
        "text": text(&words),
        "updated_at": date(now),
    });
    there.extend(big.into_iter().flatten());
    there.insert("words", distinct(&words));
    Ok((there, absent))
}

/// Every word that a film is found by, once.
fn distinct(words: &Words) -> Vec<&str> {
    let texts = [&words.title, &words.original, &words.people];
    let distinct: BTreeSet<&str> = texts.into_iter().flat_map(|text| text.split(' ')).collect();
    distinct.into_iter().filter(|word| !word.is_empty()).collect()
}

/// Who made a film, under which key, and of what.
pub(super) struct Maker {
    pub(super) creator: Uuid,
    pub(super) key: Option<(String, Binary)>,
}

/// A film that nobody has touched. It has no `fence`: the first who counts its rows again sets one.
pub(super) fn made(
    id: Uuid,
    version: u64,
    maker: Option<Maker>,
    draft: &MovieDraft,
    now: Time,
) -> Outcome<Document> {
    let mut film = doc! {
        "_id": id, "likes": 0_i64, "dislikes": 0_i64, "comments": 0_i64, "rating_sum": 0_i64, "rating_count": 0_i64,
        "reports": 0_i64, "histogram": vec![0_i64; 10], "version": signed(version), "created_at": date(now),
    };
    if let Some(Maker { creator, key }) = maker {
        film.insert("creator", creator);
        if let Some((key, fingerprint)) = key {
            film.extend(doc! { "key": key, "fingerprint": fingerprint });
        }
    }
    film.extend(written(draft, Counted::default(), now)?.0);
    Ok(film)
}
