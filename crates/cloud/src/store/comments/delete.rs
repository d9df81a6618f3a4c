//! The end of a comment, in a transaction: rare, and it may take the deleted ones above it along.

use kenmovie_common::domain::score;
use kenmovie_common::ports::{Amended, Editor};
use kenmovie_common::{CommentId, Time};
use mongodb::ClientSession;
use mongodb::bson::{Document, Uuid, doc};

use super::document::CommentDocument;
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::reports::close_case;
use crate::store::schema::{COMMENTS, HIDDEN_COMMENTS, MOVIES, MUTES, NOTIFICATIONS, REACTIONS};

pub(in crate::store) async fn delete(
    mongo: &Mongo,
    id: CommentId,
    editor: Editor,
    now: Time,
) -> Outcome<Amended<()>> {
    // A comment whose counters do not know it yet must not be counted out.
    let Some(found) = mongo.settled_comment(id).await?.filter(|found| !found.deleted) else {
        return Ok(Amended::Missing);
    };
    if !editor.moderator && found.author_id() != Some(editor.user) {
        return Ok(Amended::Forbidden);
    }
    let _turn = mongo.deletions.take(found.movie).await;
    let _case = mongo.cases.take(found.id).await;
    let moderator = Some(editor.user).filter(|_| editor.moderator);
    let done = mongo.transaction(move |mongo, session| {
        Box::pin(async move {
            let there = take_away(mongo, &mut *session, found.id, found.movie).await?;
            if there {
                close_case(mongo, session, found.id, moderator, now).await?;
            }
            Ok(there)
        })
    });
    Ok(if done.await? { Amended::Done(()) } else { Amended::Missing })
}

/// False where it is deleted already, or its film is gone and it goes with it.
async fn take_away(mongo: &Mongo, session: &mut ClientSession, id: Uuid, movie: Uuid) -> Outcome<bool> {
    // First what all others write too: from here on they wait.
    let there = count(mongo, &mut *session, movie, -1).await?;
    let comments = mongo.collection::<CommentDocument>(COMMENTS);
    let emptied = doc! {
        "$set": { "deleted": true },
        "$unset": { "author": "", "body": "", "edited_at": "" },
    };
    let living = doc! { "_id": id, "deleted": false };
    let Some(comment) = comments.find_one_and_update(living, emptied).session(&mut *session).await? else {
        count(mongo, session, movie, 1).await?;
        return Ok(false);
    };
    for answered in comment.answered() {
        let uncounted = doc! { "$inc": { "replies": -1_i64 } };
        comments.update_one(doc! { "_id": answered }, uncounted).session(&mut *session).await?;
    }
    if comment.reply {
        remove(mongo, &mut *session, NOTIFICATIONS, doc! { "_id": id }).await?;
    }
    // The row itself goes, and upwards the deleted ones that nothing answers any more. Every answer has written its
    // parent, so that two that go at once meet there.
    let mut gone = Some(comment.id);
    let mut parent = comment.parent;
    while let Some(id) = gone {
        if answered(mongo, session, id).await? {
            break;
        }
        comments.delete_one(doc! { "_id": id }).session(&mut *session).await?;
        remove(mongo, &mut *session, REACTIONS, doc! { "_id.target": id }).await?;
        remove(mongo, &mut *session, HIDDEN_COMMENTS, doc! { "_id.comment": id }).await?;
        if parent.is_none() {
            remove(mongo, &mut *session, MUTES, doc! { "_id.thread": id }).await?;
        }
        let above = match parent {
            Some(above) => {
                comments.find_one(doc! { "_id": above, "deleted": true }).session(&mut *session).await?
            }
            None => None,
        };
        gone = above.as_ref().map(|above| above.id);
        parent = above.and_then(|above| above.parent);
    }
    Ok(there)
}

async fn remove(mongo: &Mongo, session: &mut ClientSession, collection: &str, rows: Document) -> Outcome<()> {
    mongo.collection::<Document>(collection).delete_many(rows).session(session).await?;
    Ok(())
}

/// Counts living comments of a film in or out; false where the film is gone.
async fn count(mongo: &Mongo, session: &mut ClientSession, movie: Uuid, by: i64) -> Outcome<bool> {
    let counted = doc! { "$inc": { "comments": by, "popular": by * score::COMMENT } };
    let films = mongo.collection::<Document>(MOVIES);
    Ok(films.update_one(doc! { "_id": movie }, counted).session(session).await?.matched_count > 0)
}

/// Whether anything answers a comment.
async fn answered(mongo: &Mongo, session: &mut ClientSession, id: Uuid) -> Outcome<bool> {
    let comments = mongo.collection::<Document>(COMMENTS);
    let answer = comments.find_one(doc! { "parent": id }).projection(doc! { "_id": 1 });
    Ok(answer.session(session).await?.is_some())
}
