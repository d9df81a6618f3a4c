//! Comments on films, and the replies to them.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Reaction, Reactions};
use crate::{CommentId, MovieId, Time, UserId};

/// How long an author may change what they wrote.
pub const EDIT_WINDOW: Duration = Duration::from_mins(15);

/// A person as others see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Author {
    pub id: UserId,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
}

/// How a signed-in viewer stands to a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct CommentMine {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
    /// The viewer wrote it.
    pub own: bool,
    /// The viewer wrote it, and less than `EDIT_WINDOW` ago.
    pub can_edit: bool,
    /// The viewer is not notified from its thread.
    pub muted: bool,
}

/// A comment (no `root_id`) or a reply. What is deleted but has replies stays, without `author` and `body`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Comment {
    pub id: CommentId,
    pub movie_id: MovieId,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<CommentId>,
    /// The comment whose thread it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root_id: Option<CommentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// Plain text, 1..=2000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    pub spoiler: bool,
    pub created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Time>,
    pub deleted: bool,
    pub reactions: Reactions,
    /// Of a comment: the living replies in its whole thread. Of a reply: the living ones that answer it.
    pub replies: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<CommentMine>,
}

/// A comment with the start of its thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CommentThread {
    #[serde(flatten)]
    pub comment: Comment,
    /// The oldest replies, three at most.
    pub first_replies: Vec<Comment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommentSort {
    /// `score::wilson`, highest first, then newest.
    #[default]
    Top,
    Newest,
    Oldest,
}

impl CommentSort {
    pub const NAMES: [&'static str; 3] = ["top", "newest", "oldest"];
}
