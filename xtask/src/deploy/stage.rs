//! A site in the cloud: what its stack is given, and what it tells.

use std::fs;
use std::process::Command;

use yaml_rust2::{Yaml, YamlLoader};

use super::Steps;
use crate::shell::{Done, root};

#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum StageName {
    Staging,
    Production,
}

pub(crate) struct Stage {
    pub(crate) name: &'static str,
    pub(crate) region: String,
    stack: String,
    parameters: Yaml,
}

impl Stage {
    /// What `deploy/<stage>.yaml` and samconfig.toml say of it.
    pub(crate) fn read(name: StageName) -> Done<Self> {
        let name = match name {
            StageName::Staging => "staging",
            StageName::Production => "production",
        };
        let read =
            |path: &str| fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"));
        let path = format!("deploy/{name}.yaml");
        let loaded = YamlLoader::load_from_str(&read(&path)?).map_err(|error| format!("{path}: {error}"))?;
        let parameters = loaded.into_iter().next().ok_or_else(|| format!("{path} is empty"))?;
        let config = read("samconfig.toml")?;
        let member = |member: &str| {
            let section = config.split(&format!("[{name}.deploy.parameters]\n")).nth(1).unwrap_or_default();
            let section = section.split("\n[").next().unwrap_or_default();
            let value = section.lines().find_map(|line| line.strip_prefix(member)?.strip_prefix(" = "));
            value.map(|value| value.trim_matches('"').to_owned())
        };
        let missing = |what: &str| format!("samconfig.toml names no {what} for {name}");
        Ok(Self {
            name,
            region: member("region").ok_or_else(|| missing("region"))?,
            stack: member("stack_name").ok_or_else(|| missing("stack_name"))?,
            parameters,
        })
    }

    fn parameter(&self, name: &str) -> &str {
        self.parameters[name].as_str().unwrap_or_default()
    }

    pub(crate) fn origin(&self) -> String {
        format!("https://{}", self.parameter("DomainName"))
    }

    pub(crate) fn is_arm(&self) -> bool {
        self.parameter("Architecture") != "x86_64"
    }

    /// Fails where something that AWS would find much later is still missing.
    pub(crate) fn check(&self) -> Done {
        let path = format!("deploy/{}.yaml", self.name);
        if self.parameter("DomainName").ends_with("kenmovie.example") {
            return Err(format!(
                "{path} still has the example's values: docs/deploy.md says what belongs there"
            ));
        }
        if std::env::var_os("MONGODB_URI").is_none() {
            return Err(
                "MONGODB_URI is not set: the indexes are made by somebody who may make them".to_owned()
            );
        }
        Ok(())
    }

    /// An output of the stack.
    pub(super) fn output(&self, steps: &Steps, name: &str) -> Done<String> {
        let mut describe = Command::new("aws");
        describe.args([
            "cloudformation",
            "describe-stacks",
            "--region",
            &self.region,
            "--stack-name",
            &self.stack,
        ]);
        let query = format!("Stacks[0].Outputs[?OutputKey=='{name}'].OutputValue");
        steps.ask(describe.args(["--query", &query, "--output", "text"]), name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_stages_are_read_and_the_examples_are_not_deployed() {
        for (name, origin) in [
            (StageName::Staging, "https://staging.kenmovie.example"),
            (StageName::Production, "https://kenmovie.example"),
        ] {
            let stage = Stage::read(name).unwrap();
            assert_eq!(stage.origin(), origin);
            assert_eq!(stage.region, "eu-central-1");
            assert_eq!(stage.stack, format!("kenmovie-{}", stage.name));
            assert!(stage.is_arm());
            assert!(stage.check().unwrap_err().contains("example's values"));
        }
    }
}
