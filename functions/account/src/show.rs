//! `GET /api/account`

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::User;
use kenmovie_common::http::{Access, Caller, Json, Problem, Route};

use crate::Desk;

pub(crate) const ROUTE: Route = Route::get("/api/account", Access::Scope(Scope::AccountRead))
    .summary("Your account.")
    .answers::<User>(200);

pub(crate) async fn show(State(desk): State<Desk>, Caller(caller): Caller) -> Result<Json<User>, Problem> {
    match desk.ports.users.user(caller.user).await? {
        Some(user) => Ok(Json(user)),
        None => Err(desk.nobody(caller).await?),
    }
}
