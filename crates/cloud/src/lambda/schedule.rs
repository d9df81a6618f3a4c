//! A function that a schedule calls.

use std::fmt;

use lambda_http::lambda_runtime::{self, LambdaEvent};
use lambda_http::{Error, service_fn};
use serde::Serialize;
use serde::de::IgnoredAny;

/// Runs `work` whenever the schedule says so, whatever the event tells. What it returns is read by whoever called by hand.
pub async fn serve_schedule<W, T, E>(work: W) -> Result<(), Error>
where
    W: AsyncFn() -> Result<T, E>,
    T: Serialize,
    E: fmt::Display,
{
    let handler = async |_: LambdaEvent<IgnoredAny>| work().await.map_err(|error| error.to_string());
    lambda_runtime::run(service_fn(handler)).await
}
