//! People's lists of films: a row of a person and a film.

use async_trait::async_trait;
use kenmovie_common::domain::UserMovie;
use kenmovie_common::ports::{Page, StoreResult, UserMovies};
use kenmovie_common::{MovieId, Time, UserId};
use mongodb::bson::{Bson, DateTime, Document, Uuid, doc};
use serde::{Deserialize, Serialize};

use super::client::{LONGEST, Mongo};
use super::error::{Failure, Outcome};
use super::find::Find;
use super::mine::Mine;
use super::movies::{cards, hidden};
use super::schema::{MOVIES, USER_MOVIES, USERS};
use super::users::living;
use super::value::{date, one_more, page, time, uuid};
use crate::patience::still_asked;

type Place = (i64, MovieId);

/// The fields' order is part of the key.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct ListedKey {
    pub(super) user: Uuid,
    pub(super) movie: Uuid,
}

impl ListedKey {
    fn of(user: UserId, movie: MovieId) -> Self {
        Self { user: uuid(user.bytes()), movie: uuid(movie.bytes()) }
    }

    fn bson(self) -> Bson {
        doc! { "user": self.user, "movie": self.movie }.into()
    }
}

/// A film in a person's list.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ListedDocument {
    #[serde(rename = "_id")]
    pub(super) key: ListedKey,
    pub(super) added_at: DateTime,
}

#[async_trait]
impl UserMovies for Mongo {
    /// What is written as the film or the person goes is swept away with them.
    async fn add_to_list(&self, user: UserId, movie: MovieId, now: Time) -> StoreResult<bool> {
        let key = ListedKey::of(user, movie);
        self.run(async move |mongo: Self| {
            let (film, person) = tokio::try_join!(
                mongo.is_there(MOVIES, doc! { "_id": key.movie }),
                mongo.is_there(USERS, living(key.user)),
            )?;
            if !(film && person) {
                return Ok(false);
            }
            still_asked()?;
            let rows = mongo.collection::<Document>(USER_MOVIES);
            let added = doc! { "$setOnInsert": { "added_at": date(now) } };
            match rows.update_one(doc! { "_id": key.bson() }, added).upsert(true).await.map_err(Failure::from)
            {
                // The same at the same moment.
                Err(failure) if failure.is_duplicate("_id_") => Ok(true),
                added => added.map(|_| true),
            }
        })
        .await
    }

    async fn remove_from_list(&self, user: UserId, movie: MovieId) -> StoreResult<bool> {
        let key = ListedKey::of(user, movie);
        self.run(async move |mongo: Self| {
            if !mongo.is_there(MOVIES, doc! { "_id": key.movie }).await? {
                return Ok(false);
            }
            still_asked()?;
            mongo.collection::<Document>(USER_MOVIES).delete_one(doc! { "_id": key.bson() }).await?;
            Ok(true)
        })
        .await
    }

    async fn list_user_movies(
        &self,
        user: UserId,
        after: Option<Place>,
        limit: usize,
    ) -> StoreResult<Page<UserMovie, Place>> {
        self.run(async move |mongo: Self| listed(&mongo, uuid(user.bytes()), after, limit).await).await
    }
}

async fn listed(
    mongo: &Mongo,
    user: Uuid,
    after: Option<Place>,
    limit: usize,
) -> Outcome<Page<UserMovie, Place>> {
    let hidden = hidden(mongo, Some(user)).await?;
    let rows: Vec<ListedDocument> = latest_added(user, after, &hidden, limit).run(mongo).await?;
    let place =
        |row: &ListedDocument| (row.added_at.timestamp_millis(), MovieId::from_bytes(row.key.movie.bytes()));
    let Page { items: rows, next } = page(rows, limit, place);
    let films: Vec<Uuid> = rows.iter().map(|row| row.key.movie).collect();
    let (mut cards, mine) = tokio::try_join!(cards(mongo, &films), Mine::of(mongo, user, &films))?;
    let mut items = Vec::with_capacity(rows.len());
    for ListedDocument { key, added_at } in rows {
        // A film that is gone, its row not yet.
        let Some(card) = cards.remove(&key.movie) else { continue };
        let mut movie = card.card()?;
        movie.mine = Some(mine.with(key.movie));
        items.push(UserMovie { movie, added_at: time(added_at) });
    }
    Ok(Page { items, next })
}

/// A page of a person's list: two stretches of the index behind a place, which the server merges.
pub(super) fn latest_added(user: Uuid, after: Option<Place>, hidden: &[Uuid], limit: usize) -> Find {
    let stretch = |mut bounds: Document, mut film: Document| {
        if !hidden.is_empty() {
            film.insert("$nin", hidden);
        }
        if !film.is_empty() {
            bounds.insert("_id.movie", film);
        }
        bounds.insert("_id.user", user);
        bounds
    };
    let filter = match after {
        None => stretch(doc! {}, doc! {}),
        Some((at, movie)) => {
            let at = DateTime::from_millis(at);
            let same = stretch(doc! { "added_at": at }, doc! { "$lt": uuid(movie.bytes()) });
            doc! { "$or": [same, stretch(doc! { "added_at": { "$lt": at } }, doc! {})] }
        }
    };
    Find {
        collection: USER_MOVIES,
        filter,
        sort: doc! { "added_at": -1, "_id.movie": -1 },
        hint: "user_movies_added",
        limit: one_more(limit),
        ..Find::default()
    }
}

impl Mongo {
    async fn is_there(&self, collection: &str, thing: Document) -> Outcome<bool> {
        let things = self.collection::<Document>(collection);
        let found = things.find_one(thing).projection(doc! { "_id": 1 }).max_time(LONGEST);
        Ok(found.await?.is_some())
    }
}
