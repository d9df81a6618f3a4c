//! `POST /api/movies/{id}/reports`, `POST /api/comments/{id}/reports`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kenmovie_common::auth::{Identity, Scope};
use kenmovie_common::domain::{Reason, Report, Target};
use kenmovie_common::http::{
    Access, Caller, Field, FieldCode, FieldError, IdempotencyKey, Json, Kind, Limit, Path, Problem, Route,
    created,
};
use kenmovie_common::ports::NewReport;
use kenmovie_common::{CommentId, MovieId, ReportId};
use serde::{Deserialize, Serialize};

use crate::Shelf;

const FIELDS: &[Field] = &[
    Field::required("reason", Kind::Choice(&Reason::CODES)),
    Field::optional("text", Kind::Text { min: 0, max: 1000 }),
];

pub(crate) const MOVIE: Route = report_route(
    "/api/movies/{id}/reports",
    "Report a film. It leaves the reporter's lists and stands among their blocked films.",
);
pub(crate) const COMMENT: Route = report_route(
    "/api/comments/{id}/reports",
    "Report a comment or a reply. Its reporter does not see it any more.",
);

const fn report_route(path: &'static str, summary: &'static str) -> Route {
    Route::post(path, Access::Scope(Scope::ReportsWrite))
        .summary(summary)
        .body(FIELDS)
        .answers::<Report>(201)
        .problems(&["not_found", "already_reported"])
        .limited(&Limit::REPORT)
        .idempotent()
        .makes("Reports")
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Complaint {
    reason: Reason,
    #[serde(default)]
    text: String,
}

pub(crate) async fn movie(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(movie): Path<MovieId>,
    key: IdempotencyKey,
    Json(complaint): Json<Complaint>,
) -> Result<Response, Problem> {
    shelf.report(caller, Target::Movie(movie), key, complaint).await
}

pub(crate) async fn comment(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Path(comment): Path<CommentId>,
    key: IdempotencyKey,
    Json(complaint): Json<Complaint>,
) -> Result<Response, Problem> {
    shelf.report(caller, Target::Comment(comment), key, complaint).await
}

impl Shelf {
    async fn report(
        &self,
        caller: Identity,
        target: Target,
        key: IdempotencyKey,
        complaint: Complaint,
    ) -> Result<Response, Problem> {
        if complaint.reason.text_required() && complaint.text.is_empty() {
            let missing =
                FieldError::new("text", FieldCode::Required, "This reason needs a word of explanation.");
            return Err(Problem::Invalid(vec![missing]));
        }
        let place = match target {
            Target::Movie(movie) => format!("report {movie}"),
            Target::Comment(comment) => format!("report {comment}"),
        };
        let idempotency = key.of(&self.front, &place, &complaint)?;
        let now = self.front.now();
        let new = NewReport {
            id: ReportId::new(now, self.front.random()),
            user: caller.user,
            target,
            reason: complaint.reason,
            text: Some(complaint.text).filter(|text| !text.is_empty()),
            idempotency,
            now,
        };
        let made = self.reports.report(new).await?.ok_or(Problem::NotFound)?;
        Ok(created(StatusCode::CREATED, made))
    }
}
