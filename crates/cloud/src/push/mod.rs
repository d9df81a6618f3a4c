//! Frames to open sockets, by the `@connections` API of API Gateway.

#[cfg(test)]
mod tests;

use std::time::Duration;

use async_trait::async_trait;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewaymanagement::primitives::Blob;
use kenmovie_common::ports::{Push, PushError};

use crate::aws;

/// A frame with all its tries. Whoever writes a message waits for it.
const PATIENCE: Duration = Duration::from_secs(2);
/// The second is for a connection that was closed while the function was frozen. A frame may arrive twice then, which says
/// what it said.
const ATTEMPTS: u32 = 2;
const BACKOFF: Duration = Duration::from_millis(20);

/// How sockets are reached.
#[derive(Debug, Clone)]
pub struct ApiGatewayOptions {
    /// `https://{api}.execute-api.{region}.amazonaws.com/{stage}`, or a server that stands in for it. Region and
    /// credentials are those of the environment variables, which every function has.
    pub endpoint: String,
    /// How long a frame is waited for, with all its tries.
    pub patience: Duration,
}

impl ApiGatewayOptions {
    pub fn new(endpoint: impl Into<String>) -> Self {
        Self { endpoint: endpoint.into(), patience: PATIENCE }
    }
}

/// Hands frames to the sockets of a WebSocket API. Clones share the connections.
#[derive(Debug, Clone)]
pub struct ApiGateway {
    client: Client,
}

impl ApiGateway {
    /// Reads the configuration. Nothing is asked before there is a frame.
    pub async fn connect(options: ApiGatewayOptions) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(options.patience / 2)
            .operation_attempt_timeout(options.patience)
            .operation_timeout(options.patience)
            .build();
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(BACKOFF);
        let config = aws::config(timeouts, retries, Some(options.endpoint)).await;
        Self { client: Client::new(&config) }
    }
}

#[async_trait]
impl Push for ApiGateway {
    async fn push(&self, connection: &str, frame: &str) -> Result<(), PushError> {
        let asked = self.client.post_to_connection().connection_id(connection);
        told(asked.data(Blob::new(frame)).send().await)
    }

    async fn close(&self, connection: &str) -> Result<(), PushError> {
        told(self.client.delete_connection().connection_id(connection).send().await)
    }
}

/// Only 410 says that a connection is gone; all else (a limit, a missing grant, no answer) says nothing of it.
fn told<T, E: ProvideErrorMetadata, R>(answer: Result<T, SdkError<E, R>>) -> Result<(), PushError> {
    match answer {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("GoneException") => Err(PushError::Gone),
        Err(error) => {
            let code = error.code().unwrap_or("nothing");
            tracing::warn!(code, "a frame did not reach its socket");
            Err(PushError::Unavailable)
        }
    }
}
