//! `GET /api/movies`

use axum::extract::State;
use kenmovie_common::MovieId;
use kenmovie_common::domain::{MovieCard, MovieSort};
use kenmovie_common::http::{
    Access, Field, FieldCode, FieldError, Json, Kind, PageRequest, Paged, Problem, Query, Route, Viewer,
};
use kenmovie_common::ports::{MovieFilter, MovieQuery, Page, SortKey};
use kenmovie_common::text;
use serde::Deserialize;

use crate::Catalogue;

pub(crate) const ROUTE: Route = Route::get("/api/movies", Access::Public)
    .summary(
        "A page of films. `q` finds beginnings of words in titles, original titles and people. Signed in: without \
         the films that the viewer reported, each with `mine`.",
    )
    .query(&[
        Field::optional("q", Kind::Line { min: 1, max: 200 }),
        Field::optional("genre", Kind::Line { min: 1, max: 40 }),
        Field::optional("year_from", Kind::Integer { min: 1, max: 9999 }),
        Field::optional("year_to", Kind::Integer { min: 1, max: 9999 }),
        Field::optional("sort", Kind::Choice(&MovieSort::NAMES)),
        Field::LIMIT,
        Field::CURSOR,
    ])
    .answers::<Paged<MovieCard>>(200)
    .problems(&["bad_cursor"])
    .cached(30);

/// Words beyond these do not narrow a search.
const WORDS: usize = 8;

#[derive(Deserialize)]
pub(crate) struct Search {
    q: Option<String>,
    genre: Option<String>,
    year_from: Option<i32>,
    year_to: Option<i32>,
    sort: Option<MovieSort>,
    #[serde(flatten)]
    page: PageRequest,
}

pub(crate) async fn list(
    State(catalogue): State<Catalogue>,
    Viewer(viewer): Viewer,
    Query(search): Query<Search>,
) -> Result<Json<Paged<MovieCard>>, Problem> {
    let words: Option<Vec<String>> = search
        .q
        .as_deref()
        .map(|q| text::fold(q).split_whitespace().take(WORDS).map(str::to_owned).collect());
    let sort = sort(search.sort, words.is_some())?;
    let order = format!("movies {sort:?}");
    let after: Option<(SortKey, MovieId)> = search.page.after(&order)?;
    if after.as_ref().is_some_and(|(key, _)| matches!(key, SortKey::Text(_)) != (sort == MovieSort::Title)) {
        return Err(Problem::BadCursor);
    }
    let page = match words {
        // Something was sought, but nothing that a title could have: nothing is found.
        Some(words) if words.is_empty() => Page { items: Vec::new(), next: None },
        words => {
            let query = MovieQuery {
                filter: MovieFilter {
                    words: words.unwrap_or_default(),
                    genre: search.genre,
                    year_from: search.year_from,
                    year_to: search.year_to,
                },
                sort,
                after,
                limit: search.page.limit(),
                viewer: viewer.map(|viewer| viewer.user),
            };
            catalogue.movies.list_movies(query).await?
        }
    };
    Paged::new(page, &order).map(Json)
}

fn sort(asked: Option<MovieSort>, searching: bool) -> Result<MovieSort, Problem> {
    match asked {
        Some(MovieSort::Relevance) if !searching => Err(Problem::Invalid(vec![FieldError::new(
            "sort",
            FieldCode::InvalidValue,
            "Relevance needs q.",
        )])),
        Some(sort) => Ok(sort),
        None if searching => Ok(MovieSort::Relevance),
        None => Ok(MovieSort::Popular),
    }
}
