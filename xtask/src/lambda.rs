//! The functions as Lambda runs them: their binaries, under cargo-lambda's stand-in for Lambda's runtime.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::servers;
use crate::shell::{self, Done, cargo, root, target};

/// What is tested is optimised but quickly linked.
const TESTED: &str = "fast";

/// What is deployed is small.
pub(crate) const DEPLOYED: &str = "lambda";

/// cargo-lambda's path; installed where it is missing.
fn cargo_lambda() -> Done<PathBuf> {
    let python = servers::python()?;
    let path = python.with_file_name("cargo-lambda");
    if !path.is_file() {
        shell::run(Command::new(python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "cargo-lambda",
            "ziglang",
        ]))?;
    }
    Ok(path)
}

/// Every function, by its folder's name.
fn functions() -> Done<Vec<String>> {
    let folder = root().join("functions");
    let read = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> =
        read.flatten().filter_map(|one| one.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

/// Builds every function for this machine. The folder of the binaries.
pub(crate) fn build(profile: &str) -> Done<PathBuf> {
    let mut build = cargo(&["build", "--profile", profile, "--workspace", "--all-features"]);
    for name in functions()? {
        build.args(["--bin", &name]);
    }
    shell::run(&mut build)?;
    Ok(target().join(profile))
}

/// The command that builds every function for the cloud, a folder each under target/lambda.
pub(crate) fn release(for_arm: bool, dry: bool) -> Done<Command> {
    let program = if dry { "cargo-lambda".into() } else { cargo_lambda()? };
    let mut build = Command::new(&program);
    build.args(["lambda", "build", "--profile", DEPLOYED, "--features", "lambda"]);
    build.args(["--lambda-dir", "target/lambda", "--output-format", "binary"]).current_dir(root());
    if for_arm {
        build.arg("--arm64");
    }
    for name in functions()? {
        build.args(["--bin", &name]);
    }
    // Zig stands beside it.
    let mut path = vec![program.parent().unwrap_or(&program).to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    build.env("PATH", std::env::join_paths(path).map_err(|error| error.to_string())?);
    Ok(build)
}

/// What the tests of the binaries need, and the environment in which they find it.
pub(crate) fn prepare() -> Done<[(&'static str, PathBuf); 2]> {
    Ok([("CARGO_LAMBDA", cargo_lambda()?), ("KENMOVIE_LAMBDA_BINARIES", build(TESTED)?)])
}
