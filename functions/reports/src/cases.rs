//! `GET /api/reports`

use axum::extract::State;
use kenmovie_common::domain::{Case, ReportStatus, TargetKind};
use kenmovie_common::http::{Field, Json, Kind, PageRequest, Paged, Problem, Query, Route};
use kenmovie_common::ports::CaseFilter;
use serde::Deserialize;

use crate::{MODERATOR, Shelf};

pub(crate) const ROUTE: Route = Route::get("/api/reports", MODERATOR)
    .summary("What was reported, one case a thing with all its reports; those with the latest reports first.")
    .query(&[
        Field::optional("status", Kind::Choice(&STATUSES)),
        Field::optional("kind", Kind::Choice(&TargetKind::NAMES)),
        Field::LIMIT,
        Field::CURSOR,
    ])
    .answers::<Paged<Case>>(200)
    .problems(&["bad_cursor"]);

const STATUSES: [&str; 3] =
    [ReportStatus::Open.as_str(), ReportStatus::Resolved.as_str(), ReportStatus::Dismissed.as_str()];
const ORDER: &str = "reports";

#[derive(Deserialize)]
pub(crate) struct Search {
    status: Option<ReportStatus>,
    kind: Option<TargetKind>,
    #[serde(flatten)]
    page: PageRequest,
}

pub(crate) async fn list(
    State(shelf): State<Shelf>,
    Query(search): Query<Search>,
) -> Result<Json<Paged<Case>>, Problem> {
    let after = search.page.after(ORDER)?;
    let filter = CaseFilter { status: search.status, kind: search.kind };
    Paged::new(shelf.reports.list_cases(filter, after, search.page.limit()).await?, ORDER).map(Json)
}
