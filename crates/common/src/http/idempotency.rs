//! `Idempotency-Key`: a creation that is asked for twice is done once.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::body::Json;
use super::front::Front;
use super::problem::Problem;
use crate::ports::{Created, Idempotency};

/// The key that a request carries, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(Option<String>);

impl IdempotencyKey {
    /// The key with a keyed hash of what is asked: the address and the checked body.
    pub fn of<T: Serialize>(
        self,
        front: &Front,
        place: &str,
        body: &T,
    ) -> Result<Option<Idempotency>, Problem> {
        let Some(key) = self.0 else { return Ok(None) };
        let body = serde_json::to_vec(body).map_err(Problem::internal)?;
        Ok(Some(Idempotency { key, fingerprint: front.fingerprint(&[place.as_bytes(), &body]) }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let bytes = value.as_bytes();
        let visible = bytes.iter().all(u8::is_ascii_graphic);
        match value.to_str() {
            Ok(text) if visible && (1..=128).contains(&text.len()) => Ok(Self(Some(text.to_owned()))),
            _ => Err(Problem::BadRequest("Idempotency-Key must be 1 to 128 visible characters.")),
        }
    }
}

/// The answer of a creation; a repeated one says so and has the same status.
pub fn created<T: Serialize>(status: StatusCode, made: Created<T>) -> Response {
    let mut response = (status, Json(made.value)).into_response();
    if made.replayed {
        response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    }
    response
}
