//! The built pages on their way to the bucket.

use std::process::Command;

use crate::shell::root;

/// Names of these files change with what is in them.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
const ASKED_FOR: &str = "no-cache";

/// What the build compressed is for one machine: the edge compresses by itself.
const PLAIN: [&str; 4] = ["--exclude", "*.br", "--exclude", "*.gz"];

/// The files that the page's shell names. Those of before stay, for pages that are open.
pub(super) fn assets(bucket: &str, region: &str) -> Command {
    let mut assets =
        copy("web/dist/assets", bucket, "assets", region, &["--recursive", "--cache-control", FOR_GOOD]);
    assets.args(PLAIN);
    assets
}

/// Everything, in the order in which nobody is given a page whose files are not there yet.
pub(super) fn uploads(bucket: &str, region: &str) -> [Command; 4] {
    let rest =
        ["--recursive", "--exclude", "assets/*", "--exclude", "index.html", "--cache-control", ASKED_FOR];
    let rest = [&rest[..], &PLAIN].concat();
    let one = ["--cache-control", ASKED_FOR];
    [
        assets(bucket, region),
        copy("web/dist", bucket, "", region, &rest),
        copy("docs/openapi.json", bucket, "openapi.json", region, &one),
        copy("web/dist/index.html", bucket, "index.html", region, &one),
    ]
}

fn copy(from: &str, bucket: &str, to: &str, region: &str, flags: &[&str]) -> Command {
    let mut copy = Command::new("aws");
    copy.args(["s3", "cp", from, &format!("s3://{bucket}/{to}"), "--region", region, "--only-show-errors"]);
    copy.args(flags).current_dir(root());
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shell_goes_up_last_and_what_it_names_first_and_for_good() {
        let uploads = uploads("pages", "eu-central-1");
        let words = |upload: &Command| -> Vec<String> {
            upload.get_args().map(|word| word.to_string_lossy().into_owned()).collect()
        };
        let said = uploads.each_ref().map(words);
        let [first, rest, _, last] = &said;
        assert!(
            first.contains(&"s3://pages/assets".to_owned()) && first.contains(&FOR_GOOD.to_owned()),
            "{first:?}"
        );
        assert!(last.contains(&"s3://pages/index.html".to_owned()), "{last:?}");
        for excluded in ["assets/*", "index.html", "*.br", "*.gz"] {
            assert!(rest.contains(&excluded.to_owned()), "{excluded}");
        }
        assert!(said.iter().skip(1).all(|words| words.contains(&ASKED_FOR.to_owned())));
    }
}
