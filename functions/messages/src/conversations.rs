//! `GET /api/conversations`

use std::collections::HashSet;

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::Conversation;
use kenmovie_common::http::{Access, Caller, Field, Json, PageRequest, Paged, Problem, Query, Route};
use kenmovie_common::ports::Conversations;
use schemars::JsonSchema;
use serde::Serialize;

use crate::Desk;

pub(crate) const ROUTE: Route = Route::get("/api/conversations", Access::Scope(Scope::MessagesRead))
    .summary("Whom the caller writes with, that with the latest message first.")
    .query(&[Field::LIMIT, Field::CURSOR])
    .answers::<Talks>(200)
    .problems(&["bad_cursor"]);

const ORDER: &str = "conversations";

/// A page of conversations.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Conversations")]
pub(crate) struct Talks {
    #[serde(flatten)]
    page: Paged<Conversation>,
    /// How many messages are not read, on whatever page; where it is 999, there may be more.
    unread_total: u64,
}

pub(crate) async fn list(
    State(desk): State<Desk>,
    Caller(caller): Caller,
    Query(page): Query<PageRequest>,
) -> Result<Json<Talks>, Problem> {
    let after = page.after(ORDER)?;
    let told = desk.messages.list_conversations(caller.user, after, page.limit()).await?;
    let Conversations { mut page, unread_total } = told;
    let others: Vec<_> = page.items.iter().map(|talk| talk.user.person.id).collect();
    let online: HashSet<_> = desk.connections.online(&others, desk.front.now()).await?.into_iter().collect();
    for talk in &mut page.items {
        talk.user.online = Some(online.contains(&talk.user.person.id));
    }
    Ok(Json(Talks { page: Paged::new(page, ORDER)?, unread_total }))
}
