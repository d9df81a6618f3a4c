//! `GET /api/account/export`

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use kenmovie_common::auth::Scope;
use kenmovie_common::http::{Access, Caller, Json, Limit, Problem, Route};

use crate::Desk;
use crate::held::Held;

pub(crate) const ROUTE: Route = Route::get("/api/account/export", Access::Scope(Scope::AccountRead))
    .summary("Everything that is held on you, as one document.")
    .answers::<Held>(200)
    .limited(&Limit::EXPORT);

pub(crate) async fn export(State(desk): State<Desk>, Caller(caller): Caller) -> Result<Response, Problem> {
    let (ports, now) = (&desk.ports, desk.front.now());
    let records = ports.archive.records_of(caller.user).await?;
    let sessions = ports.sessions.sessions_of(caller.user, now).await?;
    let sign_ins = ports.sign_ins.sign_ins_of(caller.user, now).await?;
    let Some(held) = Held::of(now, records, sessions, sign_ins) else {
        return Err(desk.nobody(caller).await?);
    };
    let disposition = [(header::CONTENT_DISPOSITION, "attachment; filename=\"kenmovie.json\"")];
    Ok((disposition, Json(held)).into_response())
}
