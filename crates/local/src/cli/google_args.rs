//! Who signs people in beside their passwords.

use clap::Args;
use kenmovie_oidc::{GOOGLE, Google};

use super::output::Failure;
use super::secret::Secret;

#[derive(Debug, Args)]
#[command(next_help_heading = "Google")]
pub(super) struct GoogleArgs {
    /// Who the site is to Google; people can sign in with it then. Google sends them back to
    /// <the site>/api/oauth/google/callback
    #[arg(long, env = "GOOGLE_CLIENT_ID", value_name = "ID")]
    google_client_id: Option<String>,
    /// The site's secret there. Others on this machine see flags: better in the variable or in .env
    #[arg(long, env = "GOOGLE_CLIENT_SECRET", value_name = "SECRET", hide_env_values = true)]
    google_client_secret: Option<Secret>,
    /// Another provider that speaks OpenID Connect, in Google's place
    #[arg(long, env = "GOOGLE_ISSUER", value_name = "URL", default_value = GOOGLE)]
    google_issuer: String,
}

impl GoogleArgs {
    /// The provider that is meant; empty values are none.
    pub(super) fn options(self) -> Result<Google, Failure> {
        let google = Google::at(&self.google_issuer)
            .map_err(|error| Failure::usage(format!("GOOGLE_ISSUER or --google-issuer: {error}")))?;
        let id = self.google_client_id.filter(|id| !id.is_empty());
        let secret = self.google_client_secret.filter(|Secret(secret)| !secret.is_empty());
        match (id, secret) {
            (Some(id), Some(Secret(secret))) => Ok(google.with_client(id, secret)),
            (None, None) => Ok(google),
            (Some(_), None) => Err(Failure::usage("GOOGLE_CLIENT_ID needs GOOGLE_CLIENT_SECRET")),
            (None, Some(_)) => Err(Failure::usage("GOOGLE_CLIENT_SECRET needs GOOGLE_CLIENT_ID")),
        }
    }
}
