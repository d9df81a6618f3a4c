//! An OpenID provider on loopback. It tells the truth about whoever consents, unless it is told to lie.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use aws_lc_rs::hmac;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use kenmovie_common::Time;
use kenmovie_common::auth::sha256;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::keys::KEYS;

/// Who the site is to it.
pub(crate) const CLIENT: &str = "kenmovie-test";
pub(crate) const SECRET: &str = "a secret & a + sign";

/// An ID token before it is written.
pub(crate) struct Token {
    pub(crate) header: Value,
    pub(crate) claims: Value,
    pub(crate) signature: Signature,
}

#[derive(Clone, Copy)]
pub(crate) enum Signature {
    /// RS256 by the key of this number.
    Key(usize),
    /// HS256, with these bytes of the public key as the secret.
    PublicKey,
    /// The same with its JWK's text.
    PublicJwk,
    None,
}

/// What is changed of a token that would be right.
pub(crate) type Lie = fn(&mut Token);

impl Token {
    pub(crate) fn text(&self) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&self.header), part(&self.claims));
        let hmac = |secret: &[u8]| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
            hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
        };
        let signature = match self.signature {
            Signature::Key(number) => KEYS[number].sign(&signed),
            Signature::PublicKey => hmac(KEYS[0].public()),
            Signature::PublicJwk => hmac(KEYS[0].jwk().to_string().as_bytes()),
            Signature::None => Vec::new(),
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// What a code stands for.
struct Grant {
    claims: Value,
    challenge: String,
    redirect_uri: String,
}

#[derive(Default)]
struct Inner {
    issuer: String,
    codes: Mutex<HashMap<String, Grant>>,
    /// How many codes it has given.
    given: AtomicUsize,
    lie: Mutex<Option<Lie>>,
    /// The number of the key that it shows and signs with.
    key: AtomicUsize,
    /// How often its keys were read.
    reads: AtomicUsize,
    /// It answers 500 to everything.
    broken: Mutex<bool>,
}

#[derive(Clone, Default)]
pub(crate) struct Provider(Arc<Inner>);

impl Provider {
    /// On a free port.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let provider = Self(Arc::new(Inner { issuer, ..Inner::default() }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = TowerToHyperService::new(router.clone());
                let http = hyper::server::conn::http1::Builder::new();
                tokio::spawn(http.serve_connection(TokioIo::new(stream), service));
            }
        });
        provider
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// From now on it lies so.
    pub(crate) fn lies(&self, lie: Lie) {
        *self.0.lie.lock().unwrap() = Some(lie);
    }

    /// From now on it shows, and signs with, its other key.
    pub(crate) fn rotate(&self) {
        self.0.key.store(1, Ordering::SeqCst);
    }

    pub(crate) fn breaks(&self, broken: bool) {
        *self.0.broken.lock().unwrap() = broken;
    }

    pub(crate) fn reads(&self) -> usize {
        self.0.reads.load(Ordering::SeqCst)
    }

    /// A person at the provider agrees to what a browser was sent there with; the query that it comes back with. What the
    /// site asks for must be right.
    pub(crate) fn consent(&self, location: &str, person: &Value, now: Time) -> String {
        let (place, query) = location.split_once('?').unwrap();
        assert_eq!(place, format!("{}/authorize", self.issuer()));
        let asked: HashMap<String, String> = serde_urlencoded::from_str(query).unwrap();
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        let mut scopes: Vec<_> = asked["scope"].split(' ').collect();
        scopes.sort_unstable();
        assert_eq!(scopes, ["email", "openid", "profile"]);
        let mut claims = self.claims(person, now);
        claims["nonce"] = json!(asked["nonce"]);
        let code = format!("code-{}", self.0.given.fetch_add(1, Ordering::SeqCst));
        let grant = Grant {
            claims,
            challenge: asked["code_challenge"].clone(),
            redirect_uri: asked["redirect_uri"].clone(),
        };
        self.0.codes.lock().unwrap().insert(code.clone(), grant);
        let back = [("code", &code), ("state", &asked["state"]), ("iss", &self.0.issuer)];
        serde_urlencoded::to_string(back).unwrap()
    }

    /// An ID token that a person got for the client `aud`, as if from a flow of that client's own.
    pub(crate) fn id_token(&self, person: &Value, aud: &str, now: Time) -> String {
        let mut claims = self.claims(person, now);
        claims["aud"] = json!(aud);
        self.token(claims).text()
    }

    fn claims(&self, person: &Value, now: Time) -> Value {
        let mut claims = json!({
            "iss": self.issuer(), "aud": CLIENT, "iat": now.seconds(), "exp": now.seconds() + 3600,
        });
        for (name, value) in person.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims
    }

    fn token(&self, claims: Value) -> Token {
        let key = self.0.key.load(Ordering::SeqCst);
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": KEYS[key].kid });
        let mut token = Token { header, claims, signature: Signature::Key(key) };
        if let Some(lie) = *self.0.lie.lock().unwrap() {
            lie(&mut token);
        }
        token
    }

    fn is_broken(&self) -> bool {
        *self.0.broken.lock().unwrap()
    }
}

async fn discovery(State(provider): State<Provider>) -> Response {
    if provider.is_broken() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let issuer = provider.issuer();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // What it says here must not make anybody believe such a token.
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
    }))
    .into_response()
}

async fn keys(State(provider): State<Provider>) -> Response {
    provider.0.reads.fetch_add(1, Ordering::SeqCst);
    let key = &KEYS[provider.0.key.load(Ordering::SeqCst)];
    Json(json!({ "keys": [key.jwk()] })).into_response()
}

/// RFC 6749, 4.1.3 and RFC 7636, 4.6; a code works once.
async fn token(State(provider): State<Provider>, headers: HeaderMap, body: Bytes) -> Response {
    if provider.is_broken() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let refuse = |code: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": code }))).into_response();
    let encoded = |text: &str| serde_urlencoded::to_string([("", text)]).unwrap().split_off(1);
    let basic = STANDARD.encode(format!("{}:{}", encoded(CLIENT), encoded(SECRET)));
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if authorization != Some(&format!("Basic {basic}")) {
        return refuse("invalid_client");
    }
    let asked: HashMap<String, String> = serde_urlencoded::from_bytes(&body).unwrap();
    let Some(grant) = provider.0.codes.lock().unwrap().remove(&asked["code"]) else {
        return refuse("invalid_grant");
    };
    let shown = URL_SAFE_NO_PAD.encode(sha256(asked["code_verifier"].as_bytes()));
    if asked["grant_type"] != "authorization_code"
        || asked["redirect_uri"] != grant.redirect_uri
        || shown != grant.challenge
    {
        return refuse("invalid_grant");
    }
    let mut answer = json!({ "access_token": "opaque", "token_type": "Bearer", "expires_in": 3600 });
    let token = provider.token(grant.claims);
    if token.header != Value::Null {
        answer["id_token"] = json!(token.text());
    }
    Json(answer).into_response()
}
