//! Likes and dislikes: one vote is one row of a person and a target, and the target's counters follow it exactly.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CommentId, MovieId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reaction {
    Like,
    Dislike,
}

impl Reaction {
    pub const NAMES: [&'static str; 2] = ["like", "dislike"];
}

/// What can be liked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Movie(MovieId),
    Comment(CommentId),
}

/// How many like and dislike a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Reactions {
    pub likes: u64,
    pub dislikes: u64,
}

/// A thing's counters after one person's vote, and that vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    #[serde(flatten)]
    pub reactions: Reactions,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<Reaction>,
}
