//! Reports: a person says that something is wrong with a film or a comment, and does not see it any more.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MovieCard;
use crate::{CommentId, MovieId, ReportId, Time};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Spam,
    Violence,
    SexualContent,
    Hate,
    Misinformation,
    Copyright,
    WrongData,
    BrokenMedia,
    NotInterested,
    Other,
}

impl Reason {
    pub const ALL: [Self; 10] = [
        Self::Spam,
        Self::Violence,
        Self::SexualContent,
        Self::Hate,
        Self::Misinformation,
        Self::Copyright,
        Self::WrongData,
        Self::BrokenMedia,
        Self::NotInterested,
        Self::Other,
    ];

    /// The codes, in the order of `ALL`.
    pub const CODES: [&'static str; 10] = [
        "spam",
        "violence",
        "sexual_content",
        "hate",
        "misinformation",
        "copyright",
        "wrong_data",
        "broken_media",
        "not_interested",
        "other",
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Violence => "violence",
            Self::SexualContent => "sexual_content",
            Self::Hate => "hate",
            Self::Misinformation => "misinformation",
            Self::Copyright => "copyright",
            Self::WrongData => "wrong_data",
            Self::BrokenMedia => "broken_media",
            Self::NotInterested => "not_interested",
            Self::Other => "other",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Nobody can act on "other" without a word of explanation.
    pub const fn text_required(self) -> bool {
        matches!(self, Self::Other)
    }

    pub const fn label_es(self) -> &'static str {
        match self {
            Self::Spam => "Publicidad o spam",
            Self::Violence => "Violencia",
            Self::SexualContent => "Contenido sexual",
            Self::Hate => "Odio o discriminación",
            Self::Misinformation => "Información falsa",
            Self::Copyright => "Derechos de autor",
            Self::WrongData => "Datos equivocados",
            Self::BrokenMedia => "Imagen o enlace que no funciona",
            Self::NotInterested => "No me interesa",
            Self::Other => "Otro motivo",
        }
    }

    pub const fn label_en(self) -> &'static str {
        match self {
            Self::Spam => "Advertising or spam",
            Self::Violence => "Violence",
            Self::SexualContent => "Sexual content",
            Self::Hate => "Hate or discrimination",
            Self::Misinformation => "False information",
            Self::Copyright => "Copyright",
            Self::WrongData => "Wrong facts",
            Self::BrokenMedia => "Broken picture or link",
            Self::NotInterested => "Not for me",
            Self::Other => "Another reason",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportStatus {
    Open,
    Resolved,
    Dismissed,
}

impl ReportStatus {
    pub const ALL: [Self; 3] = [Self::Open, Self::Resolved, Self::Dismissed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
            Self::Dismissed => "dismissed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// A report as the person who made it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Report {
    pub id: ReportId,
    /// The film, or the one that the comment is on.
    pub movie_id: MovieId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment_id: Option<CommentId>,
    pub reason: Reason,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub status: ReportStatus,
    /// What a moderator answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Time>,
}

/// A film that a person does not see any more, and why.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BlockedMovie {
    pub movie: MovieCard,
    pub report: Report,
}
