//! The language that somebody reads.

use axum::http::{HeaderMap, header};

use crate::domain::Language;

impl Language {
    /// The first that `Accept-Language` names and we have; else the default.
    pub fn asked(headers: &HeaderMap) -> Self {
        let asked =
            headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        asked.split(',').find_map(|range| Self::parse(range.trim().get(..2)?)).unwrap_or_default()
    }
}
