//! The members of a film that an editor writes, and the answer that shows what was written.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kenmovie_common::domain::Movie;
use kenmovie_common::http::{Json, Version};

pub(crate) use kenmovie_common::http::MOVIE_FIELDS as FIELDS;

/// A film with its version, from which the `ETag` is made.
pub(crate) fn shown(status: StatusCode, movie: Movie) -> Response {
    let version = Version(movie.version);
    let mut response = (status, Json(movie)).into_response();
    response.extensions_mut().insert(version);
    response
}
