//! How a page of films is found.
//!
//! Each order of each genre is an index over `facets`, and a page is a stretch of that index: nothing is sorted, and a
//! page far down costs what the first one does. That walk would be long where few films fit, so years and words that few
//! films have are found by their own index, and what is found is sorted. `relevance` sorts too: it ranks the [`RANKED`]
//! most popular films that the words find, and those whose title was typed, by how well they fit and then by popularity.

use kenmovie_common::domain::MovieSort;
use kenmovie_common::domain::search::{CLASS, RANKED};
use kenmovie_common::ports::MovieQuery;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::card::{CARD, viewed};
use super::facets::TITLE_KEY;
use super::search::{Found, Sought};
use crate::error::Outcome;
use crate::row::value;

/// Years with at most so many films are gone through by year, for a page and for a ranking. Measured with 200,000 films, as
/// are the limits below: with more, the walk along the order is shorter.
const FEW_IN_YEARS: (i64, i64) = (1_000, 2_000);
/// Words that at most so many films have are gone through film by film, for a page and for a ranking.
const FEW: (usize, usize) = (500, 2_000);
/// Words that at most so many films have are met on the walk by looking a film up among all that have them. With more,
/// the walk is so short that each film's own words are looked at, which takes ten times as long.
const SOME: (usize, usize) = (5_000, 50_000);

/// Where the films of a page are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    /// Along the order itself.
    Order,
    /// By their years.
    Years,
    /// By the words in them.
    Words,
}

/// How it is seen that a film on the path has the words sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Check {
    /// No words are sought, or the path leads to nothing else.
    Nothing,
    /// It is among all that have them.
    Among,
    /// Its words are tried.
    Each,
}

/// How a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) sort: MovieSort,
    path: Path,
    check: Check,
    /// The years are bounded.
    years: bool,
}

impl Plan {
    /// The plan, and the films that have the words sought, as the statement takes them.
    pub(super) fn of(
        db: &Connection,
        query: &MovieQuery,
        genre: i64,
        sought: Option<&Sought>,
        (from, to): (i64, i64),
    ) -> Outcome<(Self, Value)> {
        let sort = match query.sort {
            MovieSort::Relevance if sought.is_none() => MovieSort::Popular,
            sort => sort,
        };
        let years = query.filter.year_from.is_some() || query.filter.year_to.is_some();
        let plan = |path, check| Self { sort, path, check, years };
        let ranks = sort == MovieSort::Relevance;
        let (check, films) = match sought {
            None => (Check::Nothing, Value::Null),
            Some(sought) => match sought.found(db, limit(FEW, ranks), limit(SOME, ranks))? {
                Found::Few(films) => return Ok((plan(Path::Words, Check::Nothing), films.into())),
                Found::Some(films) => (Check::Among, films.into()),
                Found::Many => (Check::Each, Value::Null),
            },
        };
        if years && sort != MovieSort::Newest {
            let sql = "SELECT count(*) FROM (SELECT 1 FROM facets INDEXED BY facets_year
                WHERE genre = ?1 AND year BETWEEN ?2 AND ?3 LIMIT ?4)";
            let few = limit(FEW_IN_YEARS, ranks);
            let found: Option<i64> = value(db, sql, [genre, from, to, few + 1])?;
            if found.is_some_and(|found| found <= few) {
                return Ok((plan(Path::Years, check), films));
            }
        }
        Ok((plan(Path::Order, check), films))
    }

    /// The statement. Its parameters: genre, key and id of the place before, how many, first and last year, viewer, the
    /// plain words, the films that have them, and what was typed.
    pub(super) fn statement(self) -> String {
        let (from, condition) = (self.source(), self.condition());
        let viewed = format!("CROSS JOIN movies AS m ON m.n = p.movie {}", viewed("?7"));
        let (key, before, direction) = match self.sort {
            MovieSort::Popular | MovieSort::Relevance => ("popular", '<', "DESC"),
            MovieSort::TopRated => ("top_rated", '<', "DESC"),
            MovieSort::Newest => ("year", '<', "DESC"),
            MovieSort::Title => ("title_key", '>', "ASC"),
        };
        if self.sort == MovieSort::Relevance {
            let bounds = self.bounds();
            return format!(
                "WITH best (movie, id, popular) AS MATERIALIZED (
                    SELECT p.movie, p.id, p.popular FROM {from} WHERE {condition}
                    ORDER BY p.popular DESC, p.id DESC LIMIT {RANKED}
                ), titled (movie, id, popular) AS MATERIALIZED (
                    SELECT p.movie, p.id, p.popular FROM facets AS p INDEXED BY facets_title
                    CROSS JOIN words AS w ON w.movie = p.movie
                    WHERE {bounds} AND p.title_key = substr(?10, 1, {TITLE_KEY}) AND w.title = ?10
                    ORDER BY p.id LIMIT {RANKED}
                ), found (movie, id, popular) AS MATERIALIZED (
                    SELECT movie, id, popular FROM best UNION SELECT movie, id, popular FROM titled
                ), ranked (movie, id, key) AS MATERIALIZED (
                    SELECT found.movie, id, fit(?10, ?8, w.title, w.original) * {CLASS}
                        + min(max(popular, 1 - {CLASS} / 2), {CLASS} / 2 - 1)
                    FROM found CROSS JOIN words AS w ON w.movie = found.movie
                ), places (movie, id, key) AS MATERIALIZED (
                    SELECT movie, id, key FROM ranked WHERE (key, id) < (?2, ?3)
                    ORDER BY key DESC, id DESC LIMIT ?4
                )
                SELECT {CARD}, p.key FROM places AS p {viewed} ORDER BY p.key DESC, p.id DESC"
            );
        }
        let stretch = format!(
            "WHERE {condition} AND (p.{key}, p.id) {before} (?2, ?3)
            ORDER BY p.{key} {direction}, p.id {direction} LIMIT ?4"
        );
        if self.path == Path::Order {
            return format!("SELECT {CARD}, p.{key} FROM {from} {viewed} {stretch}");
        }
        format!(
            "WITH places (movie, id, key) AS MATERIALIZED (SELECT p.movie, p.id, p.{key} FROM {from} {stretch})
            SELECT {CARD}, p.key FROM places AS p {viewed} ORDER BY p.key {direction}, p.id {direction}"
        )
    }

    /// The tables that give the films: `facets AS p`, and `words AS w` where they are looked at.
    fn source(self) -> String {
        let films = match (self.path, self.sort) {
            (Path::Words, _) => "json_each(?9) AS few CROSS JOIN facets AS p ON p.movie = few.value",
            (Path::Years, _) | (_, MovieSort::Newest) => "facets AS p INDEXED BY facets_year",
            (_, MovieSort::Popular | MovieSort::Relevance) => "facets AS p INDEXED BY facets_popular",
            (_, MovieSort::TopRated) => "facets AS p INDEXED BY facets_top_rated",
            (_, MovieSort::Title) => "facets AS p INDEXED BY facets_title",
        };
        let words =
            if self.check == Check::Each { " CROSS JOIN words AS w ON w.movie = p.movie" } else { "" };
        format!("{films}{words}")
    }

    /// Which of them the list holds.
    fn condition(self) -> String {
        let mut condition = self.bounds();
        condition.push_str(match self.check {
            Check::Nothing => "",
            Check::Among => " AND among(?9, p.movie)",
            Check::Each => " AND finds(?8, w.title, w.original, w.people)",
        });
        condition
    }

    /// The same, but for the words.
    fn bounds(self) -> String {
        let mut condition = String::from("p.genre = ?1");
        if self.years {
            // For the order by year the place before is the upper bound.
            let years = if self.sort == MovieSort::Newest {
                " AND p.year >= ?5"
            } else {
                " AND p.year BETWEEN ?5 AND ?6"
            };
            condition.push_str(years);
        }
        condition.push_str(
            " AND NOT EXISTS (SELECT 1 FROM hidden_movies AS h WHERE h.user_id = ?7 AND h.movie = p.movie)",
        );
        condition
    }
}

/// For a page, or for a ranking.
const fn limit<T: Copy>((page, ranking): (T, T), ranks: bool) -> T {
    if ranks { ranking } else { page }
}

/// Every statement that a list can be asked with, and whether it is one of those that may sort.
#[cfg(test)]
pub(crate) fn statements() -> Vec<(String, bool)> {
    let sorts =
        [MovieSort::Popular, MovieSort::TopRated, MovieSort::Newest, MovieSort::Title, MovieSort::Relevance];
    let mut statements = Vec::new();
    for sort in sorts {
        for path in [Path::Order, Path::Years, Path::Words] {
            for check in [Check::Nothing, Check::Among, Check::Each] {
                for years in [false, true] {
                    let possible = match path {
                        Path::Order => true,
                        Path::Years => years,
                        Path::Words => check == Check::Nothing,
                    };
                    if possible {
                        let sorts = path != Path::Order || sort == MovieSort::Relevance;
                        statements.push((Plan { sort, path, check, years }.statement(), sorts));
                    }
                }
            }
        }
    }
    statements
}
