//! `PATCH /api/account`

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{Language, User, UserChange};
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, Problem, Route};
use serde::Deserialize;

use crate::Desk;

pub(crate) const ROUTE: Route = Route::patch("/api/account", Access::Scope(Scope::AccountWrite))
    .summary("Change your name, your age or the language that letters to you are written in.")
    .body(&[
        Field::required("name", Kind::Line { min: 2, max: 50 }),
        Field::required("age", Kind::Integer { min: 13, max: 120 }),
        Field::required("language", Kind::Choice(&Language::NAMES)),
    ])
    .partial()
    .answers::<User>(200);

#[derive(Deserialize)]
pub(crate) struct Change {
    name: Option<String>,
    age: Option<u8>,
    language: Option<Language>,
}

pub(crate) async fn edit(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Json(change): Json<Change>,
) -> Result<Json<User>, Problem> {
    let change = UserChange { name: change.name, age: change.age, language: change.language };
    match desk.ports.users.edit_user(caller.user, change).await? {
        Some(user) => Ok(Json(user)),
        None => Err(desk.nobody(caller).await?),
    }
}
