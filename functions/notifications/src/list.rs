//! `GET /api/notifications`

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::Notification;
use kenmovie_common::http::{Access, Caller, Field, Json, PageRequest, Paged, Problem, Query, Route};
use kenmovie_common::ports::Notified;
use schemars::JsonSchema;
use serde::Serialize;

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::get("/api/notifications", Access::Scope(Scope::AccountRead))
    .summary("What the caller is told of, the latest first: answers to them, and decisions on their reports.")
    .query(&[Field::LIMIT, Field::CURSOR])
    .answers::<News>(200)
    .problems(&["bad_cursor"]);

const ORDER: &str = "notifications";

/// A page of notifications.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Notifications")]
pub(crate) struct News {
    #[serde(flatten)]
    page: Paged<Notification>,
    /// How many are not read, on whatever page; where it is 100, there may be more.
    unread: u64,
}

pub(crate) async fn list(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Query(page): Query<PageRequest>,
) -> Result<Json<News>, Problem> {
    let after = page.after(ORDER)?;
    let told = shelf.notifications.list_notifications(caller.user, after, page.limit()).await?;
    let Notified { page, unread } = told;
    Ok(Json(News { page: Paged::new(page, ORDER)?, unread }))
}
