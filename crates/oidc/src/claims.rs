//! ID tokens: what must be right of one, and whom it names.

use std::time::{Duration, UNIX_EPOCH};

use kenmovie_common::Time;
use kenmovie_common::domain::ProviderAccount;
use kenmovie_common::ports::ProviderIdentity;
use openidconnect::core::{
    CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, ClientId, IdTokenClaims, IdTokenVerifier, Nonce, NonceVerifier,
};
use serde::{Deserialize, Serialize};

/// An ID token that was issued longer ago is not taken.
const FRESH: Duration = Duration::from_mins(10);
/// How far an issuer's clock may be ahead of ours.
const SKEW: Duration = Duration::from_mins(1);
/// The longest subject (OpenID Connect Core, 2).
const SUBJECT: usize = 255;

/// Signatures by an issuer's private key. One with a secret that both sides know (`HS256`) proves nothing to anybody else,
/// and `none` nothing at all.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 4] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What Google says beside the standard's claims.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Hosted {
    /// The organisation's domain, where Google hosts its accounts.
    hd: Option<String>,
}

impl AdditionalClaims for Hosted {}

pub(crate) type IdToken = openidconnect::IdToken<
    Hosted,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
pub(crate) type Claims = IdTokenClaims<Hosted, CoreGenderClaim>;

/// What an ID token must agree with.
pub(crate) struct Expected<'a> {
    pub(crate) audience: &'a str,
    /// None outside a flow: whoever brings a token may have put anything there.
    pub(crate) nonce: Option<&'a str>,
    pub(crate) now: Time,
}

/// The claims of an ID token whose signature, issuer, audience, times and nonce are right.
pub(crate) fn verified<'t>(
    token: &'t IdToken,
    metadata: &CoreProviderMetadata,
    expected: &Expected<'_>,
) -> Result<&'t Claims, ClaimsVerificationError> {
    let now = expected.now;
    let verifier = IdTokenVerifier::new_public_client(
        ClientId::new(expected.audience.to_owned()),
        metadata.issuer().clone(),
        metadata.jwks().clone(),
    )
    .set_allowed_algs(ALGORITHMS)
    .set_time_fn(move || (UNIX_EPOCH + now.since(Time::default())).into())
    .set_issue_time_verifier_fn(move |issued| {
        let issued = Time::from_millis(issued.timestamp_millis());
        let fresh = now.since(issued) <= FRESH && issued.since(now) <= SKEW;
        if fresh { Ok(()) } else { Err(format!("issued at {issued}")) }
    });
    match expected.nonce {
        Some(nonce) => {
            let nonce = Nonce::new(nonce.to_owned());
            token.claims(&verifier, |given: Option<&Nonce>| (&nonce).verify(given))
        }
        None => token.claims(&verifier, |_: Option<&Nonce>| Ok(())),
    }
}

/// Whom these claims name; none where the subject is no subject.
pub(crate) fn identity(claims: &Claims, google: &str) -> Option<ProviderIdentity> {
    let subject = claims.subject().as_str();
    let email = claims.email().map(|email| email.as_str().to_owned());
    let email_verified = email.is_some() && claims.email_verified() == Some(true);
    let hosted = claims.additional_claims().hd.as_deref().is_some_and(|domain| !domain.is_empty());
    let is_google = claims.issuer().as_str() == google;
    let is_authority = is_google && email_verified && (hosted || email.as_deref().is_some_and(is_of_google));
    (!subject.is_empty() && subject.len() <= SUBJECT).then(|| ProviderIdentity {
        account: ProviderAccount { issuer: claims.issuer().to_string(), subject: subject.to_owned() },
        email,
        email_verified,
        is_authority,
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        picture: claims.picture().and_then(|picture| picture.get(None)).map(|picture| picture.to_string()),
        issued_at: Time::from_millis(claims.issue_time().timestamp_millis()),
        expires_at: Time::from_millis(claims.expiration().timestamp_millis()),
    })
}

/// Google gives out addresses of these domains itself.
fn is_of_google(email: &str) -> bool {
    let domain = email.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase());
    matches!(domain.as_deref(), Some("gmail.com" | "googlemail.com"))
}
