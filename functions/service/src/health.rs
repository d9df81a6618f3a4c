//! `GET /api/health`

use std::sync::Arc;

use axum::extract::State;
use kenmovie_common::http::{Access, Json, Problem, Route};
use kenmovie_common::ports::Health;
use schemars::JsonSchema;
use serde::Serialize;

pub(crate) const ROUTE: Route = Route::get("/api/health", Access::Public)
    .summary("Whether the site can do its work; 503 where an engine does not answer.")
    .answers::<HealthView>(200)
    .problems(&["store_unavailable"]);

#[derive(Clone)]
pub(crate) struct Engines(pub(crate) Arc<[Arc<dyn Health>]>);

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Health")]
pub(crate) struct HealthView {
    status: &'static str,
    version: &'static str,
}

pub(crate) async fn show(State(Engines(engines)): State<Engines>) -> Result<Json<HealthView>, Problem> {
    for engine in engines.iter() {
        engine.ping().await?;
    }
    Ok(Json(HealthView { status: "ok", version: env!("CARGO_PKG_VERSION") }))
}
