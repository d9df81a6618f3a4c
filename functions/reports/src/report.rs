//! `POST /api/movies/{id}/reports`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kenmovie_common::auth::Scope;
use kenmovie_common::domain::{Reason, Report, Target};
use kenmovie_common::http::{
    Access, Caller, Field, FieldCode, FieldError, IdempotencyKey, Json, Kind, Limit, Path, Problem, Route,
    created,
};
use kenmovie_common::ports::NewReport;
use kenmovie_common::{MovieId, ReportId};
use serde::{Deserialize, Serialize};

use crate::Shelf;

pub(crate) const ROUTE: Route = Route::post("/api/movies/{id}/reports", Access::Scope(Scope::ReportsWrite))
    .summary("Report a film. It leaves the reporter's lists and stands among their blocked films.")
    .body(&[
        Field::required("reason", Kind::Choice(&Reason::CODES)),
        Field::optional("text", Kind::Text { min: 0, max: 1000 }),
    ])
    .answers::<Report>(201)
    .problems(&["not_found", "already_reported"])
    .limited(&Limit::REPORT)
    .idempotent();

#[derive(Serialize, Deserialize)]
pub(crate) struct Complaint {
    reason: Reason,
    #[serde(default)]
    text: String,
}

pub(crate) async fn report(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(movie): Path<MovieId>,
    key: IdempotencyKey,
    Json(complaint): Json<Complaint>,
) -> Result<Response, Problem> {
    if complaint.reason.text_required() && complaint.text.is_empty() {
        let missing =
            FieldError::new("text", FieldCode::Required, "This reason needs a word of explanation.");
        return Err(Problem::Invalid(vec![missing]));
    }
    let idempotency = key.of(&shelf.front, &format!("report {movie}"), &complaint)?;
    let now = shelf.front.now();
    let new = NewReport {
        id: ReportId::new(now, shelf.front.random()),
        user: caller.user,
        target: Target::Movie(movie),
        reason: complaint.reason,
        text: Some(complaint.text).filter(|text| !text.is_empty()),
        idempotency,
        now,
    };
    let made = shelf.reports.report(new).await?.ok_or(Problem::NotFound)?;
    Ok(created(StatusCode::CREATED, made))
}
