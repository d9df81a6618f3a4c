//! The site with a provider, and what people do there.

use kenmovie_common::auth::{Preset, Scopes, sha256};
use kenmovie_common::domain::{ApiToken, Role, TrustedIssuer, User};
use kenmovie_common::http::Limits;
use kenmovie_common::ports::Clock as _;
use kenmovie_common::{ApiTokenId, UserId};
use kenmovie_oidc::Google;
use kenmovie_testkit::{Client, ORIGIN, PASSWORD, Reply, TestApp, encoded};
use serde_json::{Value, json};

use crate::provider::{CLIENT, Provider, SECRET};

pub(crate) const BEGIN: &str = "/api/oauth/google";
pub(crate) const CALLBACK: &str = "/api/oauth/google/callback";
pub(crate) const MACHINE: &str = "/api/sign-provider";

pub(crate) struct Stage {
    pub(crate) app: TestApp,
    pub(crate) provider: Provider,
}

/// Somebody who is on the way back from the provider.
pub(crate) struct Returning {
    /// The browser that left, with the cookie of the flow.
    pub(crate) browser: Client,
    /// That cookie.
    pub(crate) cookie: String,
    /// Where it is sent.
    pub(crate) path: String,
}

/// A person at Google.
pub(crate) fn person(subject: &str, email: &str) -> Value {
    json!({ "sub": subject, "email": email, "email_verified": true, "name": "Ana de Google" })
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::at(ORIGIN, Limits::Relaxed).await
    }

    pub(crate) async fn at(origin: &str, limits: Limits) -> Self {
        let provider = Provider::start().await;
        let google = Google::at(provider.issuer()).unwrap();
        let google = google.with_client(CLIENT.to_owned(), SECRET.to_owned());
        Self { app: TestApp::with_google(google, origin, limits).await, provider }
    }

    /// A browser goes to the provider, where this person consents.
    pub(crate) async fn leave(&self, browser: &Client, query: &str, person: &Value) -> Returning {
        let begun = browser.get(&format!("{BEGIN}{query}")).await;
        assert_eq!(begun.status, 302, "{:#}", begun.body);
        let query = self.provider.consent(begun.header("location").unwrap(), person, self.app.clock.now());
        let cookie = begun.jar();
        let path = format!("{CALLBACK}?{query}");
        Returning { browser: browser.clone().with("cookie", &cookie), cookie, path }
    }

    /// Somebody signs in, from the start to the answer of the callback.
    pub(crate) async fn sign_in(&self, person: &Value) -> Reply {
        self.leave(&self.app.visitor(), "", person).await.arrive().await
    }

    /// Who is signed in after an answer.
    pub(crate) async fn who(&self, reply: &Reply) -> Value {
        let session = self.app.visitor().browser(&reply.jar()).get("/api/session").await.ok(200);
        session["user"].clone()
    }

    /// The account of an address.
    pub(crate) async fn account_of(&self, email: &str) -> Option<User> {
        self.app.store.credentials(email).await.unwrap().map(|known| known.user)
    }

    /// Somebody registers with a password; their browser.
    pub(crate) async fn register(&self, email: &str) -> Client {
        let body = json!({ "name": "Ana", "age": 30, "email": email, "password": PASSWORD });
        let reply = self.app.visitor().post("/api/register", &body).await;
        let browser = self.app.visitor().browser(&reply.jar());
        reply.ok(201);
        browser
    }

    /// The same, whose address is proven.
    pub(crate) async fn verified(&self, email: &str) -> Client {
        let browser = self.register(email).await;
        let user = self.account_of(email).await.unwrap();
        self.app.store.prove_email(user.id, email, None).await.unwrap().unwrap();
        browser
    }

    pub(crate) async fn login(&self, email: &str, password: &str) -> Reply {
        self.app.visitor().post("/api/login", &json!({ "email": email, "password": password })).await
    }

    /// A machine client that may bring ID tokens of these issuers.
    pub(crate) async fn machine(&self, scopes: Scopes, issuers: Vec<TrustedIssuer>) -> Client {
        let now = self.app.clock.now();
        let id = ApiTokenId::new(now, self.app.random());
        let secret = format!("km_{id}");
        let token = ApiToken {
            id,
            name: "server".to_owned(),
            prefix: "km_".to_owned(),
            scopes,
            issuers,
            expires_at: None,
            created_at: now,
            last_used_at: None,
        };
        self.app.store.create_api_token(&token, sha256(secret.as_bytes())).await.unwrap();
        self.app.visitor().with("x-api-token", &secret)
    }

    /// One that may bring ID tokens that the provider gave to the client `aud`.
    pub(crate) async fn machine_of(&self, aud: &str) -> Client {
        self.machine(Preset::Site.scopes(), vec![self.trusted(aud)]).await
    }

    pub(crate) fn trusted(&self, aud: &str) -> TrustedIssuer {
        TrustedIssuer { iss: self.provider.issuer().to_owned(), aud: aud.to_owned() }
    }

    /// Gives somebody a role.
    pub(crate) async fn promote(&self, user: UserId, role: Role) {
        let user = self.app.store.set_role(user, role).await.unwrap().unwrap();
        self.app.kv.raise_epoch(user.id, user.auth_epoch, self.app.clock.now()).await.unwrap();
    }
}

impl Returning {
    /// The browser comes back, as it does: from the provider's site.
    pub(crate) async fn arrive(&self) -> Reply {
        self.browser.clone().with("sec-fetch-site", "cross-site").get(&self.path).await
    }

    /// The state that it carries.
    pub(crate) fn state(&self) -> &str {
        self.path.split("state=").nth(1).unwrap().split('&').next().unwrap()
    }

    pub(crate) fn code(&self) -> &str {
        self.path.split("code=").nth(1).unwrap().split('&').next().unwrap()
    }
}

/// Asserts that a browser was sent to this place.
#[track_caller]
pub(crate) fn sent_to(reply: &Reply, place: &str) {
    assert_eq!(
        (reply.status, reply.header("location")),
        (302, Some(place)),
        "{}: {:#}",
        reply.asked,
        reply.body
    );
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
}

/// Asserts that nobody was signed in, for this reason.
#[track_caller]
pub(crate) fn turned_away(reply: &Reply, code: &str) {
    sent_to(reply, &format!("/login?error={code}"));
    assert_eq!(reply.cookie("km_access"), None);
    assert_eq!(reply.cookie("km_refresh"), None);
}

/// `?return_to=`
pub(crate) fn return_to(page: &str) -> String {
    format!("?return_to={}", encoded(page))
}
