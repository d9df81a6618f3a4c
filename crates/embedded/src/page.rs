//! Pages of lists in which not everything is for the viewer's eyes.

use kenmovie_common::ports::Page;
use rusqlite::{Connection, Params, Row};

use crate::error::Outcome;

/// So many rows that the viewer does not see are passed over for one page, where nothing else is said.
pub(crate) const PASSED: usize = 2_000;

/// A page of `limit` rows of a statement that walks an index, each with its place, without those that `decode` gives no
/// item for. After `passed` of them the page ends as it is, so that its cost is bounded, and the next one goes on from
/// there.
pub(crate) fn walk<T, K>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    limit: usize,
    passed: usize,
    decode: impl Fn(&Row<'_>) -> Outcome<(K, Option<T>)>,
) -> Outcome<Page<T, K>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let (mut items, mut next, mut left) = (Vec::new(), None, passed);
    while let Some(row) = rows.next()? {
        let (place, item) = decode(row)?;
        if items.len() == limit {
            match item {
                Some(_) => return Ok(Page { items, next }),
                None => left = left.saturating_sub(1),
            }
        } else {
            next = Some(place);
            match item {
                Some(item) => items.push(item),
                None => left = left.saturating_sub(1),
            }
        }
        if left == 0 {
            return Ok(Page { items, next });
        }
    }
    Ok(Page { items, next: None })
}
