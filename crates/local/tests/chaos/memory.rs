//! What a person was told. What was asked and not answered may have happened or not, until the next acknowledged act on
//! the same thing.

use std::collections::BTreeMap;

/// `like`, `dislike`, or none.
pub(crate) type Vote = Option<&'static str>;
/// 1 to 10, or none.
pub(crate) type Score = Option<u64>;

#[derive(Default)]
pub(crate) struct Memory {
    /// By the path of the thing, what this person's vote on it can be.
    pub(crate) votes: BTreeMap<String, Vec<Vote>>,
    /// By film, what this person's score of it can be.
    pub(crate) scores: BTreeMap<String, Vec<Score>>,
    /// By film, whether it can be in this person's list.
    pub(crate) listed: BTreeMap<String, Vec<bool>>,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) reports: BTreeMap<String, Report>,
    pub(crate) newcomers: Vec<Newcomer>,
}

/// A comment or a reply, and what became of it. Its text is its key: no other has the same.
pub(crate) struct Draft {
    pub(crate) key: String,
    /// Where it is posted.
    pub(crate) path: String,
    /// What it answers.
    pub(crate) parent: Option<String>,
    pub(crate) fate: Fate,
}

impl Draft {
    pub(crate) fn text(&self) -> String {
        format!("Comentario {}", self.key)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Posted and not answered.
    Unknown,
    /// What it answers was gone: there must be no such comment.
    Refused,
    Made(String),
    /// Its deletion was asked for and not answered.
    Leaving(String),
    Deleted,
}

/// How a person stands to a film that they may have reported.
pub(crate) struct Report {
    /// Whether the film is blocked by an open report: every answer that is possible.
    pub(crate) open: Vec<bool>,
    /// How many there were; makes the key of the last one.
    pub(crate) number: usize,
}

/// Somebody who was signed up by another.
pub(crate) struct Newcomer {
    pub(crate) email: String,
    pub(crate) acknowledged: bool,
}

impl Fate {
    /// Of a comment that may be there.
    pub(crate) fn id(&self) -> Option<&str> {
        match self {
            Self::Made(id) | Self::Leaving(id) => Some(id),
            Self::Unknown | Self::Refused | Self::Deleted => None,
        }
    }
}

impl Memory {
    pub(crate) fn vote(&mut self, path: &str) -> &mut Vec<Vote> {
        self.votes.entry(path.to_owned()).or_insert_with(|| vec![None])
    }

    pub(crate) fn score(&mut self, film: &str) -> &mut Vec<Score> {
        self.scores.entry(film.to_owned()).or_insert_with(|| vec![None])
    }

    pub(crate) fn listed(&mut self, film: &str) -> &mut Vec<bool> {
        self.listed.entry(film.to_owned()).or_insert_with(|| vec![false])
    }

    pub(crate) fn report(&mut self, film: &str) -> &mut Report {
        self.reports.entry(film.to_owned()).or_insert_with(|| Report { open: vec![false], number: 0 })
    }
}
