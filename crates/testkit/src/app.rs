//! The application under test.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use kenmovie_common::auth::{
    Audience, Issuer, KeySet, Peppers, Preset, TOKEN_LIFE, effective_scopes, new_api_token, sha256,
};
use kenmovie_common::domain::{
    ApiToken, Client as SignInClient, Device, Language, MovieDraft, NewUser, Role, Session, User,
};
use kenmovie_common::http::{Limits, Site, cookie_names};
use kenmovie_common::ports::{Blobs, Clock, Kv, NewMovie, Random, Store};
use kenmovie_common::{ApiTokenId, MovieId, SessionId, UserId};
use kenmovie_embedded::{Folder, Sockets, SystemRandom};
use kenmovie_local::{Wiring, api, keys, media};
use kenmovie_oidc::Google;
use kenmovie_page::Shell;
use tempfile::TempDir;

use crate::client::Client;
use crate::clock::MovedClock;
use crate::engines::{self, Engines};

/// Where the site under test believes to be.
pub const ORIGIN: &str = "http://localhost:8080";

/// Where it believes to be when it is on the open net.
pub const SECURE_ORIGIN: &str = "https://kenmovie.example";

/// The password of everybody whom the kit makes.
pub const PASSWORD: &str = "butaca-trece-lluvia";

/// `PASSWORD` under today's parameters, so that people are made without hashing.
const PASSWORD_HASH: &str = include_str!("password.phc");

/// The pages before they are built.
const INDEX: &str = include_str!("../../../web/index.html");

/// The gateway over fresh engines: the embedded one, or with `KENMOVIE_TEST_ENGINES=cloud` MongoDB and DynamoDB.
pub struct TestApp {
    pub router: Router,
    pub store: Arc<dyn Store>,
    pub kv: Arc<dyn Kv>,
    /// A folder, whatever the engines.
    pub blobs: Arc<dyn Blobs>,
    pub clock: Arc<MovedClock>,
    pub keys: KeySet,
    site: Site,
    folder: TempDir,
    _engines: Engines,
    people: AtomicU64,
}

impl TestApp {
    pub async fn new() -> Self {
        Self::build(ORIGIN, Limits::Relaxed).await
    }

    /// With the limits of production.
    pub async fn strict() -> Self {
        Self::build(ORIGIN, Limits::Production).await
    }

    /// On the open net: https.
    pub async fn secure() -> Self {
        Self::build(SECURE_ORIGIN, Limits::Relaxed).await
    }

    async fn build(origin: &str, limits: Limits) -> Self {
        Self::with_google(Google::default(), origin, limits).await
    }

    /// Where people sign in with this provider, too.
    pub async fn with_google(google: Google, origin: &str, limits: Limits) -> Self {
        let folder = TempDir::new().expect("a folder");
        let engines = engines::named(folder.path()).await;
        Self::over(engines, folder, origin, limits, google)
    }

    /// On the open net, over MongoDB and DynamoDB.
    pub async fn on_the_cloud() -> Self {
        let engines = tokio::join!(engines::mongodb(), engines::dynamodb());
        Self::on(engines, SECURE_ORIGIN, Limits::Relaxed)
    }

    /// On these engines.
    pub(crate) fn on(engines: Engines, origin: &str, limits: Limits) -> Self {
        Self::over(engines, TempDir::new().expect("a folder"), origin, limits, Google::default())
    }

    fn over(engines: Engines, folder: TempDir, origin: &str, limits: Limits, google: Google) -> Self {
        let (store, kv) = (engines.0.store.clone(), engines.1.kv.clone());
        let clock = Arc::new(MovedClock::default());
        let keys = keys::open(folder.path(), &SystemRandom).expect("keys");
        let site = Site::new(origin).expect("a site");
        let pictures = Folder::open(folder.path().join("media"), Arc::new(SystemRandom), keys.media())
            .expect("a folder of pictures");
        let blobs: Arc<dyn Blobs> = Arc::new(pictures.clone());
        let api = api(Wiring {
            store: store.clone(),
            kv: kv.clone(),
            blobs: blobs.clone(),
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
            keys: keys.clone(),
            site: site.clone(),
            limits,
            google,
            peppers: Peppers::default(),
            hashes_at_once: 2,
            sockets: Sockets::default(),
            shells: Some(Arc::new(Shell::new(INDEX).expect("the pages' shell"))),
        })
        .expect("an application");
        let router = media(pictures, clock.clone()).fallback_service(api);
        Self {
            router,
            store,
            kv,
            blobs,
            clock,
            keys,
            site,
            folder,
            _engines: engines,
            people: AtomicU64::new(0),
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn random(&self) -> &dyn Random {
        &SystemRandom
    }

    /// The site's own issuer of tokens.
    pub fn issuer(&self) -> Issuer {
        self.keys.issuer(Audience::of_site(self.site.origin()))
    }

    pub fn visitor(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A new person with this role, known to nobody's browser yet.
    pub async fn person(&self, role: Role) -> User {
        let number = self.people.fetch_add(1, Ordering::SeqCst);
        let now = self.clock.now();
        let user = self
            .store
            .create_user(NewUser {
                id: UserId::new(now, self.random()),
                name: format!("Persona {number}"),
                age: Some(30),
                email: format!("persona{number}@example.com"),
                email_verified: false,
                password_hash: Some(PASSWORD_HASH.trim().to_owned()),
                language: Language::Es,
                created_at: now,
            })
            .await
            .expect("a person");
        if role == Role::User {
            return user;
        }
        let user = self.store.set_role(user.id, role).await.expect("a store").expect("a person");
        self.kv.raise_epoch(user.id, user.auth_epoch, self.clock.now()).await.expect("an epoch");
        user
    }

    /// A new person, signed in in a browser.
    pub async fn user(&self) -> Client {
        self.signed_in(&self.person(Role::User).await).await
    }

    pub async fn moderator(&self) -> Client {
        self.signed_in(&self.person(Role::Moderator).await).await
    }

    pub async fn admin(&self) -> Client {
        self.signed_in(&self.person(Role::Admin).await).await
    }

    /// A person's browser, signed in now.
    pub async fn signed_in(&self, user: &User) -> Client {
        let session = self.session(user, SignInClient::Web).await;
        let token = self.token(user, &session, None);
        let refresh = self.issuer().refresh_secret(session.id, 0);
        let (access_name, refresh_name) = cookie_names(&self.site);
        self.visitor().browser(&format!("{access_name}={token}; {refresh_name}={refresh}")).being(user.id)
    }

    /// A person signed in through a machine client of this preset.
    pub async fn machine(&self, user: &User, preset: Preset) -> Client {
        let (token, _) = self.api_token(preset).await;
        let session = self.session(user, SignInClient::Token(token.id)).await;
        self.visitor().bearer(&self.token(user, &session, Some(&token))).being(user.id)
    }

    /// A new API token and its secret.
    pub async fn api_token(&self, preset: Preset) -> (ApiToken, String) {
        let now = self.clock.now();
        let secret = new_api_token(self.random());
        let token = ApiToken {
            id: ApiTokenId::new(now, self.random()),
            name: preset.as_str().to_owned(),
            prefix: secret.chars().take(8).collect(),
            scopes: preset.scopes(),
            issuers: Vec::new(),
            expires_at: None,
            created_at: now,
            last_used_at: None,
        };
        self.store.create_api_token(&token, sha256(secret.as_bytes())).await.expect("an API token");
        (token, secret)
    }

    /// A live session.
    pub async fn session(&self, user: &User, client: SignInClient) -> Session {
        let now = self.clock.now();
        let session = Session {
            id: SessionId::new(now, self.random()),
            user: user.id,
            client,
            auth_epoch: user.auth_epoch,
            auth_time: now,
            created_at: now,
            seen_at: now,
            device: Device::default(),
            idle_until: now + Session::IDLE,
            ends_at: now + Session::LIFE,
        };
        assert!(self.kv.start_session(&session).await.expect("a store"), "the session was refused");
        session
    }

    /// The access token of a session; it lives for `TOKEN_LIFE` on the kit's clock.
    pub fn token(&self, user: &User, session: &Session, through: Option<&ApiToken>) -> String {
        let scopes = effective_scopes(user, through);
        self.issuer().access(session, scopes, self.clock.now(), self.random()).expect("a token")
    }

    /// Moves the clock past every access token's life.
    pub fn expire_tokens(&self) {
        self.clock.advance(TOKEN_LIFE);
    }

    /// A new film.
    pub async fn movie(&self, title: &str) -> MovieId {
        self.film(MovieDraft { title: title.to_owned(), ..MovieDraft::default() }).await
    }

    pub async fn film(&self, draft: MovieDraft) -> MovieId {
        let now = self.clock.now();
        let id = MovieId::new(now, self.random());
        let creator = UserId::new(now, self.random());
        let new = NewMovie { id, draft, creator, idempotency: None, now };
        self.store.create_movie(new).await.expect("a film");
        id
    }
}
