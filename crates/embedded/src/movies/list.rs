//! Pages of films. How one is found is [`Plan`]'s.

use kenmovie_common::domain::{MovieCard, MovieSort};
use kenmovie_common::ports::{MovieQuery, Page, SortKey};
use kenmovie_common::{MovieId, UserId};
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::card::{CARD_END, card, mine};
use super::facets::{EVERY, NO_YEAR, genre};
use super::plan::Plan;
use super::search::Sought;
use crate::database::snapshot;
use crate::error::Outcome;
use crate::row::one_more;

pub(super) fn list(db: &Connection, query: &MovieQuery) -> Outcome<Page<MovieCard, (SortKey, MovieId)>> {
    let filter = &query.filter;
    if filter.words.is_empty()
        && filter.genre.is_none()
        && filter.year_from.is_none()
        && filter.year_to.is_none()
    {
        return page(db, query, EVERY, None);
    }
    let sought = Sought::of(&filter.words);
    snapshot(db, || {
        let genre = match &filter.genre {
            Some(name) => genre(db, name)?,
            None => Some(EVERY),
        };
        match genre {
            Some(genre) => page(db, query, genre, sought.as_ref()),
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
    let (plan, films) = Plan::of(db, query, genre, sought, (from, to))?;
    let (key, id) = place(query, plan, to);
    let words = sought.map_or(Value::Null, |sought| sought.plain.clone().into());
    let typed = sought.map_or(Value::Null, |sought| sought.typed.clone().into());
    let viewer = query.viewer.as_ref().map_or(Value::Null, |viewer| UserId::bytes(viewer).to_vec().into());
    let values: [Value; 10] = [
        genre.into(),
        key,
        id.to_vec().into(),
        one_more(query.limit).into(),
        from.into(),
        to.into(),
        viewer,
        words,
        films,
        typed,
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
            item.mine = Some(mine(row, false)?);
        }
        if items.len() + 1 == query.limit {
            last = Some((sort_key(row, plan.sort)?, item.id));
        }
        items.push(item);
    }
    Ok(Page { items, next: None })
}

/// The place after which the page starts: the cursor's, or before everything.
fn place(query: &MovieQuery, plan: Plan, to: i64) -> (Value, [u8; 16]) {
    match (plan.sort, &query.after) {
        (MovieSort::Title, Some((SortKey::Text(key), id))) => (key.clone().into(), *id.bytes()),
        (MovieSort::Title, _) => (String::new().into(), [0; 16]),
        (MovieSort::Newest, Some((SortKey::Number(year), id))) if *year <= to => {
            ((*year).into(), *id.bytes())
        }
        (MovieSort::Newest, _) => (to.into(), [0xff; 16]),
        (_, Some((SortKey::Number(key), id))) => ((*key).into(), *id.bytes()),
        (_, _) => (i64::MAX.into(), [0xff; 16]),
    }
}

fn sort_key(row: &Row<'_>, sort: MovieSort) -> Outcome<SortKey> {
    Ok(match sort {
        MovieSort::Title => SortKey::Text(row.get(CARD_END)?),
        _ => SortKey::Number(row.get(CARD_END)?),
    })
}
