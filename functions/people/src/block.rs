//! `GET /api/blocked-users`, `PUT` and `DELETE` of `/api/blocked-users/{user_id}`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::UserId;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::BlockedUser;
use kenmovie_common::http::{Access, Caller, Field, Json, PageRequest, Paged, Path, Problem, Query, Route};

use kenmovie_common::ports::Holder;

use crate::Shelf;

const PATH: &str = "/api/blocked-users/{user_id}";
const BLOCKER: Access = Access::Scope(Scope::AccountWrite);

pub(crate) const LIST: Route = Route::get("/api/blocked-users", BLOCKER)
    .summary("Whom the caller blocked, the latest first.")
    .query(&[Field::LIMIT, Field::CURSOR])
    .answers::<Paged<BlockedUser>>(200)
    .problems(&["bad_cursor"]);

pub(crate) const BLOCK: Route = Route::put(PATH, BLOCKER)
    .summary("Block somebody: from now on neither sees what the other writes, nor answers it.")
    .problems(&["not_found"]);

pub(crate) const UNBLOCK: Route =
    Route::delete(PATH, BLOCKER).summary("Block somebody no more. What they blocked stays so.");

const ORDER: &str = "blocked-users";

pub(crate) async fn list(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Query(page): Query<PageRequest>,
) -> Result<Json<Paged<BlockedUser>>, Problem> {
    let after = page.after(ORDER)?;
    let blocked = shelf.ports.people.list_blocked_users(caller.user, after, page.limit()).await?;
    Paged::new(blocked, ORDER).map(Json)
}

pub(crate) async fn block(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(other): Path<UserId>,
) -> Result<StatusCode, Problem> {
    if !shelf.ports.people.block_user(caller.user, other, shelf.front.now()).await? {
        return Err(Problem::NotFound);
    }
    part(&shelf, caller.user, other).await;
    tracing::info!(target: "audit", event = "user_blocked", user = %other, by = %caller.user);
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn unblock(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(other): Path<UserId>,
) -> Result<StatusCode, Problem> {
    shelf.ports.people.unblock_user(caller.user, other).await?;
    part(&shelf, caller.user, other).await;
    tracing::info!(target: "audit", event = "user_unblocked", user = %other, by = %caller.user);
    Ok(StatusCode::NO_CONTENT)
}

/// Closes both people's sockets: whom somebody has nothing to do with is known from when their socket opened.
async fn part(shelf: &Shelf, one: UserId, other: UserId) {
    for user in [one, other] {
        shelf.hub.hang_up(Holder::User(user), |_| true).await;
    }
}
