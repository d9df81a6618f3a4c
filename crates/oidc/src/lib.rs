//! `OpenID` Connect over HTTP: discovery, the code flow and ID tokens, by the crate `openidconnect`.
