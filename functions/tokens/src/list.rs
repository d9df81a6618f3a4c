//! `GET /api/tokens`

use axum::extract::State;
use kenmovie_common::domain::ApiToken;
use kenmovie_common::http::{Field, Json, PageRequest, Paged, Problem, Query, Route};

use crate::{KEEPER, Shelf};

pub(crate) const ROUTE: Route = Route::get("/api/tokens", KEEPER)
    .summary("The API tokens, expired ones too, the newest first; none with its secret.")
    .query(&[Field::LIMIT, Field::CURSOR])
    .answers::<Paged<ApiToken>>(200)
    .problems(&["bad_cursor"]);

const ORDER: &str = "tokens";

pub(crate) async fn list(
    State(shelf): State<Shelf>,
    Query(page): Query<PageRequest>,
) -> Result<Json<Paged<ApiToken>>, Problem> {
    let after = page.after(ORDER)?;
    Paged::new(shelf.tokens.list_api_tokens(after, page.limit()).await?, ORDER).map(Json)
}
