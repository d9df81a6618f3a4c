//! One film, and how many there are.

use kenmovie_common::domain::Movie;
use kenmovie_common::{MovieId, UserId};
use mongodb::bson::{Document, RawDocumentBuf, Uuid, doc};
use serde::Deserialize;

use super::document::{Stored, stored_projection};
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::mine::Mine;
use crate::store::schema::MOVIES;
use crate::store::value::uuid;

/// A film with how the viewer stands to it, if there is a viewer.
pub(super) async fn movie(mongo: &Mongo, id: MovieId, viewer: Option<UserId>) -> Outcome<Option<Movie>> {
    let id = uuid(id.bytes());
    let Some(viewer) = viewer.map(|viewer| uuid(viewer.bytes())) else {
        return stored(mongo, doc! { "_id": id }).await?.map(Stored::movie).transpose();
    };
    let looked_up = [id];
    let (found, mine) =
        tokio::try_join!(stored(mongo, doc! { "_id": id }), Mine::of(mongo, viewer, &looked_up))?;
    let Some(found) = found else { return Ok(None) };
    let mut movie = found.movie()?;
    movie.card.mine = Some(mine.with(id));
    Ok(Some(movie))
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: Uuid,
}

/// Films in the order of their ids.
pub(super) async fn walk(
    mongo: &Mongo,
    from: Option<MovieId>,
    skip: usize,
    limit: usize,
) -> Outcome<Vec<MovieId>> {
    let rows: Vec<Row> = walk_from(from, skip, limit).run(mongo).await?;
    Ok(rows.into_iter().map(|row| MovieId::from_bytes(row.id.bytes())).collect())
}

/// Answered by the index alone.
pub(super) fn walk_from(from: Option<MovieId>, skip: usize, limit: usize) -> Find {
    let from = from.map_or([0; 16], |from| *from.bytes());
    Find {
        collection: MOVIES,
        filter: doc! { "_id": { "$gte": uuid(&from) } },
        sort: doc! { "_id": 1 },
        projection: doc! { "_id": 1 },
        hint: "_id_",
        skip: skip.try_into().unwrap_or(u64::MAX),
        ..Find::default()
    }
    .up_to(limit)
}

pub(super) async fn stored(mongo: &Mongo, film: Document) -> Outcome<Option<Stored>> {
    let films = mongo.collection::<RawDocumentBuf>(MOVIES);
    let found = films.find_one(film).projection(stored_projection()).max_time(LONGEST).await?;
    found.map(|found| Stored::read(&found)).transpose()
}
