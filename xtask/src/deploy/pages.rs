//! The built pages on their way to the bucket.

use std::process::Command;

use crate::shell::root;

/// Names of these files change with what is in them.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
const ASKED_FOR: &str = "no-cache";

/// In this order nobody is given a page whose files are not there yet. Files of before stay, for pages that are open.
pub(super) fn uploads(bucket: &str, region: &str) -> Vec<Command> {
    let copy = |from: &str, to: &str, kept: &str, more: &[&str]| {
        let mut copy = Command::new("aws");
        copy.args(["s3", "cp", from, &format!("s3://{bucket}/{to}"), "--cache-control", kept]);
        copy.args(["--region", region, "--only-show-errors"]).args(more).current_dir(root());
        copy
    };
    let rest = ["--recursive", "--exclude", "assets/*", "--exclude", "index.html"];
    vec![
        copy("web/dist/assets", "assets", FOR_GOOD, &["--recursive"]),
        copy("web/dist", "", ASKED_FOR, &rest),
        copy("docs/openapi.json", "openapi.json", ASKED_FOR, &[]),
        copy("web/dist/index.html", "index.html", ASKED_FOR, &[]),
    ]
}
