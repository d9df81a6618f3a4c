//! `GET /api/account/sign-ins`

use axum::extract::State;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::SignInRecord;
use kenmovie_common::http::{Access, Caller, Json, Paged, Problem, Route};

use crate::Desk;

pub(crate) const ROUTE: Route = Route::get("/api/account/sign-ins", Access::Scope(Scope::AccountRead))
    .summary("Your last 50 sign-ins, and tries, of the past 90 days: when, how, on what device, and how each ended.")
    .answers::<Paged<SignInRecord>>(200);

pub(crate) async fn list(
    State(desk): State<Desk>,
    Caller(caller): Caller,
) -> Result<Json<Paged<SignInRecord>>, Problem> {
    let all = desk.ports.sign_ins.sign_ins_of(caller.user, desk.front.now()).await?;
    Ok(Json(Paged::whole(all)))
}
