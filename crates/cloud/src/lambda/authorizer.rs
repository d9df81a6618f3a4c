//! The authorizer as Lambda runs it: a request of payload format 2.0 in, a simple response out. It lets everything through
//! with its verdict, because a gateway shapes no refusal; what it cannot read gets a verdict too, never an error.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use kenmovie_common::auth::Verdict;
use kenmovie_common::trace;
use lambda_http::lambda_runtime::{self, LambdaEvent};
use lambda_http::{Error, service_fn};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::context;
use super::observe::{Answered, Observed};

/// What is read of a request.
#[derive(Deserialize)]
struct Asked {
    headers: Option<HashMap<String, String>>,
    cookies: Option<Vec<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    is_authorized: bool,
    context: Map<String, Value>,
}

/// Gives the headers of each request to `authorize` and its verdict to the gateway.
pub async fn serve_authorizer(authorize: impl AsyncFn(HeaderMap) -> Verdict) -> Result<(), Error> {
    let handler = async |event: LambdaEvent<Value>| {
        let observed = Observed::begin(&event.context);
        let verdict = match headers(event.payload) {
            Some(headers) => trace::within(observed.trace(), authorize(headers)).await,
            None => Verdict::Invalid,
        };
        let status = if verdict == Verdict::Unavailable { 503 } else { 200 };
        observed.end(&Answered { route: "authorizer", status, ..Answered::default() });
        Ok::<_, Infallible>(Answer { is_authorized: true, context: context::write(&verdict) })
    };
    lambda_runtime::run(service_fn(handler)).await
}

/// The request's headers, its cookies among them. A header that was sent twice arrives joined by a comma.
fn headers(event: Value) -> Option<HeaderMap> {
    let asked: Asked = serde_json::from_value(event).ok()?;
    let mut headers = HeaderMap::new();
    for (name, value) in asked.headers.unwrap_or_default() {
        headers.append(HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?);
    }
    for cookie in asked.cookies.unwrap_or_default() {
        headers.append(header::COOKIE, HeaderValue::try_from(cookie).ok()?);
    }
    Some(headers)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn headers_and_cookies_are_read_whatever_else_is_there() {
        let event = json!({
            "version": "2.0",
            "type": "REQUEST",
            "identitySource": null,
            "headers": { "Authorization": "Bearer a,Bearer b", "host": "kenmovie.example" },
            "cookies": ["a=1", "b=2"],
        });
        let read = headers(event).unwrap();
        assert_eq!(read[header::AUTHORIZATION], "Bearer a,Bearer b");
        assert_eq!(read.get_all(header::COOKIE).iter().collect::<Vec<_>>(), ["a=1", "b=2"]);
    }

    #[test]
    fn without_headers_there_are_none_and_what_is_no_request_is_not_read() {
        assert!(headers(json!({ "headers": null })).unwrap().is_empty());
        assert!(headers(json!({})).unwrap().is_empty());
        for event in
            [json!(null), json!({ "headers": { "authorization": "a\nb" } }), json!({ "cookies": "a=1" })]
        {
            assert!(headers(event.clone()).is_none(), "{event}");
        }
    }

    #[test]
    fn the_answer_lets_everything_through_with_the_verdict() {
        let answer = Answer { is_authorized: true, context: context::write(&Verdict::Missing) };
        let text = serde_json::to_value(&answer).unwrap();
        assert_eq!(text, json!({ "isAuthorized": true, "context": { "verdict": "missing" } }));
    }
}
