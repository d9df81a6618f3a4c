//! What a function is told by its environment. It is read once; what is missing or wrong is told when something needs it.
//! No variable holds a secret.

use std::collections::HashMap;
use std::fmt;

/// A variable, and what it says.
pub(super) struct Variable {
    pub(super) name: &'static str,
    says: &'static str,
}

macro_rules! variables {
    ($($name:ident: $says:literal,)*) => {
        $(pub(super) const $name: Variable = Variable { name: stringify!($name), says: $says };)*
        const ALL: &[&Variable] = &[$(&$name),*];
    };
}

variables! {
    MONGODB_URI: "where MongoDB is, without a password",
    KENMOVIE_TABLE: "the name of the DynamoDB table",
    KENMOVIE_DYNAMODB_ENDPOINT: "where a DynamoDB of one's own listens, for development",
    KENMOVIE_MAIL_FROM: "whom letters come from, such as KenMovie <mail@kenmovie.example>",
    KENMOVIE_SES_ENDPOINT: "where an SES of one's own listens, for development",
    KENMOVIE_MEDIA_BUCKET: "the name of the bucket that pictures lie in",
    KENMOVIE_S3_ENDPOINT: "where an S3 of one's own listens, for development",
    KENMOVIE_SOCKET_ENDPOINT: "where frames for open sockets are posted, such as https://abc.execute-api.eu-central-1.amazonaws.com/ws",
    KENMOVIE_PUBLIC_URL: "the site's origin, such as https://kenmovie.example",
    KENMOVIE_PUBLIC_KEYS: "the public keys of access tokens, a JWK set",
    KENMOVIE_EDGE: "the SHA-256 of the secret that the edge shows, hexadecimal; two with a comma between them while it is changed",
    KENMOVIE_LIMITS: "how the limits are applied, production or relaxed",
    KENMOVIE_KEYS: "where the site's keys lie: the ARN of a secret, or the path of a file",
    KENMOVIE_FINGERPRINT: "where the secret behind idempotency keys lies: the ARN of a secret, or the path of a file",
    GOOGLE_CLIENT_ID: "who the site is to Google",
    GOOGLE_CLIENT_SECRET: "where the site's secret at Google lies: the ARN of a secret, or the path of a file",
    GOOGLE_ISSUER: "the address of a provider in Google's place",
    KENMOVIE_PEPPER: "where the peppers of passwords lie, one a line: the ARN of a secret, or the path of a file",
    LAMBDA_TASK_ROOT: "the folder of the function's own files; Lambda sets it",
    KENMOVIE_LOG: "how much is logged, such as info",
}

/// Why a function cannot start, in one sentence. It tells no secret.
#[derive(thiserror::Error)]
pub enum StartError {
    #[error("{0} is not set; it says {1}")]
    Missing(&'static str, &'static str),
    #[error("{0} cannot be used: {1}")]
    Wrong(&'static str, String),
}

/// What a `main` that fails prints.
impl fmt::Debug for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Variable {
    pub(super) fn wrong(&self, reason: impl fmt::Display) -> StartError {
        StartError::Wrong(self.name, reason.to_string())
    }
}

/// The environment as it was at the start.
pub(super) struct Settings(HashMap<&'static str, String>);

impl Settings {
    pub(super) fn from_env() -> Self {
        Self::read(|name| std::env::var(name).ok())
    }

    pub(super) fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| variable(name).filter(|value| !value.is_empty()).map(|value| (name, value));
        Self(ALL.iter().filter_map(|variable| set(variable.name)).collect())
    }

    /// An empty value is none.
    pub(super) fn get(&self, variable: &Variable) -> Option<&str> {
        self.0.get(variable.name).map(String::as_str)
    }

    pub(super) fn need(&self, variable: &Variable) -> Result<&str, StartError> {
        self.get(variable).ok_or(StartError::Missing(variable.name, variable.says))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_empty_is_named_with_what_it_says() {
        let settings = Settings::read(|name| (name == "KENMOVIE_TABLE").then(String::new));
        let said = settings.need(&KENMOVIE_TABLE).unwrap_err().to_string();
        assert_eq!(said, "KENMOVIE_TABLE is not set; it says the name of the DynamoDB table");
        assert!(settings.get(&MONGODB_URI).is_none());
    }

    #[test]
    fn a_main_that_fails_prints_the_sentence_alone() {
        let wrong = KENMOVIE_LIMITS.wrong("it says \"none\"");
        assert_eq!(format!("{wrong:?}"), "KENMOVIE_LIMITS cannot be used: it says \"none\"");
    }
}
