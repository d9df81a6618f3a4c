//! `POST /api/movies`

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use kenmovie_common::MovieId;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{Movie, MovieDraft};
use kenmovie_common::http::{Access, Caller, IdempotencyKey, Json, Problem, Route, Version, created};
use kenmovie_common::ports::NewMovie;

use crate::{Catalogue, fields};

pub(crate) const ROUTE: Route = Route::post("/api/movies", Access::Scope(Scope::MoviesCreate))
    .summary("Add a film.")
    .body(fields::FIELDS)
    .answers::<Movie>(201)
    .idempotent();

pub(crate) async fn create(
    State(catalogue): State<Catalogue>,
    Caller(caller): Caller,
    key: IdempotencyKey,
    Json(draft): Json<MovieDraft>,
) -> Result<Response, Problem> {
    let idempotency = key.of(&catalogue.front, "movie", &draft)?;
    let now = catalogue.front.now();
    let id = MovieId::new(now, catalogue.front.random());
    let new = NewMovie { id, draft, creator: caller.user, idempotency, now };
    let made = catalogue.movies.create_movie(new).await?;
    let (id, version) = (made.value.card.id, Version(made.value.version));
    let mut response = created(StatusCode::CREATED, made);
    response.extensions_mut().insert(version);
    if let Ok(place) = HeaderValue::from_str(&format!("/api/movies/{id}")) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}
