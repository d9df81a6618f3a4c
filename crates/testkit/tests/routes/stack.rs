//! What is true of every function of the stack, and of what they keep.
#![expect(clippy::unwrap_used, reason = "a test panics where it fails")]

use std::collections::BTreeSet;

use yaml_rust2::Yaml;

use crate::functions::root;
use crate::template::{items, template, texts};

/// Every function by its name in the template, with the text of its `main.rs`.
fn functions(template: &Yaml) -> Vec<(String, &Yaml, String)> {
    let all = items(&template["Resources"])
        .filter(|(_, one)| one["Type"].as_str() == Some("AWS::Serverless::Function"));
    all.map(|(name, function)| {
        let folder =
            function["Properties"]["CodeUri"].as_str().unwrap().replace("target/lambda", "functions");
        let main = std::fs::read_to_string(root().join(folder).join("src/main.rs")).unwrap();
        (name, function, main)
    })
    .collect()
}

/// The list that a loop runs over, and what it makes for each.
fn loops(template: &Yaml) -> (Vec<String>, &Yaml) {
    let each = &template["Resources"]["Fn::ForEach::Functions"];
    assert_eq!(each[0].as_str(), Some("Function"));
    (texts(&each[1]), &each[2])
}

/// A function's own setting, or that of all.
fn setting(template: &Yaml, function: &Yaml, name: &str) -> Option<i64> {
    let own = function["Properties"][name].as_i64();
    own.or_else(|| template["Globals"]["Function"][name].as_i64())
}

#[test]
fn every_function_has_a_role_a_log_and_alarms_of_its_own() {
    let template = template();
    let (each, made) = loops(&template);
    let kinds: Vec<_> = items(made).map(|(name, one)| (name, one["Type"].as_str().unwrap())).collect();
    for expected in [
        ("${Function}Log", "AWS::Logs::LogGroup"),
        ("${Function}Role", "AWS::IAM::Role"),
        ("${Function}Faults", "AWS::Logs::MetricFilter"),
        ("${Function}Errors", "AWS::CloudWatch::Alarm"),
        ("${Function}Throttled", "AWS::CloudWatch::Alarm"),
        ("${Function}Slow", "AWS::CloudWatch::Alarm"),
    ] {
        assert!(kinds.iter().any(|(name, kind)| (name.as_str(), *kind) == expected), "{expected:?}");
    }
    assert!(made["${Function}Log"]["Properties"]["RetentionInDays"].as_vec().is_some());
    let functions = functions(&template);
    assert_eq!(each, functions.iter().map(|(name, ..)| name.clone()).collect::<Vec<_>>());
    for (name, function, _) in &functions {
        let properties = &function["Properties"];
        let own = |what: &str| Some(format!("{name}{what}"));
        assert_eq!(properties["Role"].as_str(), own("Role.Arn").as_deref());
        assert_eq!(properties["LoggingConfig"]["LogGroup"].as_str(), own("Log").as_deref());
        assert_eq!(properties["FunctionName"].as_str(), Some(format!("${{AWS::StackName}}-{name}").as_str()));
        assert!(properties["Policies"].is_badvalue(), "{name}: SAM passes them over where there is a role");
        let grants = &template["Resources"][format!("{name}Grants").as_str()];
        if !grants.is_badvalue() {
            assert_eq!(grants["Properties"]["RoleName"].as_str(), own("Role").as_deref());
            assert_eq!(function["DependsOn"].as_str(), own("Grants").as_deref());
        }
    }
}

#[test]
fn a_new_version_takes_a_part_of_the_calls_first_and_goes_where_an_alarm_rings() {
    let template = template();
    let all = &template["Globals"]["Function"];
    assert_eq!(all["AutoPublishAlias"].as_str(), Some("live"));
    assert_eq!(texts(&all["DeploymentPreference"]["Type"]), ["Stages", "Stage", "Canary"]);
    assert_eq!(texts(&all["DeploymentPreference"]["Alarms"]), ["Faults"]);
    let canary = |stage: &str| template["Mappings"]["Stages"][stage]["Canary"].as_str();
    assert_eq!(canary("production"), Some("Canary10Percent5Minutes"));
    for (name, function, _) in functions(&template) {
        let properties = &function["Properties"];
        // Else a change of its settings alone would make no new version.
        assert_eq!(properties["AutoPublishAliasAllProperties"].as_bool(), Some(true), "{name}");
        let alarms = texts(&properties["DeploymentPreference"]["Alarms"]);
        assert_eq!(alarms, [format!("{name}Errors"), format!("{name}Slow")]);
    }
    let socket = &template["Resources"]["SocketIntegration"]["Properties"]["IntegrationUri"];
    assert!(socket.as_str().unwrap().ends_with("/functions/${Socket.Arn}:live/invocations"));
    let called = &template["Resources"]["SocketPermission"]["Properties"]["FunctionName"];
    assert_eq!(called.as_str(), Some("Socket.Alias"));
}

#[test]
fn memory_and_timeout_are_set_and_slow_is_four_fifths_of_the_timeout() {
    let template = template();
    let slow = texts(&loops(&template).1["${Function}Slow"]["Properties"]["Threshold"][0]);
    assert_eq!(slow, ["Slow"]);
    let usual = loops(&template).1["${Function}Slow"]["Properties"]["Threshold"][3]["DefaultValue"].as_i64();
    for (name, function, main) in functions(&template) {
        let (memory, timeout) = (
            setting(&template, function, "MemorySize").unwrap(),
            setting(&template, function, "Timeout").unwrap(),
        );
        let own = template["Mappings"]["Slow"][name.as_str()]["Milliseconds"].as_i64();
        assert_eq!(own.or(usual), Some(timeout * 800), "{name}");
        // An HTTP API waits for 30 s, and for its authorizer 10 s.
        let longest = if name == "Maintenance" { 60 } else { 29 };
        assert!((5..=longest).contains(&timeout) && (128..=1769).contains(&memory), "{name}");
        let hashes = main.contains("cloud.passwords()");
        assert_eq!(!function["Properties"]["ReservedConcurrentExecutions"].is_badvalue(), hashes, "{name}");
        assert!(!hashes || memory >= 1024, "{name}");
    }
}

#[test]
fn a_functions_grants_and_settings_are_those_of_the_ports_that_its_main_names() {
    let template = template();
    for (name, function, main) in functions(&template) {
        let statements =
            &template["Resources"][format!("{name}Grants").as_str()]["Properties"]["PolicyDocument"];
        let granted = |member: &str| -> BTreeSet<String> {
            statements["Statement"]
                .as_vec()
                .into_iter()
                .flatten()
                .flat_map(|one| texts(&one[member]))
                .collect()
        };
        let (actions, resources) = (granted("Action"), granted("Resource"));
        let may = |service: &str| actions.iter().any(|action| action.starts_with(service));
        let variables = &function["Properties"]["Environment"]["Variables"];
        let told = |variable: &str| !variables[variable].is_badvalue();
        let names = |ports: &[&str]| ports.iter().any(|port| main.contains(&format!(".{port}(")));

        let sockets = names(&["hub", "sessions", "push"]);
        assert_eq!((may("execute-api:"), told("KENMOVIE_SOCKET_ENDPOINT")), (sockets, sockets), "{name}");
        let blobs = names(&["blobs"]);
        assert_eq!((may("s3:"), told("KENMOVIE_MEDIA_BUCKET")), (blobs, blobs), "{name}");
        let mailer = names(&["mailer"]);
        assert_eq!((may("ses:"), told("KENMOVIE_MAIL_FROM")), (mailer, mailer), "{name}");
        assert_eq!(told("MONGODB_URI"), names(&["store"]), "{name}");
        // Whoever asks no engine for what is ephemeral has it for the guard alone, which asks where a route wants it.
        if may("dynamodb:") {
            assert!(names(&["front", "kv"]), "{name}");
        } else {
            assert!(!names(&["kv", "hub", "sessions", "push", "sign_in", "links"]), "{name}");
        }
        for (port, secret) in
            [("sign_in", "KeysSecretArn"), ("passwords", "PepperSecretArn"), ("google", "GoogleSecretArn")]
        {
            assert_eq!(resources.contains(secret), names(&[port]), "{name} {secret}");
        }
        // What the schedule's calls leave when they fail.
        assert_eq!(may("sqs:"), name == "Maintenance", "{name}");
        let known = ["dynamodb:", "execute-api:", "s3:", "ses:", "secretsmanager:", "sqs:"];
        assert!(
            actions.iter().all(|action| known.iter().any(|service| action.starts_with(service))),
            "{name}"
        );
        assert!(main.lines().count() <= 35, "{name}: main.rs is to wire and nothing else");
    }
}

#[test]
fn the_cluster_lets_in_just_those_whose_main_names_the_store() {
    let template = template();
    let listed: BTreeSet<String> =
        texts(&template["Outputs"]["StoreRoles"]["Value"][1]).into_iter().collect();
    let asking = functions(&template).into_iter().filter(|(_, _, main)| main.contains("cloud.store("));
    let asking: BTreeSet<String> = asking.map(|(name, ..)| format!("{name}Role.Arn")).collect();
    assert_eq!(listed, asking);
}

#[test]
fn a_star_stands_only_where_it_must() {
    /// What an asterisk is for in a policy of this stack.
    const REASONED: [&str; 8] = [
        // X-Ray's writes name no resource.
        "*",
        // A function's own log group: its streams.
        "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/${AWS::StackName}/${Function}:*",
        // The sockets of the site, each with a name of its own.
        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${SocketApi}/ws/*/@connections/*",
        // Whoever opens a socket calls the function.
        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${SocketApi}/ws/*",
        "${MediaBucket.Arn}/uploads/*",
        "${MediaBucket.Arn}/pictures/*",
        "${PagesBucket.Arn}/*",
        // Of a `Deny`: nothing of the pages' bucket is spoken of in plain text.
        "s3:*",
    ];
    fn walk<'a>(value: &'a Yaml, member: &'a str, found: &mut Vec<(&'a str, &'a str)>) {
        match value {
            Yaml::String(text) if text.contains('*') => found.push((member, text)),
            Yaml::Array(all) => all.iter().for_each(|one| walk(one, member, found)),
            Yaml::Hash(_) => value.as_hash().into_iter().flatten().for_each(|(name, one)| {
                walk(one, name.as_str().unwrap_or_default(), found);
            }),
            _ => {}
        }
    }
    let template = template();
    let mut found = Vec::new();
    walk(&template["Resources"], "", &mut found);
    let policies = found
        .into_iter()
        .filter(|(member, _)| ["Action", "Resource", "SourceArn", "Principal"].contains(member));
    let used: BTreeSet<&str> = policies.map(|(_, text)| text).collect();
    assert_eq!(used, REASONED.into_iter().collect());
    let role =
        &loops(&template).1["${Function}Role"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];
    let everywhere: Vec<_> =
        role.as_vec().unwrap().iter().filter(|one| one["Resource"].as_str() == Some("*")).collect();
    assert_eq!(everywhere.len(), 1);
    assert_eq!(texts(&everywhere[0]["Action"]), ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]);
}

#[test]
fn what_is_kept_is_kept_encrypted_for_the_site_alone_and_can_be_brought_back() {
    let template = template();
    let resources = &template["Resources"];
    let table = &resources["Table"]["Properties"];
    assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"].as_bool(), Some(true));
    assert_eq!(table["SSESpecification"]["SSEEnabled"].as_bool(), Some(true));
    assert_eq!(table["TimeToLiveSpecification"]["AttributeName"].as_str(), Some("expires"));
    for name in ["Table", "MediaBucket", "PagesBucket"] {
        assert_eq!(resources[name]["DeletionPolicy"].as_str(), Some("Retain"), "{name}");
        assert_eq!(resources[name]["UpdateReplacePolicy"].as_str(), Some("Retain"), "{name}");
    }
    for name in ["MediaBucket", "PagesBucket"] {
        let bucket = &resources[name]["Properties"];
        assert!(!bucket["BucketEncryption"].is_badvalue(), "{name}");
        assert_eq!(items(&bucket["PublicAccessBlockConfiguration"]).count(), 4, "{name}");
        assert!(items(&bucket["PublicAccessBlockConfiguration"]).all(|(_, one)| one.as_bool() == Some(true)));
    }
    // No parameter takes a secret, only where one lies.
    for (name, parameter) in items(&template["Parameters"]) {
        let holds = ["Secret", "Password", "Pepper", "Token"].iter().any(|word| name.contains(word));
        let pattern = parameter["AllowedPattern"].as_str().unwrap_or_default();
        assert!(!holds || pattern.starts_with("^arn:aws[a-z-]*:secretsmanager:"), "{name}");
    }
}

#[test]
fn the_stack_and_its_api_are_within_what_aws_takes() {
    let template = template();
    let functions = functions(&template);
    let events: usize = functions.iter().map(|(_, one, _)| items(&one["Properties"]["Events"]).count()).sum();
    let (each, made) = loops(&template);
    // SAM makes a version, an alias and a group of deployments of each function, and a permission of each event.
    let own = items(&template["Resources"]).count() + each.len() * (items(made).count() + 3) + events;
    assert!(own < 490, "{own} resources: CloudFormation takes 500");
    assert!(events < 300, "{events} routes: an HTTP API takes 300");
}
