//! JSON in and out.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::field;
use super::front::Front;
use super::problem::Problem;
use super::route::Route;

/// A body without members.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Nothing {}

/// A JSON body. In: checked against the route's declaration, every bad member named at once. Out: `T` as it is.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let extensions = request.extensions();
        let (Some(route), Some(front)) =
            (extensions.get::<&'static Route>().copied(), extensions.get::<Front>().cloned())
        else {
            return Err(Problem::internal("a handler without its route"));
        };
        if !is_json(request.headers()) {
            return Err(Problem::UnsupportedMediaType);
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|_| Problem::BodyTooLarge)?;
        let fields = route.body.unwrap_or_default();
        // A route that takes no members takes no body either.
        let bytes = if fields.is_empty() && bytes.is_empty() { Bytes::from_static(b"{}") } else { bytes };
        let value: Value = serde_json::from_slice(&bytes).map_err(|error| {
            Problem::MalformedJson(format!(
                "The body is not JSON: line {}, column {}.",
                error.line(),
                error.column()
            ))
        })?;
        let Value::Object(given) = value else {
            return Err(Problem::MalformedJson("The body must be a JSON object.".to_owned()));
        };
        let clean =
            field::check(fields, given, route.partial, front.now().year()).map_err(Problem::Invalid)?;
        serde_json::from_value(Value::Object(clean)).map(Self).map_err(Problem::internal)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => {
                let mut response = Response::new(bytes.into());
                let kind = HeaderValue::from_static("application/json");
                response.headers_mut().insert(header::CONTENT_TYPE, kind);
                response
            }
            Err(error) => Problem::internal(error).into_response(),
        }
    }
}
