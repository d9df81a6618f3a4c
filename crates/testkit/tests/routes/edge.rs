//! The edge leads every route to its function, keeps none of their answers, and proves itself to them.
#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

use yaml_rust2::Yaml;

use crate::functions::FUNCTIONS;
use crate::template::{template, texts};

/// As AWS calls them: `CachingDisabled`, and `AllViewerExceptHostHeader`.
const NOT_KEPT: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_BUT_HOST: &str = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

fn distribution(template: &Yaml) -> &Yaml {
    &template["Resources"]["Site"]["Properties"]["DistributionConfig"]
}

/// The behaviour that CloudFront finds for a path: the first whose pattern matches.
fn behaviour<'a>(distribution: &'a Yaml, path: &str) -> &'a Yaml {
    let matches = |pattern: &str| match pattern.split_once('*') {
        Some((start, end)) => path.starts_with(start) && path.ends_with(end),
        None => path == pattern,
    };
    let all = distribution["CacheBehaviors"].as_vec().unwrap();
    let found = all.iter().find(|one| matches(one["PathPattern"].as_str().unwrap()));
    found.unwrap_or(&distribution["DefaultCacheBehavior"])
}

fn assert_not_kept(behaviour: &Yaml, path: &str) {
    assert_eq!(behaviour["CachePolicyId"].as_str(), Some(NOT_KEPT), "{path}");
    assert_eq!(behaviour["OriginRequestPolicyId"].as_str(), Some(ALL_BUT_HOST), "{path}");
    let function = &behaviour["FunctionAssociations"][0];
    assert_eq!(function["EventType"].as_str(), Some("viewer-request"), "{path}");
    assert_eq!(function["FunctionARN"].as_str(), Some("Viewer.FunctionMetadata.FunctionARN"), "{path}");
}

#[test]
fn every_route_is_reached_through_the_edge_and_no_answer_is_kept_there() {
    let template = template();
    let distribution = distribution(&template);
    for route in FUNCTIONS.iter().flat_map(|(_, routes)| routes.iter()) {
        let behaviour = behaviour(distribution, route.path);
        assert_eq!(behaviour["TargetOriginId"].as_str(), Some("api"), "{}", route.path);
        let methods = texts(&behaviour["AllowedMethods"]);
        assert!(methods.contains(&route.method.as_str().to_owned()), "{} {methods:?}", route.path);
        assert_not_kept(behaviour, route.path);
    }
    let sockets = behaviour(distribution, "/ws");
    assert_eq!(sockets["TargetOriginId"].as_str(), Some("sockets"));
    assert_eq!(template["Resources"]["SocketStage"]["Properties"]["StageName"].as_str(), Some("ws"));
    assert_not_kept(sockets, "/ws");
}

#[test]
fn all_else_is_the_pages_compressed_and_with_their_headers() {
    let template = template();
    let distribution = distribution(&template);
    for path in ["/", "/login", "/assets/index-abc.js", "/openapi.json"] {
        let behaviour = behaviour(distribution, path);
        assert_eq!(behaviour["TargetOriginId"].as_str(), Some("pages"), "{path}");
        assert_eq!(behaviour["Compress"].as_bool(), Some(true));
        assert_eq!(behaviour["ResponseHeadersPolicyId"].as_str(), Some("PageHeaders"));
        let function = &behaviour["FunctionAssociations"][0]["FunctionARN"];
        assert_eq!(function.as_str(), Some("OnePage.FunctionMetadata.FunctionARN"));
    }
    // What search engines and films' pages are is written by a function, and a film's page is a page too.
    for path in ["/films/1", "/sitemap.xml", "/robots.txt"] {
        let behaviour = behaviour(distribution, path);
        assert_eq!(behaviour["TargetOriginId"].as_str(), Some("api"), "{path}");
        assert_not_kept(behaviour, path);
    }
    assert_eq!(behaviour(distribution, "/films/1")["ResponseHeadersPolicyId"].as_str(), Some("PageHeaders"));
}

#[test]
fn the_edge_shows_its_secret_to_both_apis_and_the_template_does_not_tell_it() {
    let template = template();
    for origin in distribution(&template)["Origins"].as_vec().unwrap() {
        let shown = &origin["OriginCustomHeaders"];
        if origin["Id"].as_str() == Some("pages") {
            assert_eq!(origin["OriginAccessControlId"].as_str(), Some("PagesAccess.Id"));
            assert!(shown.is_badvalue());
            continue;
        }
        assert_eq!(shown[0]["HeaderName"].as_str(), Some("x-km-edge"));
        let value = shown[0]["HeaderValue"].as_str();
        assert_eq!(value, Some("{{resolve:secretsmanager:${EdgeSecretArn}:SecretString}}"));
        assert_eq!(origin["CustomOriginConfig"]["OriginProtocolPolicy"].as_str(), Some("https-only"));
    }
    let told = &template["Globals"]["Function"]["Environment"]["Variables"]["KENMOVIE_EDGE"];
    assert_eq!(told.as_str(), Some("EdgeDigests"));
}

/// Such a rule holds for a whole distribution: an answer in an error's place would be that of every function.
#[test]
fn errors_are_not_kept_and_not_written_anew() {
    let template = template();
    let rules = distribution(&template)["CustomErrorResponses"].as_vec().unwrap();
    let codes: Vec<_> = rules.iter().map(|rule| rule["ErrorCode"].as_i64().unwrap()).collect();
    assert_eq!(codes, [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]);
    for rule in rules {
        assert_eq!(rule["ErrorCachingMinTTL"].as_i64(), Some(0));
        assert!(rule["ResponseCode"].is_badvalue() && rule["ResponsePagePath"].is_badvalue());
    }
}
