//! Access tokens: JWTs (RFC 9068) signed with Ed25519, 15 minutes long; and the refresh secrets of browser sessions.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::{Hmac, KeyError, Scopes, SigningKey, VerifyingKey};
use crate::domain::Session;
use crate::ports::Random;
use crate::{SessionId, Time};

/// How long an access token lives.
pub const TOKEN_LIFE: Duration = Duration::from_mins(15);

/// The `typ` of an access token (RFC 9068).
const TYPE: &str = "at+jwt";

/// Who issues tokens, and whom they are for.
#[derive(Debug, Clone)]
pub struct Audience {
    pub issuer: String,
    pub audience: String,
}

impl Audience {
    /// The site's own: its origin issues tokens for its API.
    pub fn of_site(origin: &str) -> Self {
        Self { issuer: origin.to_owned(), audience: format!("{origin}/api") }
    }
}

/// What an access token says. Times are whole seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub aud: String,
    pub sub: String,
    pub sid: String,
    pub client: String,
    pub scope: String,
    pub auth_time: i64,
    pub iat: i64,
    pub exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    pub jti: String,
}

/// Makes access tokens and refresh secrets: the only holder of the private key.
#[derive(Clone)]
pub struct Issuer {
    key: EncodingKey,
    kid: String,
    audience: Audience,
    refresh: Hmac,
}

impl Issuer {
    pub fn new(key: &SigningKey, audience: Audience, refresh: Hmac) -> Self {
        Self { key: EncodingKey::from_ed_der(key.pkcs8()), kid: key.public().kid.clone(), audience, refresh }
    }

    /// An access token for a session.
    pub fn access(
        &self,
        session: &Session,
        scopes: Scopes,
        now: Time,
        random: &dyn Random,
    ) -> Result<String, KeyError> {
        let mut jti = [0; 12];
        random.fill(&mut jti);
        let claims = Claims {
            iss: self.audience.issuer.clone(),
            aud: self.audience.audience.clone(),
            sub: session.user.to_string(),
            sid: session.id.to_string(),
            client: session.client.to_string(),
            scope: scopes.to_string(),
            auth_time: session.auth_time.seconds(),
            iat: now.seconds(),
            exp: (now + TOKEN_LIFE).seconds(),
            nbf: None,
            jti: URL_SAFE_NO_PAD.encode(jti),
        };
        self.sign(&claims)
    }

    /// Signs any claims; tests make strange ones.
    pub fn sign(&self, claims: &Claims) -> Result<String, KeyError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.key).map_err(|_| KeyError)
    }

    /// The refresh secret `sid.n.HMAC(key, sid, n)`.
    pub fn refresh_secret(&self, session: SessionId, number: u64) -> String {
        let tag = self.refresh.sign(&[session.bytes(), &number.to_be_bytes()]);
        format!("{session}.{number}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// What a refresh secret says, if it was made here.
    pub fn read_refresh(&self, secret: &str) -> Option<(SessionId, u64)> {
        let mut parts = secret.splitn(3, '.');
        let session: SessionId = parts.next()?.parse().ok()?;
        let number: u64 = parts.next()?.parse().ok()?;
        let tag = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        self.refresh.verify(&[session.bytes(), &number.to_be_bytes()], &tag).then_some((session, number))
    }
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFault {
    Invalid,
    /// It is ours, but its time is over.
    Expired,
}

/// Checks access tokens: signature by a known `kid`, `alg`, `typ`, `iss`, `aud`, `exp`, `nbf`.
pub struct Verifier {
    keys: Vec<(String, DecodingKey)>,
    validation: Validation,
}

impl Verifier {
    pub fn new(keys: &[VerifyingKey], audience: &Audience) -> Result<Self, KeyError> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&audience.issuer]);
        validation.set_audience(&[&audience.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Times are compared with the clock that is handed in.
        validation.validate_exp = false;
        let keys = keys
            .iter()
            .map(|key| DecodingKey::from_ed_components(&key.x).map(|decoding| (key.kid.clone(), decoding)))
            .collect::<Result<_, _>>()
            .map_err(|_| KeyError)?;
        Ok(Self { keys, validation })
    }

    pub fn verify(&self, token: &str, now: Time) -> Result<Claims, TokenFault> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| TokenFault::Invalid)?;
        if header.typ.as_deref() != Some(TYPE) {
            return Err(TokenFault::Invalid);
        }
        let (_, key) = self
            .keys
            .iter()
            .find(|(kid, _)| Some(kid.as_str()) == header.kid.as_deref())
            .ok_or(TokenFault::Invalid)?;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &self.validation)
            .map_err(|_| TokenFault::Invalid)?
            .claims;
        if claims.nbf.is_some_and(|from| now.seconds() < from) {
            return Err(TokenFault::Invalid);
        }
        if claims.exp <= now.seconds() { Err(TokenFault::Expired) } else { Ok(claims) }
    }
}
