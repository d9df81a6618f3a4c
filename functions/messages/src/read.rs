//! `POST /api/conversations/{user_id}/read`

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, Path, Problem, Route};
use kenmovie_common::socket::Frame;
use kenmovie_common::{MessageId, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Desk;

pub(crate) const ROUTE: Route =
    Route::post("/api/conversations/{user_id}/read", Access::Scope(Scope::MessagesWrite))
        .summary("The other's messages up to this one are read.")
        .body(&[Field::required("up_to", Kind::Id)])
        .answers::<UnreadMessages>(200);

#[derive(Deserialize)]
pub(crate) struct Mark {
    up_to: MessageId,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct UnreadMessages {
    /// Of the other's; where it is 999, there may be more.
    unread: u64,
}

pub(crate) async fn read(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Path(other): Path<UserId>,
    Json(Mark { up_to }): Json<Mark>,
) -> Result<Json<UnreadMessages>, Problem> {
    let me = caller.user;
    let read = desk.messages.read_messages(me, other, up_to, desk.front.now()).await?;
    if let Some(up_to) = read.up_to {
        let to_other = Frame::Read { conversation: me, up_to, by: me };
        let to_me = Frame::Read { conversation: other, up_to, by: me };
        tokio::join!(desk.hub.tell(other, &to_other), desk.hub.tell(me, &to_me));
    }
    Ok(Json(UnreadMessages { unread: read.unread }))
}
