//! `cargo xtask test`: what must hold before anything lands.

use crate::shell::{self, Done, cargo, npm, output, say, target};
use crate::{openapi, setup};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only the Rust side: no pages and no browser.
    #[arg(long)]
    rust: bool,
}

/// What `crates/common` and the functions must not know.
const ENGINES: [&str; 8] = [
    "rusqlite",
    "mongodb",
    "aws-sdk-dynamodb",
    "aws-sdk-s3",
    "hyper-util",
    "kenmovie-embedded",
    "kenmovie-local",
    "lambda_http",
];

/// Everything, in the order in which it fails soonest.
pub(crate) fn run(options: &Options) -> Done {
    setup::packages()?;
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    shell::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "--deny",
        "warnings",
    ]))?;
    arrows()?;
    if !options.rust {
        shell::run(&mut npm(&["run", "--silent", "check"]))?;
    }
    shell::run(cargo(&["test", "--workspace", "--quiet", "--no-fail-fast"]).env("RUST_BACKTRACE", "1"))?;
    shell::run(
        cargo(&["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "--deny warnings"),
    )?;
    openapi::check()?;
    if options.rust {
        say("the pages and the browser were not tested (--rust)");
        return Ok(());
    }
    shell::run(&mut npm(&["run", "--silent", "build"]))?;
    shell::run(&mut npm(&["test"]))?;
    let browser = setup::browser()?;
    shell::run(&mut cargo(&["build", "--package", "kenmovie-local"]))?;
    shell::run(
        npm(&["run", "--silent", "e2e"])
            .env("KENMOVIE_BIN", target().join("debug").join("kenmovie"))
            .env("CHROMIUM", browser),
    )
}

/// The arrows of the house go down only.
fn arrows() -> Done {
    let metadata = [
        "common",
        "authorizer",
        "comments",
        "login",
        "movies",
        "reactions",
        "register",
        "reports",
        "service",
        "session",
    ];
    for member in metadata {
        let package = format!("kenmovie-{member}");
        let tree = output(&mut cargo(&[
            "tree",
            "--package",
            &package,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{lib}",
        ]))?;
        let known: Vec<&str> = tree.lines().map(str::trim).collect();
        let reached = ENGINES.iter().find(|engine| known.contains(&engine.replace('-', "_").as_str()));
        if let Some(engine) = reached {
            return Err(format!("{package} must not depend on {engine}"));
        }
    }
    Ok(())
}
