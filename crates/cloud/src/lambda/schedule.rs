//! A function that a schedule calls.

use std::fmt;

use kenmovie_common::trace;
use lambda_http::lambda_runtime::{self, LambdaEvent};
use lambda_http::{Error, service_fn};
use serde::Serialize;
use serde::de::IgnoredAny;

use super::observe::{Answered, Observed};

/// Runs `work` whenever the schedule says so, whatever the event tells. What it returns is read by whoever called by hand.
pub async fn serve_schedule<W, T, E>(work: W) -> Result<(), Error>
where
    W: AsyncFn() -> Result<T, E>,
    T: Serialize,
    E: fmt::Display,
{
    let handler = async |event: LambdaEvent<IgnoredAny>| {
        let observed = Observed::begin(&event.context);
        let outcome = trace::within(observed.trace(), work()).await;
        let status = if outcome.is_ok() { 200 } else { 500 };
        observed.end(&Answered { route: "schedule", status, ..Answered::default() });
        outcome.map_err(|error| error.to_string())
    };
    lambda_runtime::run(service_fn(handler)).await
}
