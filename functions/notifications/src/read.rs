//! `POST /api/notifications/read`

use axum::extract::State;
use kenmovie_common::NotificationId;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, Problem, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::post("/api/notifications/read", Access::Scope(Scope::AccountWrite))
    .summary("This notification and all before it are read.")
    .body(&[Field::required("up_to", Kind::Id)])
    .answers::<Unread>(200);

#[derive(Deserialize)]
pub(crate) struct Mark {
    up_to: NotificationId,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Unread {
    /// Where it is 100, there may be more.
    unread: u64,
}

/// Nobody has read what is still to come: an id of the future marks what there is.
pub(crate) async fn read(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Json(Mark { up_to }): Json<Mark>,
) -> Result<Json<Unread>, Problem> {
    let latest = NotificationId::at(shelf.front.now(), [0xff; 10]);
    let unread = shelf.notifications.read_notifications(caller.user, up_to.min(latest)).await?;
    Ok(Json(Unread { unread }))
}
