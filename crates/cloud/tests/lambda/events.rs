//! What API Gateway sends, after the examples in AWS's documentation: "Create AWS Lambda proxy integrations for HTTP APIs"
//! and "Control access to HTTP APIs with AWS Lambda authorizers", both payload format 2.0.

use serde_json::{Value, json};

/// A request on its way to a function.
#[derive(Clone)]
pub(crate) struct Event(Value);

impl Event {
    /// A browser's, from the site's own pages.
    pub(crate) fn new(method: &str, path: &str) -> Self {
        Self::bare(method, path).header("sec-fetch-site", "same-origin")
    }

    /// With no headers but those that clients and gateways always send.
    pub(crate) fn bare(method: &str, path: &str) -> Self {
        let mut event: Value = serde_json::from_str(include_str!("events/request.json")).unwrap();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        event["rawPath"] = json!(path);
        event["rawQueryString"] = json!(query);
        event["requestContext"]["http"]["method"] = json!(method);
        event["requestContext"]["http"]["path"] = json!(path);
        Self(event)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.0["headers"][name] = json!(value);
        self
    }

    pub(crate) fn body(mut self, body: &Value) -> Self {
        self.0["body"] = json!(body.to_string());
        self.header("content-type", "application/json")
    }

    /// A body that the gateway took for binary.
    pub(crate) fn base64(mut self, body: &str) -> Self {
        self.0["body"] = json!(body);
        self.0["isBase64Encoded"] = json!(true);
        self
    }

    pub(crate) fn cookies(mut self, cookies: &[String]) -> Self {
        self.0["cookies"] = json!(cookies);
        self
    }

    /// With what the authorizer said.
    pub(crate) fn authorized(mut self, context: &Value) -> Self {
        self.0["requestContext"]["authorizer"] = json!({ "lambda": context });
        self
    }

    pub(crate) fn json(&self) -> &Value {
        &self.0
    }
}

/// A request on its way to the authorizer.
pub(crate) fn authorizer_event(headers: &[(&str, &str)], cookies: &[String]) -> Value {
    let mut event: Value = serde_json::from_str(include_str!("events/authorizer.json")).unwrap();
    for (name, value) in headers {
        event["headers"][*name] = json!(value);
    }
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    event
}

/// An event of a WebSocket API.
pub(crate) fn socket_event(kind: &str, route: &str, connection: &str) -> Value {
    let mut event: Value = serde_json::from_str(include_str!("events/socket.json")).unwrap();
    event["requestContext"]["eventType"] = json!(kind);
    event["requestContext"]["routeKey"] = json!(route);
    event["requestContext"]["connectionId"] = json!(connection);
    event
}
