//! `PUT` and `DELETE` of `/api/account/avatar`

use axum::extract::State;
use kenmovie_common::MediaId;
use kenmovie_common::auth::{Identity, Scope};
use kenmovie_common::domain::{MediaPurpose, User};
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, Problem, Route};
use serde::Deserialize;

use crate::Desk;

const PATH: &str = "/api/account/avatar";
const OWNER: Access = Access::Scope(Scope::AccountWrite);

pub(crate) const PUT: Route = Route::put(PATH, OWNER)
    .summary("A picture that you uploaded is your avatar from now on. It is checked now: 422 where it is no picture.")
    .body(&[Field::required("media_id", Kind::Id)])
    .answers::<User>(200);

pub(crate) const REMOVE: Route =
    Route::delete(PATH, OWNER).summary("You have no avatar from now on.").answers::<User>(200);

#[derive(Deserialize)]
pub(crate) struct Choice {
    media_id: MediaId,
}

pub(crate) async fn put(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Json(Choice { media_id }): Json<Choice>,
) -> Result<Json<User>, Problem> {
    desk.intake.take(caller.user, media_id, MediaPurpose::Avatar, desk.front.now()).await?;
    set(&desk, caller, Some(media_id)).await
}

pub(crate) async fn remove(State(desk): State<Desk>, Caller(caller): Caller) -> Result<Json<User>, Problem> {
    set(&desk, caller, None).await
}

/// The one before is swept.
async fn set(desk: &Desk, caller: Identity, media: Option<MediaId>) -> Result<Json<User>, Problem> {
    match desk.ports.pictures.set_avatar(caller.user, media).await? {
        Some(user) => Ok(Json(user)),
        None => Err(desk.nobody(caller).await?),
    }
}
