//! IMDb's `title.ratings.tsv`: averages and votes by title, 12 bytes each in memory.

use std::path::Path;

use super::input::{self, Lines};
use super::options::ImportError;

struct Rated {
    title: u32,
    votes: u32,
    /// The average in tenths.
    tenths: u8,
}

/// Sorted by title.
pub(super) struct Ratings(Vec<Rated>);

impl Ratings {
    pub(super) fn read(path: &Path) -> Result<Self, ImportError> {
        let unreadable = |reason: String| ImportError::Unreadable { path: path.to_owned(), reason };
        let (input, _) = input::open(path).map_err(|error| unreadable(error.to_string()))?;
        let mut lines = Lines::new(input.reader);
        let mut ratings = Vec::new();
        let mut bad = 0_u64;
        while let Some((number, line)) = lines.next().map_err(|error| unreadable(error.to_string()))? {
            let line = line.unwrap_or_default();
            if number == 1 {
                if line != "tconst\taverageRating\tnumVotes" {
                    let reason = "is not IMDb's title.ratings.tsv".to_owned();
                    return Err(ImportError::Header { path: path.to_owned(), reason });
                }
                continue;
            }
            match rated(line) {
                Some(rated) => ratings.push(rated),
                None => bad += 1,
            }
        }
        if bad > 0 {
            tracing::warn!("{bad} lines of {} are no ratings and were left out", path.display());
        }
        // Stable, so that of two lines for one title the later one counts.
        ratings.sort_by_key(|rated| rated.title);
        ratings.shrink_to_fit();
        Ok(Self(ratings))
    }

    /// The average and the votes of a title.
    pub(super) fn of(&self, title: u32) -> Option<(f64, u64)> {
        let after = self.0.partition_point(|rated| rated.title <= title);
        let rated = self.0.get(after.checked_sub(1)?).filter(|rated| rated.title == title)?;
        Some((f64::from(rated.tenths) / 10.0, rated.votes.into()))
    }
}

fn rated(line: &str) -> Option<Rated> {
    let mut values = line.split('\t');
    let (title, average, votes) = (number(values.next()?)?, values.next()?, values.next()?.parse().ok()?);
    let (whole, tenth) = average.split_once('.').unwrap_or((average, "0"));
    let (whole, tenth): (u8, u8) = (whole.parse().ok()?, tenth.parse().ok()?);
    let tenths = whole.checked_mul(10)?.checked_add(tenth)?;
    ((10..=100).contains(&tenths) && tenth < 10).then_some(Rated { title, votes, tenths })
}

/// The number in an id such as `tt0050083`.
pub(super) fn number(id: &str) -> Option<u32> {
    let digits = id.strip_prefix("tt")?;
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_ratings_of_a_title_the_later_counts() {
        let lines = ["tt0000002\t6.5\t100", "tt0000001\t5.0\t10", "tt0000002\t10.0\t200"];
        let mut all: Vec<_> = lines.into_iter().filter_map(rated).collect();
        all.sort_by_key(|rated| rated.title);
        let ratings = Ratings(all);
        assert_eq!(ratings.of(1), Some((5.0, 10)));
        assert_eq!(ratings.of(2), Some((10.0, 200)));
        assert_eq!(ratings.of(3), None);
        assert_eq!(ratings.of(0), None);
    }

    #[test]
    fn a_line_that_is_no_rating_is_none() {
        for bad in [
            "",
            "tt1",
            "tt1\t5.0",
            "tt1\t11.0\t5",
            "tt1\t0.5\t5",
            "nm1\t5.0\t5",
            "tt1\t5.0\t-1",
            "tt+1\t5.0\t1",
        ] {
            assert!(rated(bad).is_none(), "{bad:?}");
        }
    }
}
