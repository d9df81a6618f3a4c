//! `cargo xtask secrets`: what a new site in the cloud must keep to itself, made here and put into Secrets Manager.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::Command;

use aws_lc_rs::{digest, rand};

use crate::deploy::{Stage, StageName};
use crate::openapi;
use crate::shell::{self, Done, say};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Which site.
    #[arg(long)]
    stage: StageName,
    /// Only one of them, under a new name, to take the place of the one that is in use.
    #[arg(long, value_name = "NAME", value_parser = ["keys", "fingerprint", "pepper", "edge"])]
    only: Option<String>,
    /// Put after the names of the secrets, such as -2: a name is taken for good once a secret has it.
    #[arg(long, default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    suffix: String,
    /// Make nothing, and print what would be run.
    #[arg(long)]
    dry_run: bool,
}

/// What is printed belongs into `deploy/<stage>.yaml`; no secret is among it.
pub(crate) fn run(options: &Options) -> Done {
    let stage = Stage::read(options.stage)?;
    let folder = std::env::temp_dir().join(format!("kenmovie-secrets-{}", std::process::id()));
    let fault = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir(&folder).map_err(fault)?;
    let made = make(options, &stage, &folder);
    fs::remove_dir_all(&folder).map_err(fault)?;
    let lines = made?;
    say(&format!("\nFor deploy/{}.yaml:\n", stage.name));
    lines.iter().try_for_each(|line| writeln!(std::io::stdout(), "{line}").map_err(|error| error.to_string()))
}

fn make(options: &Options, stage: &Stage, folder: &Path) -> Done<Vec<String>> {
    let mut lines = Vec::new();
    let wanted = |name: &str| options.only.as_deref().is_none_or(|only| only == name);
    if wanted("keys") {
        let mut show = Command::new(openapi::program()?);
        let shown = shell::output(
            show.arg("--data")
                .arg(folder)
                .args(["--store", "sqlite", "--kv", "sqlite", "admin", "keys", "show"]),
        )?;
        lines.push(format!("PublicKeys: '{}'", shown.trim()));
        let arn = keep(options, stage, "keys", &folder.join("keys").join("keys.json"))?;
        lines.push(format!("KeysSecretArn: {arn}"));
    }
    for (name, parameter) in
        [("fingerprint", "FingerprintSecretArn"), ("pepper", "PepperSecretArn"), ("edge", "EdgeSecretArn")]
    {
        if !wanted(name) {
            continue;
        }
        let secret = random()?;
        if name == "edge" {
            let digest = digest::digest(&digest::SHA256, secret.as_bytes());
            lines.push(format!("EdgeDigests: \"{}\"", hexadecimal(digest.as_ref())));
        }
        let path = folder.join(name);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        file.and_then(|mut file| file.write_all(secret.as_bytes())).map_err(|error| error.to_string())?;
        lines.push(format!("{parameter}: {}", keep(options, stage, name, &path)?));
    }
    Ok(lines)
}

/// Puts a file's text into Secrets Manager; the secret's ARN. The text is on no command line.
fn keep(options: &Options, stage: &Stage, name: &str, path: &Path) -> Done<String> {
    let mut create = Command::new("aws");
    create.args(["secretsmanager", "create-secret", "--region", &stage.region]);
    create.args(["--name", &format!("kenmovie/{}/{name}{}", stage.name, options.suffix)]);
    create.args(["--secret-string", &format!("file://{}", path.display())]);
    create.args(["--query", "ARN", "--output", "text"]);
    if options.dry_run {
        say(&format!("$ {}", shell::shown(&create)));
        return Ok(format!("<the ARN of {name}>"));
    }
    Ok(shell::output(&mut create)?.trim().to_owned())
}

/// 256 random bits, hexadecimal.
fn random() -> Done<String> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| "this machine gives no random numbers".to_owned())?;
    Ok(hexadecimal(&bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
