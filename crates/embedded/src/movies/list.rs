//! Pages of films.
//!
//! Each order of each genre is an index over `facets`, and a page is a stretch of that index: nothing is sorted, and a
//! page far down costs what the first one does. Two cases depart from that, since films that fit are too thinly spread
//! along the order: years and words that few films have are found by their own index, and what is found is sorted.
//! `relevance` ranks the [`RANKED`] most popular films that the words find.

use kenmovie_common::domain::{MovieCard, MovieSort};
use kenmovie_common::ports::{MovieQuery, Page, SortKey};
use kenmovie_common::{MovieId, UserId};
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::card::{CARD, CARD_END, card, mine};
use super::facets::{EVERY, NO_YEAR, genre};
use super::search::Sought;
use crate::database::snapshot;
use crate::error::Outcome;
use crate::row::{one_more, value};

/// Up to so many films within the years asked for are found by year and sorted. Measured with 200,000 films: from there
/// on, walking the order until a page is full costs less.
const FEW_BY_YEAR: i64 = 1_000;
/// The same for films with the words asked for.
const FEW_BY_WORDS: i64 = 2_000;
/// The same where the walk is as long as a ranking needs.
const FEW_TO_RANK: i64 = 12_000;
/// So many films are ranked by how well they fit.
const RANKED: i64 = 1_000;

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

/// How a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Plan {
    sort: MovieSort,
    path: Path,
    /// The years are bounded.
    years: bool,
    /// Each film's words are tried, since the path does not know them.
    probe: bool,
}

pub(super) fn list(db: &Connection, query: MovieQuery) -> Outcome<Page<MovieCard, (SortKey, MovieId)>> {
    let filter = &query.filter;
    if filter.words.is_empty() && filter.genre.is_none() && filter.year_from.is_none() && filter.year_to.is_none() {
        return page(db, &query, EVERY, None);
    }
    let sought = Sought::of(&filter.words);
    snapshot(db, || {
        let genre = match &filter.genre {
            Some(name) => genre(db, name)?,
            None => Some(EVERY),
        };
        match genre {
            Some(genre) => page(db, &query, genre, sought.as_ref()),
            None => Ok(Page { items: Vec::new(), next: None }),
        }
    })
}

fn page(
    db: &Connection,
    query: &MovieQuery,
    genre: i64,
    sought: Option<&Sought>,
) -> Outcome<Page<MovieCard, (SortKey, MovieId)>> {
    let from = query.filter.year_from.map_or(NO_YEAR + 1, i64::from);
    let to = query.filter.year_to.map_or(i64::MAX, i64::from);
    let plan = plan(db, query, genre, sought, (from, to))?;
    let (key, id) = place(query, plan, to);
    let (plain, expression) =
        sought.map_or((Value::Null, Value::Null), |s| (s.plain.clone().into(), s.expression.clone().into()));
    let viewer = query.viewer.as_ref().map_or(Value::Null, |viewer| UserId::bytes(viewer).to_vec().into());
    let values: [Value; 9] = [
        genre.into(),
        key,
        id.to_vec().into(),
        one_more(query.limit).into(),
        from.into(),
        to.into(),
        viewer,
        plain,
        expression,
    ];
    let mut statement = db.prepare_cached(&plan.statement())?;
    for (at, value) in (1..=statement.parameter_count()).zip(&values) {
        statement.raw_bind_parameter(at, value)?;
    }
    let mut rows = statement.raw_query();
    let mut items = Vec::with_capacity(query.limit);
    let mut last = None;
    while let Some(row) = rows.next()? {
        if items.len() == query.limit {
            return Ok(Page { items, next: last });
        }
        let mut item = card(row)?;
        if query.viewer.is_some() {
            item.mine = Some(mine(row, CARD_END, false)?);
        }
        if items.len() + 1 == query.limit {
            last = Some((sort_key(row, plan.sort)?, item.id));
        }
        items.push(item);
    }
    Ok(Page { items, next: None })
}

fn plan(
    db: &Connection,
    query: &MovieQuery,
    genre: i64,
    sought: Option<&Sought>,
    (from, to): (i64, i64),
) -> Outcome<Plan> {
    let sort = match query.sort {
        MovieSort::Relevance if sought.is_none() => MovieSort::Popular,
        sort => sort,
    };
    let years = query.filter.year_from.is_some() || query.filter.year_to.is_some();
    let plan = |path, probe| Ok(Plan { sort, path, years, probe });
    if let Some(sought) = sought {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ?1 LIMIT ?2)";
        let few = if sort == MovieSort::Relevance { FEW_TO_RANK } else { FEW_BY_WORDS };
        let found: Option<i64> = value(db, sql, (&sought.expression, few + 1))?;
        if found.is_some_and(|found| found <= few) {
            return plan(Path::Words, false);
        }
    }
    if years && sort != MovieSort::Newest {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM facets INDEXED BY facets_year
            WHERE genre = ?1 AND year BETWEEN ?2 AND ?3 LIMIT ?4)";
        let found: Option<i64> = value(db, sql, [genre, from, to, FEW_BY_YEAR + 1])?;
        if found.is_some_and(|found| found <= FEW_BY_YEAR) {
            return plan(Path::Years, sought.is_some());
        }
    }
    plan(Path::Order, sought.is_some())
}

/// The place after which the page starts: the cursor's, or before everything.
fn place(query: &MovieQuery, plan: Plan, to: i64) -> (Value, [u8; 16]) {
    match (plan.sort, &query.after) {
        (MovieSort::Title, Some((SortKey::Text(key), id))) => (key.clone().into(), *id.bytes()),
        (MovieSort::Title, _) => (String::new().into(), [0; 16]),
        (MovieSort::Newest, Some((SortKey::Number(year), id))) if *year <= to => ((*year).into(), *id.bytes()),
        (MovieSort::Newest, _) => (to.into(), [0xff; 16]),
        (_, Some((SortKey::Number(key), id))) => ((*key).into(), *id.bytes()),
        (_, _) => (i64::MAX.into(), [0xff; 16]),
    }
}

fn sort_key(row: &Row<'_>, sort: MovieSort) -> Outcome<SortKey> {
    Ok(match sort {
        MovieSort::Title => SortKey::Text(row.get(CARD_END + 1)?),
        _ => SortKey::Number(row.get(CARD_END + 1)?),
    })
}

/// Ranks of films that fit differently well lie this far apart: further than any two popularities.
const CLASS: i64 = 1 << 40;

impl Plan {
    /// The statement. Its parameters: genre, key and id of the place before, how many, first and last year, viewer, the
    /// words plain and as an expression.
    fn statement(self) -> String {
        let (from, condition) = (self.source(), self.condition());
        let viewed = "CROSS JOIN movies AS m ON m.n = p.movie
            LEFT JOIN reactions AS r ON r.user_id = ?7 AND r.kind = 0 AND r.target = m.id";
        let (key, before, direction) = match self.sort {
            MovieSort::Popular | MovieSort::Relevance => ("popular", '<', "DESC"),
            MovieSort::TopRated => ("top_rated", '<', "DESC"),
            MovieSort::Newest => ("year", '<', "DESC"),
            MovieSort::Title => ("title_key", '>', "ASC"),
        };
        if self.sort == MovieSort::Relevance {
            return format!(
                "WITH found (movie, id, popular) AS MATERIALIZED (
                    SELECT p.movie, p.id, p.popular FROM {from} WHERE {condition}
                    ORDER BY p.popular DESC, p.id DESC LIMIT {RANKED}
                ), ranked (movie, id, key) AS MATERIALIZED (
                    SELECT p.movie, p.id, fit(?8, w.title, w.original) * {CLASS}
                        + min(max(p.popular, 1 - {CLASS} / 2), {CLASS} / 2 - 1)
                    FROM found AS p CROSS JOIN words AS w ON w.movie = p.movie
                ), places (movie, id, key) AS MATERIALIZED (
                    SELECT movie, id, key FROM ranked WHERE (key, id) < (?2, ?3)
                    ORDER BY key DESC, id DESC LIMIT ?4
                )
                SELECT {CARD}, r.value, p.key FROM places AS p {viewed} ORDER BY p.key DESC, p.id DESC"
            );
        }
        let stretch = format!(
            "WHERE {condition} AND (p.{key}, p.id) {before} (?2, ?3)
            ORDER BY p.{key} {direction}, p.id {direction} LIMIT ?4"
        );
        if self.path == Path::Order {
            return format!("SELECT {CARD}, r.value, p.{key} FROM {from} {viewed} {stretch}");
        }
        format!(
            "WITH places (movie, id, key) AS MATERIALIZED (SELECT p.movie, p.id, p.{key} FROM {from} {stretch})
            SELECT {CARD}, r.value, p.key FROM places AS p {viewed} ORDER BY p.key {direction}, p.id {direction}"
        )
    }

    /// The tables that give the films, `facets AS p` among them.
    fn source(self) -> String {
        let index = match (self.path, self.sort) {
            (Path::Words, _) => return "search CROSS JOIN facets AS p ON p.movie = search.rowid".into(),
            (Path::Years, _) | (_, MovieSort::Newest) => "facets_year",
            (_, MovieSort::Popular | MovieSort::Relevance) => "facets_popular",
            (_, MovieSort::TopRated) => "facets_top_rated",
            (_, MovieSort::Title) => "facets_title",
        };
        let words = if self.probe { " CROSS JOIN words AS w ON w.movie = p.movie" } else { "" };
        format!("facets AS p INDEXED BY {index}{words}")
    }

    /// Which of them the list holds.
    fn condition(self) -> String {
        let mut condition = String::from("p.genre = ?1");
        if self.years {
            // For the order by year the place before is the upper bound.
            let years = if self.sort == MovieSort::Newest { " AND p.year >= ?5" } else { " AND p.year BETWEEN ?5 AND ?6" };
            condition.push_str(years);
        }
        if self.path == Path::Words {
            condition.push_str(" AND search MATCH ?9");
        }
        condition.push_str(
            " AND NOT EXISTS (SELECT 1 FROM hidden_movies AS h WHERE h.user_id = ?7 AND h.movie = p.movie)",
        );
        if self.probe {
            condition.push_str(" AND finds(?8, w.title, w.original, w.people)");
        }
        condition
    }
}

/// Every statement that a list can be asked with, and whether it is one of those that may sort.
#[cfg(test)]
pub(crate) fn statements() -> Vec<(String, bool)> {
    let sorts =
        [MovieSort::Popular, MovieSort::TopRated, MovieSort::Newest, MovieSort::Title, MovieSort::Relevance];
    let mut statements = Vec::new();
    for sort in sorts {
        for path in [Path::Order, Path::Years, Path::Words] {
            for (years, probe) in [(false, false), (false, true), (true, false), (true, true)] {
                if path == Path::Words && probe || path == Path::Years && !years {
                    continue;
                }
                let plan = Plan { sort, path, years, probe };
                statements.push((plan.statement(), path != Path::Order || sort == MovieSort::Relevance));
            }
        }
    }
    statements
}
