//! `GET /.well-known/jwks.json`

use std::sync::Arc;

use axum::extract::State;
use kenmovie_common::auth::VerifyingKey;
use kenmovie_common::http::{Access, Json, Route};
use schemars::JsonSchema;
use serde::Serialize;

pub(crate) const ROUTE: Route = Route::get("/.well-known/jwks.json", Access::Public)
    .summary("The public keys of access tokens, as a JWK set (RFC 7517).")
    .answers::<KeySet>(200)
    .cached(300);

#[derive(Clone)]
pub(crate) struct Keys(pub(crate) Arc<[VerifyingKey]>);

#[derive(Serialize, JsonSchema)]
pub(crate) struct KeySet {
    keys: Vec<VerifyingKey>,
}

pub(crate) async fn show(State(Keys(keys)): State<Keys>) -> Json<KeySet> {
    Json(KeySet { keys: keys.to_vec() })
}
