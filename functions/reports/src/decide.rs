//! `PATCH /api/reports/{id}`

use axum::extract::State;
use kenmovie_common::ReportId;
use kenmovie_common::domain::{Case, Decision, ReportStatus};
use kenmovie_common::http::{Caller, Field, Json, Kind, Path, Problem, Route};
use serde::Deserialize;

use crate::{MODERATOR, Shelf};

pub(crate) const ROUTE: Route = Route::patch("/api/reports/{id}", MODERATOR)
    .summary(
        "Decide a case, or decide it anew: that holds for all its reports, and who made them reads the note.",
    )
    .body(&[
        Field::required("status", Kind::Choice(&DECISIONS)),
        Field::optional("note", Kind::Text { min: 0, max: 1000 }),
    ])
    .answers::<Case>(200)
    .problems(&["not_found"]);

const DECISIONS: [&str; 2] = [ReportStatus::Resolved.as_str(), ReportStatus::Dismissed.as_str()];

#[derive(Deserialize)]
pub(crate) struct Verdict {
    status: ReportStatus,
    #[serde(default)]
    note: String,
}

pub(crate) async fn decide(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(id): Path<ReportId>,
    Json(Verdict { status, note }): Json<Verdict>,
) -> Result<Json<Case>, Problem> {
    let note = Some(note).filter(|note| !note.is_empty());
    let decision = Decision { status, note, moderator: Some(caller.user), now: shelf.front.now() };
    let case = shelf.reports.decide_case(id, decision).await?.ok_or(Problem::NotFound)?;
    tracing::info!(
        target: "audit",
        event = "case_decided",
        case = %id,
        kind = case.kind.as_str(),
        status = status.as_str(),
        reports = case.count,
        by = %caller.user
    );
    Ok(Json(case))
}
