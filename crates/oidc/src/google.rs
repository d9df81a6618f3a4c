//! Google, or whatever provider stands in its place.

use std::net::Ipv4Addr;

use openidconnect::{ClientId, ClientSecret, IssuerUrl};

/// Where Google is.
pub const GOOGLE: &str = "https://accounts.google.com";

/// Not the address of a provider.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not the address of a provider, such as https://accounts.google.com")]
pub struct BadIssuer(String);

/// The provider that people sign in with, and who the site is to it.
#[derive(Debug, Clone)]
pub struct Google {
    issuer: String,
    client: Option<(ClientId, ClientSecret)>,
}

impl Default for Google {
    /// Google, to which the site is nobody: browsers cannot sign in with it.
    fn default() -> Self {
        Self { issuer: GOOGLE.to_owned(), client: None }
    }
}

impl Google {
    /// The provider at this address. It must be https, but on this machine.
    pub fn at(issuer: &str) -> Result<Self, BadIssuer> {
        Place::of(issuer).ok_or_else(|| BadIssuer(issuer.to_owned()))?;
        Ok(Self { issuer: issuer.to_owned(), client: None })
    }

    /// The same, to which the site is this client.
    #[must_use]
    pub fn with_client(self, id: String, secret: String) -> Self {
        Self { client: Some((ClientId::new(id), ClientSecret::new(secret))), ..self }
    }

    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Whether browsers can sign in.
    pub const fn is_on(&self) -> bool {
        self.client.is_some()
    }

    pub(crate) const fn client(&self) -> Option<&(ClientId, ClientSecret)> {
        self.client.as_ref()
    }
}

/// Where an issuer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Somewhere behind https.
    Net,
    /// On this machine, where plain http is as good.
    Loopback,
}

impl Place {
    /// None where the text is no issuer's address, or one in the open without https.
    pub(crate) fn of(issuer: &str) -> Option<Self> {
        let url = IssuerUrl::new(issuer.to_owned()).ok()?;
        let url = url.url();
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        let host = url.host_str().filter(|_| plain && url.password().is_none())?;
        match url.scheme() {
            "https" => Some(Self::Net),
            "http" if is_loopback(host) => Some(Self::Loopback),
            _ => None,
        }
    }
}

pub(crate) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_https_or_on_this_machine() {
        for good in [GOOGLE, "https://login.example/realms/a", "https://login.example:8443/"] {
            assert_eq!(Place::of(good), Some(Place::Net), "{good}");
        }
        for near in ["http://127.0.0.1:3000", "http://localhost:3000/oidc", "http://[::1]:3000"] {
            assert_eq!(Place::of(near), Some(Place::Loopback), "{near}");
        }
        for bad in [
            "",
            "accounts.google.com",
            "http://accounts.google.com",
            "http://192.168.0.2",
            "http://localhost.evil.example",
            "ftp://login.example",
            "file:///etc/passwd",
            "https://login.example?x=1",
            "https://login.example#x",
            "https://ana@login.example",
            "https://:secret@login.example",
        ] {
            assert_eq!(Place::of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        let google = Google::default().with_client("client".to_owned(), "butaca-trece".to_owned());
        assert!(!format!("{google:?}").contains("butaca"));
    }
}
