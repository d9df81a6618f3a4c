//! `GET /api/admin/users`

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::ListedUser;
use kenmovie_common::http::{Access, Field, Json, Kind, PageRequest, Paged, Problem, Query, Route};
use serde::Deserialize;

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::get("/api/admin/users", Access::Scope(Scope::UsersAdmin))
    .summary("Everybody whose name or address begins with q, or everybody; the newest first.")
    .query(&[Field::optional("q", Kind::Line { min: 1, max: 254 }), Field::LIMIT, Field::CURSOR])
    .answers::<Paged<ListedUser>>(200)
    .problems(&["bad_cursor"]);

const ORDER: &str = "users";

#[derive(Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
    #[serde(flatten)]
    page: PageRequest,
}

pub(crate) async fn list(
    State(shelf): State<Shelf>,
    Query(search): Query<Search>,
) -> Result<Json<Paged<ListedUser>>, Problem> {
    let after = search.page.after(ORDER)?;
    let found = shelf.ports.users.list_users(&search.q, after, search.page.limit()).await?;
    Paged::new(found, ORDER).map(Json)
}
