//! What a browser that came by a link is answered: it is always sent on, to a page.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kenmovie_common::http::Problem;
use kenmovie_common::ports::{ProviderFault, StoreError};

/// Why a sign-in did not come about.
#[derive(Debug)]
pub(crate) enum Setback {
    /// The person, or the provider, said no.
    Denied,
    /// The provider does not answer.
    Unavailable,
    /// The provider's word is not good.
    Refused,
    /// It is not this browser's flow, or it took too long, or it was over.
    State,
    /// The provider names no address.
    EmailMissing,
    Problem(Problem),
}

impl IntoResponse for Setback {
    fn into_response(self) -> Response {
        match self {
            Self::Denied => to_sign_in("provider_denied"),
            Self::Unavailable => to_sign_in("provider_unavailable"),
            Self::Refused => to_sign_in("provider_refused"),
            Self::State => to_sign_in("state"),
            Self::EmailMissing => to_sign_in("email_missing"),
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

impl From<Problem> for Setback {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<StoreError> for Setback {
    fn from(error: StoreError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<ProviderFault> for Setback {
    fn from(fault: ProviderFault) -> Self {
        tracing::warn!(%fault, "a sign-in with a provider failed");
        match fault {
            ProviderFault::Unavailable(_) => Self::Unavailable,
            ProviderFault::Refused(_) => Self::Refused,
        }
    }
}

/// Sends a browser to a page that says what a person can do about it, where there is something. Nobody reads JSON.
pub(crate) async fn to_page(response: Response) -> Response {
    let told = response.extensions().get::<Problem>().filter(|problem| {
        matches!(
            problem,
            Problem::Unauthenticated
                | Problem::InsufficientScope
                | Problem::ReauthenticationRequired
                | Problem::Csrf
                | Problem::EmailTaken
                | Problem::ProviderTaken
                | Problem::RateLimited(_)
        )
    });
    let Some(problem) = told else { return response };
    let mut page = to_sign_in(problem.code());
    for (name, value) in response.headers() {
        if *name == header::SET_COOKIE || !page.headers().contains_key(name) {
            page.headers_mut().append(name, value.clone());
        }
    }
    page
}

fn to_sign_in(code: &str) -> Response {
    to(&format!("/login?error={code}"))
}

/// Sends a browser on. Whoever is there does not learn where it was: that address holds a code.
pub(crate) fn to(place: &str) -> Response {
    let Ok(place) = HeaderValue::from_str(place) else {
        return Problem::internal("a place that no header can hold").into_response();
    };
    let headers = [
        (header::LOCATION, place),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (StatusCode::FOUND, headers).into_response()
}
