//! Pages of films. How one is found is [`Plan`]'s.

use std::cmp::Reverse;

use kenmovie_common::MovieId;
use kenmovie_common::domain::search::{RANKED, rank};
use kenmovie_common::domain::{MovieCard, MovieSort};
use kenmovie_common::ports::{MovieQuery, Page, SortKey};
use mongodb::bson::{Bson, Uuid, doc};
use serde::Deserialize;

use super::card::{CardDocument, cards};
use super::plan::Plan;
use super::text::fit_text;
use crate::store::client::Mongo;
use crate::store::error::{Outcome, corrupt};
use crate::store::find::Find;
use crate::store::mine::Mine;
use crate::store::schema::HIDDEN_MOVIES;
use crate::store::value::uuid;

type Place = (SortKey, MovieId);

pub(super) async fn list(mongo: &Mongo, query: MovieQuery) -> Outcome<Page<MovieCard, Place>> {
    let viewer = query.viewer.map(|viewer| uuid(viewer.bytes()));
    let (plan, hidden) = tokio::try_join!(Plan::of(mongo, &query), hidden(mongo, viewer))?;
    let Some(plan) = plan else { return Ok(Page { items: Vec::new(), next: None }) };
    let MovieQuery { after, limit, .. } = query;
    let (found, next) = if plan.sort == MovieSort::Relevance {
        ranked(mongo, &plan, after, limit, &hidden).await?
    } else {
        let found = plan.page(plan.place(after), &hidden, limit).run(mongo).await?;
        cut(found, limit, |film: &CardDocument| {
            let key = film.key.clone().ok_or_else(|| corrupt("a film without the key of its order"))?;
            Ok((key, film.id))
        })?
    };
    let mut items = found.into_iter().map(CardDocument::card).collect::<Outcome<Vec<_>>>()?;
    if let Some(viewer) = viewer {
        let ids: Vec<Uuid> = items.iter().map(|item| uuid(item.id.bytes())).collect();
        let mine = Mine::of(mongo, viewer, &ids).await?;
        for (item, id) in items.iter_mut().zip(ids) {
            item.mine = Some(mine.with(id));
        }
    }
    Ok(Page { items, next })
}

/// The first `limit` of what was found, and the place of the last where more follow.
fn cut<T>(
    mut found: Vec<T>,
    limit: usize,
    place: impl Fn(&T) -> Outcome<(SortKey, Uuid)>,
) -> Outcome<(Vec<T>, Option<Place>)> {
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more).map(place).transpose()?;
    Ok((found, last.map(|(key, id)| (key, MovieId::from_bytes(id.bytes())))))
}

#[derive(Deserialize)]
struct Candidate {
    #[serde(rename = "_id")]
    id: Uuid,
    popular: i64,
    text: String,
}

/// A page of the films that fit best.
async fn ranked(
    mongo: &Mongo,
    plan: &Plan,
    after: Option<Place>,
    limit: usize,
    hidden: &[Uuid],
) -> Outcome<(Vec<CardDocument>, Option<Place>)> {
    let before = match plan.place(after) {
        Some((Bson::Int64(key), id)) => (key, id.bytes()),
        _ => (i64::MAX, [0xff; 16]),
    };
    let mut candidates: Vec<Candidate> = plan.ranked(hidden).run(mongo).await?;
    if candidates.len() == RANKED {
        // With fewer, these are among them.
        candidates.extend(plan.titled(hidden).run(mongo).await?);
        candidates.sort_unstable_by_key(|film| film.id.bytes());
        candidates.dedup_by_key(|film| film.id);
    }
    let place = |film: Candidate| {
        let fit = fit_text(&plan.typed, &plan.words, &film.text);
        (rank(fit, film.popular), film.id.bytes())
    };
    let mut places: Vec<_> = candidates.into_iter().map(place).filter(|place| *place < before).collect();
    places.sort_unstable_by_key(|place| Reverse(*place));
    places.truncate(limit.saturating_add(1));
    let (places, next) = cut(places, limit, |(key, id)| Ok((SortKey::Number(*key), uuid(id))))?;
    let ids: Vec<Uuid> = places.iter().map(|(_, id)| uuid(id)).collect();
    let mut found = cards(mongo, &ids).await?;
    Ok((ids.iter().filter_map(|id| found.remove(id)).collect(), next))
}

#[derive(Deserialize)]
struct Hidden {
    #[serde(rename = "_id")]
    key: HiddenKey,
}

#[derive(Deserialize)]
struct HiddenKey {
    movie: Uuid,
}

/// What the viewer does not see.
pub(in crate::store) async fn hidden(mongo: &Mongo, viewer: Option<Uuid>) -> Outcome<Vec<Uuid>> {
    let Some(viewer) = viewer else { return Ok(Vec::new()) };
    let hidden: Vec<Hidden> = hidden_from(viewer).run(mongo).await?;
    Ok(hidden.into_iter().map(|hidden| hidden.key.movie).collect())
}

/// Answered by the index alone.
pub(super) fn hidden_from(viewer: Uuid) -> Find {
    Find {
        collection: HIDDEN_MOVIES,
        filter: doc! { "_id.user": viewer },
        projection: doc! { "_id.movie": 1 },
        hint: "hidden_movies_report",
        ..Find::default()
    }
}
