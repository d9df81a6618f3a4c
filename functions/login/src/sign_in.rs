//! `POST /api/login`

use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kenmovie_common::auth::{MachineToken, Scope, api_token_of, tell_of_new_device};
use kenmovie_common::domain::{Device, User};
use kenmovie_common::http::{
    Access, Field, Json, Kind, KnownDevice, Limit, Problem, Route, check, sign_in_counter,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Door;
use crate::person::Try;

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
    .by_address()
    .sets_cookies();

#[derive(Deserialize)]
pub(crate) struct Credentials {
    pub(crate) email: String,
    pub(crate) password: String,
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
    let headers = request.headers().clone();
    match headers.get(header::AUTHORIZATION) {
        Some(basic) => machine(&door, basic, &headers, device).await,
        None => browser(&door, Json::from_request(request, &()).await?.0, &headers, device).await,
    }
}

async fn browser(
    door: &Door,
    credentials: Credentials,
    headers: &HeaderMap,
    device: Device,
) -> Result<Response, Problem> {
    let email = credentials.email.clone();
    let known = KnownDevice::of(&door.front, headers, &email);
    let counter = sign_in_counter(&door.front, known.as_ref(), &email);
    let from = Try { counter, machine: false, device };
    let user = door.person(credentials, &from).await?;
    if known.is_none() {
        let (sign_ins, letters) = (door.ports.sign_ins.as_ref(), door.ports.letters.as_ref());
        tell_of_new_device(&door.front, sign_ins, letters, &user, &from.device).await?;
    }
    let cookies = door.sign_in.browser(&user, from.device.clone()).await?;
    let cookies = cookies.ok_or(Problem::InvalidCredentials)?;
    door.signed_in(&user, &from).await?;
    let cookies = KnownDevice::remember(&door.front, headers, &email, cookies);
    Ok((cookies, Json(SignedIn { user, token: None })).into_response())
}

async fn machine(
    door: &Door,
    basic: &HeaderValue,
    headers: &HeaderMap,
    device: Device,
) -> Result<Response, Problem> {
    let now = door.front.now();
    let secret = headers.get("x-api-token").ok_or(Problem::InvalidCredentials)?;
    let token = api_token_of(door.ports.tokens.as_ref(), secret, Scope::SigninAuth, now).await?;
    let credentials = basic_credentials(basic, now.year()).ok_or(Problem::InvalidCredentials)?;
    // A machine client has counters of its own, as a known device has: nobody can keep its people out by guessing elsewhere.
    let counter = format!("client:{}:{}", token.id, door.front.address_key(&credentials.email));
    let from = Try { counter, machine: true, device };
    let user = door.person(credentials, &from).await?;
    let token = door.sign_in.machine(&user, &token, from.device.clone()).await?;
    let token = token.ok_or(Problem::InvalidCredentials)?;
    door.signed_in(&user, &from).await?;
    Ok(Json(SignedIn { user, token: Some(token) }).into_response())
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
