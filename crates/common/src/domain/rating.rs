//! Ratings: one score of a person and a film, and the film's counts, which follow it exactly.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::Rating;

/// What a person gives a film: 1..=10, half stars of five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

/// Not 1..=10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a score")]
pub struct BadScore;

impl Score {
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Its place in a histogram: 0..=9.
    pub const fn place(self) -> usize {
        self.0 as usize - 1
    }
}

impl TryFrom<u8> for Score {
    type Error = BadScore;

    fn try_from(value: u8) -> Result<Self, BadScore> {
        if (1..=10).contains(&value) { Ok(Self(value)) } else { Err(BadScore) }
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> Self {
        score.0
    }
}

impl JsonSchema for Score {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Score".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": 10 })
    }
}

/// A film's ratings after one person's, and that one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct RatingTally {
    #[serde(flatten)]
    pub rating: Rating,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<Score>,
}
