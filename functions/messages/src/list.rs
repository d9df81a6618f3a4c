//! `GET /api/conversations/{user_id}/messages`

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::Message;
use kenmovie_common::http::{
    Access, Caller, Field, FieldCode, FieldError, Json, Kind, Path, Problem, Query, Route,
};
use kenmovie_common::ports::{Arrived, Stretch};
use kenmovie_common::{MessageId, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Desk;

pub(crate) const ROUTE: Route =
    Route::get("/api/conversations/{user_id}/messages", Access::Scope(Scope::MessagesRead))
        .summary(
            "Messages with somebody, the oldest first: the earliest after one, the latest before one, or the latest. What \
             the caller had not received is delivered by this.",
        )
        .query(&[Field::optional("after", Kind::Id), Field::optional("before", Kind::Id), Field::LIMIT])
        .answers::<Talk>(200)
        .problems(&["not_found"]);

/// How many messages a page has where a caller does not say.
const PAGE: usize = 20;

#[derive(Deserialize)]
pub(crate) struct Place {
    after: Option<MessageId>,
    before: Option<MessageId>,
    limit: Option<usize>,
}

/// A page of a conversation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PageOfMessage")]
pub(crate) struct Talk {
    items: Vec<Message>,
    /// There is more in the direction that was asked for: the next `after`, or else the next `before`.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<MessageId>,
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Path(other): Path<UserId>,
    Query(place): Query<Place>,
) -> Result<Json<Talk>, Problem> {
    let stretch = match (place.after, place.before) {
        (None, None) => Stretch::Newest,
        (Some(after), None) => Stretch::After(after),
        (None, Some(before)) => Stretch::Before(before),
        (Some(_), Some(_)) => {
            let both = "Either after or before.";
            let fault = |name| FieldError::new(name, FieldCode::InvalidValue, both);
            return Err(Problem::Invalid(vec![fault("after"), fault("before")]));
        }
    };
    let limit = place.limit.unwrap_or(PAGE);
    let page = desk.messages.list_messages(caller.user, other, stretch, limit).await?;
    let mut page = page.ok_or(Problem::NotFound)?;
    let waiting =
        page.items.iter().rfind(|message| message.to == caller.user && message.delivered_at.is_none());
    if let Some(last) = waiting.map(|message| message.id) {
        let now = desk.front.now();
        let arrived = Arrived::UpTo(last);
        let up_to = desk.messages.deliver_messages(caller.user, other, arrived, now).await?;
        for message in page.items.iter_mut().filter(|message| message.to == caller.user) {
            message.delivered_at.get_or_insert(now);
        }
        desk.tell_delivered(caller.user, other, up_to).await;
    }
    Ok(Json(Talk { items: page.items, next: page.next }))
}
