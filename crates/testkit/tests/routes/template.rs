//! The template of the cloud's stack says what the routes and the functions declare.
#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

use std::collections::{BTreeMap, BTreeSet};

use kenmovie_common::http::Access;
use yaml_rust2::{Yaml, YamlLoader};

use crate::functions::{FUNCTIONS, root};

/// The table's index, which only those may ask that list what is a person's.
const LISTS: &str = "${Table.Arn}/index/lists";

/// The sockets, of which every one has a name of its own.
const SOCKETS: &str =
    "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${SocketApi}/ws/*/@connections/*";

/// What lies in the bucket of pictures: uploads, and our copies of them.
const PICTURES: [&str; 2] = ["${MediaBucket.Arn}/uploads/*", "${MediaBucket.Arn}/pictures/*"];

/// A function of the template.
struct Function {
    name: String,
    /// The secrets whose place its environment tells.
    secrets: BTreeSet<String>,
    /// Its actions and the resources, as the template writes them.
    actions: BTreeSet<String>,
    resources: BTreeSet<String>,
    /// Method, path, and whether the authorizer stands before it.
    events: Vec<(String, String, bool)>,
}

pub(crate) fn template() -> Yaml {
    let text = std::fs::read_to_string(root().join("template.yaml")).unwrap();
    YamlLoader::load_from_str(&text).unwrap().remove(0)
}

pub(crate) fn items(value: &Yaml) -> impl Iterator<Item = (String, &Yaml)> {
    value.as_hash().into_iter().flatten().map(|(key, value)| (key.as_str().unwrap().to_owned(), value))
}

/// A text, or each of a list.
pub(crate) fn texts(value: &Yaml) -> Vec<String> {
    let all = value.as_vec().map_or(std::slice::from_ref(value), Vec::as_slice);
    all.iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// A value; of `!If [condition, value, ""]` the one that is given where the condition holds.
fn given(value: &Yaml) -> Option<&str> {
    value.as_str().or_else(|| value.as_vec()?.get(1)?.as_str())
}

fn event(event: &Yaml) -> Option<(String, String, bool)> {
    if event["Type"].as_str() != Some("HttpApi") {
        return None;
    }
    let properties = &event["Properties"];
    assert_eq!(properties["ApiId"].as_str(), Some("Api"));
    let authorizer = properties["Auth"]["Authorizer"].as_str();
    assert!(matches!(authorizer, None | Some("Verdict")));
    let text = |member: &str| properties[member].as_str().unwrap_or("$default").to_owned();
    Some((text("Method"), text("Path"), authorizer.is_some()))
}

fn functions() -> Vec<Function> {
    let template = template();
    let resources = &template["Resources"];
    let functions =
        items(resources).filter(|(_, one)| one["Type"].as_str() == Some("AWS::Serverless::Function"));
    functions
        .map(|(name, function)| {
            let properties = &function["Properties"];
            let folder = properties["CodeUri"].as_str().unwrap();
            // A function that may touch nothing has no grants.
            let grants =
                &resources[format!("{name}Grants").as_str()]["Properties"]["PolicyDocument"]["Statement"];
            let statements: Vec<&Yaml> = grants.as_vec().into_iter().flatten().collect();
            let granted = |member: &str| statements.iter().flat_map(|one| texts(&one[member])).collect();
            Function {
                name: folder.strip_prefix("target/lambda/").unwrap().trim_end_matches('/').to_owned(),
                secrets: items(&properties["Environment"]["Variables"])
                    .filter(|(_, value)| given(value).is_some_and(|value| value.ends_with("SecretArn")))
                    .map(|(name, _)| name)
                    .collect(),
                actions: granted("Action"),
                resources: granted("Resource"),
                events: items(&properties["Events"]).filter_map(|(_, one)| event(one)).collect(),
            }
        })
        .collect()
}

#[test]
fn every_route_is_an_event_with_the_authorizer_where_it_wants_a_scope_and_nothing_else_is_one() {
    let mut declared = BTreeSet::from([("service", "$default".to_owned(), "$default".to_owned(), false)]);
    for (name, routes) in FUNCTIONS {
        for route in routes {
            let stands = route.access != Access::Public;
            declared.insert((name, route.method.as_str().to_owned(), route.path.to_owned(), stands));
            // What this path does not know is told by its function, not by the gateway.
            declared.insert((name, "ANY".to_owned(), route.path.to_owned(), false));
        }
    }
    let functions = functions();
    let events = functions.iter().flat_map(|function| {
        function
            .events
            .iter()
            .map(|(method, path, stands)| (function.name.as_str(), method.clone(), path.clone(), *stands))
    });
    let events: BTreeSet<_> = events.collect();
    let difference: Vec<_> = declared.symmetric_difference(&events).collect();
    assert!(difference.is_empty(), "{difference:#?}");
}

#[test]
fn every_function_is_in_the_template_and_has_a_binary() {
    let folders = std::fs::read_dir(root().join("functions")).unwrap();
    let folders: BTreeSet<String> =
        folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect();
    let known: BTreeSet<String> = functions().into_iter().map(|function| function.name).collect();
    assert_eq!(known, folders);
    for folder in folders {
        let manifest =
            std::fs::read_to_string(root().join("functions").join(&folder).join("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("[[bin]]\nname = \"{folder}\"\n")), "{folder}");
    }
}

#[test]
fn a_function_may_read_just_the_secrets_that_its_routes_need() {
    for function in functions() {
        let routes =
            FUNCTIONS.iter().find(|(name, _)| *name == function.name).map_or(&[][..], |(_, routes)| routes);
        let mut needed = BTreeSet::new();
        if routes.iter().any(|route| route.sets_cookies) {
            needed.insert("KENMOVIE_KEYS".to_owned());
        }
        if routes.iter().any(|route| route.idempotent || route.by_address) {
            needed.insert("KENMOVIE_FINGERPRINT".to_owned());
        }
        let mut fields = routes.iter().filter_map(|route| route.body).flatten();
        if fields.any(|field| field.name.ends_with("password")) {
            needed.insert("KENMOVIE_PEPPER".to_owned());
        }
        if function.name == "oauth" {
            needed.insert("GOOGLE_CLIENT_SECRET".to_owned());
        }
        assert_eq!(function.secrets, needed, "{}", function.name);
        let granted = |name: &str, secret: &str| {
            assert_eq!(
                function.resources.contains(secret),
                needed.contains(name),
                "{} {secret}",
                function.name
            );
        };
        granted("KENMOVIE_KEYS", "KeysSecretArn");
        granted("KENMOVIE_FINGERPRINT", "FingerprintSecretArn");
        granted("KENMOVIE_PEPPER", "PepperSecretArn");
        granted("GOOGLE_CLIENT_SECRET", "GoogleSecretArn");
        assert_eq!(function.actions.contains("secretsmanager:GetSecretValue"), !needed.is_empty());
    }
}

#[test]
fn no_grant_is_for_more_than_a_named_thing() {
    for function in functions() {
        for granted in function.actions.iter().chain(&function.resources) {
            let has_parts = granted == SOCKETS || PICTURES.contains(&granted.as_str());
            assert!(has_parts || !granted.contains('*'), "{}: {granted}", function.name);
        }
        let things = [
            "Table.Arn",
            LISTS,
            SOCKETS,
            "KeysSecretArn",
            "FingerprintSecretArn",
            "PepperSecretArn",
            "GoogleSecretArn",
            "MailIdentityArn",
            "MediaBucket.Arn",
            "DeadLetters.Arn",
        ];
        let known = |thing: &str| things.contains(&thing) || PICTURES.contains(&thing);
        assert!(function.resources.iter().all(|thing| known(thing)), "{}", function.name);
        let (lists, asks) = (function.resources.contains(LISTS), function.actions.contains("dynamodb:Query"));
        assert_eq!(lists, asks, "{}", function.name);
    }
}

#[test]
fn whoever_tells_devices_or_ends_sessions_may_reach_sockets_and_nobody_else() {
    for function in functions() {
        let manifest =
            std::fs::read_to_string(root().join("functions").join(&function.name).join("Cargo.toml"))
                .unwrap();
        let pushes = manifest.contains("\"push\"");
        assert_eq!(function.actions.contains("execute-api:ManageConnections"), pushes, "{}", function.name);
        assert_eq!(function.resources.contains(SOCKETS), pushes, "{}", function.name);
    }
}

#[test]
fn whoever_needs_pictures_may_reach_them_and_nobody_else() {
    for function in functions() {
        let manifest =
            std::fs::read_to_string(root().join("functions").join(&function.name).join("Cargo.toml"))
                .unwrap();
        let needed = if manifest.contains("\"blobs\"") { 2 } else { 0 };
        let places = PICTURES.iter().filter(|place| function.resources.contains(**place)).count();
        assert_eq!(places, needed, "{}", function.name);
        // Whoever asks for an upload that is not there is told so, and not that it is forbidden.
        let takes_in = ["account", "messages"].contains(&function.name.as_str());
        assert_eq!(function.actions.contains("s3:ListBucket"), takes_in, "{}", function.name);
    }
}

#[test]
fn maintenance_alone_may_send_letters() {
    for function in functions() {
        let sends = function.name == "maintenance";
        assert_eq!(function.actions.contains("ses:SendEmail"), sends, "{}", function.name);
        assert_eq!(function.resources.contains("MailIdentityArn"), sends, "{}", function.name);
    }
}

#[test]
fn the_authorizer_is_asked_every_time() {
    let template = template();
    let authorizer = &template["Resources"]["Api"]["Properties"]["Auth"]["Authorizers"]["Verdict"];
    assert_eq!(authorizer["FunctionArn"].as_str(), Some("Authorizer.Alias"));
    assert_eq!(authorizer["AuthorizerPayloadFormatVersion"].as_str(), Some("2.0"));
    assert_eq!(authorizer["EnableSimpleResponses"].as_bool(), Some(true));
    let identity = &authorizer["Identity"];
    assert_eq!(identity["ReauthorizeEvery"].as_i64(), Some(0));
    assert_eq!(
        identity.as_hash().map(yaml_rust2::yaml::Hash::len),
        Some(1),
        "nothing identifies a caller there"
    );
}

/// The headers that a policy of the edge's writes.
fn headers_of(policy: &Yaml) -> BTreeMap<String, String> {
    let config = &policy["Properties"]["ResponseHeadersPolicyConfig"];
    let mut headers = BTreeMap::new();
    let mut add = |name: &str, value: &str| headers.insert(name.to_ascii_lowercase(), value.to_owned());
    for (name, header) in items(&config["SecurityHeadersConfig"]) {
        assert_eq!(header["Override"].as_bool(), Some(true), "{name}");
        let text = |member: &str| header[member].as_str().unwrap();
        match name.as_str() {
            "ContentSecurityPolicy" => add("content-security-policy", text("ContentSecurityPolicy")),
            "ContentTypeOptions" => add("x-content-type-options", "nosniff"),
            "ReferrerPolicy" => add("referrer-policy", text("ReferrerPolicy")),
            "StrictTransportSecurity" => {
                let seconds = header["AccessControlMaxAgeSec"].as_i64().unwrap();
                add("strict-transport-security", &format!("max-age={seconds}"))
            }
            other => panic!("{other} is not one of the site's headers"),
        };
    }
    for header in config["CustomHeadersConfig"]["Items"].as_vec().into_iter().flatten() {
        assert_eq!(header["Override"].as_bool(), Some(true), "{header:?}");
        add(header["Header"].as_str().unwrap(), header["Value"].as_str().unwrap());
    }
    headers
}

/// What every page in the cloud carries. Pictures are uploaded to their bucket.
fn headers_in_the_cloud() -> BTreeMap<String, String> {
    let headers = kenmovie_local::site_headers(true, "https://${MediaBucket.RegionalDomainName}");
    let pairs = headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    pairs.collect()
}

#[test]
fn the_edge_says_what_the_gateway_on_one_machine_says() {
    let template = template();
    let policies = items(&template["Resources"])
        .filter(|(_, one)| one["Type"].as_str() == Some("AWS::CloudFront::ResponseHeadersPolicy"));
    for (name, policy) in policies {
        assert_eq!(headers_of(policy), headers_in_the_cloud(), "{name}");
    }
}

#[test]
fn a_policy_of_the_edge_is_read_header_by_header() {
    let all = headers_in_the_cloud();
    let text = format!(
        "Properties:
  ResponseHeadersPolicyConfig:
    SecurityHeadersConfig:
      ContentSecurityPolicy: {{ ContentSecurityPolicy: !Sub \"{}\", Override: true }}
      ContentTypeOptions: {{ Override: true }}
      ReferrerPolicy: {{ ReferrerPolicy: {}, Override: true }}
      StrictTransportSecurity: {{ AccessControlMaxAgeSec: 63072000, Override: true }}
    CustomHeadersConfig:
      Items:
        - {{ Header: Cross-Origin-Opener-Policy, Value: {}, Override: true }}
        - {{ Header: permissions-policy, Value: \"{}\", Override: true }}
",
        all["content-security-policy"],
        all["referrer-policy"],
        all["cross-origin-opener-policy"],
        all["permissions-policy"],
    );
    let policy = |text: &str| YamlLoader::load_from_str(text).unwrap().remove(0);
    assert_eq!(headers_of(&policy(&text)), all);
    for other in [text.replace("63072000", "1"), text.replace("'none'", "'self'")] {
        assert_ne!(headers_of(&policy(&other)), all, "{other}");
    }
}
