//! Comments as viewers see them: with their authors' names, and how the viewer stands to them, looked up once a page.

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::{Author, Comment, CommentMine, EDIT_WINDOW, Reactions};
use kenmovie_common::{CommentId, Time, UserId};
use mongodb::bson::{Document, Uuid, doc};

use super::document::CommentDocument;
use super::sight::Sight;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::{Outcome, corrupt};
use crate::store::people::authors;
use crate::store::schema::{COMMENTS, MOVIES};
use crate::store::value::{count, reaction, time, uuid};

/// Who looks, and when.
#[derive(Clone, Copy)]
pub(in crate::store) struct View {
    pub(in crate::store) viewer: Option<UserId>,
    pub(in crate::store) now: Time,
}

/// None too of a comment that the viewer does not see.
pub(super) async fn comment(mongo: &Mongo, id: CommentId, view: View) -> Outcome<Option<Comment>> {
    let Some(found) = standing(mongo, id).await? else { return Ok(None) };
    let mut joined = Joined::of(view);
    joined.learn(mongo, &[&found]).await?;
    if joined.sees(&found) { joined.comment(found).map(Some) } else { Ok(None) }
}

/// A comment, whether or not its film is still there.
pub(super) async fn document(mongo: &Mongo, id: CommentId) -> Outcome<Option<CommentDocument>> {
    let comments = mongo.collection::<CommentDocument>(COMMENTS);
    Ok(comments.find_one(doc! { "_id": uuid(id.bytes()) }).max_time(LONGEST).await?)
}

/// A comment whose film is there; those of a film that is gone are being removed.
pub(in crate::store) async fn standing(mongo: &Mongo, id: CommentId) -> Outcome<Option<CommentDocument>> {
    let comments = mongo.collection::<Document>(COMMENTS);
    let found = comments.aggregate(standing_pipeline(uuid(id.bytes()))).max_time(LONGEST);
    Ok(found.with_type::<CommentDocument>().await?.try_next().await?)
}

pub(in crate::store) fn standing_pipeline(id: Uuid) -> Vec<Document> {
    vec![
        doc! { "$match": { "_id": id } },
        doc! { "$lookup": {
            "from": MOVIES,
            "localField": "movie",
            "foreignField": "_id",
            "pipeline": [{ "$project": { "_id": 1 } }],
            "as": "film",
        } },
        doc! { "$match": { "film": { "$ne": [] } } },
        doc! { "$unset": "film" },
    ]
}

/// A comment as its author or a moderator sees it.
pub(super) async fn one(mongo: &Mongo, found: CommentDocument, view: View) -> Outcome<Comment> {
    let mut joined = Joined::of(view);
    joined.learn(mongo, &[&found]).await?;
    joined.comment(found)
}

/// What pages of comments need of other collections.
pub(in crate::store) struct Joined {
    view: View,
    people: HashMap<Uuid, Author>,
    pub(super) sight: Sight,
}

impl Joined {
    pub(in crate::store) fn of(view: View) -> Self {
        Self { view, people: HashMap::new(), sight: Sight::of(view.viewer) }
    }

    /// One look-up for the authors of these comments, and one at the same time for how the viewer stands to them.
    pub(in crate::store) async fn learn(
        &mut self,
        mongo: &Mongo,
        comments: &[&CommentDocument],
    ) -> Outcome<()> {
        let wanted: HashSet<Uuid> = comments
            .iter()
            .filter_map(|comment| comment.author)
            .filter(|author| !self.people.contains_key(author))
            .collect();
        let (people, ()) = tokio::try_join!(authors(mongo, wanted), self.sight.learn(mongo, comments))?;
        self.people.extend(people);
        Ok(())
    }

    pub(in crate::store) fn sees(&self, comment: &CommentDocument) -> bool {
        self.sight.sees(comment)
    }

    /// Who wrote a comment, where they are still there.
    pub(in crate::store) fn author(&self, comment: &CommentDocument) -> Option<Author> {
        comment.author.and_then(|author| self.people.get(&author).cloned())
    }

    pub(super) fn comment(&self, found: CommentDocument) -> Outcome<Comment> {
        if found.body.is_none() != found.deleted {
            return Err(corrupt("a comment that is deleted and has a body, or neither"));
        }
        let created_at = time(found.created_at);
        let mine = self.view.viewer.map(|viewer| {
            let own = found.author_id() == Some(viewer);
            CommentMine {
                reaction: self.sight.vote(found.id).and_then(reaction),
                own,
                can_edit: own && editable(created_at, self.view.now),
                muted: self.sight.muted(found.thread()),
            }
        });
        Ok(Comment {
            id: found.comment_id(),
            movie_id: found.movie_id(),
            parent_id: found.parent.map(|id| CommentId::from_bytes(id.bytes())),
            root_id: found.root.map(|id| CommentId::from_bytes(id.bytes())),
            author: self.author(&found),
            body: found.body,
            spoiler: found.spoiler,
            created_at,
            edited_at: found.edited_at.map(time),
            deleted: found.deleted,
            reactions: Reactions { likes: count(found.likes)?, dislikes: count(found.dislikes)? },
            replies: count(found.replies)?,
            mine,
        })
    }
}

/// Whether an author can still change what they wrote.
pub(super) fn editable(created_at: Time, now: Time) -> bool {
    now.since(created_at) < EDIT_WINDOW
}
