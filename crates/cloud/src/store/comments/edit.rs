//! The edit of a comment.

use kenmovie_common::domain::{Comment, EDIT_WINDOW};
use kenmovie_common::ports::{Amended, CommentChange, Editor};
use kenmovie_common::{CommentId, Time};
use mongodb::bson::doc;
use mongodb::options::ReturnDocument;

use super::document::CommentDocument;
use super::read::{View, editable, one, standing};
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::schema::COMMENTS;
use crate::store::value::{date, time, uuid};

pub(super) async fn edit(
    mongo: &Mongo,
    id: CommentId,
    editor: Editor,
    wanted: CommentChange,
    now: Time,
) -> Outcome<Amended<Comment>> {
    let view = View { viewer: Some(editor.user), now };
    let mut change = doc! { "edited_at": date(now) };
    let changes = wanted.body.is_some() || wanted.spoiler.is_some();
    if let Some(body) = wanted.body {
        change.insert("body", body);
    }
    if let Some(spoiler) = wanted.spoiler {
        change.insert("spoiler", spoiler);
    }
    if changes {
        let mut may = doc! { "_id": uuid(id.bytes()), "deleted": false };
        if !editor.moderator {
            may.insert("author", uuid(editor.user.bytes()));
            may.insert("created_at", doc! { "$gt": date(now - EDIT_WINDOW) });
        }
        let edited = mongo
            .collection::<CommentDocument>(COMMENTS)
            .find_one_and_update(may, doc! { "$set": change })
            .return_document(ReturnDocument::After)
            .await?;
        if let Some(edited) = edited {
            // What is edited at the last moment goes with its film.
            let (edited, there) = tokio::try_join!(one(mongo, edited, view), standing(mongo, id))?;
            return Ok(there.map_or(Amended::Missing, |_| Amended::Done(edited)));
        }
    }
    let Some(found) = standing(mongo, id).await?.filter(|found| !found.deleted) else {
        return Ok(Amended::Missing);
    };
    let own = found.author_id() == Some(editor.user) && editable(time(found.created_at), now);
    if changes || !(editor.moderator || own) {
        return Ok(Amended::Forbidden);
    }
    Ok(Amended::Done(one(mongo, found, view).await?))
}
