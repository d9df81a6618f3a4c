//! The query of a plan.

use kenmovie_common::MovieId;
use kenmovie_common::domain::MovieSort;
use kenmovie_common::domain::search::RANKED;
use kenmovie_common::ports::SortKey;
use mongodb::bson::{Bson, Document, Uuid, doc};

use super::card::card_projection;
use super::document::TITLE_KEY;
use super::plan::{Path, Plan};
use super::text::{has, is_titled};
use crate::store::find::Find;
use crate::store::schema::MOVIES;
use crate::store::value::{one_more, uuid};

/// A place in the order: a key and an id.
pub(super) type Place = (Bson, Uuid);

impl Plan {
    /// A page after a place, without what the viewer hid.
    pub(super) fn page(&self, place: Option<Place>, hidden: &[Uuid], limit: usize) -> Find {
        let mut projection = card_projection();
        projection.insert(self.key(), 1);
        self.find(place, hidden, projection, one_more(limit))
    }

    /// The most popular films that are ranked, with what their ranks are made of.
    pub(super) fn ranked(&self, hidden: &[Uuid]) -> Find {
        self.find(None, hidden, doc! { "popular": 1, "text": 1 }, 0).up_to(RANKED)
    }

    /// The same of films whose title was typed.
    pub(super) fn titled(&self, hidden: &[Uuid]) -> Find {
        let plan = Self { sort: MovieSort::Title, path: Path::Order, words: Vec::new(), ..self.clone() };
        let key: String = self.typed.chars().take(TITLE_KEY).collect();
        Find {
            collection: MOVIES,
            filter: plan.stretch(hidden, doc! { "title_key": key, "text": is_titled(&self.typed) }),
            sort: doc! { "title_key": 1, "_id": 1 },
            projection: doc! { "popular": 1, "text": 1 },
            hint: plan.order_index(),
            ..Find::default()
        }
        .up_to(RANKED)
    }

    fn find(&self, place: Option<Place>, hidden: &[Uuid], projection: Document, limit: i64) -> Find {
        let direction = if self.sort == MovieSort::Title { 1 } else { -1 };
        let (hint, range) = match &self.path {
            Path::Order => (self.order_index(), None),
            Path::Years => (self.years_index(), self.years.map(|years| self.years_range(years))),
            Path::Word(word) => (
                "movies_words",
                Some((doc! { "words": word }, doc! { "words": format!("{word}{}", char::MAX) })),
            ),
        };
        let sort = doc! { self.key(): direction, "_id": direction };
        let filter = self.filter(place, hidden);
        Find { collection: MOVIES, filter, sort, projection, hint, range, skip: 0, limit }
    }

    fn filter(&self, place: Option<Place>, hidden: &[Uuid]) -> Document {
        let key = self.key();
        let (beyond, start) = match self.sort {
            MovieSort::Title => ("$gt", doc! { "$gte": "" }),
            _ => ("$lt", doc! { "$lte": i64::MAX }),
        };
        match place {
            None if (self.years.is_some() || !self.words.is_empty()) && key != "year_key" => {
                // Without a bound on its first member an index is not searched by the others.
                self.stretch(hidden, doc! { key: start })
            }
            None => self.stretch(hidden, doc! {}),
            Some((at, id)) => {
                let same = doc! { key: { "$eq": at.clone() }, "_id": { beyond: id } };
                let further = doc! { key: { beyond: at } };
                doc! { "$or": [self.stretch(hidden, same), self.stretch(hidden, further)] }
            }
        }
    }

    /// What holds of every film of the list, with these bounds.
    fn stretch(&self, hidden: &[Uuid], mut bounds: Document) -> Document {
        if let Some((from, to)) = self.years {
            bound(&mut bounds, "year_key", doc! { "$gte": from, "$lte": to });
        }
        if !hidden.is_empty() {
            bound(&mut bounds, "_id", doc! { "$nin": hidden });
        }
        if let Some(genre) = &self.genre {
            bounds.insert("genres", genre);
        }
        let others =
            self.words.iter().filter(|word| !matches!(&self.path, Path::Word(lead) if lead == *word));
        let words: Vec<Document> = others.map(|word| has(word)).collect();
        if !words.is_empty() {
            bounds.insert("$and", words);
        }
        bounds
    }

    /// The member that orders the list.
    const fn key(&self) -> &'static str {
        match self.sort {
            MovieSort::Popular | MovieSort::Relevance => "popular",
            MovieSort::TopRated => "top_rated",
            MovieSort::Newest => "year_key",
            MovieSort::Title => "title_key",
        }
    }

    /// The place of a cursor; one of another order is none.
    pub(super) fn place(&self, after: Option<(SortKey, MovieId)>) -> Option<Place> {
        let key = match (after.as_ref()?, self.sort) {
            ((SortKey::Text(key), _), MovieSort::Title) => key.as_str().into(),
            ((SortKey::Number(key), _), sort) if sort != MovieSort::Title => (*key).into(),
            _ => return None,
        };
        after.map(|(_, id)| (key, uuid(id.bytes())))
    }

    const fn order_index(&self) -> &'static str {
        match (self.sort, &self.genre) {
            (MovieSort::Popular | MovieSort::Relevance, None) => "movies_popular_text",
            (MovieSort::Popular | MovieSort::Relevance, Some(_)) => "movies_genre_popular",
            (MovieSort::TopRated, None) => "movies_top_rated",
            (MovieSort::TopRated, Some(_)) => "movies_genre_top_rated",
            (MovieSort::Title, None) => "movies_title",
            (MovieSort::Title, Some(_)) => "movies_genre_title",
            (MovieSort::Newest, _) => self.years_index(),
        }
    }

    /// The stretch of [`Self::years_index`], in which the latest year comes first.
    fn years_range(&self, (from, to): (i32, i32)) -> (Document, Document) {
        let at = |year: i32, id: Bson| {
            let genre = self.genre.iter().map(|genre| ("genres".to_owned(), genre.into()));
            genre.chain([("year_key".to_owned(), year.into()), ("_id".to_owned(), id)]).collect()
        };
        (at(to, Bson::MaxKey), at(from, Bson::MinKey))
    }
}

/// Puts further operators on a member.
fn bound(bounds: &mut Document, member: &str, operators: Document) {
    match bounds.get_document_mut(member) {
        Ok(there) => there.extend(operators),
        Err(_) => {
            bounds.insert(member, operators);
        }
    }
}
