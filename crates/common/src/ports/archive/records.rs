//! What is stored of each thing, whole: secrets' hashes, counters, keys of repeated requests.

use serde::{Serialize, Serializer};

use super::RecordKey;
use crate::domain::{
    Language, MediaPurpose, MovieDraft, PictureKind, PictureSize, ProviderAccount, Reaction, Reactions,
    Reason, ReasonCount, ReportStatus, Role, Score, Target, TrustedIssuer,
};
use crate::ports::Idempotency;
use crate::{ApiTokenId, CommentId, MediaId, MessageId, MovieId, NotificationId, ReportId, Time, UserId};

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
    /// This notification and all before it are read.
    pub read_up_to: Option<NotificationId>,
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
    /// The film, or the one that the comment is on.
    pub movie: MovieId,
    /// As it was when the report was made: the film's title, or the comment's text.
    pub quote: Option<String>,
    /// Who wrote the comment.
    pub quoted: Option<UserId>,
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

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HiddenCommentRecord {
    pub user: UserId,
    pub comment: CommentId,
    /// What hid it.
    pub report: ReportId,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseRecord {
    pub id: ReportId,
    pub target: Target,
    pub status: ReportStatus,
    /// What was decided last, where it was; kept while new reports open the case again.
    pub decided: Option<DecidedRecord>,
    pub latest: ReportId,
    pub count: u64,
    /// Of those, how many wait for a decision.
    pub open: u64,
    /// By the reasons' order.
    pub reasons: Vec<ReasonCount>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecidedRecord {
    pub status: ReportStatus,
    pub note: Option<String>,
    pub moderator: Option<UserId>,
    pub at: Time,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatingRecord {
    pub user: UserId,
    pub movie: MovieId,
    pub score: Score,
    pub created_at: Time,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UserMovieRecord {
    pub user: UserId,
    pub movie: MovieId,
    pub added_at: Time,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlockRecord {
    pub user: UserId,
    pub blocked: UserId,
    pub created_at: Time,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MuteRecord {
    pub user: UserId,
    /// The thread's first comment.
    pub thread: CommentId,
    pub created_at: Time,
}

/// What a notification tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordedEvent {
    Reply(CommentId),
    ReportDecided(ReportId),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotificationRecord {
    pub id: NotificationId,
    pub user: UserId,
    pub event: RecordedEvent,
    pub created_at: Time,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MediaRecord {
    pub id: MediaId,
    /// None where nothing uses it any more: it is left to be swept.
    pub owner: Option<UserId>,
    pub purpose: MediaPurpose,
    pub kind: PictureKind,
    pub size: u64,
    /// Of our copy, where it stands.
    pub pixels: Option<PictureSize>,
    pub used: bool,
    pub shared_with: Option<UserId>,
    pub created_at: Time,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageRecord {
    pub id: MessageId,
    pub from: UserId,
    pub to: UserId,
    pub client_id: String,
    pub text: Option<String>,
    /// The picture and its size.
    pub picture: Option<(MediaId, PictureSize)>,
    pub sent_at: Time,
    pub delivered_at: Option<Time>,
    pub read_at: Option<Time>,
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

impl HiddenCommentRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::HiddenComment(self.user, self.comment)
    }
}

impl CaseRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Case(self.id)
    }
}

impl RatingRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Rating(self.user, self.movie)
    }
}

impl UserMovieRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::UserMovie(self.user, self.movie)
    }
}

impl BlockRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Block(self.user, self.blocked)
    }
}

impl MuteRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Mute(self.user, self.thread)
    }
}

impl NotificationRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Notification(self.id)
    }
}

impl MediaRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Media(self.id)
    }
}

impl MessageRecord {
    pub fn key(&self) -> RecordKey {
        RecordKey::Message(self.id)
    }
}

/// A draft with the members that no request carries.
fn whole<S: Serializer>(draft: &MovieDraft, serializer: S) -> Result<S::Ok, S::Error> {
    (draft, &draft.source, draft.source_rating).serialize(serializer)
}
