//! What an import is asked, and what it answers.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::{Format, Show};

#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    pub files: Vec<PathBuf>,
    /// None: by each file's content and name.
    pub format: Option<Format>,
    /// IMDb's `title.ratings.tsv`, for its `title.basics.tsv`.
    pub ratings: Option<PathBuf>,
    /// Where every reject is written down.
    pub errors: Option<PathBuf>,
    pub show: Show,
}

/// Why an import stopped; a sentence for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{path} cannot be read: {reason}")]
    Unreadable { path: PathBuf, reason: String },
    #[error("the format of {0} is not known: name it with --format (jsonl, csv, imdb, movielens or vega)")]
    UnknownFormat(PathBuf),
    #[error("{path} {reason}; nothing was imported")]
    Header { path: PathBuf, reason: String },
    #[error("--ratings {0} belongs to IMDb's title.basics.tsv, and none of the files is that")]
    LoneRatings(PathBuf),
    #[error("--errors {0} cannot be written: {1}")]
    Errors(PathBuf, std::io::Error),
    #[error("--errors would overwrite {0}, which is to be read")]
    ErrorsOverInput(PathBuf),
    #[error(
        "{path} cannot be read to its end: {reason}; {stored} rows are stored, and running the same again goes on"
    )]
    Broken { path: PathBuf, reason: String, stored: u64 },
    #[error("{reason}; {stored} rows are stored, and running the same again goes on")]
    Store { reason: String, stored: u64 },
    #[error("the reader of the file failed within")]
    Internal,
}

/// How many rejects a summary repeats.
const FIRST: usize = 5;

/// What became of the rows.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Rows that are not as they must be.
    pub rejected: u64,
    /// Rows that are no films to us: IMDb's series, shorts and adult titles.
    pub skipped: u64,
    /// The first rejects, with their place and reason.
    pub first_rejects: Vec<String>,
    pub took: Duration,
}

impl Summary {
    /// Rows that are in the store as the file has them.
    pub fn stored(&self) -> u64 {
        self.added + self.changed + self.unchanged
    }

    /// Every row that was read.
    pub fn rows(&self) -> u64 {
        self.stored() + self.rejected + self.skipped
    }

    pub fn rows_per_second(&self) -> u64 {
        rate(self.rows(), self.took)
    }

    pub(super) fn reject(&mut self, line: String) {
        self.rejected += 1;
        if self.first_rejects.len() < FIRST {
            self.first_rejects.push(line);
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, changed, unchanged, rejected, skipped, .. } = self;
        write!(
            f,
            "added {added}, changed {changed}, unchanged {unchanged}, rejected {rejected}, skipped {skipped}"
        )
    }
}

/// So many a second.
pub(super) fn rate(count: u64, took: Duration) -> u64 {
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    count.saturating_mul(1000) / millis
}
