//! `cargo xtask test`: what must hold before anything lands.

use std::fs;

use crate::servers::Servers;
use crate::shell::{self, Done, cargo, npm, output, root, say};
use crate::{lambda, openapi, servers, setup, template};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only the Rust side: no pages and no browser.
    #[arg(long)]
    rust: bool,
}

/// What `crates/common`, `crates/pictures`, `crates/system` and the functions must not know.
const ENGINES: [&str; 11] = [
    "aws_config",
    "aws_sdk_dynamodb",
    "aws_sdk_s3",
    "aws_sdk_secretsmanager",
    "hyper_util",
    "lambda_http",
    "mongodb",
    "openidconnect",
    "reqwest",
    "rusqlite",
    "rusqlite_migration",
];

/// Everything, in the order in which it fails soonest.
pub(crate) fn run(options: &Options) -> Done {
    setup::packages("web")?;
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    shell::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--quiet",
        "--",
        "--deny",
        "warnings",
    ]))?;
    arrows()?;
    template::check()?;
    if !options.rust {
        shell::run(&mut npm(&["run", "--silent", "check"]))?;
    }
    let servers = Servers::start()?;
    tests(&servers)?;
    shell::run(
        cargo(&["doc", "--workspace", "--all-features", "--no-deps", "--quiet"])
            .env("RUSTDOCFLAGS", "--deny warnings"),
    )?;
    openapi::check()?;
    if options.rust {
        say("the pages and the browser were not tested (--rust)");
        return Ok(());
    }
    shell::run(&mut npm(&["run", "--silent", "build"]))?;
    shell::run(&mut npm(&["test"]))?;
    let browser = setup::browser()?;
    let program = openapi::program()?;
    let browse = |arguments: &[&str]| {
        let mut browse = npm(&["run", "--silent", "e2e", "--"]);
        browse.args(arguments).env("KENMOVIE_BIN", &program);
        browse.env("CHROMIUM", &browser).envs(servers.variables());
        browse
    };
    shell::run(&mut browse(&[]))?;
    shell::run(browse(&["journey"]).env("KENMOVIE_TEST_ENGINES", "cloud"))
}

/// Every Rust test; those of the application on the engines of the cloud, too.
fn tests(servers: &Servers) -> Done {
    let (programs, lambda) = (servers::programs()?, lambda::prepare()?);
    let test = |arguments: &[&str]| {
        let mut test = cargo(&["test", "--workspace", "--all-features", "--quiet", "--no-fail-fast"]);
        test.args(arguments).env("RUST_BACKTRACE", "1");
        test.envs(servers.variables()).envs(programs.clone()).envs(lambda.clone());
        test
    };
    shell::run(&mut test(&[]))?;
    // The tests named here are those that stand on the application under test.
    shell::run(test(&["--test", "main", "--test", "routes"]).env("KENMOVIE_TEST_ENGINES", "cloud"))
}

/// The arrows of the house go down only: nothing of ours below `common` and `system`, nothing but these and `pictures` below
/// a function.
fn arrows() -> Done {
    let functions = root().join("functions");
    let functions = fs::read_dir(&functions).map_err(|error| format!("{}: {error}", functions.display()))?;
    let mut members = vec!["common".to_owned(), "pictures".to_owned(), "system".to_owned()];
    members.extend(functions.flatten().map(|folder| folder.file_name().to_string_lossy().into_owned()));
    for member in members {
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
        let own = package.replace('-', "_");
        let may = |known: &str| {
            let ours = known.starts_with("kenmovie_")
                && ![own.as_str(), "kenmovie_common", "kenmovie_pictures"].contains(&known);
            !ours && !ENGINES.contains(&known)
        };
        if let Some(known) =
            tree.lines().map(|known| known.trim_end_matches("(*)").trim()).find(|known| !may(known))
        {
            return Err(format!("{package} must not depend on {known}"));
        }
    }
    Ok(())
}
