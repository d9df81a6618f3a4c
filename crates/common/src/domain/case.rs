//! Cases: the reports of one thing, as moderators decide on them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Reason, ReportStatus};
use crate::{CommentId, MovieId, ReportId, Time, UserId};

/// What kind of thing was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    Movie,
    Comment,
}

impl TargetKind {
    pub const ALL: [Self; 2] = [Self::Movie, Self::Comment];
    /// The names, in the order of `ALL`.
    pub const NAMES: [&'static str; 2] = ["movie", "comment"];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Movie => "movie",
            Self::Comment => "comment",
        }
    }
}

/// What was reported, as it was when the latest report of it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CaseTarget {
    pub movie_id: MovieId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment_id: Option<CommentId>,
    /// A film's title, a comment's text; left out where its author's account is no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Who wrote the comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_id: Option<UserId>,
}

/// How many gave a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReasonCount {
    pub reason: Reason,
    pub count: u64,
}

/// All reports of one thing that stand. There is one a thing; where a new report comes after a decision, it is open again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Case {
    /// The first report's.
    pub id: ReportId,
    pub kind: TargetKind,
    pub target: CaseTarget,
    pub status: ReportStatus,
    /// What the moderator answered those who reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The reports.
    pub count: u64,
    /// Most first.
    pub reasons: Vec<ReasonCount>,
    /// What people wrote, the latest first; `Case::TEXTS` at most.
    pub texts: Vec<String>,
    pub last_reported_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Time>,
}

impl Case {
    pub const TEXTS: usize = 20;
}

/// What is said to a case, by a moderator or by the end of its thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Not `Open`.
    pub status: ReportStatus,
    pub note: Option<String>,
    /// None where the thing itself is gone and no moderator took it away.
    pub moderator: Option<UserId>,
    pub now: Time,
}
