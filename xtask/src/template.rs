//! `template.yaml` as AWS would take it: linted and expanded by AWS's own tools, offline.

use std::path::PathBuf;
use std::process::Command;

use crate::servers::tools;
use crate::shell::{self, Done, has, root, say};

/// Their versions are pinned: what they complain of changes with them.
const TOOLS: [&str; 2] = ["aws-sam-cli==1.170.0", "cfn-lint==1.58.0"];
/// Where the template is checked as if it were deployed.
const REGION: &str = "eu-central-1";

/// A program of AWS's tools. They stand in an environment of their own, since cargo-lambda must not find theirs first.
pub(crate) fn program(name: &str) -> Done<PathBuf> {
    let folder = tools().join("sam");
    let program = folder.join("bin").join(name);
    if !program.is_file() {
        say("AWS's tools for templates are missing; installing them");
        if !has("python3") {
            crate::setup::apt("python3-venv")?;
        }
        shell::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let mut pip = Command::new(folder.join("bin").join("python"));
        shell::run(pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(TOOLS))?;
    }
    Ok(program)
}

/// Fails where cfn-lint or SAM has something against the template.
pub(crate) fn check() -> Done {
    let mut lint = Command::new(program("cfn-lint")?);
    shell::run(lint.args(["--regions", REGION, "--template", "template.yaml"]).current_dir(root()))?;
    let mut validate = Command::new(program("sam")?);
    validate.args(["validate", "--lint", "--region", REGION]).current_dir(root());
    shell::run(validate.env("SAM_CLI_TELEMETRY", "0"))
}
