//! `cargo xtask openapi`: the documents that are made from the functions' declarations.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::setup;
use crate::shell::{Done, cargo, npm, output, root, run, target};

const DOCUMENT: &str = "docs/openapi.json";
const PERMISSIONS: &str = "docs/permissions.md";
const TYPES: &str = "web/src/api/schema.d.ts";

/// Writes them.
pub(crate) fn write() -> Done {
    setup::packages("web")?;
    let program = program()?;
    for (command, path) in [("openapi", DOCUMENT), ("permissions", PERMISSIONS)] {
        let document = output(Command::new(&program).arg(command))?;
        fs::write(root().join(path), document).map_err(|error| format!("{path}: {error}"))?;
    }
    run(&mut npm(&["run", "--silent", "types"]))
}

/// The program, built with the features that everything here is built with, so that nothing is built twice.
pub(crate) fn program() -> Done<PathBuf> {
    run(&mut cargo(&["build", "--quiet", "--workspace", "--all-features", "--bin", "kenmovie"]))?;
    Ok(target().join("debug").join("kenmovie"))
}

/// Fails where what is committed is not what would be written.
pub(crate) fn check() -> Done {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap_or_default();
    let documents = [DOCUMENT, PERMISSIONS, TYPES];
    let before = documents.map(read);
    write()?;
    if before == documents.map(read) {
        Ok(())
    } else {
        let all = documents.join(" or ");
        Err(format!("{all} was not what the routes declare; commit what was written now"))
    }
}
