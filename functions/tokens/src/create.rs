//! `POST /api/tokens`

use axum::extract::State;
use axum::http::StatusCode;
use kenmovie_common::Time;
use kenmovie_common::auth::{Identity, NewApiToken, Scope, Scopes, sha256};
use kenmovie_common::domain::{ApiToken, Client};
use kenmovie_common::http::{API_TOKEN_FIELDS, Caller, Json, Problem, Route};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{KEEPER, Shelf};

pub(crate) const ROUTE: Route = Route::post("/api/tokens", KEEPER)
    .summary(
        "Make an API token, with scopes that the caller has, or signin:auth and signup:auth. Its secret is shown this \
         once. signin:provider wants a browser in which the caller signed in less than 10 minutes ago.",
    )
    .body(API_TOKEN_FIELDS)
    .answers::<MadeToken>(201)
    .problems(&["insufficient_scope", "reauthentication_required"]);

#[derive(Serialize, JsonSchema)]
pub(crate) struct MadeToken {
    /// The secret, `km_…`; nobody can ask for it again.
    token: String,
    #[serde(flatten)]
    about: ApiToken,
}

pub(crate) async fn create(
    State(shelf): State<Shelf>,
    Caller(caller): Caller,
    Json(new): Json<NewApiToken>,
) -> Result<(StatusCode, Json<MadeToken>), Problem> {
    let now = shelf.front.now();
    may_give(&caller, new.scopes, now)?;
    let (about, token) = new.make(now, shelf.front.random());
    shelf.tokens.create_api_token(&about, sha256(token.as_bytes())).await?;
    tracing::info!(target: "audit", event = "api_token_made", token = %about.id, by = %caller.user, scopes = %about.scopes);
    Ok((StatusCode::CREATED, Json(MadeToken { token, about })))
}

/// Nobody gives more than they have. To let people sign in and up is harmless: whoever does gets what both the token and
/// their own role hold. To vouch for people is not, and no role has it: that takes an administrator who just proved to be
/// there, not a machine.
fn may_give(caller: &Identity, scopes: Scopes, now: Time) -> Result<(), Problem> {
    let doors = Scopes::NONE.with(Scope::SigninAuth).with(Scope::SignupAuth);
    let vouching = Scopes::NONE.with(Scope::SigninProvider);
    let own = caller.scopes.and(doors);
    let may = if caller.client == Client::Web { own.and(vouching) } else { own };
    if !scopes.within(may) {
        return Err(Problem::InsufficientScope);
    }
    if scopes.has(Scope::SigninProvider) { caller.require_recent(now) } else { Ok(()) }
}
