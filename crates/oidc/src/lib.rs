//! `OpenID` Connect over HTTP, by `openidconnect`: discovery, the code flow with PKCE, and ID tokens that others bring.

mod claims;
mod directory;
mod google;
mod http;
mod providers;

pub use google::{BadIssuer, GOOGLE, Google};
pub use providers::Oidc;
