//! The API token that a machine client brings in `X-Api-Token`.

use axum::http::HeaderValue;

use super::{Scope, sha256};
use crate::Time;
use crate::domain::ApiToken;
use crate::http::Problem;
use crate::ports::ApiTokens;

/// The token with this secret: 401 where there is none, 403 where it does not hold the scope.
pub async fn api_token_of(
    tokens: &dyn ApiTokens,
    secret: &HeaderValue,
    needs: Scope,
    now: Time,
) -> Result<ApiToken, Problem> {
    let token = tokens.api_token(sha256(secret.as_bytes()), now).await?.ok_or(Problem::InvalidCredentials)?;
    if token.scopes.has(needs) { Ok(token) } else { Err(Problem::InsufficientScope) }
}
