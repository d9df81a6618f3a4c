//! `POST /api/password-reset/confirm`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use kenmovie_common::auth::refuse_same_as_identity;
use kenmovie_common::domain::{Device, Letter, Mail, SignInMethod, SignInOutcome, SignInRecord, User};
use kenmovie_common::http::{Access, Field, Json, Kind, KnownDevice, Limit, Problem, Route, sign_in_counter};
use serde::Deserialize;

use crate::Desk;
use crate::confirm_email::{TOKEN, bad_token};

pub(crate) const ROUTE: Route = Route::post("/api/password-reset/confirm", Access::Public)
    .summary("Set a password by the token of a letter's link. It proves the address and ends all sessions.")
    .body(&[TOKEN, Field::required("new_password", Kind::NewPassword)])
    .limited(&Limit::RESET)
    .by_address();

#[derive(Deserialize)]
pub(crate) struct Choice {
    token: String,
    new_password: String,
}

/// The token is taken first: where the password then is not written, the person asks for another letter. The document
/// comes next: from then on a refresh ends every session of before, and none outlives its access token, should a crash
/// keep the epoch from following.
pub(crate) async fn reset(
    State(desk): State<Desk>,
    device: Device,
    headers: HeaderMap,
    Json(Choice { token, new_password }): Json<Choice>,
) -> Result<StatusCode, Problem> {
    let (users, now) = (&desk.ports.users, desk.front.now());
    let reset = desk.links.take_reset(&token).await?.ok_or_else(bad_token)?;
    let user = users.user(reset.user).await?.ok_or_else(bad_token)?;
    if let Err(problem) = refuse_same_as_identity("new_password", &new_password, &user.name, &user.email) {
        desk.links.give_back(&token, &reset).await?;
        return Err(problem);
    }
    let hash = desk.passwords.hash(new_password).await?;
    let letter = Letter::to(&user, Mail::PasswordChanged, now, desk.front.random());
    let changed = users.reset_password(user.id, &reset.email, hash, letter).await?;
    let user = changed.ok_or_else(bad_token)?;
    desk.ports.sessions.raise_epoch(user.id, user.auth_epoch, now).await?;
    desk.links.drop_all(&user).await?;
    tracing::info!(target: "audit", event = "password_reset", user = %user.id);
    forgive(&desk, &user, &headers).await;
    record(&desk, &user, device).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever forgot a password has tried some: those count no more, at the account and on a device that it knows. The reset
/// stands whatever becomes of that.
async fn forgive(desk: &Desk, user: &User, headers: &HeaderMap) {
    let known = KnownDevice::of(&desk.front, headers, &user.email);
    let of_device = known.map(|known| sign_in_counter(&desk.front, Some(&known), &user.email));
    for counter in [sign_in_counter(&desk.front, None, &user.email)].into_iter().chain(of_device) {
        if let Err(error) = desk.ports.throttle.forgive(&counter).await {
            tracing::error!(%error, "wrong passwords before a reset were not forgotten");
        }
    }
}

/// The reset stands whatever becomes of its record.
async fn record(desk: &Desk, user: &User, device: Device) {
    let (method, outcome) = (SignInMethod::Reset, SignInOutcome::SignedIn);
    let record = SignInRecord { at: desk.front.now(), method, outcome, machine: false, device };
    if let Err(error) = desk.ports.sign_ins.record_sign_in(Some(user.id), &record).await {
        tracing::error!(%error, "a reset was not recorded");
    }
}
