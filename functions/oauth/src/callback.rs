//! `GET /api/oauth/google/callback`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use kenmovie_common::auth::{Identity, tell_of_new_device};
use kenmovie_common::domain::{Client, Device, Language};
use kenmovie_common::http::{
    Access, Cookies, Field, Kind, KnownDevice, Limit, Problem, Query, Route, Viewer,
};
use kenmovie_common::ports::ProviderIdentity;
use serde::Deserialize;

use crate::Desk;
use crate::browser::{Setback, to};
use crate::flow::{Flow, forget};
use crate::person::Arrival;

pub(crate) const ROUTE: Route = Route::get("/api/oauth/google/callback", Access::Public)
    .summary("Where Google sends a browser back to: signs it in, and sends it on.")
    .query(&[Field::optional("state", TEXT), Field::optional("code", TEXT), Field::optional("error", TEXT)])
    .redirects()
    .problems(&["not_found"])
    .limited(&Limit::OAUTH)
    .by_address()
    .sets_cookies();

/// Whatever a provider sends; what it is good for is seen where it is used.
const TEXT: Kind = Kind::Secret { min: 1, max: 10_240 };

#[derive(Deserialize)]
pub(crate) struct Brought {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
}

pub(crate) async fn callback(
    State(desk): State<Desk>,
    Viewer(viewer): Viewer,
    device: Device,
    headers: HeaderMap,
    Query(brought): Query<Brought>,
) -> Result<Response, Setback> {
    desk.is_on()?;
    let flow = Flow::take(&desk, &headers, &brought.state).await?;
    let ended = match provider(&desk, &flow, &brought).await {
        Ok(identity) => match &flow.link {
            Some(user) => link(&desk, viewer, user, identity).await,
            None => sign_in(&desk, identity, device, &headers).await,
        },
        Err(setback) => Err(setback),
    };
    let over = forget(desk.front.site());
    Ok(match ended {
        Ok(cookies) => (over, cookies, to(&flow.return_to)).into_response(),
        Err(setback) => (over, setback).into_response(),
    })
}

/// Who the provider says that it is.
async fn provider(desk: &Desk, flow: &Flow, brought: &Brought) -> Result<ProviderIdentity, Setback> {
    match (&brought.error, &brought.code) {
        // RFC 6749, 4.1.2.1
        (Some(error), _) if matches!(error.as_str(), "server_error" | "temporarily_unavailable") => {
            Err(Setback::Unavailable)
        }
        (Some(_), _) => Err(Setback::Denied),
        (None, None) => Err(Setback::Refused),
        (None, Some(code)) => {
            let departure = flow.departure(desk.front.site(), &brought.state);
            Ok(desk.reach.providers.identity(code, &departure, desk.front.now()).await?)
        }
    }
}

async fn sign_in(
    desk: &Desk,
    identity: ProviderIdentity,
    device: Device,
    headers: &HeaderMap,
) -> Result<Cookies, Setback> {
    let arrival = Arrival::of(identity, &desk.reach.google);
    let user = desk.person(arrival, Language::asked(headers)).await?.ok_or(Setback::EmailMissing)?;
    if KnownDevice::of(&desk.front, headers, &user.email).is_none() {
        let (sign_ins, letters) = (desk.reach.ports.sign_ins.as_ref(), desk.reach.ports.letters.as_ref());
        tell_of_new_device(&desk.front, sign_ins, letters, &user, &device).await?;
    }
    let cookies = desk.reach.sign_in.browser(&user, device.clone()).await?.ok_or(Setback::Refused)?;
    desk.note(&user, device, false).await;
    Ok(KnownDevice::remember(&desk.front, headers, &user.email, cookies))
}

/// Links the provider's account, if the person who asked for that still sits there.
async fn link(
    desk: &Desk,
    viewer: Option<Identity>,
    user: &str,
    identity: ProviderIdentity,
) -> Result<Cookies, Setback> {
    let same = viewer.filter(|known| known.client == Client::Web && known.user.to_string() == user);
    let known = same.ok_or(Problem::Unauthenticated)?;
    let linked = desk.reach.ports.users.link_provider(known.user, identity.account).await?;
    linked.ok_or(Problem::Unauthenticated)?;
    tracing::info!(target: "audit", event = "provider_linked", user = %known.user);
    Ok(Cookies::default())
}
