//! What is stored of each thing, whole: secrets' hashes, counters, keys of repeated requests.

use serde::{Serialize, Serializer};

use super::RecordKey;
use crate::domain::{
    Language, MovieDraft, ProviderAccount, Reaction, Reactions, Reason, ReportStatus, Role, Target,
    TrustedIssuer,
};
use crate::ports::Idempotency;
use crate::{ApiTokenId, CommentId, MovieId, ReportId, Time, UserId};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UserRecord {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub age: Option<u8>,
    pub role: Role,
    pub language: Language,
    pub email_verified: bool,
    pub avatar_url: Option<String>,
    pub auth_epoch: u64,
    pub created_at: Time,
    pub password_hash: Option<String>,
    /// Linked accounts of providers, in their order.
    pub providers: Vec<ProviderAccount>,
    pub last_seen_at: Option<Time>,
    /// When the end of the account was begun.
    pub deleting_at: Option<Time>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ApiTokenRecord {
    pub id: ApiTokenId,
    pub secret_hash: [u8; 32],
    pub name: String,
    pub prefix: String,
    /// Separated by spaces; those that this version does not know too.
    pub scopes: String,
    pub issuers: Vec<TrustedIssuer>,
    pub expires_at: Option<Time>,
    pub created_at: Time,
    pub last_used_at: Option<Time>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MovieRecord {
    pub id: MovieId,
    #[serde(serialize_with = "whole")]
    pub draft: MovieDraft,
    pub creator: Option<UserId>,
    pub idempotency: Option<Idempotency>,
    pub created_at: Time,
    pub updated_at: Time,
    pub version: u64,
    pub reactions: Reactions,
    pub comments: u64,
    pub reports: u64,
    pub rating_sum: u64,
    pub rating_count: u64,
    pub histogram: [u64; 10],
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommentRecord {
    pub id: CommentId,
    pub movie: MovieId,
    /// The comment whose thread it stands in, and what it answers; none of a comment that is no reply.
    pub root: Option<CommentId>,
    pub parent: Option<CommentId>,
    /// None where it is deleted.
    pub author: Option<UserId>,
    pub body: Option<String>,
    pub spoiler: bool,
    pub created_at: Time,
    pub edited_at: Option<Time>,
    pub deleted: bool,
    pub reactions: Reactions,
    pub replies: u64,
    /// Who used the key, where there is one; stays when the author goes.
    pub maker: Option<UserId>,
    pub idempotency: Option<Idempotency>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReactionRecord {
    pub user: UserId,
    pub target: Target,
    pub value: Reaction,
    pub created_at: Time,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportRecord {
    pub id: ReportId,
    pub user: UserId,
    /// As they were when it was made.
    pub user_name: String,
    pub user_email: String,
    pub target: Target,
    pub reason: Reason,
    pub text: Option<String>,
    pub status: ReportStatus,
    pub note: Option<String>,
    pub created_at: Time,
    pub decided_at: Option<Time>,
    pub idempotency: Option<Idempotency>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HiddenMovieRecord {
    pub user: UserId,
    pub movie: MovieId,
    /// What hid it.
    pub report: ReportId,
}

impl UserRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::User(self.id)
    }
}

impl ApiTokenRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::ApiToken(self.id)
    }
}

impl MovieRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Movie(self.id)
    }
}

impl CommentRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Comment(self.id)
    }
}

impl ReactionRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Reaction(self.user, self.target)
    }
}

impl ReportRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Report(self.id)
    }
}

impl HiddenMovieRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::HiddenMovie(self.user, self.movie)
    }
}

/// A draft with the members that no request carries.
fn whole<S: Serializer>(draft: &MovieDraft, serializer: S) -> Result<S::Ok, S::Error> {
    (draft, &draft.source, draft.source_rating).serialize(serializer)
}
