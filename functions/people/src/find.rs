//! `GET /api/users`

use std::collections::HashSet;

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::Person;
use kenmovie_common::http::{Access, Caller, Field, Json, Kind, PageRequest, Paged, Problem, Query, Route};
use serde::Deserialize;

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::get("/api/users", Access::Scope(Scope::MessagesRead))
    .summary(
        "Everybody whose name begins with q, or everybody, by name: but the caller, whom they blocked and who blocked \
         them.",
    )
    .query(&[Field::optional("q", Kind::Line { min: 1, max: 50 }), Field::LIMIT, Field::CURSOR])
    .answers::<Paged<Person>>(200)
    .problems(&["bad_cursor"]);

const ORDER: &str = "people";

#[derive(Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
    #[serde(flatten)]
    page: PageRequest,
}

pub(crate) async fn find(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Query(search): Query<Search>,
) -> Result<Json<Paged<Person>>, Problem> {
    let after = search.page.after(ORDER)?;
    let ports = &shelf.ports;
    let mut found = ports.people.list_people(caller.user, &search.q, after, search.page.limit()).await?;
    let ids: Vec<_> = found.items.iter().map(|one| one.person.id).collect();
    let online: HashSet<_> = ports.connections.online(&ids, shelf.front.now()).await?.into_iter().collect();
    for one in &mut found.items {
        one.online = Some(online.contains(&one.person.id));
    }
    Paged::new(found, ORDER).map(Json)
}
