//! A function that a schedule calls.

use std::fmt;

use lambda_http::lambda_runtime::{self, LambdaEvent};
use lambda_http::{Error, service_fn};
use serde::Serialize;
use serde::de::IgnoredAny;

/// What the function did, as whoever called it by hand reads it.
#[derive(Serialize)]
struct Done {
    done: u64,
}

/// Runs `work` whenever the schedule says so, whatever the event tells. It returns how much it did.
pub async fn serve_schedule<W, E>(work: W) -> Result<(), Error>
where
    W: AsyncFn() -> Result<u64, E>,
    E: fmt::Display,
{
    let handler = async |_: LambdaEvent<IgnoredAny>| match work().await {
        Ok(done) => Ok(Done { done }),
        Err(error) => Err(error.to_string()),
    };
    lambda_runtime::run(service_fn(handler)).await
}
