//! `cargo xtask openapi`: the documents that are made from the functions' declarations.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::setup;
use crate::shell::{Done, cargo, npm, output, root, run, target};

const DOCUMENT: &str = "docs/openapi.json";
const TYPES: &str = "web/src/api/schema.d.ts";

/// Writes them.
pub(crate) fn write() -> Done {
    setup::packages()?;
    let document = output(Command::new(program()?).arg("openapi"))?;
    fs::write(root().join(DOCUMENT), document).map_err(|error| format!("{DOCUMENT}: {error}"))?;
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
    let before = [DOCUMENT, TYPES].map(read);
    write()?;
    if before == [DOCUMENT, TYPES].map(read) {
        Ok(())
    } else {
        Err(format!("{DOCUMENT} or {TYPES} was not what the routes declare; commit what was written now"))
    }
}
