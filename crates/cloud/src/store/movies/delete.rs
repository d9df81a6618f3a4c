//! The end of a film: at once for all who look, and then of all that hangs on it.

use futures_util::future::BoxFuture;
use kenmovie_common::ports::{Edit, Erasure};
use kenmovie_common::{MovieId, Time};
use mongodb::bson::{Bson, Document, doc};
use serde::Deserialize;

use super::genres::Counts;
use super::write::{of_version, untouched};
use crate::store::client::Mongo;
use crate::store::deletions::Begun;
use crate::store::error::Outcome;
use crate::store::find::Find;
use crate::store::schema::{
    CASES, COMMENTS, HIDDEN_COMMENTS, HIDDEN_MOVIES, MOVIES, MUTES, NOTIFICATIONS, RATINGS, REACTIONS,
    REMOVALS, REPORTS, USER_MOVIES,
};
use crate::store::value::{date, uuid};

/// Rows that hang on things by a member of theirs, which this index is over; and what hangs on them in turn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hanging {
    collection: &'static str,
    index: &'static str,
    member: &'static str,
    pub(super) bearing: &'static [Self],
}

const fn hanging(collection: &'static str, index: &'static str, member: &'static str) -> Hanging {
    Hanging { collection, index, member, bearing: &[] }
}

/// What hangs on a film.
pub(super) const ON_FILM: &[Hanging] = &[
    Hanging { bearing: ON_COMMENT, ..hanging(COMMENTS, "comments_movie", "movie") },
    hanging(REACTIONS, "reactions_target", "_id.target"),
    hanging(RATINGS, "ratings_movie", "_id.movie"),
    hanging(USER_MOVIES, "user_movies_movie", "_id.movie"),
    // Its own, and those of what is on it.
    Hanging { bearing: ON_REPORT, ..hanging(REPORTS, "reports_movie", "movie") },
    hanging(HIDDEN_MOVIES, "hidden_movies_movie", "_id.movie"),
];

/// What hangs on a comment.
const ON_COMMENT: &[Hanging] = &[
    hanging(REACTIONS, "reactions_target", "_id.target"),
    hanging(HIDDEN_COMMENTS, "hidden_comments_comment", "_id.comment"),
    hanging(MUTES, "mutes_thread", "_id.thread"),
    hanging(NOTIFICATIONS, "_id_", "_id"),
];

/// What hangs on a report. A case is found by the latest of its reports, which go together.
const ON_REPORT: &[Hanging] =
    &[hanging(CASES, "cases_latest", "latest"), hanging(NOTIFICATIONS, "notifications_report", "report")];

impl Hanging {
    pub(super) fn on(&self, things: &[Bson], limit: usize) -> Find {
        let Self { collection, index, member, .. } = *self;
        let filter = doc! { member: { "$in": things } };
        Find { collection, filter, hint: index, ..Find::default() }.up_to(limit)
    }
}

#[derive(Deserialize)]
struct Gone {
    genres: Vec<String>,
}

/// Takes the film away and notes that its rest is to be removed.
pub(super) async fn delete(mongo: &Mongo, id: MovieId, version: Option<u64>, now: Time) -> Outcome<Edit<()>> {
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
                removals.insert_one(doc! { "_id": id, "begun_at": date(now) }).session(session).await?;
                Ok(Edit::Done(()))
            })
        })
        .await
}

/// The films whose end has begun, the longest ago first.
pub(in crate::store) fn ending() -> Find {
    Find { collection: REMOVALS, sort: doc! { "begun_at": 1 }, hint: "removals_begun", ..Find::default() }
}

/// Removes some of what hangs on a film that is gone; the note that this is to be done goes last. Its counters went with it,
/// and those of its comments count for nobody.
pub(in crate::store) async fn erase(
    mongo: &Mongo,
    movie: MovieId,
    limit: usize,
    now: Time,
) -> Outcome<Erasure> {
    let id = uuid(movie.bytes());
    let removals = mongo.collection::<Begun>(REMOVALS);
    let Some(begun) = removals.find_one(doc! { "_id": id }).await? else { return Ok(Erasure::Gone) };
    if take(mongo, ON_FILM, &[id.into()], limit.max(1)).await? == 0 {
        return Ok(Erasure::More);
    }
    let far = begun.emptied(now);
    if far == Erasure::Gone {
        removals.delete_one(doc! { "_id": id }).await?;
    }
    Ok(far)
}

/// Takes away so many rows that hang on these things; how many it could have taken more.
fn take<'a>(
    mongo: &'a Mongo,
    all: &'a [Hanging],
    things: &'a [Bson],
    mut left: usize,
) -> BoxFuture<'a, Outcome<usize>> {
    Box::pin(async move {
        for hanging in all {
            loop {
                let asked = left;
                let rows = hanging.on(things, asked).ids(mongo).await?;
                let found = rows.len();
                if found == 0 {
                    break;
                }
                // A row goes after what hangs on it: while it is there, that is found.
                left = take(mongo, hanging.bearing, &rows, left).await?;
                if left == 0 {
                    return Ok(0);
                }
                mongo.remove(hanging.collection, rows).await?;
                left = left.saturating_sub(found);
                if left == 0 {
                    return Ok(0);
                }
                if found < asked {
                    break;
                }
            }
        }
        Ok(left)
    })
}
