//! `POST /api/movies/{id}/comments`, `POST /api/comments/{id}/replies`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kenmovie_common::auth::{Identity, Scope};
use kenmovie_common::domain::Comment;
use kenmovie_common::http::{
    Access, Caller, Field, IdempotencyKey, Json, Kind, Limit, Path, Problem, Route, created,
};
use kenmovie_common::ports::{CommentPlace, NewComment};
use kenmovie_common::{CommentId, MovieId};
use serde::{Deserialize, Serialize};

use crate::Board;

/// A comment's text: 1..=2000 characters after trimming.
pub(crate) const BODY: Kind = Kind::Text { min: 1, max: 2000 };
const FIELDS: &[Field] = &[Field::required("body", BODY), Field::optional("spoiler", Kind::Boolean)];
const WRITER: Access = Access::Scope(Scope::CommentsWrite);

pub(crate) const COMMENT: Route =
    write_route("/api/movies/{id}/comments", "Comment on a film.").problems(&["not_found"]);
pub(crate) const REPLY: Route = write_route("/api/comments/{id}/replies", "Answer a comment or a reply.")
    .problems(&["not_found", "blocked"]);

const fn write_route(path: &'static str, summary: &'static str) -> Route {
    Route::post(path, WRITER)
        .summary(summary)
        .body(FIELDS)
        .answers::<Comment>(201)
        .limited(&Limit::COMMENT)
        .idempotent()
        .makes("Comments")
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Draft {
    body: String,
    #[serde(default)]
    spoiler: bool,
}

pub(crate) async fn comment(
    State(board): State<Board>,
    Caller(caller): Caller,
    Path(movie): Path<MovieId>,
    key: IdempotencyKey,
    Json(draft): Json<Draft>,
) -> Result<Response, Problem> {
    write(&board, caller, CommentPlace::Movie(movie), key, draft).await
}

pub(crate) async fn reply(
    State(board): State<Board>,
    Caller(caller): Caller,
    Path(comment): Path<CommentId>,
    key: IdempotencyKey,
    Json(draft): Json<Draft>,
) -> Result<Response, Problem> {
    write(&board, caller, CommentPlace::Reply(comment), key, draft).await
}

async fn write(
    board: &Board,
    caller: Identity,
    place: CommentPlace,
    key: IdempotencyKey,
    draft: Draft,
) -> Result<Response, Problem> {
    let idempotency = key.of(&board.front, &format!("{place:?}"), &draft)?;
    let now = board.front.now();
    let new = NewComment {
        id: CommentId::new(now, board.front.random()),
        place,
        author: caller.user,
        body: draft.body,
        spoiler: draft.spoiler,
        idempotency,
        now,
    };
    let made = board.ports.comments.create_comment(new).await?.ok_or(Problem::NotFound)?;
    if !made.replayed {
        board.tell(&made.value).await;
    }
    Ok(created(StatusCode::CREATED, made))
}
