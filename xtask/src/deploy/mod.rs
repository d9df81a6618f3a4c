//! `cargo xtask deploy`: builds everything once, brings it to the cloud, and looks whether the site works there.

mod pages;
mod stage;

use std::process::Command;

pub(crate) use stage::{Stage, StageName};

use crate::shell::{self, Done, npm, root, say};
use crate::{lambda, openapi, setup, smoke, template};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Which site: what it is given stands in `deploy/<stage>.yaml`, where it goes in samconfig.toml.
    #[arg(long)]
    stage: StageName,
    /// Print every step and take none.
    #[arg(long)]
    dry_run: bool,
}

fn begin(step: &str) {
    say(&format!("\n# {step}"));
}

/// Takes a step, or shows it.
struct Steps {
    dry: bool,
}

impl Steps {
    fn run(&self, command: &mut Command) -> Done {
        if self.dry {
            say(&format!("$ {}", shell::shown(command)));
            return Ok(());
        }
        shell::run(command)
    }

    /// What a command prints; `otherwise` where no step is taken.
    fn ask(&self, command: &mut Command, otherwise: &str) -> Done<String> {
        if self.dry {
            say(&format!("$ {}", shell::shown(command)));
            return Ok(format!("<{otherwise}>"));
        }
        Ok(shell::output(command)?.trim().to_owned())
    }
}

pub(crate) fn run(options: &Options) -> Done {
    let stage = Stage::read(options.stage)?;
    let steps = Steps { dry: options.dry_run };
    if !options.dry_run {
        stage.check()?;
    }
    begin("Build the functions, all at once");
    steps.run(&mut lambda::release(stage.is_arm(), options.dry_run)?)?;
    begin("Build the pages, and lay their shell beside the function that writes films into it");
    if !options.dry_run {
        setup::packages("web")?;
    }
    steps.run(&mut npm(&["run", "--silent", "build"]))?;
    steps.run(Command::new("cp").args(["web/dist/index.html", "target/lambda/page/"]).current_dir(root()))?;

    begin("Make the indexes: they must be there before the code that walks them");
    let program = if options.dry_run { "target/debug/kenmovie".into() } else { openapi::program()? };
    steps.run(Command::new(program).args(["migrate", "--store", "mongodb"]).current_dir(root()))?;

    begin("Upload what the pages are made of: films are written into a shell that names it");
    // The first time there is no stack yet, and nobody who could miss it.
    if let Ok(bucket) = stage.output(&steps, "PagesBucketName") {
        steps.run(&mut pages::assets(&bucket, &stage.region))?;
    }

    begin("Bring the stack up to date; new versions of functions take a tenth of the calls first");
    let sam = if options.dry_run { "sam".into() } else { template::program("sam")? };
    let mut deploy = Command::new(sam);
    deploy.args(["deploy", "--config-env", stage.name]).current_dir(root());
    steps.run(deploy.env("SAM_CLI_TELEMETRY", "0"))?;

    begin("Upload the pages, their shell last, and let nobody be given the one of before");
    let (bucket, distribution) =
        (stage.output(&steps, "PagesBucketName")?, stage.output(&steps, "DistributionId")?);
    for mut upload in pages::uploads(&bucket, &stage.region) {
        steps.run(&mut upload)?;
    }
    let mut invalidate = Command::new("aws");
    invalidate.args([
        "cloudfront",
        "create-invalidation",
        "--distribution-id",
        &distribution,
        "--paths",
        "/*",
    ]);
    let id = steps.ask(invalidate.args(["--query", "Invalidation.Id", "--output", "text"]), "its id")?;
    let mut wait = Command::new("aws");
    wait.args([
        "cloudfront",
        "wait",
        "invalidation-completed",
        "--distribution-id",
        &distribution,
        "--id",
        &id,
    ]);
    steps.run(&mut wait)?;

    begin("Look whether it works");
    let mut around = Vec::new();
    for output in ["ApiUrl", "SocketUrl"] {
        around.push(stage.output(&steps, output)?.replacen("wss://", "https://", 1));
    }
    if options.dry_run {
        say(&format!("$ cargo xtask smoke {} --around {}", stage.origin(), around.join(" --around ")));
        return Ok(());
    }
    smoke::run(&smoke::Options { url: stage.origin(), around })
}
