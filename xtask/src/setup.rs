//! What a fresh machine lacks: the pages' packages, and a browser for the tests. The servers' programs are `servers`'.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use crate::shell::{Done, command, has, root, run, say, which};

/// Installs a folder's npm packages where they are missing or older than its lock file.
pub(crate) fn packages(folder: &str) -> Done {
    if !has("npm") {
        return Err(
            "npm is needed: install Node.js 20 or later (nodejs.org, or your system's packages)".to_owned()
        );
    }
    let modified = |path: &str| fs::metadata(root().join(path)).and_then(|data| data.modified()).ok();
    let installed = modified(&format!("{folder}/node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&format!("{folder}/package-lock.json")) {
        return Ok(());
    }
    run(&mut command(folder, "npm", &["ci", "--no-audit", "--no-fund"]))
}

/// The browser's path; installs Debian's Chromium where there is none and that is possible.
pub(crate) fn browser() -> Done<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = || names.into_iter().find_map(which);
    if found().is_none() {
        apt("chromium")?;
    }
    found().ok_or_else(|| "the browser tests need Chromium on the path".to_owned())
}

/// Installs a Debian package, or says how.
pub(crate) fn apt(package: &str) -> Done {
    let is_root = crate::shell::output(&mut command("", "id", &["-u"])).is_ok_and(|id| id.trim() == "0");
    if !has("apt-get") || !is_root {
        return Err(format!(
            "{package} is needed: install it with your system's packages (apt-get install {package})"
        ));
    }
    say(&format!("{package} is missing; installing it"));
    let quiet = |arguments: &[&str]| {
        let mut apt = command("", "apt-get", arguments);
        apt.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
        run(&mut apt)
    };
    quiet(&["update", "-qq"])?;
    quiet(&["install", "-y", "-qq", package])
}
