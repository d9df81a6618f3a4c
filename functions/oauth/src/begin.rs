//! `GET /api/oauth/google`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use kenmovie_common::UserId;
use kenmovie_common::auth::Identity;
use kenmovie_common::domain::Client;
use kenmovie_common::http::{Access, Field, Kind, Limit, Problem, Query, Route, Viewer};
use serde::Deserialize;

use crate::browser::{Setback, to};
use crate::flow::{Flow, secret};
use crate::{Desk, return_to};

pub(crate) const ROUTE: Route = Route::get("/api/oauth/google", Access::Public)
    .summary(
        "Send a browser to Google, to sign in; with link=true, to link the account there to the one that it is signed \
         in to here, by a proof not older than 10 minutes. 404 where Google is not configured.",
    )
    .query(&[
        Field::optional("return_to", Kind::Secret { min: 1, max: 10_240 }),
        Field::optional("link", Kind::Boolean),
    ])
    .redirects()
    .problems(&["not_found"])
    .limited(&Limit::OAUTH);

#[derive(Deserialize)]
pub(crate) struct Asked {
    return_to: Option<String>,
    #[serde(default)]
    link: bool,
}

pub(crate) async fn begin(
    State(desk): State<Desk>,
    Viewer(viewer): Viewer,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Setback> {
    desk.is_on()?;
    let link = if asked.link { Some(may_link(&desk, viewer, &headers)?) } else { None };
    let state = secret(desk.front.random());
    let flow = Flow::new(desk.front.random(), return_to::page(asked.return_to.as_deref()), link);
    let departure = flow.departure(desk.front.site(), &state);
    let place = desk.reach.providers.authorization_url(&departure).await?;
    let cookie = flow.keep(&desk, &state).await?;
    Ok((cookie, to(&place)).into_response())
}

/// Whose account another way in may be added to: somebody's who has just shown who they are, in a browser and on a page of
/// this site. A link of another site does not count as their wish.
fn may_link(desk: &Desk, viewer: Option<Identity>, headers: &HeaderMap) -> Result<UserId, Problem> {
    let known = viewer.ok_or(Problem::Unauthenticated)?;
    let fetch = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or("?"));
    if !matches!(fetch, None | Some("same-origin" | "none")) {
        return Err(Problem::Csrf);
    }
    if known.client != Client::Web {
        return Err(Problem::InsufficientScope);
    }
    known.require_recent(desk.front.now())?;
    Ok(known.user)
}

impl Desk {
    /// 404 where browsers cannot sign in with Google.
    pub(crate) fn is_on(&self) -> Result<(), Problem> {
        if self.reach.google.is_on { Ok(()) } else { Err(Problem::NotFound) }
    }
}
