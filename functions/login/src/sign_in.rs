//! `POST /api/login`

use std::sync::Arc;

use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kenmovie_common::auth::{MachineToken, Passwords, Scope, SignIn, api_token_of};
use kenmovie_common::domain::{Device, User};
use kenmovie_common::http::{Access, Field, Front, Json, Kind, Limit, Problem, Route, check};
use kenmovie_common::ports::{ApiTokens, Users};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) const ROUTE: Route = Route::post("/api/login", Access::Public)
    .summary(
        "Sign in. A browser sends the body and gets cookies; a machine client sends Authorization: Basic and \
         X-Api-Token (signin:auth) and gets an access token.",
    )
    .body(&[
        Field::required("email", Kind::Line { min: 1, max: 254 }),
        Field::required("password", Kind::Secret { min: 1, max: 128 }),
    ])
    .answers::<SignedIn>(200)
    .problems(&["invalid_credentials", "insufficient_scope"])
    .limited(&Limit::LOGIN)
    .sets_cookies();

#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) front: Front,
    pub(crate) users: Arc<dyn Users>,
    pub(crate) tokens: Arc<dyn ApiTokens>,
    pub(crate) passwords: Passwords,
    pub(crate) sign_in: SignIn,
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    email: String,
    password: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SignedIn {
    user: User,
    /// Machine clients only.
    #[serde(flatten)]
    token: Option<MachineToken>,
}

pub(crate) async fn sign_in(
    State(door): State<Door>,
    device: Device,
    request: Request,
) -> Result<Response, Problem> {
    match request.headers().get(header::AUTHORIZATION).cloned() {
        Some(basic) => machine(&door, &basic, &request.headers().clone(), device).await,
        None => browser(&door, Json::from_request(request, &()).await?.0, device).await,
    }
}

async fn browser(door: &Door, credentials: Credentials, device: Device) -> Result<Response, Problem> {
    let user = person(door, credentials).await?;
    let cookies = door.sign_in.browser(&user, device).await?.ok_or(Problem::InvalidCredentials)?;
    Ok((cookies, Json(SignedIn { user, token: None })).into_response())
}

async fn machine(
    door: &Door,
    basic: &HeaderValue,
    headers: &HeaderMap,
    device: Device,
) -> Result<Response, Problem> {
    let secret = headers.get("x-api-token").ok_or(Problem::InvalidCredentials)?;
    let token = api_token_of(door.tokens.as_ref(), secret, Scope::SigninAuth, door.front.now()).await?;
    let credentials = basic_credentials(basic, door.front.now().year()).ok_or(Problem::InvalidCredentials)?;
    let user = person(door, credentials).await?;
    let token = door.sign_in.machine(&user, &token, device).await?.ok_or(Problem::InvalidCredentials)?;
    Ok(Json(SignedIn { user, token: Some(token) }).into_response())
}

/// Who has these credentials. An unknown address takes as long and answers the same as a wrong password.
async fn person(door: &Door, Credentials { email, password }: Credentials) -> Result<User, Problem> {
    let known = door.users.credentials(&email).await?;
    let (user, stored) = known.map_or((None, None), |known| (Some(known.user), known.password_hash));
    let checked = door.passwords.check(password, stored.clone()).await?;
    let user = user.filter(|_| checked.correct).ok_or(Problem::InvalidCredentials)?;
    if let (Some(new), Some(old)) = (checked.rehashed, stored) {
        door.users.rehash_password(user.id, &old, &new).await?;
    }
    Ok(user)
}

/// RFC 7617, UTF-8; made clean and bounded by the same table as a body.
fn basic_credentials(header: &HeaderValue, year: i64) -> Option<Credentials> {
    let (scheme, encoded) = header.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (email, password) = decoded.split_once(':')?;
    let given = [("email", email), ("password", password)]
        .map(|(name, text)| (name.to_owned(), Value::from(text)))
        .into_iter()
        .collect();
    let clean = check(ROUTE.body?, given, ROUTE.partial, year).ok()?;
    serde_json::from_value(Value::Object(clean)).ok()
}
