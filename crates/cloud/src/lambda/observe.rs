//! What is told of each event: one line of JSON, which is the log's entry of it and carries its metrics too, in the embedded
//! metric format of `CloudWatch`. Nothing of a person stands there: no address, no query, no body.
//!
//! Metrics of the namespace `KenMovie`: `Latency` (milliseconds; its sample count is how many there were), `Errors` (answers
//! from 500 on) and `ColdStarts` by function and route, and what people made (`Registrations`, `Comments`, …) by function. A
//! metric stands in the lines that have something to count, since each costs from its first line in an hour on.

use std::io::{Write as _, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use kenmovie_common::http::Route;
use kenmovie_common::ports::Clock as _;
use kenmovie_common::{Time, trace};
use lambda_http::{Context, RequestExt as _};
use serde_json::{Map, Value, json};

use crate::SystemClock;

/// The route of what no declared route answers.
const NO_ROUTE: &str = "none";

/// Whether this process has yet to answer its first event.
static COLD: AtomicBool = AtomicBool::new(true);

/// An event that is being answered.
pub(super) struct Observed {
    function: String,
    invocation: String,
    trace: Option<Arc<str>>,
    cold: bool,
    begun: Instant,
}

/// How an event was answered.
#[derive(Default)]
pub(super) struct Answered<'a> {
    /// `POST /api/register`, `$connect`, or what else the function answers.
    pub(super) route: &'a str,
    pub(super) status: u16,
    /// The id that the caller was told.
    pub(super) request: Option<&'a str>,
    /// What there is one more of.
    pub(super) made: Option<&'static str>,
}

impl Observed {
    pub(super) fn begin(context: &Context) -> Self {
        Self {
            function: context.env_config.function_name.clone(),
            invocation: context.request_id.clone(),
            trace: context.xray_trace_id.as_deref().map(root).map(Arc::from),
            cold: COLD.swap(false, Ordering::Relaxed),
            begun: Instant::now(),
        }
    }

    /// The trace that AWS counts the event to.
    pub(super) fn trace(&self) -> Option<Arc<str>> {
        self.trace.clone()
    }

    pub(super) fn end(self, answered: &Answered<'_>) {
        let line = self.line(answered, self.begun.elapsed(), SystemClock.now());
        // Without a log there is nothing to tell the fault to.
        let _ = writeln!(stdout().lock(), "{line}");
    }

    fn line(&self, answered: &Answered<'_>, took: Duration, now: Time) -> Value {
        let mut line = Map::from_iter([
            ("timestamp".to_owned(), json!(now)),
            ("level".to_owned(), json!("INFO")),
            ("message".to_owned(), json!("answered")),
            ("Function".to_owned(), json!(self.function)),
            ("Route".to_owned(), json!(answered.route)),
            ("status".to_owned(), json!(answered.status)),
            ("cold_start".to_owned(), json!(self.cold)),
            ("invocation".to_owned(), json!(self.invocation)),
            ("Latency".to_owned(), json!(took.as_secs_f64() * 1000.0)),
        ]);
        let mut by_route = vec![json!({ "Name": "Latency", "Unit": "Milliseconds" })];
        for (name, counts) in [("Errors", answered.status >= 500), ("ColdStarts", self.cold)] {
            if counts {
                line.insert(name.to_owned(), json!(1));
                by_route.push(json!({ "Name": name, "Unit": "Count" }));
            }
        }
        let mut metrics = vec![directive(&["Function", "Route"], &by_route)];
        if let Some(name) = answered.made {
            line.insert(name.to_owned(), json!(1));
            metrics.push(directive(&["Function"], &[json!({ "Name": name, "Unit": "Count" })]));
        }
        let told = [("request_id", answered.request), ("trace_id", self.trace.as_deref())];
        line.extend(told.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))));
        line.insert("_aws".to_owned(), json!({ "Timestamp": now.millis(), "CloudWatchMetrics": metrics }));
        Value::Object(line)
    }
}

fn directive(dimensions: &[&str], metrics: &[Value]) -> Value {
    json!({ "Namespace": "KenMovie", "Dimensions": [dimensions], "Metrics": metrics })
}

/// The id of the whole trace in `Root=1-…;Parent=…;Sampled=1`.
fn root(header: &str) -> &str {
    header.split(';').find_map(|part| part.trim().strip_prefix("Root=")).unwrap_or(header)
}

/// Observes the requests that a router answers.
pub(super) async fn observe(request: Request, next: Next) -> Response {
    let Some(observed) = request.lambda_context_ref().map(Observed::begin) else {
        return next.run(request).await;
    };
    let response = trace::within(observed.trace(), next.run(request)).await;
    let route = response.extensions().get::<&'static Route>().copied();
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    let fresh = response.status().as_u16() == 201 && header("idempotency-replayed").is_none();
    let named = route.map(|route| format!("{} {}", route.method.as_str(), route.path));
    observed.end(&Answered {
        route: named.as_deref().unwrap_or(NO_ROUTE),
        status: response.status().as_u16(),
        request: header("x-request-id"),
        made: route.and_then(|route| route.makes).filter(|_| fresh),
    });
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(cold: bool) -> Observed {
        Observed {
            function: "kenmovie-comments".to_owned(),
            invocation: "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned(),
            trace: Some(Arc::from(root(
                "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
            ))),
            cold,
            begun: Instant::now(),
        }
    }

    fn line(cold: bool, answered: &Answered<'_>) -> Value {
        observed(cold).line(answered, Duration::from_micros(1500), Time::from_millis(1_750_000_000_000))
    }

    /// Every metric that a line declares stands in it as a number, and every dimension as text, as the format demands.
    fn declared(line: &Value) -> Vec<&str> {
        let mut names = Vec::new();
        for directive in line["_aws"]["CloudWatchMetrics"].as_array().unwrap() {
            assert_eq!(directive["Namespace"], "KenMovie");
            for dimension in directive["Dimensions"][0].as_array().unwrap() {
                assert!(line[dimension.as_str().unwrap()].is_string(), "{dimension}");
            }
            for metric in directive["Metrics"].as_array().unwrap() {
                let name = metric["Name"].as_str().unwrap();
                assert!(line[name].is_number(), "{name}");
                names.push(name);
            }
        }
        names
    }

    #[test]
    fn a_first_answer_is_counted_with_its_start_and_what_it_made() {
        let answered = Answered {
            route: "POST /api/register",
            status: 201,
            request: Some("id"),
            made: Some("Registrations"),
        };
        let line = line(true, &answered);
        assert_eq!(declared(&line), ["Latency", "ColdStarts", "Registrations"]);
        assert_eq!(
            (&line["Latency"], &line["status"], &line["cold_start"]),
            (&json!(1.5), &json!(201), &json!(true))
        );
        assert_eq!(
            (&line["request_id"], &line["trace_id"]),
            (&json!("id"), &json!("1-5bef4de7-ad49b0e87f6ef6c87fc2e700"))
        );
        assert_eq!(line["_aws"]["Timestamp"], 1_750_000_000_000_i64);
    }

    #[test]
    fn a_later_answer_counts_its_time_alone_and_a_failure_an_error() {
        let route = "GET /api/movies";
        assert_eq!(
            declared(&line(false, &Answered { route, status: 404, ..Answered::default() })),
            ["Latency"]
        );
        let failed = line(false, &Answered { route, status: 503, ..Answered::default() });
        assert_eq!(declared(&failed), ["Latency", "Errors"]);
        assert!(failed.get("request_id").is_none());
    }
}
