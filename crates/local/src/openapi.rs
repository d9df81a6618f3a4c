//! The OpenAPI 3.1 document, made from the functions' own declarations.

use kenmovie_common::auth::{Preset, Scope};
use kenmovie_common::http::{Access, Answer, Field, Kind, Method, Per, ProblemBody, Route};
use kenmovie_common::socket::Frame;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::table::routes;

/// The document.
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        settings.contract = schemars::generate::Contract::Serialize;
    });
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<ProblemBody<'_>>();
    // What sockets tell is no route's answer.
    let _ = generator.subschema_for::<Frame>();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes().filter(|route| !route.page) {
        let operation = operation(route, &mut generator);
        let item = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Value::Object(item) = item {
            item.insert(route.method.as_str().to_lowercase(), operation);
        }
    }
    let mut schemas: Map<String, Value> = generator.take_definitions(true);
    schemas.values_mut().for_each(without_null);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "KenMovie",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A movie community: films, comments, votes, scores, lists and reports.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "What went wrong (RFC 9457).",
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "at+jwt" },
                "cookie": { "type": "apiKey", "in": "cookie", "name": "__Host-km_access" },
            },
        },
    })
}

/// What is not there is left out of an answer, never `null`.
fn without_null(schema: &mut Value) {
    let is_null = |value: &Value| value == "null" || value.get("type").is_some_and(|kind| kind == "null");
    if let Value::Object(members) = schema {
        if let Some(Value::Array(types)) = members.get_mut("type") {
            types.retain(|kind| !is_null(kind));
            if let [only] = types.as_slice() {
                let only = only.clone();
                members.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(choices)) = members.get_mut("anyOf") {
            choices.retain(|choice| !is_null(choice));
            if let [Value::Object(only)] = choices.as_slice() {
                let only = only.clone();
                members.remove("anyOf");
                members.extend(only);
            }
        }
        members.values_mut().for_each(without_null);
    } else if let Value::Array(items) = schema {
        items.iter_mut().for_each(without_null);
    }
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut operation = json!({
        "operationId": operation_id(route),
        "tags": [tag(route)],
        "summary": route.summary,
        "parameters": parameters(route),
        "responses": responses(route, generator),
    });
    if let Value::Object(members) = &mut operation {
        if let Some(fields) = route.body {
            members.insert(
                "requestBody".to_owned(),
                json!({ "required": true, "content": { "application/json": { "schema": body(fields, route.partial) } } }),
            );
        }
        members.insert("security".to_owned(), security(route));
        if let Access::Scope(scope) = route.access {
            members.insert("x-scope".to_owned(), json!(scope.as_str()));
        }
        if let Some(limit) = route.limit {
            let per = match limit.per {
                Per::Address => "address",
                Per::Account => "account",
            };
            let value = json!({ "name": limit.name, "quota": limit.quota, "window_seconds": limit.window.as_secs(), "per": per });
            members.insert("x-limit".to_owned(), value);
        }
    }
    operation
}

fn security(route: &Route) -> Value {
    match route.access {
        Access::Public => json!([{}, { "bearer": [] }, { "cookie": [] }]),
        Access::Scope(_) => json!([{ "bearer": [] }, { "cookie": [] }]),
    }
}

fn operation_id(route: &Route) -> String {
    let words = route.path.split(['/', '-', '.', '_']).filter(|word| !word.is_empty() && *word != "api");
    let path: Vec<&str> = words.map(|word| word.trim_matches(['{', '}'])).collect();
    format!("{}_{}", route.method.as_str().to_lowercase(), path.join("_"))
}

fn tag(route: &Route) -> &'static str {
    route.path.split('/').find(|word| !matches!(*word, "" | "api")).unwrap_or("service")
}

fn parameters(route: &Route) -> Vec<Value> {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).map(|name| {
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } })
    });
    let in_query = route.query.iter().map(|field| {
        json!({ "name": field.name, "in": "query", "required": field.required, "schema": schema(field.kind) })
    });
    let header = |name: &str, about: &str, schema: Value| json!({ "name": name, "in": "header", "required": false, "description": about, "schema": schema });
    let mut all: Vec<Value> = in_path.chain(in_query).collect();
    if route.idempotent {
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$" });
        all.push(header("Idempotency-Key", "The same key and body again does nothing new.", schema));
    }
    if route.conditional {
        all.push(header(
            "If-Match",
            "The ETag that was read; its version is compared.",
            json!({ "type": "string" }),
        ));
    }
    all
}

fn responses(route: &Route, generator: &mut SchemaGenerator) -> Map<String, Value> {
    let mut all = Map::new();
    let description = match route.answer {
        Answer { status: 302, .. } => "The browser is sent on, by Location.",
        Answer { schema: None, .. } => "Done; no body.",
        Answer { schema: Some(_), .. } => "Done.",
    };
    let mut done = json!({ "description": description });
    if let (Some(schema), Value::Object(done)) = (route.answer.schema, &mut done) {
        done.insert("content".to_owned(), json!({ "application/json": { "schema": schema(generator) } }));
    }
    all.insert(route.answer.status.to_string(), done);
    if route.max_age.is_some() {
        all.insert("304".to_owned(), json!({ "description": "The visitor's copy is good." }));
    }
    for status in problem_statuses(route) {
        all.insert(status.to_string(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    all
}

/// The statuses with which a route can refuse, from its declaration.
fn problem_statuses(route: &Route) -> Vec<u16> {
    let mut all = vec![431, 500, 503];
    let mut with = |condition: bool, statuses: &[u16]| {
        if condition {
            all.extend_from_slice(statuses);
        }
    };
    with(route.access != Access::Public, &[401, 403]);
    with(route.method != Method::Get, &[403]);
    with(route.body.is_some(), &[400, 413, 415, 422]);
    with(!route.query.is_empty(), &[400, 422]);
    with(route.path.contains('{'), &[404]);
    with(route.limit.is_some(), &[429]);
    with(route.conditional, &[412]);
    with(route.idempotent, &[400, 409]);
    for code in route.problems {
        let status = match *code {
            "unauthenticated" | "invalid_credentials" => 401,
            "insufficient_scope" | "reauthentication_required" | "blocked" => 403,
            "not_found" => 404,
            "email_taken" | "provider_taken" | "already_reported" | "idempotency_conflict" => 409,
            "bad_cursor" => 400,
            _ => 503,
        };
        with(true, &[status]);
    }
    all.sort_unstable();
    all.dedup();
    all
}

fn body(fields: &[Field], partial: bool) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let one = schema(field.kind);
            let one =
                if partial && !field.required { json!({ "anyOf": [one, { "type": "null" }] }) } else { one };
            (field.name.to_owned(), one)
        })
        .collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required && !partial).map(|field| field.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn schema(kind: Kind) -> Value {
    match kind {
        Kind::Line { min, max } | Kind::Text { min, max } | Kind::Secret { min, max } => {
            json!({ "type": "string", "minLength": min, "maxLength": max })
        }
        Kind::NewPassword => {
            json!({ "type": "string", "format": "password", "minLength": 8, "maxLength": 128 })
        }
        Kind::Email => json!({ "type": "string", "format": "email", "maxLength": 254 }),
        Kind::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Year => {
            json!({ "type": "integer", "minimum": 1888, "description": "At most five years from now." })
        }
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Id => json!({ "type": "string", "format": "uuid" }),
        Kind::HttpsUrl => {
            json!({ "type": "string", "format": "uri", "pattern": "^https://", "maxLength": 2048 })
        }
        Kind::Lines { items, length } => json!({
            "type": "array",
            "maxItems": items,
            "uniqueItems": true,
            "items": { "type": "string", "minLength": 1, "maxLength": length },
        }),
        Kind::Objects { items, fields } => {
            json!({ "type": "array", "maxItems": items, "uniqueItems": true, "items": body(fields, false) })
        }
        Kind::Scopes => {
            let scopes: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
            json!({ "anyOf": [
                { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "string", "enum": scopes } },
                { "type": "string", "enum": Preset::ALL.map(Preset::as_str) },
            ] })
        }
    }
}
