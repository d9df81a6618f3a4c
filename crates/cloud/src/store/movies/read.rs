//! One film, and how many there are.

use kenmovie_common::domain::{Movie, MovieMine};
use kenmovie_common::{MovieId, UserId};
use mongodb::bson::{Document, RawDocumentBuf, Uuid, doc};

use super::document::{Stored, stored_projection};
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::reactions::viewer_votes;
use crate::store::schema::{HIDDEN_MOVIES, MOVIES};
use crate::store::value::{reaction, uuid};

/// A film with how the viewer stands to it, if there is a viewer.
pub(super) async fn movie(mongo: &Mongo, id: MovieId, viewer: Option<UserId>) -> Outcome<Option<Movie>> {
    let id = uuid(id.bytes());
    let Some(viewer) = viewer.map(|viewer| uuid(viewer.bytes())) else {
        return stored(mongo, doc! { "_id": id }).await?.map(Stored::movie).transpose();
    };
    let (found, votes, blocked) = tokio::try_join!(
        stored(mongo, doc! { "_id": id }),
        viewer_votes(mongo, Some(viewer), vec![id]),
        is_hidden(mongo, viewer, id),
    )?;
    let Some(found) = found else { return Ok(None) };
    let mut movie = found.movie()?;
    let reaction = votes.get(&id).and_then(|value| reaction(*value));
    movie.card.mine = Some(MovieMine { reaction, blocked, ..MovieMine::default() });
    Ok(Some(movie))
}

pub(super) async fn stored(mongo: &Mongo, film: Document) -> Outcome<Option<Stored>> {
    let films = mongo.collection::<RawDocumentBuf>(MOVIES);
    let found = films.find_one(film).projection(stored_projection()).max_time(LONGEST).await?;
    found.map(|found| Stored::read(&found)).transpose()
}

async fn is_hidden(mongo: &Mongo, viewer: Uuid, movie: Uuid) -> Outcome<bool> {
    let rows = mongo.collection::<Document>(HIDDEN_MOVIES);
    let hidden = rows.find_one(doc! { "_id": { "user": viewer, "movie": movie } });
    Ok(hidden.projection(doc! { "_id": 1 }).max_time(LONGEST).await?.is_some())
}
