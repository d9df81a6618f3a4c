//! The OpenAPI document says what the routes declare.

use std::collections::HashSet;

use kenmovie_common::http::{Access, Method};
use kenmovie_local::{document, routes};
use serde_json::Value;

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get("$ref") {
                found.push(target.clone());
            }
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn every_route_stands_in_the_document_once_with_its_scope() {
    let document = document();
    let mut ids = HashSet::new();
    for route in routes().filter(|route| !route.page) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        assert!(ids.insert(operation["operationId"].clone()), "{}", operation["operationId"]);
        assert!(operation["summary"].as_str().is_some_and(|summary| summary.len() > 5), "{}", route.path);
        match route.access {
            Access::Scope(scope) => assert_eq!(operation["x-scope"], scope.as_str(), "{}", route.path),
            Access::Public => assert!(operation.get("x-scope").is_none(), "{}", route.path),
        }
        assert!(operation["responses"].get(route.answer.status.to_string()).is_some(), "{}", route.path);
    }
}

#[test]
fn every_reference_of_the_document_leads_somewhere_and_no_answer_is_null() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 50);
    for target in found {
        let pointer = target.strip_prefix('#').unwrap_or(&target);
        assert!(document.pointer(pointer).is_some(), "{target}");
    }
    assert!(!document["components"].to_string().contains("\"null\""));
}

#[test]
fn only_public_reads_may_be_kept_and_only_creations_may_be_repeated() {
    for route in routes() {
        assert!(
            route.max_age.is_none() || (route.method == Method::Get && route.access == Access::Public),
            "{}",
            route.path
        );
        assert!(!route.idempotent || route.method == Method::Post, "{}", route.path);
    }
}
