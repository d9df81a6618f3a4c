//! `GET /sitemap.xml`: every film, for search engines (sitemaps.org). Without a query it is the index of the sheets; with
//! `from`, the id of a sheet's first film, it is that sheet.
//!
//! A sheet is a stretch of the index of ids, whatever came or went before it. Where sheets begin is found by a walk over that
//! index, kept for an hour; a request walks so far at most, and the next goes on.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use kenmovie_common::http::{Access, Field, Front, Kind, Problem, Query, Route};
use kenmovie_common::ports::{Movies, StoreResult};
use kenmovie_common::{MovieId, Time};
use serde::Deserialize;
use tokio::sync::Mutex;

pub(crate) const ROUTE: Route = Route::get("/sitemap.xml", Access::Public)
    .summary("The sitemap: the index of its sheets, or one of them.")
    .query(&[Field::optional("from", Kind::Id)])
    .page()
    .cached(3600);

/// Films of a sheet. The protocol allows 50,000; these are a megabyte.
const SHEET: usize = 10_000;
/// So many sheets are looked for by one request: half a million keys of the index.
const STEPS: usize = 50;
/// The index is made anew after this time.
const KEPT: Duration = Duration::from_hours(1);

#[derive(Clone)]
pub(crate) struct Sitemap {
    front: Front,
    movies: Arc<dyn Movies>,
    sheets: Arc<Mutex<Sheets>>,
}

/// The first films of all sheets.
#[derive(Default)]
struct Sheets {
    listed: Vec<MovieId>,
    good_until: Time,
    /// Of the walk that goes on.
    found: Vec<MovieId>,
}

#[derive(Deserialize)]
pub(crate) struct Sheet {
    from: Option<MovieId>,
}

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Films<'a> {
    origin: &'a str,
    films: &'a [MovieId],
}

#[derive(Template)]
#[template(path = "sitemap-index.xml")]
struct Index<'a> {
    origin: &'a str,
    sheets: &'a [MovieId],
}

impl Sitemap {
    pub(crate) fn new(front: &Front, movies: Arc<dyn Movies>) -> Self {
        Self { front: front.clone(), movies, sheets: Arc::default() }
    }

    /// Where the sheets begin; of a walk that was never over, as far as it has come.
    async fn sheets(&self) -> StoreResult<Vec<MovieId>> {
        let now = self.front.now();
        // One walks, the others wait for what it finds.
        let mut sheets = self.sheets.lock().await;
        if now < sheets.good_until {
            return Ok(sheets.listed.clone());
        }
        for _ in 0..STEPS {
            let last = sheets.found.last().copied();
            let skip = if last.is_some() { SHEET } else { 0 };
            let Some(next) = self.movies.walk_movies(last, skip, 1).await?.pop() else {
                sheets.listed = std::mem::take(&mut sheets.found);
                sheets.good_until = now + KEPT;
                return Ok(sheets.listed.clone());
            };
            sheets.found.push(next);
        }
        let best = if sheets.listed.is_empty() { &sheets.found } else { &sheets.listed };
        Ok(best.clone())
    }
}

pub(crate) async fn show(
    State(sitemap): State<Sitemap>,
    Query(sheet): Query<Sheet>,
) -> Result<Response, Problem> {
    let origin = sitemap.front.site().origin();
    let xml = if sheet.from.is_some() {
        let films = sitemap.movies.walk_movies(sheet.from, 0, SHEET).await?;
        Films { origin, films: &films }.to_string()
    } else {
        Index { origin, sheets: &sitemap.sheets().await? }.to_string()
    };
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"))];
    Ok((kind, xml).into_response())
}
