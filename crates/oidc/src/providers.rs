//! The port: the code flow with Google, and ID tokens of any issuer.

use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kenmovie_common::Time;
use kenmovie_common::domain::TrustedIssuer;
use kenmovie_common::ports::{Clock, Departure, ProviderFault, ProviderIdentity, Providers};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, Client, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse, TokenResponse as _,
};
use serde::Deserialize;

use crate::claims::{Expected, Hosted, IdToken, identity, verified};
use crate::directory::Directory;
use crate::google::Google;

/// The longest ID token that is read, in bytes.
const LONGEST: usize = 8 * 1024;

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Hosted,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// The site, as the provider's client.
type Site = Client<
    Hosted,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Providers that speak OpenID Connect.
pub struct Oidc {
    google: Google,
    directory: Directory,
}

impl Oidc {
    /// Asks nobody anything yet.
    pub fn new(google: Google, clock: Arc<dyn Clock>) -> Self {
        Self { google, directory: Directory::new(clock) }
    }

    /// The site as Google's client, with what Google says of itself.
    async fn site(&self, departure: &Departure) -> Result<(Site, &str), ProviderFault> {
        let nobody = || ProviderFault::Refused("the site is no client of a provider".to_owned());
        let (id, secret) = self.google.client().ok_or_else(nobody)?;
        let metadata = self.directory.metadata(self.google.issuer()).await?;
        let back = RedirectUrl::new(departure.redirect_uri.clone()).map_err(refused)?;
        let metadata = CoreProviderMetadata::clone(&metadata);
        let site = Site::from_provider_metadata(metadata, id.clone(), Some(secret.clone()));
        Ok((site.set_redirect_uri(back), id.as_str()))
    }

    /// Whom an ID token of this issuer names. An unknown key may be a new one.
    async fn read(
        &self,
        token: &IdToken,
        issuer: &str,
        expected: &Expected<'_>,
    ) -> Result<ProviderIdentity, ProviderFault> {
        let metadata = self.directory.metadata(issuer).await?;
        let claims = match verified(token, &metadata, expected) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                let newer = self.directory.newer(issuer).await?;
                verified(token, &newer, expected)
            }
            verified => verified,
        };
        let claims = claims.map_err(|fault| match fault {
            ClaimsVerificationError::SignatureVerification(fault) => refused(fault),
            other => refused(other),
        })?;
        identity(claims, self.google.issuer()).ok_or_else(|| refused("its subject is none"))
    }
}

#[async_trait]
impl Providers for Oidc {
    async fn authorization_url(&self, departure: &Departure) -> Result<String, ProviderFault> {
        let (site, _) = self.site(departure).await?;
        let (state, nonce) = (departure.state.clone(), departure.nonce.clone());
        let verifier = PkceCodeVerifier::new(departure.verifier.clone());
        let (url, ..) = site
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .add_scopes(["email", "profile"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        if self.directory.way(self.google.issuer())?.may(&url) {
            Ok(url.into())
        } else {
            Err(refused("it sends browsers elsewhere than behind https"))
        }
    }

    async fn identity(
        &self,
        code: &str,
        departure: &Departure,
        now: Time,
    ) -> Result<ProviderIdentity, ProviderFault> {
        let (site, audience) = self.site(departure).await?;
        let http = self.directory.way(self.google.issuer())?;
        let tokens = site
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(refused)?
            .set_pkce_verifier(PkceCodeVerifier::new(departure.verifier.clone()))
            .request_async(&http)
            .await
            .map_err(|fault| match fault {
                RequestTokenError::Request(fault) => ProviderFault::Unavailable(fault.to_string()),
                other => refused(other),
            })?;
        let token = tokens.id_token().ok_or_else(|| refused("it gave no ID token"))?;
        let expected = Expected { audience, nonce: Some(&departure.nonce), now };
        self.read(token, self.google.issuer(), &expected).await
    }

    async fn verify(
        &self,
        id_token: &str,
        issuers: &[TrustedIssuer],
        now: Time,
    ) -> Result<ProviderIdentity, ProviderFault> {
        let unreadable = || refused("it is no ID token");
        if id_token.len() > LONGEST {
            return Err(unreadable());
        }
        let named = issuer_of(id_token).ok_or_else(unreadable)?;
        let token: IdToken = id_token.parse().map_err(|_| unreadable())?;
        let mut fault = refused("its issuer is not trusted");
        for trusted in issuers.iter().filter(|trusted| trusted.iss == named) {
            let expected = Expected { audience: &trusted.aud, nonce: None, now };
            match self.read(&token, &trusted.iss, &expected).await {
                Err(other) => fault = other,
                read => return read,
            }
        }
        Err(fault)
    }
}

/// The issuer that an ID token names, before anything of it is believed: by whose keys is it to be checked?
fn issuer_of(id_token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        iss: String,
    }
    let payload = URL_SAFE_NO_PAD.decode(id_token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&payload).ok().map(|Named { iss }| iss)
}

fn refused(reason: impl std::fmt::Display) -> ProviderFault {
    ProviderFault::Refused(reason.to_string())
}
