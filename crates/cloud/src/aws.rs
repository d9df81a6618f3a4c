//! How AWS's services are found: AWS's own by its default chain, or one that stands in for it on this machine.

use aws_config::environment::{EnvironmentVariableCredentialsProvider, EnvironmentVariableRegionProvider};
use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::meta::region::RegionProviderChain;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
// All are the one type of `aws-credential-types`.
#[cfg(feature = "kv")]
use aws_sdk_dynamodb::config::Credentials;
#[cfg(all(feature = "blobs", not(feature = "kv")))]
use aws_sdk_s3::config::Credentials;
#[cfg(not(any(feature = "blobs", feature = "kv")))]
use aws_sdk_sesv2::config::Credentials;

/// The configuration of a client. With an `endpoint` the region and credentials are those of the environment variables or
/// else made up; without one they come from AWS's default chain.
pub(crate) async fn config(
    timeouts: TimeoutConfig,
    retries: RetryConfig,
    endpoint: Option<String>,
) -> SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .timeout_config(timeouts)
        .retry_config(retries)
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    if let Some(endpoint) = endpoint {
        // AWS's chain would end with a wait for the metadata service of a machine that is not there.
        let region = RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new())
            .or_else(Region::from_static("us-east-1"));
        let made_up = Credentials::new("local", "local", None, None, "made up");
        let environment = EnvironmentVariableCredentialsProvider::new();
        let credentials =
            CredentialsProviderChain::first_try("environment", environment).or_else("made up", made_up);
        loader = loader.endpoint_url(endpoint).region(region).credentials_provider(credentials);
    }
    loader.load().await
}
