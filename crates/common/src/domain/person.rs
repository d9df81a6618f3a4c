//! People as others find them.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Author, MovieCard};
use crate::{Time, UserId};

/// A person in the list of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Person {
    #[serde(flatten)]
    pub person: Author,
    /// Whether a socket of theirs is open; no store knows that, so it is none until somebody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online: Option<bool>,
    /// When they last signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Time>,
}

/// A person on a page of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Profile {
    #[serde(flatten)]
    pub person: Author,
    pub created_at: Time,
    /// Living comments and replies.
    pub comments: u64,
    pub ratings: u64,
}

/// Whom a person has to do with, and with whom not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Circle {
    /// Whom they write with and nothing stands between, the latest first: `Circle::CONTACTS` at most.
    pub contacts: Vec<UserId>,
    /// Whom they blocked and who blocked them, `Circle::STRANGERS` of each at most.
    pub strangers: Vec<UserId>,
}

impl Circle {
    pub const CONTACTS: usize = 50;
    pub const STRANGERS: usize = 1000;
}

/// Somebody whom a person blocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BlockedUser {
    pub user: Author,
    pub blocked_at: Time,
}

/// A film in a person's list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UserMovie {
    pub movie: MovieCard,
    pub added_at: Time,
}

/// Something whose end has begun: it is nobody's and nowhere any more, and what hangs on it is taken away step by step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deletion {
    User(UserId),
    Movie(crate::MovieId),
}
