//! The log: a line of JSON each, to standard output, where Lambda takes it from.

use lambda_http::tracing::subscriber::{EnvFilter, fmt};

use super::settings::{KENMOVIE_LOG, Settings, StartError};

/// What is logged where nothing is said.
const DEFAULT: &str = "info";

/// Begins to log. A second call changes nothing.
pub(super) fn start(settings: &Settings) -> Result<(), StartError> {
    let said = settings.get(&KENMOVIE_LOG).unwrap_or(DEFAULT);
    let filter = EnvFilter::try_new(said).map_err(|error| KENMOVIE_LOG.wrong(error))?;
    let _ = fmt().json().flatten_event(true).with_span_list(false).with_env_filter(filter).try_init();
    Ok(())
}
