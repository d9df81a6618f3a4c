//! The stored scores that lists are ordered by. They change with votes, ratings, comments and edits, never with time.

use super::{Reactions, SourceRating};

/// How much people here care for a film:
/// `1000·log10(1 + source votes) + 30·likes − 20·dislikes + 20·comments + 20·ratings`.
///
/// Linear in what people do, so that an engine can follow a vote with one increment; the source's votes only place the
/// films that nobody here has touched.
pub fn popular(source: Option<SourceRating>, reactions: Reactions, comments: u64, ratings: u64) -> i64 {
    prior(source)
        + LIKE * signed(reactions.likes)
        + DISLIKE * signed(reactions.dislikes)
        + COMMENT * signed(comments)
        + RATING * signed(ratings)
}

/// What one like adds to `popular`.
pub const LIKE: i64 = 30;
/// What one dislike adds to `popular`.
pub const DISLIKE: i64 = -20;
/// What one living comment adds to `popular`.
pub const COMMENT: i64 = 20;
/// What one rating adds to `popular`.
pub const RATING: i64 = 20;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "at most 1000·log10(2^64) = 19,266"
)]
fn prior(source: Option<SourceRating>) -> i64 {
    source.map_or(0, |source| (1000.0 * (1.0 + source.votes as f64).log10()).round() as i64)
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX / 100)
}

/// The Bayesian average of a film's ratings, in thousandths: `(W·m + sum) / (W + count)`, with the weight `W = 10` of
/// the expectation `m`, which is the source's average where at least 1,000 voted there, and 6.5 otherwise. One vote of
/// ten does not win.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "between 1,000 and 10,000")]
pub fn top_rated(source: Option<SourceRating>, sum: u64, count: u64) -> i64 {
    let expected = source.filter(|source| source.votes >= 1_000).map_or(6.5, |source| source.average);
    (1000.0 * (10.0 * expected + sum as f64) / (10.0 + count as f64)).round() as i64
}

/// The lower bound of the Wilson score interval of the share of likes at 95 %, in millionths (E. B. Wilson, 1927); 0
/// without votes.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "between 0 and 1,000,000")]
pub fn wilson(reactions: Reactions) -> i64 {
    let votes = (reactions.likes + reactions.dislikes) as f64;
    if votes == 0.0 {
        return 0;
    }
    let z = 1.959_963_984_540_054_f64;
    let share = reactions.likes as f64 / votes;
    let centre = share + z * z / (2.0 * votes);
    let spread = z * ((share * (1.0 - share) + z * z / (4.0 * votes)) / votes).sqrt();
    (1_000_000.0 * ((centre - spread) / (1.0 + z * z / votes)).max(0.0)).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_prefers_many_good_votes_to_one() {
        let of = |likes, dislikes| wilson(Reactions { likes, dislikes });
        assert_eq!(of(0, 0), 0);
        assert_eq!(of(0, 5), 0);
        assert_eq!(of(1, 0), 206_549);
        assert!(of(90, 10) > of(1, 0));
        assert!(of(100, 0) > of(90, 10));
    }

    #[test]
    fn one_vote_of_ten_does_not_win_over_many_of_nine() {
        assert!(top_rated(None, 10, 1) < top_rated(None, 900, 100));
        assert_eq!(top_rated(Some(SourceRating { average: 8.0, votes: 5_000 }), 0, 0), 8_000);
        assert_eq!(top_rated(Some(SourceRating { average: 10.0, votes: 3 }), 0, 0), 6_500);
    }

    #[test]
    fn popularity_is_linear_in_what_people_do() {
        let source = Some(SourceRating { average: 8.0, votes: 999 });
        assert_eq!(popular(source, Reactions::default(), 0, 0), 3_000);
        assert_eq!(popular(source, Reactions { likes: 2, dislikes: 1 }, 3, 1), 3_000 + 60 - 20 + 60 + 20);
    }
}
