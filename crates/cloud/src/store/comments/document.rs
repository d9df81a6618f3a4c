//! A comment as it is stored.

use kenmovie_common::{CommentId, MovieId, UserId};
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Binary, DateTime, Document, Uuid, doc};
use serde::{Deserialize, Serialize};

use crate::store::pending::Pending;

/// A comment, or a reply. Deleted with replies, it loses its author and body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::store) struct CommentDocument {
    #[serde(rename = "_id")]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) movie: Uuid,
    /// It stands in another comment's thread.
    pub(in crate::store) reply: bool,
    /// That comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) root: Option<Uuid>,
    /// What it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) parent: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) author: Option<Uuid>,
    pub(in crate::store) spoiler: bool,
    pub(in crate::store) created_at: DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) edited_at: Option<DateTime>,
    pub(in crate::store) deleted: bool,
    pub(in crate::store) likes: i64,
    pub(in crate::store) dislikes: i64,
    pub(in crate::store) replies: i64,
    /// `score::wilson`
    pub(in crate::store) top: i64,
    /// Who used the key; stays when the author goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) maker: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) fingerprint: Option<Binary>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) body: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) pending: Option<Pending>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) fence: Option<ObjectId>,
}

impl CommentDocument {
    pub(in crate::store) fn comment_id(&self) -> CommentId {
        CommentId::from_bytes(self.id.bytes())
    }

    pub(super) fn movie_id(&self) -> MovieId {
        MovieId::from_bytes(self.movie.bytes())
    }

    pub(super) fn author_id(&self) -> Option<UserId> {
        self.author.map(|author| UserId::from_bytes(author.bytes()))
    }

    /// The comment whose thread it stands in: its own where it is no reply.
    pub(in crate::store) fn thread(&self) -> Uuid {
        self.root.unwrap_or(self.id)
    }

    /// The comments whose `replies` it counts in: the thread's, and what it answers where that is a reply too.
    pub(in crate::store) fn answered(&self) -> impl Iterator<Item = Uuid> + use<> {
        let parent = self.parent.filter(|_| self.parent != self.root);
        [self.root, parent].into_iter().flatten()
    }
}

/// What pages show of a comment.
pub(in crate::store) fn shown() -> Document {
    doc! { "maker": 0, "key": 0, "fingerprint": 0, "pending": 0, "fence": 0 }
}
