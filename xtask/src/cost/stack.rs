//! What of `template.yaml` costs something.

use std::fs;

use yaml_rust2::{Yaml, YamlLoader};

use crate::shell::{Done, root};

pub(super) struct Function {
    pub(super) name: String,
    /// Megabytes.
    pub(super) memory: f64,
    /// Whether people's requests come to it by themselves.
    pub(super) is_asked: bool,
}

pub(super) struct Stack {
    pub(super) functions: Vec<Function>,
    pub(super) alarms: u32,
    pub(super) secrets: u32,
}

impl Stack {
    pub(super) fn read() -> Done<Self> {
        let text = fs::read_to_string(root().join("template.yaml"))
            .map_err(|error| format!("template.yaml: {error}"))?;
        let template = YamlLoader::load_from_str(&text).map_err(|error| format!("template.yaml: {error}"))?;
        let template = template.first().ok_or("template.yaml is empty")?;
        let usual = &template["Globals"]["Function"]["MemorySize"];
        let mut functions = Vec::new();
        let mut alarms = 0;
        for (name, resource) in members(&template["Resources"]) {
            if name.starts_with("Fn::ForEach::") {
                // Its name, its list, and what is made for each of the list.
                let each = resource[1].as_vec().map_or(0, Vec::len);
                let made = members(&resource[2]).filter(|(_, one)| is(one, "AWS::CloudWatch::Alarm")).count();
                alarms += each * made;
            } else if is(resource, "AWS::CloudWatch::Alarm") {
                alarms += 1;
            } else if is(resource, "AWS::Serverless::Function") {
                let properties = &resource["Properties"];
                let memory = properties["MemorySize"]
                    .as_i64()
                    .or_else(|| usual.as_i64())
                    .ok_or("a function has no memory")?;
                let is_asked = members(&properties["Events"]).any(|(_, event)| is(event, "HttpApi"));
                let memory = f64::from(u32::try_from(memory).map_err(|_| "a function has no memory")?);
                functions.push(Function { name: name.to_owned(), memory, is_asked });
            }
        }
        let secrets =
            members(&template["Parameters"]).filter(|(name, _)| name.ends_with("SecretArn")).count();
        let counted = |number: usize| u32::try_from(number).map_err(|error| error.to_string());
        Ok(Self { functions, alarms: counted(alarms)?, secrets: counted(secrets)? })
    }
}

fn is(resource: &Yaml, kind: &str) -> bool {
    resource["Type"].as_str() == Some(kind)
}

fn members(value: &Yaml) -> impl Iterator<Item = (&str, &Yaml)> {
    value.as_hash().into_iter().flatten().filter_map(|(name, value)| Some((name.as_str()?, value)))
}
