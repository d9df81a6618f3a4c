//! What `cargo lambda watch` is told of the routes.

use std::fmt::Write as _;

use crate::functions::{owners, root};

const SECTION: &str = "[workspace.metadata.lambda.watch.router]\n";

#[test]
fn cargo_lambda_watch_finds_the_function_of_every_path() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut right = SECTION.to_owned();
    for (path, function) in owners() {
        writeln!(right, "\"{path}\" = \"{function}\"").unwrap();
    }
    let (_, rest) = manifest.split_once(SECTION).unwrap_or_default();
    let written: String =
        rest.lines().take_while(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect();
    assert!(format!("{SECTION}{written}") == right, "Cargo.toml should say:\n\n{right}");
}
