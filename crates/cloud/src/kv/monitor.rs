//! Counts what the SDK sends: a route's round trips are part of its design, and tests assert them.

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;

/// The operations that the SDK has sent, by name (`GetItem`), in their order; one tried again counts again.
#[derive(Debug, Default)]
pub struct RequestCounter(Mutex<Vec<String>>);

impl RequestCounter {
    /// What was sent since the last call.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Tells a counter.
#[derive(Debug)]
pub(super) struct Counting(pub(super) Arc<RequestCounter>);

impl Intercept for Counting {
    fn name(&self) -> &'static str {
        "RequestCounter"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // `DynamoDB_20120810.GetItem`
        let target = context.request().headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).push(operation);
        Ok(())
    }
}
