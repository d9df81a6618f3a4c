//! `GET /films/{id}`: a film's page, with what search engines and those who share it read, and what is seen before the
//! script draws.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use kenmovie_common::MovieId;
use kenmovie_common::domain::{Comment, CommentSort, Language, Movie};
use kenmovie_common::http::{Access, Front, Path, Problem, Route};
use kenmovie_common::ports::{CommentQuery, StoreResult};

use crate::head::Head;
use crate::words::{Words, words};
use crate::{Ports, Shells};

pub(crate) const ROUTE: Route = Route::get("/films/{id}", Access::Public)
    .summary("A film's page in HTML, its head and its first comments written in.")
    .page()
    .cached(0);

/// So many comments are looked at.
const COMMENTS: usize = 10;

#[derive(Clone)]
pub(crate) struct Films {
    pub(crate) front: Front,
    pub(crate) ports: Ports,
    pub(crate) shells: Arc<dyn Shells>,
}

/// What is seen before the script draws.
#[derive(Template)]
#[template(path = "film.html")]
struct Body<'a> {
    movie: &'a Movie,
    comments: &'a [Comment],
    words: &'a Words,
    language: &'static str,
}

/// Without a film, or a store that answers, the page is as the script alone fills it: it tells what is the matter.
pub(crate) async fn show(
    State(films): State<Films>,
    id: Result<Path<MovieId>, Problem>,
    headers: HeaderMap,
) -> Response {
    let found = match id {
        Ok(Path(id)) => find(&films, id).await,
        Err(_) => Ok(None),
    };
    let shell = films.shells.shell();
    let (movie, comments) = match found {
        Ok(Some(found)) => found,
        Ok(None) => return (StatusCode::NOT_FOUND, Html(shell.plain())).into_response(),
        Err(error) => {
            tracing::error!(%error, "a film's page without its film");
            let retry = [(header::RETRY_AFTER, HeaderValue::from_static("1"))];
            return (StatusCode::SERVICE_UNAVAILABLE, retry, Html(shell.plain())).into_response();
        }
    };
    let language = Language::asked(&headers);
    let words = words(language);
    let head = Head::of(&movie, films.front.site().origin(), &words);
    let body = Body { movie: &movie, comments: &comments, words: &words, language: language.as_str() };
    let vary = [(header::VARY, HeaderValue::from_static("Accept-Language"))];
    (vary, Html(shell.with(&head, &body))).into_response()
}

/// The film, and what is said of it first and gives nothing away.
async fn find(films: &Films, id: MovieId) -> StoreResult<Option<(Movie, Vec<Comment>)>> {
    let query = CommentQuery { after: None, limit: COMMENTS, viewer: None, now: films.front.now() };
    let Ports { movies, comments } = &films.ports;
    let (movie, page) =
        tokio::try_join!(movies.movie(id, None), comments.list_comments(id, CommentSort::Top, query))?;
    let Some((movie, page)) = movie.zip(page) else { return Ok(None) };
    let comments = page.items.into_iter().map(|thread| thread.comment);
    Ok(Some((movie, comments.filter(|comment| !comment.deleted && !comment.spoiler).collect())))
}
