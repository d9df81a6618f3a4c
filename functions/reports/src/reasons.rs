//! `GET /api/report-reasons`

use kenmovie_common::domain::Reason;
use kenmovie_common::http::{Access, Json, Paged, Route};
use schemars::JsonSchema;
use serde::Serialize;

pub(crate) const ROUTE: Route = Route::get("/api/report-reasons", Access::Public)
    .summary("The reasons that a report can have.")
    .answers::<Paged<ReportReason>>(200)
    .cached(3600);

#[derive(Serialize, JsonSchema)]
pub(crate) struct ReportReason {
    code: Reason,
    label: Label,
    /// A report with this reason needs a text.
    text_required: bool,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Label {
    es: &'static str,
    en: &'static str,
}

pub(crate) async fn list() -> Json<Paged<ReportReason>> {
    let reasons = Reason::ALL.map(|reason| ReportReason {
        code: reason,
        label: Label { es: reason.label_es(), en: reason.label_en() },
        text_required: reason.text_required(),
    });
    Json(Paged::whole(reasons.into()))
}
