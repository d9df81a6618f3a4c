//! The way to a provider: bounded in time and size, and never to where a redirect leads.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use kenmovie_common::deadline;
use openidconnect::url::Url;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::redirect::Policy;

use crate::google::{Place, is_loopback};

const CONNECT: Duration = Duration::from_secs(3);
/// One request, from its first to its last byte.
pub(crate) const WHOLE: Duration = Duration::from_secs(4);
/// Discovery documents and key sets have some kB; 256 KiB are many times that.
const LARGEST: usize = 256 * 1024;

/// Why a provider gave no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpFault {
    #[error("no client: {0}")]
    Client(String),
    #[error("{0} is neither https nor, for a provider on this machine, on it")]
    Place(String),
    #[error("{}", chain(.0))]
    Request(#[from] reqwest::Error),
    #[error("it answers {0}")]
    Status(u16),
    #[error("its answer is longer than {LARGEST} bytes")]
    TooLarge,
}

/// An error with what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

/// One pool of connections, made when the first provider is asked.
#[derive(Default)]
pub(crate) struct Web(OnceLock<Result<reqwest::Client, String>>);

impl Web {
    /// The way to an issuer that is at this place.
    pub(crate) fn to(&self, place: Place) -> Http<'_> {
        let make = || {
            reqwest::Client::builder()
                .redirect(Policy::none())
                .connect_timeout(CONNECT)
                .build()
                .map_err(|error| chain(&error))
        };
        Http { client: self.0.get_or_init(make), place }
    }
}

/// The way to one issuer.
pub(crate) struct Http<'w> {
    client: &'w Result<reqwest::Client, String>,
    place: Place,
}

impl Http<'_> {
    /// Whether anything may be sent there: an issuer behind https leads nobody elsewhere.
    pub(crate) fn may(&self, url: &Url) -> bool {
        match self.place {
            Place::Net => url.scheme() == "https",
            Place::Loopback => url.scheme() == "https" || url.host_str().is_some_and(is_loopback),
        }
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFault> {
        let client = self.client.as_ref().map_err(|error| HttpFault::Client(error.clone()))?;
        let mut request = reqwest::Request::try_from(request)?;
        if !self.may(request.url()) {
            return Err(HttpFault::Place(request.url().origin().ascii_serialization()));
        }
        *request.timeout_mut() = Some(deadline::left().map_or(WHOLE, |left| left.min(WHOLE)));
        let mut answer = client.execute(request).await?;
        if answer.status().is_server_error() {
            return Err(HttpFault::Status(answer.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await? {
            if body.len() + part.len() > LARGEST {
                return Err(HttpFault::TooLarge);
            }
            body.extend_from_slice(&part);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Http<'_> {
    type Error = HttpFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
