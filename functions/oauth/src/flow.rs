//! What is kept while a browser is at the provider. The browser holds a random secret in a cookie; the rest lies in the
//! store, under the state that the provider gives back, and is taken once by whoever shows both.

use std::time::Duration;

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kenmovie_common::UserId;
use kenmovie_common::auth::sha256;
use kenmovie_common::http::{Cookies, SameSite, Site, cookie_name, read_cookie};
use kenmovie_common::ports::{Departure, Purpose, Random};
use serde::{Deserialize, Serialize};

use crate::browser::Setback;
use crate::{Desk, callback};

/// The cookie that binds a flow to its browser. Lax: it comes back from the provider's site.
const COOKIE: &str = "km_oauth";
/// How long somebody may be at the provider.
const LIFE: Duration = Duration::from_mins(10);

/// A flow under way.
#[derive(Serialize, Deserialize)]
pub(crate) struct Flow {
    nonce: String,
    verifier: String,
    /// The page to end on.
    pub(crate) return_to: String,
    /// Whose account the provider's is to be linked to; none where somebody signs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
}

impl Flow {
    pub(crate) fn new(random: &dyn Random, return_to: String, link: Option<UserId>) -> Self {
        let link = link.map(|user| user.to_string());
        Self { nonce: secret(random), verifier: secret(random), return_to, link }
    }

    /// Where it goes to, and comes back from.
    pub(crate) fn departure(&self, site: &Site, state: &str) -> Departure {
        Departure {
            state: state.to_owned(),
            nonce: self.nonce.clone(),
            verifier: self.verifier.clone(),
            redirect_uri: format!("{}{}", site.origin(), callback::ROUTE.path),
        }
    }

    /// Keeps it under a state; the cookie that belongs to it.
    pub(crate) async fn keep(&self, desk: &Desk, state: &str) -> Result<Cookies, Setback> {
        let held = secret(desk.front.random());
        let payload = serde_json::to_string(self).map_err(kenmovie_common::http::Problem::internal)?;
        let (hash, until) = (sha256(held.as_bytes()), desk.front.now() + LIFE);
        desk.reach.ports.one_time.put_secret(Purpose::OauthState, state, hash, payload, until).await?;
        Ok(cookie(desk.front.site(), &held, LIFE))
    }

    /// The flow of this state, if it is this browser's: from now on it is over.
    pub(crate) async fn take(desk: &Desk, headers: &HeaderMap, state: &str) -> Result<Self, Setback> {
        let name = cookie_name(desk.front.site(), COOKIE);
        let held = read_cookie(headers, &name).filter(|held| is_secret(held) && is_secret(state));
        let hash = sha256(held.ok_or(Setback::State)?.as_bytes());
        let kept =
            desk.reach.ports.one_time.take_secret(Purpose::OauthState, state, hash, desk.front.now()).await?;
        serde_json::from_str(&kept.ok_or(Setback::State)?).map_err(|_| Setback::State)
    }
}

/// Takes the cookie away.
pub(crate) fn forget(site: &Site) -> Cookies {
    cookie(site, "", Duration::ZERO)
}

fn cookie(site: &Site, value: &str, life: Duration) -> Cookies {
    Cookies::default().and(site, &cookie_name(site, COOKIE), value, SameSite::Lax, life)
}

/// 256 random bits, base64url.
pub(crate) fn secret(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whether it has the form of one.
fn is_secret(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
