//! `GET /api/config`

use axum::extract::State;
use kenmovie_common::domain::Language;
use kenmovie_common::http::{Access, Json, LIMITS, Route};
use schemars::JsonSchema;
use serde::Serialize;

pub(crate) const ROUTE: Route = Route::get("/api/config", Access::Public)
    .summary("What the page must know: ways to sign in, languages, bounds, names of limits.")
    .answers::<Config>(200)
    .cached(300);

/// Whether people can sign in with Google.
#[derive(Clone, Copy)]
pub(crate) struct Google(pub(crate) bool);

#[derive(Serialize, JsonSchema)]
pub(crate) struct Config {
    /// Whether people can sign in with Google.
    google: bool,
    languages: [Language; 2],
    bounds: Bounds,
    limits: Vec<&'static str>,
}

/// Lengths are in characters.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Bounds {
    name: Bound,
    age: Bound,
    password: Bound,
    comment: Bound,
    report_text: Bound,
    search: Bound,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Bound {
    min: u32,
    max: u32,
}

pub(crate) async fn show(State(Google(google)): State<Google>) -> Json<Config> {
    Json(Config {
        google,
        languages: [Language::Es, Language::En],
        bounds: Bounds {
            name: Bound { min: 2, max: 50 },
            age: Bound { min: 13, max: 120 },
            password: Bound { min: 8, max: 128 },
            comment: Bound { min: 1, max: 2000 },
            report_text: Bound { min: 0, max: 1000 },
            search: Bound { min: 1, max: 200 },
        },
        limits: LIMITS.iter().map(|limit| limit.name).collect(),
    })
}
