//! The end of a film: at once for all who look, and then of all that hangs on it.

use kenmovie_common::MovieId;
use kenmovie_common::ports::Edit;
use mongodb::bson::{Bson, Document, Uuid, doc};
use serde::Deserialize;

use super::genres::Counts;
use super::write::{of_version, untouched};
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::{COMMENTS, HIDDEN_MOVIES, MOVIES, REACTIONS, REMOVALS, REPORTS};
use crate::store::value::uuid;

/// So much is removed at a time.
const BATCH: i64 = 1_000;

#[derive(Deserialize)]
struct Gone {
    genres: Vec<String>,
}

/// Takes the film away and notes that its rest is to be removed.
pub(super) async fn delete(mongo: &Mongo, id: MovieId, version: Option<u64>) -> Outcome<Edit<()>> {
    let id = uuid(id.bytes());
    mongo
        .transaction(move |mongo, session| {
            Box::pin(async move {
                let films = mongo.collection::<Gone>(MOVIES);
                let gone = films.find_one_and_delete(of_version(id, version));
                let gone = gone.projection(doc! { "genres": 1 }).session(&mut *session).await?;
                let Some(gone) = gone else { return untouched(mongo, session, id).await };
                let mut counts = Counts::default();
                counts.add(&gone.genres, -1);
                counts.write(mongo, session).await?;
                let removals = mongo.collection::<Document>(REMOVALS);
                removals.insert_one(doc! { "_id": id }).session(session).await?;
                Ok(Edit::Done(()))
            })
        })
        .await
}

/// Removes what hangs on a film that is gone, and the note that it is to be done. Where it stops half way, the same again
/// goes on.
pub(in crate::store) async fn remove_rest(mongo: &Mongo, id: Uuid) -> Outcome<()> {
    let film = [Bson::from(id)];
    let comments_on_it = hanging(COMMENTS, "comments_movie", "movie", &film);
    loop {
        let comments = comments_on_it.clone().ids(mongo).await?;
        if comments.is_empty() {
            break;
        }
        // A comment goes after the votes on it: while it is there, they are found.
        remove_all(mongo, hanging(REACTIONS, "reactions_target", "_id.target", &comments)).await?;
        mongo.remove(COMMENTS, comments).await?;
    }
    for (collection, index, member) in [
        (REACTIONS, "reactions_target", "_id.target"),
        (REPORTS, "reports_target", "target"),
        (HIDDEN_MOVIES, "hidden_movies_movie", "_id.movie"),
    ] {
        remove_all(mongo, hanging(collection, index, member, &film)).await?;
    }
    mongo.collection::<Document>(REMOVALS).delete_one(doc! { "_id": id }).await?;
    Ok(())
}

async fn remove_all(mongo: &Mongo, rows: Find) -> Outcome<()> {
    loop {
        let ids = rows.clone().ids(mongo).await?;
        if ids.is_empty() {
            return Ok(());
        }
        mongo.remove(rows.collection, ids).await?;
    }
}

/// What hangs on things by this member of theirs, as many as are removed at a time.
pub(super) fn hanging(
    collection: &'static str,
    index: &'static str,
    member: &'static str,
    things: &[Bson],
) -> Find {
    Find {
        collection,
        filter: doc! { member: { "$in": things } },
        hint: index,
        limit: BATCH,
        ..Find::default()
    }
}
