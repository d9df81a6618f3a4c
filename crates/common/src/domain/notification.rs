//! What people are told of: answers to what they wrote, and what became of their reports.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Author, Report};
use crate::{CommentId, MovieId, NotificationId, ReportId, Time};

/// A film, as a notification names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NamedMovie {
    pub id: MovieId,
    pub title: String,
}

/// An answer to a comment or a reply of the person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReplyNotice {
    pub comment_id: CommentId,
    /// The comment whose thread it stands in.
    pub root_id: CommentId,
    pub author: Author,
    /// As it is now.
    pub body: String,
    pub spoiler: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    Reply {
        reply: ReplyNotice,
        movie: NamedMovie,
    },
    /// A report of the person's was decided.
    ReportDecided {
        report: Report,
        movie: NamedMovie,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Notification {
    pub id: NotificationId,
    #[serde(flatten)]
    pub happening: Happening,
    pub read: bool,
    pub created_at: Time,
}

impl Notification {
    /// Where so many are unread, there may be more.
    pub const UNREAD: u64 = 100;
}

impl NotificationId {
    /// Of the reply that it tells of: there is one a reply.
    pub fn of_reply(reply: CommentId) -> Self {
        Self::from_bytes(*reply.bytes())
    }

    /// Of a decision on a report: ordered by when it was made, the same however often it is written.
    pub fn of_decision(report: ReportId, now: Time) -> Self {
        let bits = report.bytes().last_chunk().copied().unwrap_or_default();
        Self::at(now, bits)
    }
}
