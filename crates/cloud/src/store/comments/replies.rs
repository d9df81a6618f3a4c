//! Pages of a thread's replies.

use kenmovie_common::CommentId;
use kenmovie_common::domain::Comment;
use kenmovie_common::ports::{CommentQuery, Page};
use mongodb::bson::{Uuid, doc};

use super::document::{CommentDocument, shown};
use super::read::{Joined, View, standing};
use super::sight::Sight;
use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::filled::{Source, filled};
use crate::store::find::Find;
use crate::store::schema::COMMENTS;
use crate::store::value::uuid;

pub(super) async fn replies(
    mongo: &Mongo,
    comment: CommentId,
    query: CommentQuery<CommentId>,
) -> Outcome<Option<Page<Comment, CommentId>>> {
    let Some(asked) = standing(mongo, comment).await? else { return Ok(None) };
    let CommentQuery { after, limit, viewer, now } = query;
    let mut replies = Replies { mongo, thread: asked.thread(), joined: Joined::of(View { viewer, now }) };
    let Page { items, next } = filled(&mut replies, after, limit).await?;
    let items = items.into_iter().map(|reply| replies.joined.comment(reply)).collect::<Outcome<_>>()?;
    Ok(Some(Page { items, next }))
}

struct Replies<'a> {
    mongo: &'a Mongo,
    thread: Uuid,
    joined: Joined,
}

impl Source for Replies<'_> {
    type Item = CommentDocument;
    type Place = CommentId;

    async fn fetch(&mut self, after: Option<CommentId>, limit: usize) -> Outcome<Vec<CommentDocument>> {
        let find = replies_of(self.thread, after, limit, &self.joined.sight);
        let found: Vec<CommentDocument> = find.run(self.mongo).await?;
        self.joined.learn(self.mongo, &found.iter().collect::<Vec<_>>()).await?;
        Ok(found)
    }

    fn sees(&self, reply: &CommentDocument) -> bool {
        self.joined.sees(reply)
    }

    fn place(&self, reply: &CommentDocument) -> CommentId {
        reply.comment_id()
    }
}

/// The oldest first.
pub(in crate::store) fn replies_of(
    thread: Uuid,
    after: Option<CommentId>,
    limit: usize,
    sight: &Sight,
) -> Find {
    let mut filter = doc! { "root": thread };
    if let Some(after) = after {
        filter.insert("_id", doc! { "$gt": uuid(after.bytes()) });
    }
    sight.narrow(&mut filter);
    Find {
        collection: COMMENTS,
        filter,
        sort: doc! { "_id": 1 },
        projection: shown(),
        hint: "comments_root",
        ..Find::default()
    }
    .up_to(limit)
}
