//! Between SQLite's values and the domain's.

use kenmovie_common::Time;
use kenmovie_common::domain::{Reaction, Reactions};
use rusqlite::{Connection, OptionalExtension as _, Params, Row};

use crate::error::{Outcome, corrupt};

/// Every row of a query.
pub(crate) fn all<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    decode: impl Fn(&Row<'_>) -> Outcome<T>,
) -> Outcome<Vec<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(decode(row)?);
    }
    Ok(items)
}

/// The one row of a query, if there is one.
pub(crate) fn one<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    decode: impl FnOnce(&Row<'_>) -> Outcome<T>,
) -> Outcome<Option<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(decode).transpose()
}

/// The first column of the one row of a query, if there is one.
pub(crate) fn value<T: rusqlite::types::FromSql>(
    db: &Connection,
    sql: &str,
    params: impl Params,
) -> Outcome<Option<T>> {
    Ok(db.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?)
}

/// How many rows a statement changed.
pub(crate) fn change(db: &Connection, sql: &str, params: impl Params) -> Outcome<usize> {
    Ok(db.prepare_cached(sql)?.execute(params)?)
}

/// A counter, which is never below zero.
pub(crate) fn count(row: &Row<'_>, column: usize) -> Outcome<u64> {
    let stored: i64 = row.get(column)?;
    u64::try_from(stored).map_err(|_| corrupt(format!("a counter of {stored}")))
}

/// The counters of likes and dislikes in two columns that follow each other.
pub(crate) fn reactions(row: &Row<'_>, column: usize) -> Outcome<Reactions> {
    Ok(Reactions { likes: count(row, column)?, dislikes: count(row, column + 1)? })
}

pub(crate) fn time(row: &Row<'_>, column: usize) -> Outcome<Time> {
    Ok(Time::from_millis(row.get(column)?))
}

pub(crate) fn texts(row: &Row<'_>, column: usize) -> Outcome<Vec<String>> {
    match row.get_ref(column)?.as_str()? {
        "[]" => Ok(Vec::new()),
        json => Ok(serde_json::from_str(json)?),
    }
}

/// Ten counters: a histogram, or how many reports give each reason.
pub(crate) fn ten(row: &Row<'_>, column: usize) -> Outcome<[u64; 10]> {
    Ok(serde_json::from_str(row.get_ref(column)?.as_str()?)?)
}

pub(crate) fn json(texts: &[String]) -> Outcome<String> {
    Ok(serde_json::to_string(texts)?)
}

pub(crate) fn reaction(row: &Row<'_>, column: usize) -> Outcome<Option<Reaction>> {
    Ok(row
        .get::<_, Option<i64>>(column)?
        .map(|value| if value > 0 { Reaction::Like } else { Reaction::Dislike }))
}

/// A counter as SQLite keeps it.
pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A bound of a number of rows.
pub(crate) fn bound(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// How many rows to ask for to know whether another page follows one of `limit`.
pub(crate) fn one_more(limit: usize) -> i64 {
    bound(limit).saturating_add(1)
}
