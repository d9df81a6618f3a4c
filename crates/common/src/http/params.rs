//! Extractors for what stands in the address.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::field;
use super::front::Front;
use super::problem::Problem;
use super::route::Route;

/// The one id in a path. A malformed one is not found.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: std::str::FromStr> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::NotFound)?;
        let (_, text) = params.iter().next().ok_or(Problem::NotFound)?;
        text.parse().map(Self).map_err(|_| Problem::NotFound)
    }
}

/// The query, checked against the route's declaration. Parameters that the route does not know are ignored.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let (Some(route), Some(front)) =
            (parts.extensions.get::<&'static Route>(), parts.extensions.get::<Front>())
        else {
            return Err(Problem::internal("a handler without its route"));
        };
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(parts.uri.query().unwrap_or_default())
            .map_err(|_| Problem::BadRequest("The query cannot be read."))?;
        let mut given = Map::new();
        for (name, text) in pairs {
            let known = route.query.iter().find(|field| field.name == name);
            if let Some(known) = known.filter(|_| !text.is_empty()) {
                given.insert(name, known.kind.value_of(text));
            }
        }
        let clean = field::check(route.query, given, false, front.now().year()).map_err(Problem::Invalid)?;
        serde_json::from_value(Value::Object(clean)).map(Self).map_err(Problem::internal)
    }
}
