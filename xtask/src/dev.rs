//! `cargo xtask dev`

use std::process::{Child, Command};

use crate::setup;
use crate::shell::{self, Done, cargo, npm, say, target};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Build the pages again whenever they change.
    #[arg(long)]
    watch: bool,
    /// The optimised build, for real use.
    #[arg(long)]
    release: bool,
    /// Given on to `kenmovie serve`.
    #[arg(last = true)]
    serve: Vec<String>,
}

fn serve(options: &Options) -> Done {
    let profile = if options.release { "release" } else { "debug" };
    shell::run(
        Command::new(target().join(profile).join("kenmovie"))
            .current_dir(shell::root())
            .arg("serve")
            .args(&options.serve),
    )
}

/// Sets up, builds and serves until interrupted.
pub(crate) fn run(options: &Options) -> Done {
    setup::packages()?;
    shell::run(&mut npm(&["run", "build"]))?;
    let mut build = cargo(&["build", "--package", "kenmovie-local"]);
    if options.release {
        build.arg("--release");
    }
    shell::run(&mut build)?;
    let mut watcher = if options.watch { Some(watch()?) } else { None };
    let served = serve(options);
    if let Some(watcher) = &mut watcher {
        let _ = watcher.kill();
        let _ = watcher.wait();
    }
    served
}

fn watch() -> Done<Child> {
    say("the pages are built again on every change");
    npm(&["run", "watch"]).spawn().map_err(|error| format!("npm run watch: {error}"))
}
