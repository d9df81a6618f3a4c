//! What a viewer sees of a page of comments, and how they stand to it: their votes, what they reported, who blocked whom,
//! which threads they muted; all in one command.

use std::collections::{HashMap, HashSet};

use futures_util::TryStreamExt as _;
use kenmovie_common::UserId;
use mongodb::bson::{Bson, Document, Uuid, doc};
use serde::Deserialize;

use super::document::CommentDocument;
use crate::store::client::{LONGEST, Mongo};
use crate::store::error::Outcome;
use crate::store::people::{MuteKey, between};
use crate::store::reactions::Key;
use crate::store::reports::HiddenCommentKey;
use crate::store::schema::{BLOCKS, HIDDEN_COMMENTS, MUTES, REACTIONS};
use crate::store::value::uuid;

/// What is known of a viewer, if there is one.
pub(in crate::store) struct Sight {
    viewer: Option<Uuid>,
    votes: HashMap<Uuid, i32>,
    hidden: HashSet<Uuid>,
    /// People whom the viewer blocked, or who blocked the viewer.
    blocked: HashSet<Uuid>,
    /// Threads.
    muted: HashSet<Uuid>,
}

/// A row of one of the collections; the members of its key say of which.
#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    key: AnyKey,
    #[serde(default)]
    value: i32,
}

#[derive(Deserialize)]
struct AnyKey {
    user: Uuid,
    #[serde(default)]
    target: Option<Uuid>,
    #[serde(default)]
    comment: Option<Uuid>,
    #[serde(default)]
    blocked: Option<Uuid>,
    #[serde(default)]
    thread: Option<Uuid>,
}

impl Sight {
    pub(in crate::store) fn of(viewer: Option<UserId>) -> Self {
        Self {
            viewer: viewer.map(|viewer| uuid(viewer.bytes())),
            votes: HashMap::new(),
            hidden: HashSet::new(),
            blocked: HashSet::new(),
            muted: HashSet::new(),
        }
    }

    /// Looks up how the viewer stands to these comments.
    pub(super) async fn learn(&mut self, mongo: &Mongo, comments: &[&CommentDocument]) -> Outcome<()> {
        let Some(viewer) = self.viewer.filter(|_| !comments.is_empty()) else { return Ok(()) };
        let votes = mongo.collection::<Document>(REACTIONS);
        let rows = votes.aggregate(rows_of(viewer, comments)).batch_size(10_000).max_time(LONGEST);
        let mut rows = rows.with_type::<Row>().await?;
        while let Some(Row { key, value }) = rows.try_next().await? {
            self.votes.extend(key.target.map(|target| (target, value)));
            self.hidden.extend(key.comment);
            let other = key.blocked.map(|blocked| if key.user == viewer { blocked } else { key.user });
            self.blocked.extend(other);
            self.muted.extend(key.thread);
        }
        Ok(())
    }

    pub(super) fn sees(&self, comment: &CommentDocument) -> bool {
        let blocked = comment.author.is_some_and(|author| self.blocked.contains(&author));
        !blocked && !self.hidden.contains(&comment.id)
    }

    pub(super) fn vote(&self, comment: Uuid) -> Option<i32> {
        self.votes.get(&comment).copied()
    }

    pub(super) fn muted(&self, thread: Uuid) -> bool {
        self.muted.contains(&thread)
    }

    /// The same for whom this person does not see.
    #[cfg(test)]
    pub(in crate::store) fn without(&mut self, person: Uuid) -> &Self {
        self.blocked.insert(person);
        self.hidden.insert(person);
        self
    }

    /// Leaves out what is known not to be seen, so that more of it is not fetched.
    pub(super) fn narrow(&self, comments: &mut Document) {
        let list = |ids: &HashSet<Uuid>| ids.iter().copied().collect::<Vec<_>>();
        if !self.blocked.is_empty() {
            comments.insert("author", doc! { "$nin": list(&self.blocked) });
        }
        if !self.hidden.is_empty() {
            comments.insert("$nor", [doc! { "_id": { "$in": list(&self.hidden) } }].to_vec());
        }
    }
}

/// The viewer's votes on these comments, and those of the other rows that there are.
pub(in crate::store) fn rows_of(viewer: Uuid, comments: &[&CommentDocument]) -> Vec<Document> {
    let ids = |key: &dyn Fn(&CommentDocument) -> Bson| -> Document {
        let keys: Vec<Bson> = comments.iter().map(|comment| key(comment)).collect();
        doc! { "_id": { "$in": keys } }
    };
    let threads: HashSet<Uuid> = comments.iter().map(|comment| comment.thread()).collect();
    let threads: Vec<Bson> =
        threads.into_iter().map(|thread| MuteKey { user: viewer, thread }.bson()).collect();
    let authors: HashSet<Uuid> = comments.iter().filter_map(|comment| comment.author).collect();
    let others = authors.into_iter().filter(|author| *author != viewer);
    let also = |collection: &str, rows: Document| {
        doc! { "$unionWith": {
            "coll": collection,
            "pipeline": [{ "$match": rows }, { "$project": { "_id": 1 } }],
        } }
    };
    vec![
        doc! { "$match": ids(&|comment| Key { user: viewer, target: comment.id }.bson()) },
        doc! { "$project": { "value": 1 } },
        also(HIDDEN_COMMENTS, ids(&|comment| HiddenCommentKey { user: viewer, comment: comment.id }.bson())),
        also(BLOCKS, between(viewer, others)),
        also(MUTES, doc! { "_id": { "$in": threads } }),
    ]
}
