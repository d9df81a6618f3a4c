//! Who calls, as handlers see it. The guard has put the verdict there; nothing else can.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::problem::Problem;
use crate::auth::{Identity, Verdict};

/// The signed-in caller. Without a verdict that says so there is none.
#[derive(Debug, Clone, Copy)]
pub struct Caller(pub Identity);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        identity(parts.extensions.get::<Verdict>().copied()).map(Self)
    }
}

/// The identity of a verdict, or what is answered without one.
pub(super) fn identity(verdict: Option<Verdict>) -> Result<Identity, Problem> {
    match verdict {
        Some(Verdict::Ok(identity)) => Ok(identity),
        Some(Verdict::Expired) => Err(Problem::TokenExpired),
        Some(Verdict::Unavailable) => {
            Err(Problem::StoreUnavailable("the session's life is unknown".to_owned()))
        }
        Some(Verdict::Missing | Verdict::Invalid | Verdict::Revoked) | None => Err(Problem::Unauthenticated),
    }
}

/// Whoever looks at a public page: a signed-in caller, or a visitor, as whom everybody else counts.
#[derive(Debug, Clone, Copy)]
pub struct Viewer(pub Option<Identity>);

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(match parts.extensions.get::<Verdict>() {
            Some(Verdict::Ok(identity)) => Some(*identity),
            _ => None,
        }))
    }
}

/// The address that a request came from, as the gateway knows it.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);
