//! One film, and how many there are.

use kenmovie_common::domain::Movie;
use kenmovie_common::{MovieId, UserId};
use mongodb::bson::{Document, RawDocumentBuf, doc};

use super::document::{Stored, stored_projection};
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
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

pub(super) async fn stored(mongo: &Mongo, film: Document) -> Outcome<Option<Stored>> {
    let films = mongo.collection::<RawDocumentBuf>(MOVIES);
    let found = films.find_one(film).projection(stored_projection()).max_time(LONGEST).await?;
    found.map(|found| Stored::read(&found)).transpose()
}
