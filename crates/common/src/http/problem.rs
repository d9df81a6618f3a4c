//! The one way in which a request fails: RFC 9457 `application/problem+json` with a stable `code`.

use std::fmt::Display;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use super::field::{FieldCode, FieldError};
use crate::ports::{Constraint, ProviderFault, StoreError};

/// Why a request was not done. What the client may read is in the variant's own text; what only the log may see is in
/// `StoreUnavailable` and `Internal`.
#[derive(Debug, Clone)]
pub enum Problem {
    MalformedJson(String),
    BadCursor,
    BadRequest(&'static str),
    Unauthenticated,
    InvalidCredentials,
    TokenExpired,
    InsufficientScope,
    ReauthenticationRequired,
    Csrf,
    Blocked,
    EdgeRequired,
    NotFound,
    MethodNotAllowed,
    RequestTimeout,
    EmailTaken,
    ProviderTaken,
    AlreadyReported,
    IdempotencyConflict,
    PreconditionFailed,
    BodyTooLarge,
    UnsupportedMediaType,
    Invalid(Vec<FieldError>),
    /// To be tried again after this many seconds.
    RateLimited(u64),
    HeadersTooLarge,
    StoreUnavailable(String),
    ProviderUnavailable(String),
    Internal(String),
}

/// The members of a problem answer.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct ProblemBody<'a> {
    /// `urn:kenmovie:problem:<code>`
    #[serde(rename = "type")]
    pub kind: String,
    pub title: &'static str,
    pub status: u16,
    pub detail: &'a str,
    /// Stable; clients compare this.
    #[schemars(extend("enum" = PROBLEM_CODES))]
    pub code: &'static str,
    pub request_id: &'a str,
    /// Every bad field, where the code is `validation_failed`.
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    #[schemars(default)]
    pub errors: &'a [FieldError],
}

/// Every code there is.
pub const PROBLEM_CODES: [&str; 27] = [
    "malformed_json",
    "bad_cursor",
    "bad_request",
    "unauthenticated",
    "invalid_credentials",
    "token_expired",
    "insufficient_scope",
    "reauthentication_required",
    "csrf",
    "blocked",
    "edge_required",
    "not_found",
    "method_not_allowed",
    "request_timeout",
    "email_taken",
    "provider_taken",
    "already_reported",
    "idempotency_conflict",
    "precondition_failed",
    "body_too_large",
    "unsupported_media_type",
    "validation_failed",
    "rate_limited",
    "headers_too_large",
    "store_unavailable",
    "provider_unavailable",
    "internal",
];

impl Problem {
    /// A fault of ours; the reason goes to the log alone.
    pub fn internal(reason: impl Display) -> Self {
        Self::Internal(reason.to_string())
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::MalformedJson(_) | Self::BadCursor | Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Unauthenticated | Self::InvalidCredentials | Self::TokenExpired => StatusCode::UNAUTHORIZED,
            Self::InsufficientScope
            | Self::ReauthenticationRequired
            | Self::Csrf
            | Self::Blocked
            | Self::EdgeRequired => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::EmailTaken | Self::ProviderTaken | Self::AlreadyReported | Self::IdempotencyConflict => {
                StatusCode::CONFLICT
            }
            Self::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::StoreUnavailable(_) | Self::ProviderUnavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::MalformedJson(_) => "malformed_json",
            Self::BadCursor => "bad_cursor",
            Self::BadRequest(_) => "bad_request",
            Self::Unauthenticated => "unauthenticated",
            Self::InvalidCredentials => "invalid_credentials",
            Self::TokenExpired => "token_expired",
            Self::InsufficientScope => "insufficient_scope",
            Self::ReauthenticationRequired => "reauthentication_required",
            Self::Csrf => "csrf",
            Self::Blocked => "blocked",
            Self::EdgeRequired => "edge_required",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::RequestTimeout => "request_timeout",
            Self::EmailTaken => "email_taken",
            Self::ProviderTaken => "provider_taken",
            Self::AlreadyReported => "already_reported",
            Self::IdempotencyConflict => "idempotency_conflict",
            Self::PreconditionFailed => "precondition_failed",
            Self::BodyTooLarge => "body_too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::Invalid(_) => "validation_failed",
            Self::RateLimited(_) => "rate_limited",
            Self::HeadersTooLarge => "headers_too_large",
            Self::StoreUnavailable(_) => "store_unavailable",
            Self::ProviderUnavailable(_) => "provider_unavailable",
            Self::Internal(_) => "internal",
        }
    }

    fn detail(&self) -> &str {
        match self {
            Self::MalformedJson(detail) => detail,
            Self::BadCursor => "The cursor is not one that this list gave.",
            Self::BadRequest(detail) => detail,
            Self::Unauthenticated => "Sign in first.",
            Self::InvalidCredentials => "The address or the password is wrong.",
            Self::TokenExpired => "The access token has expired; refresh it.",
            Self::InsufficientScope => "You are signed in, but this is not yours to do.",
            Self::ReauthenticationRequired => {
                "Show who you are again: sign in anew, then do this within 10 minutes."
            }
            Self::Csrf => "A request with cookies must come from the site itself.",
            Self::Blocked => "One of you two has blocked the other.",
            Self::EdgeRequired => "This is reached by the site's own address alone.",
            Self::NotFound => "There is nothing here.",
            Self::MethodNotAllowed => "This address does not take this method; see Allow.",
            Self::RequestTimeout => "The request did not arrive in time.",
            Self::EmailTaken => "This address has an account.",
            Self::ProviderTaken => "That account of the provider is linked to another account here.",
            Self::AlreadyReported => "You have reported this, and the report is open.",
            Self::IdempotencyConflict => "This Idempotency-Key was used with another body.",
            Self::PreconditionFailed => "It was changed since you read it.",
            Self::BodyTooLarge => "The body is larger than 64 KiB.",
            Self::UnsupportedMediaType => "The body must be application/json.",
            Self::Invalid(_) => "Some fields are not right; see errors.",
            Self::RateLimited(_) => "Too many requests; see Retry-After.",
            Self::HeadersTooLarge => "The headers together are larger than 10,240 bytes.",
            Self::StoreUnavailable(_) => "The store does not answer; try again.",
            Self::ProviderUnavailable(_) => "The provider does not answer; try again.",
            Self::Internal(_) => "Something went wrong on our side.",
        }
    }

    /// The whole answer. Logs what only we may know.
    pub(super) fn render(&self, request_id: &str) -> Response {
        let status = self.status();
        match self {
            Self::StoreUnavailable(reason) => tracing::error!(request_id, reason, "store unavailable"),
            Self::ProviderUnavailable(reason) => tracing::error!(request_id, reason, "provider unavailable"),
            Self::Internal(reason) => tracing::error!(request_id, reason, "internal fault"),
            _ => {}
        }
        let errors: &[FieldError] = if let Self::Invalid(errors) = self { errors } else { &[] };
        let body = ProblemBody {
            kind: format!("urn:kenmovie:problem:{}", self.code()),
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            detail: self.detail(),
            code: self.code(),
            request_id,
            errors,
        };
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (status, json).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        match self {
            Self::RateLimited(seconds) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
            }
            Self::StoreUnavailable(_) | Self::ProviderUnavailable(_) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ if status == StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response
    }
}

/// The problem travels as an extension; the envelope, which knows the request's id, writes it out.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(Constraint::Email) => Self::EmailTaken,
            StoreError::Conflict(Constraint::Provider) => Self::ProviderTaken,
            StoreError::Conflict(Constraint::Blocked) => Self::Blocked,
            StoreError::Conflict(Constraint::Media) => Self::Invalid(vec![FieldError::new(
                "media_id",
                FieldCode::InvalidValue,
                "There is no such picture, or it is used already.",
            )]),
            StoreError::Conflict(Constraint::OpenReport) => Self::AlreadyReported,
            StoreError::Conflict(Constraint::IdempotencyKey) => Self::IdempotencyConflict,
            StoreError::Unavailable(reason) => Self::StoreUnavailable(reason),
            StoreError::Corrupt(reason) => Self::Internal(reason),
        }
    }
}

impl From<ProviderFault> for Problem {
    fn from(fault: ProviderFault) -> Self {
        match fault {
            ProviderFault::Unavailable(reason) => Self::ProviderUnavailable(reason),
            ProviderFault::Refused(reason) => {
                tracing::warn!(reason, "a provider's word was refused");
                Self::InvalidCredentials
            }
        }
    }
}

impl From<crate::auth::HashFault> for Problem {
    fn from(fault: crate::auth::HashFault) -> Self {
        Self::internal(fault)
    }
}
