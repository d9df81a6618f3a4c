//! What a person said of films and comments: words, votes, scores, reports.

use kenmovie_common::domain::{Reaction, Reason, ReportStatus, Score, Target};
use kenmovie_common::ports::{CommentRecord, MovieRecord, RatingRecord, ReactionRecord, ReportRecord};
use kenmovie_common::{CommentId, MovieId, ReportId, Time};
use schemars::JsonSchema;
use serde::Serialize;

/// What something is about.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum HeldTarget {
    MovieId(MovieId),
    CommentId(CommentId),
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldComment {
    id: CommentId,
    movie_id: MovieId,
    #[serde(skip_serializing_if = "Option::is_none")]
    root_id: Option<CommentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<CommentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    spoiler: bool,
    deleted: bool,
    created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    edited_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_key: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldVote {
    #[serde(flatten)]
    target: HeldTarget,
    value: Reaction,
    created_at: Time,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldRating {
    movie_id: MovieId,
    score: Score,
    created_at: Time,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldReport {
    id: ReportId,
    #[serde(flatten)]
    target: HeldTarget,
    /// Name and address as they were when it was made.
    name: String,
    email: String,
    reason: Reason,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    status: ReportStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_key: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct HeldMovie {
    id: MovieId,
    title: String,
    created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_key: Option<String>,
}

impl From<Target> for HeldTarget {
    fn from(target: Target) -> Self {
        match target {
            Target::Movie(id) => Self::MovieId(id),
            Target::Comment(id) => Self::CommentId(id),
        }
    }
}

impl From<CommentRecord> for HeldComment {
    fn from(comment: CommentRecord) -> Self {
        Self {
            id: comment.id,
            movie_id: comment.movie,
            root_id: comment.root,
            parent_id: comment.parent,
            body: comment.body,
            spoiler: comment.spoiler,
            deleted: comment.deleted,
            created_at: comment.created_at,
            edited_at: comment.edited_at,
            idempotency_key: comment.idempotency.map(|asked| asked.key),
        }
    }
}

impl From<ReactionRecord> for HeldVote {
    fn from(vote: ReactionRecord) -> Self {
        Self { target: vote.target.into(), value: vote.value, created_at: vote.created_at }
    }
}

impl From<RatingRecord> for HeldRating {
    fn from(rating: RatingRecord) -> Self {
        Self { movie_id: rating.movie, score: rating.score, created_at: rating.created_at }
    }
}

impl From<ReportRecord> for HeldReport {
    fn from(report: ReportRecord) -> Self {
        Self {
            id: report.id,
            target: report.target.into(),
            name: report.user_name,
            email: report.user_email,
            reason: report.reason,
            text: report.text,
            status: report.status,
            note: report.note,
            created_at: report.created_at,
            decided_at: report.decided_at,
            idempotency_key: report.idempotency.map(|asked| asked.key),
        }
    }
}

impl From<MovieRecord> for HeldMovie {
    fn from(movie: MovieRecord) -> Self {
        Self {
            id: movie.id,
            title: movie.draft.title,
            created_at: movie.created_at,
            idempotency_key: movie.idempotency.map(|asked| asked.key),
        }
    }
}
