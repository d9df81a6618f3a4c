//! Providers of identities: Google, or another that speaks OpenID Connect.

use async_trait::async_trait;

use crate::Time;
use crate::domain::{ProviderAccount, TrustedIssuer};

/// Where a sign-in at the provider starts.
#[derive(Debug, Clone)]
pub struct Departure {
    /// 256 random bits, base64url: what the provider gives back with the browser.
    pub state: String,
    /// As long: what the ID token must repeat.
    pub nonce: String,
    /// The PKCE verifier (RFC 7636), 43 characters at least; only its SHA-256 leaves.
    pub verifier: String,
    /// Where the provider sends the browser to.
    pub redirect_uri: String,
}

/// Who somebody is by an ID token whose signature, `iss`, `aud`, `exp` and (in a flow) `nonce` were right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderIdentity {
    pub account: ProviderAccount,
    pub email: Option<String>,
    /// True only where the provider says so, as `true` or `"true"`.
    pub email_verified: bool,
    /// The provider is the authority for the address, not only its witness: Google for `@gmail.com` and for the domains
    /// that it hosts (`hd`).
    pub is_authority: bool,
    pub name: Option<String>,
    pub picture: Option<String>,
    pub issued_at: Time,
    pub expires_at: Time,
}

/// Why a provider's word is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderFault {
    /// It does not answer; later it may. The reason is for the log.
    #[error("the provider does not answer: {0}")]
    Unavailable(String),
    /// The code, or the ID token, is not good: its signature, issuer, audience, nonce or times. The reason is for the log.
    #[error("the provider's word is not good: {0}")]
    Refused(String),
}

/// OpenID Connect, code flow with PKCE, and ID tokens that others bring.
#[async_trait]
pub trait Providers: Send + Sync {
    /// The address at the provider to send a browser to.
    async fn authorization_url(&self, departure: &Departure) -> Result<String, ProviderFault>;

    /// Exchanges the code that a browser brought back for who it is.
    async fn identity(
        &self,
        code: &str,
        departure: &Departure,
        now: Time,
    ) -> Result<ProviderIdentity, ProviderFault>;

    /// Who an ID token names that one of these issuers gave to its audience; tokens issued more than ten minutes ago are
    /// refused.
    async fn verify(
        &self,
        id_token: &str,
        issuers: &[TrustedIssuer],
        now: Time,
    ) -> Result<ProviderIdentity, ProviderFault>;
}
