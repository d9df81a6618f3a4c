//! The way to a DynamoDB table.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Builder;
use aws_sdk_dynamodb::types::KeysAndAttributes;
use kenmovie_common::ports::{Health, StoreResult};

use super::error::{Failure, Outcome};
use super::item::{Item, KEY, text};
use super::monitor::{Counting, RequestCounter};
use crate::aws;
use crate::patience::{jittered, within};

const CONNECTING: Duration = Duration::from_secs(1);
/// One try of a request.
const ATTEMPT: Duration = Duration::from_millis(1_500);
/// A request with all its tries.
const OPERATION: Duration = Duration::from_secs(4);
const ATTEMPTS: u32 = 3;
/// The wait before a request is sent again, at most; it doubles.
const BACKOFF: Duration = Duration::from_millis(50);
/// Whoever asks is told after so long that the store does not answer. What was begun goes on behind.
const PATIENCE: Duration = Duration::from_millis(4_500);
/// An intent that others come in the way of is begun again until so much time has passed since the first try.
const TRYING: Duration = Duration::from_secs(4);
/// The wait before the second try, at most; it doubles from try to try up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(4);
const LONGEST_WAIT: Duration = Duration::from_millis(250);

/// How the table is reached.
#[derive(Debug, Clone)]
pub struct DynamoOptions {
    /// The name of the table.
    pub table: String,
    /// A server other than AWS's own, `http://127.0.0.1:8000`. Its region and credentials are those of the environment
    /// variables or else made up; without an endpoint they come from AWS's default chain.
    pub endpoint: Option<String>,
    /// Counts the requests sent.
    pub counter: Option<Arc<RequestCounter>>,
}

impl DynamoOptions {
    /// For a table at AWS.
    pub fn new(table: impl Into<String>) -> Self {
        Self { table: table.into(), endpoint: None, counter: None }
    }
}

/// Ephemeral things in one DynamoDB table. Clones share the connections.
#[derive(Clone)]
pub struct Dynamo {
    pub(super) client: Client,
    pub(super) table: String,
}

impl Dynamo {
    /// Reads the configuration. Nothing is asked of the table before it is needed.
    pub async fn connect(options: DynamoOptions) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECTING)
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(OPERATION)
            .build();
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(BACKOFF);
        let config = aws::config(timeouts, retries, options.endpoint).await;
        let mut settings = Builder::from(&config);
        if let Some(counter) = options.counter {
            settings = settings.interceptor(Counting(counter));
        }
        Self { client: Client::from_conf(settings.build()), table: options.table }
    }

    /// Runs one intent to its end, whether or not its caller stays, who is told after [`PATIENCE`].
    pub(super) async fn run<T, F>(&self, intent: impl FnOnce(Self) -> F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: Future<Output = Outcome<T>> + Send + 'static,
    {
        within(PATIENCE, intent(self.clone())).await
    }

    /// Reads an item consistently.
    pub(super) async fn item(&self, key: String) -> Outcome<Option<Item>> {
        let asked = self.client.get_item().table_name(&self.table).key(KEY, text(key)).consistent_read(true);
        Ok(asked.send().await?.item.map(Item))
    }

    /// Reads some items consistently, each for itself, in one request. None where a busy server left some out.
    pub(super) async fn items<const N: usize>(
        &self,
        keys: [String; N],
    ) -> Outcome<Option<[Option<Item>; N]>> {
        let found = self.found(&keys).await?;
        Ok(found.map(|mut found| keys.map(|key| found.remove(&key))))
    }

    /// The same by their keys, 100 at most; those that are there.
    pub(super) async fn found(&self, keys: &[String]) -> Outcome<Option<HashMap<String, Item>>> {
        let wanted = keys.iter().map(|key| HashMap::from([(KEY.to_owned(), text(key))])).collect();
        let wanted = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(true).build()?;
        let answer = self.client.batch_get_item().request_items(&self.table, wanted).send().await?;
        if answer.unprocessed_keys.is_some_and(|left| !left.is_empty()) {
            return Ok(None);
        }
        let mut found = HashMap::new();
        for item in answer.responses.unwrap_or_default().into_values().flatten().map(Item) {
            found.insert(item.text(KEY)?.to_owned(), item);
        }
        Ok(Some(found))
    }
}

/// Tries until there is a value. None and a busy item mean that somebody else came between.
pub(super) async fn persist<T, F>(step: impl FnMut() -> F) -> Outcome<T>
where
    F: Future<Output = Outcome<Option<T>>>,
{
    persist_for(TRYING, step).await
}

/// The same, until so much time has passed since the first try.
pub(super) async fn persist_for<T, F>(trying: Duration, mut step: impl FnMut() -> F) -> Outcome<T>
where
    F: Future<Output = Outcome<Option<T>>>,
{
    let begun = Instant::now();
    let mut wait = FIRST_WAIT;
    loop {
        let busy = match step().await {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => "too many tries".to_owned(),
            Err(Failure::Busy(told)) => told,
            Err(failure) => return Err(failure),
        };
        if begun.elapsed() + wait > trying {
            return Err(Failure::Busy(busy));
        }
        tokio::time::sleep(jittered(wait)).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

#[async_trait::async_trait]
impl Health for Dynamo {
    async fn ping(&self) -> StoreResult<()> {
        self.run(async |dynamo: Self| dynamo.item("ping".to_owned()).await.map(|_| ())).await
    }
}

impl std::fmt::Debug for Dynamo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dynamo").field("table", &self.table).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use kenmovie_common::ports::StoreError;

    use super::*;

    #[tokio::test]
    async fn a_server_that_is_not_there_is_unavailable() {
        let endpoint = Some("http://127.0.0.1:1".to_owned());
        let dynamo = Dynamo::connect(DynamoOptions { endpoint, ..DynamoOptions::new("nowhere") }).await;
        assert!(matches!(dynamo.ping().await, Err(StoreError::Unavailable(_))));
    }
}
