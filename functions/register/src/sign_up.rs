//! `POST /api/register`

use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use kenmovie_common::UserId;
use kenmovie_common::auth::{Links, Passwords, Scope, SignIn, api_token_of, refuse_same_as_identity};
use kenmovie_common::domain::{Device, Language, NewUser, SignInMethod, SignInOutcome, SignInRecord, User};
use kenmovie_common::http::{Access, Cookies, Field, Front, Json, Kind, KnownDevice, Limit, Problem, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Ports;

pub(crate) const ROUTE: Route = Route::post("/api/register", Access::Public)
    .summary("Sign up. With X-Api-Token (signup:auth) for a machine client: then no cookies.")
    .body(&[
        Field::required("name", Kind::Line { min: 2, max: 50 }),
        Field::required("age", Kind::Integer { min: 13, max: 120 }),
        Field::required("email", Kind::Email),
        Field::required("password", Kind::NewPassword),
    ])
    .answers::<SignedUp>(201)
    .problems(&["invalid_credentials", "insufficient_scope", "email_taken"])
    .limited(&Limit::REGISTER)
    .by_address()
    .sets_cookies()
    .makes("Registrations");

#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) front: Front,
    pub(crate) ports: Ports,
    pub(crate) passwords: Passwords,
    pub(crate) sign_in: SignIn,
    pub(crate) links: Links,
}

#[derive(Deserialize)]
pub(crate) struct Application {
    name: String,
    age: u8,
    email: String,
    password: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SignedUp {
    user: User,
}

pub(crate) async fn sign_up(
    State(desk): State<Desk>,
    device: Device,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let machine = match headers.get("x-api-token") {
        Some(secret) => {
            Some(api_token_of(desk.ports.tokens.as_ref(), secret, Scope::SignupAuth, desk.front.now()).await?)
        }
        None => None,
    };
    // Only now: who may not is told so before what is wrong with the body.
    let Json(application) = Json::<Application>::from_request(request, &()).await?;
    refuse_same_as_identity("password", &application.password, &application.name, &application.email)?;
    let now = desk.front.now();
    let new = NewUser {
        id: UserId::new(now, desk.front.random()),
        name: application.name,
        age: Some(application.age),
        email: application.email,
        email_verified: false,
        password_hash: Some(desk.passwords.hash(application.password).await?),
        language: Language::asked(&headers),
        created_at: now,
    };
    let user = desk.ports.users.create_user(new).await?;
    // The account stands whatever becomes of what follows: the person asks for another letter, and without cookies the page
    // signs in.
    if let Err(problem) = desk.links.send_proof(&user, &user.email).await {
        tracing::error!(code = problem.code(), "an account was made, but its letter was not posted");
    }
    tracing::info!(target: "audit", event = "registered", machine = machine.is_some(), user = %user.id);
    let cookies = if machine.is_some() { None } else { session(&desk, &user, device, &headers).await };
    let body = Json(SignedUp { user });
    Ok(match cookies {
        Some(cookies) => (StatusCode::CREATED, cookies, body).into_response(),
        None => (StatusCode::CREATED, body).into_response(),
    })
}

/// The first session, in a browser that the account knows from now on.
async fn session(desk: &Desk, user: &User, device: Device, headers: &HeaderMap) -> Option<Cookies> {
    match first_sign_in(desk, user, device).await {
        Ok(cookies) => {
            cookies.map(|cookies| KnownDevice::remember(&desk.front, headers, &user.email, cookies))
        }
        Err(problem) => {
            tracing::error!(code = problem.code(), "an account was made, but its first session was not");
            None
        }
    }
}

async fn first_sign_in(desk: &Desk, user: &User, device: Device) -> Result<Option<Cookies>, Problem> {
    let record = SignInRecord {
        at: desk.front.now(),
        method: SignInMethod::Password,
        outcome: SignInOutcome::SignedIn,
        machine: false,
        device: device.clone(),
    };
    desk.ports.sign_ins.record_sign_in(Some(user.id), &record).await?;
    desk.sign_in.browser(user, device).await
}
