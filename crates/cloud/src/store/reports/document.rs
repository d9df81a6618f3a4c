//! A report as it is stored.

use kenmovie_common::domain::{Reason, Report, ReportStatus};
use kenmovie_common::{CommentId, MovieId, ReportId};
use mongodb::bson::{Binary, DateTime, Uuid};
use serde::{Deserialize, Serialize};

use crate::store::error::{Outcome, corrupt};
use crate::store::reactions::COMMENT;
use crate::store::value::time;

/// A report, with its maker's name and address and the thing's words as they were.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::store) struct ReportDocument {
    #[serde(rename = "_id")]
    pub(in crate::store) id: Uuid,
    pub(in crate::store) user: Uuid,
    pub(in crate::store) user_name: String,
    pub(in crate::store) user_email: String,
    /// What the target is: `movie` or `comment`.
    pub(in crate::store) kind: String,
    pub(in crate::store) target: Uuid,
    /// The film, or the one that the comment is on. None of a report of a film that was made before there were others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) movie: Option<Uuid>,
    /// The film's title, or the comment's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) quote: Option<String>,
    /// Who wrote the comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) quoted: Option<Uuid>,
    pub(in crate::store) reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) text: Option<String>,
    pub(in crate::store) status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) note: Option<String>,
    pub(in crate::store) created_at: DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) decided_at: Option<DateTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) fingerprint: Option<Binary>,
}

impl ReportDocument {
    pub(in crate::store) fn movie_id(&self) -> MovieId {
        MovieId::from_bytes(self.movie.unwrap_or(self.target).bytes())
    }

    pub(in crate::store) fn report(&self) -> Outcome<Report> {
        let comment = (self.kind == COMMENT).then(|| CommentId::from_bytes(self.target.bytes()));
        Ok(Report {
            id: ReportId::from_bytes(self.id.bytes()),
            movie_id: self.movie_id(),
            comment_id: comment,
            reason: reason(&self.reason)?,
            status: status(&self.status)?,
            text: self.text.clone(),
            note: self.note.clone(),
            created_at: time(self.created_at),
            decided_at: self.decided_at.map(time),
        })
    }
}

pub(in crate::store) fn reason(stored: &str) -> Outcome<Reason> {
    Reason::parse(stored).ok_or_else(|| corrupt(format!("the reason {stored:?}")))
}

pub(in crate::store) fn status(stored: &str) -> Outcome<ReportStatus> {
    ReportStatus::parse(stored).ok_or_else(|| corrupt(format!("the status {stored:?}")))
}
