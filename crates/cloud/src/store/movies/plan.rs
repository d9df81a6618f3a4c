//! How a page of films is found.
//!
//! Each order, of all films and of each genre, is an index, and a page is a stretch of it: nothing is sorted, and a page
//! far down costs what the first one does. The place before a page is two stretches, the rest of the films with the same
//! key and those with a lower one. The server seeks to each, checks years within the index, and merges them in order; as
//! one range (`key <= k`, then the id) it would go through every film with the same key, and the bounds of `min` and `max`
//! let it check a year on whole documents only.
//!
//! That walk would be long where few films fit, so years and words that few films have are found by their own index, by
//! `min` and `max` so that nothing else can be chosen, and what is found is sorted. `relevance` ranks the [`RANKED`](search::RANKED) most
//! popular films that the words find, and those whose title was typed. Along the order of all films by popularity words are
//! checked within the index.

use std::cmp::Reverse;

use futures_util::future::try_join_all;
use kenmovie_common::domain::MovieSort;
use kenmovie_common::domain::search;
use kenmovie_common::ports::MovieQuery;
use mongodb::bson::{Document, doc};
use mongodb::options::Hint;

use super::document::NO_YEAR;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::schema::MOVIES;

/// Years with at most so many films are gone through by year. With more, the walk along the order is shorter; this and the
/// limits below are for 200,000 films.
const FEW_IN_YEARS: u64 = 1_000;
/// A word that at most so many films have is gone through film by film for a page (9 ms).
const FEW: u64 = 2_000;
/// The same for a ranking, which takes in many films.
const FEW_FOR_RANKING: u64 = 2_500;
/// The same for a ranking in a genre, where the walk reads each film.
const FEW_IN_GENRE: u64 = 4_500;
/// The same for several words. They may rarely meet in one film, and then the walk along the order has no end.
const FEW_FOR_SEVERAL: u64 = 6_000;
/// So many words are counted, the longest: short ones are hardly ever the rare ones.
const COUNTED: usize = 2;
/// No word of a film is longer, in bytes: a title's characters are bounded, and a pattern has at most 32,764 bytes.
const LONGEST_WORD: usize = 16_384;

/// Where the films of a page are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Path {
    /// Along the order itself.
    Order,
    /// By their years.
    Years,
    /// By this word in them.
    Word(String),
}

/// How a page is asked for.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) sort: MovieSort,
    pub(super) path: Path,
    pub(super) genre: Option<String>,
    /// The first and the last year.
    pub(super) years: Option<(i32, i32)>,
    /// The folded words sought.
    pub(super) words: Vec<String>,
    /// As they were typed, folded.
    pub(super) typed: String,
}

impl Plan {
    /// None where no film can be found.
    pub(super) async fn of(mongo: &Mongo, query: &MovieQuery) -> Outcome<Option<Self>> {
        let filter = &query.filter;
        let words = search::sought(&filter.words);
        let years = match (filter.year_from, filter.year_to) {
            (None, None) => None,
            (from, to) => Some((from.unwrap_or(NO_YEAR + 1), to.unwrap_or(i32::MAX))),
        };
        if filter.genre.as_deref() == Some("")
            || years.is_some_and(|(from, to)| from > to)
            || words.iter().any(|word| word.len() > LONGEST_WORD)
        {
            return Ok(None);
        }
        let sort = match query.sort {
            MovieSort::Relevance if words.is_empty() => MovieSort::Popular,
            sort => sort,
        };
        let (genre, typed) = (filter.genre.clone(), search::typed(&filter.words));
        let mut plan = Self { sort, path: Path::Order, genre, years, words, typed };
        if let Some((word, films)) = plan.rarest(mongo).await? {
            if films == 0 {
                return Ok(None);
            }
            if films <= plan.few() {
                plan.path = Path::Word(word);
                return Ok(Some(plan));
            }
        }
        if let Some(years) = plan.years.filter(|_| sort != MovieSort::Newest) {
            let in_years = plan.in_years(years);
            if count(mongo, in_years, plan.years_index(), FEW_IN_YEARS + 1).await? <= FEW_IN_YEARS {
                plan.path = Path::Years;
            }
        }
        Ok(Some(plan))
    }

    fn few(&self) -> u64 {
        match self.sort {
            _ if self.words.len() > 1 => FEW_FOR_SEVERAL,
            MovieSort::Relevance if self.genre.is_some() => FEW_IN_GENRE,
            MovieSort::Relevance => FEW_FOR_RANKING,
            _ => FEW,
        }
    }

    /// The word that the fewest films have, and how many, counted no further than needed.
    async fn rarest(&self, mongo: &Mongo) -> Outcome<Option<(String, u64)>> {
        let mut words: Vec<&String> = self.words.iter().collect();
        words.sort_by_key(|word| Reverse(word.len()));
        words.truncate(COUNTED);
        let most = self.few() + 1;
        let films = words.iter().map(|word| count(mongo, begins(word), "movies_words", most));
        let films = try_join_all(films).await?;
        let rarest = films.into_iter().zip(words).min_by_key(|(films, _)| *films);
        Ok(rarest.map(|(films, word)| (word.clone(), films)))
    }

    pub(super) const fn years_index(&self) -> &'static str {
        if self.genre.is_some() { "movies_genre_year" } else { "movies_year" }
    }

    fn in_years(&self, (from, to): (i32, i32)) -> Document {
        let mut films = doc! { "year_key": { "$gte": from, "$lte": to } };
        if let Some(genre) = &self.genre {
            films.insert("genres", genre);
        }
        films
    }
}

/// Films with a word that begins so. The word has only letters and digits in it.
pub(super) fn begins(word: &str) -> Document {
    doc! { "words": { "$regex": format!("^{word}") } }
}

/// How many films match, counted up to the limit within an index.
async fn count(mongo: &Mongo, films: Document, index: &'static str, limit: u64) -> Outcome<u64> {
    let all = mongo.collection::<Document>(MOVIES);
    let counted =
        all.count_documents(films).hint(Hint::Name(index.to_owned())).limit(limit).max_time(LONGEST);
    Ok(counted.await?)
}
