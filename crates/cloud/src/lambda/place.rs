//! Where a secret lies: in Secrets Manager, or in a file where somebody develops. What is wrong with one tells nothing of it.

use aws_config::BehaviorVersion;
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::ProvideErrorMetadata as _;

use super::settings::{Settings, StartError, Variable};

/// The text that lies where a variable says, without space around it.
pub(super) async fn read(settings: &Settings, variable: &Variable) -> Result<String, StartError> {
    let place = settings.need(variable)?;
    let text = if is_secret(place) {
        secret(place).await
    } else {
        std::fs::read_to_string(place).map_err(|error| format!("{place}: {error}"))
    };
    text.map(|text| text.trim().to_owned()).map_err(|reason| variable.wrong(reason))
}

/// Whether this is the ARN of a secret, in whichever partition of AWS.
fn is_secret(place: &str) -> bool {
    let mut parts = place.split(':');
    parts.next() == Some("arn") && parts.nth(1) == Some("secretsmanager")
}

async fn secret(arn: &str) -> Result<String, String> {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let answer =
        Client::new(&config).get_secret_value().secret_id(arn).send().await.map_err(|error| {
            format!("{arn}: {}", error.code().unwrap_or("Secrets Manager does not answer"))
        })?;
    answer.secret_string.ok_or_else(|| format!("{arn}: it is no text"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lambda::settings::KENMOVIE_KEYS;

    #[test]
    fn an_arn_of_secrets_manager_is_a_secret_and_all_else_a_file() {
        assert!(is_secret("arn:aws:secretsmanager:eu-central-1:123456789012:secret:kenmovie-keys-a1b2c3"));
        assert!(is_secret("arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:keys"));
        assert!(!is_secret("/etc/kenmovie/arn:aws:secretsmanager"));
        assert!(!is_secret("arn:aws:ssm:eu-central-1:123456789012:parameter/keys"));
    }

    #[tokio::test]
    async fn a_file_is_read_without_the_space_around_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "butaca\n").unwrap();
        let settings = Settings::read(|_| Some(path.display().to_string()));
        assert_eq!(read(&settings, &KENMOVIE_KEYS).await.unwrap(), "butaca");
        let missing = Settings::read(|_| Some(folder.path().join("none").display().to_string()));
        let said = read(&missing, &KENMOVIE_KEYS).await.unwrap_err().to_string();
        assert!(said.starts_with("KENMOVIE_KEYS cannot be used: "), "{said}");
    }
}
