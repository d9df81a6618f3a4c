//! `cargo xtask dev`

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::setup;
use crate::shell::{self, Done, cargo, npm, root, say, target};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Build again whenever a source changes: the pages at once, the program with a restart.
    #[arg(long)]
    watch: bool,
    /// The optimised build, for real use.
    #[arg(long)]
    release: bool,
    /// Given on to `kenmovie serve`.
    #[arg(last = true)]
    serve: Vec<String>,
}

/// What the program is built from.
const SOURCES: [&str; 4] = ["Cargo.toml", "catalog", "crates", "functions"];
/// How often they are looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Sets up, builds and serves until interrupted.
pub(crate) fn run(options: &Options) -> Done {
    setup::packages("web")?;
    shell::run(&mut npm(&["run", "build"]))?;
    build(options)?;
    if !options.watch {
        return shell::run(&mut server(options));
    }
    // Not through npm, which would leave its child behind.
    let mut pages =
        start(&mut shell::command("web", "node", &["node_modules/vite/bin/vite.js", "build", "--watch"]))?;
    let watched = watch(options);
    end(&mut pages);
    watched
}

/// Serves what was built last, and builds again after each change.
fn watch(options: &Options) -> Done {
    let mut running = start(&mut server(options))?;
    let mut built = newest_source();
    loop {
        thread::sleep(LOOK);
        if let Ok(Some(status)) = running.try_wait() {
            return Err(format!("kenmovie serve ended ({status})"));
        }
        let newest = newest_source();
        if newest <= built {
            continue;
        }
        built = newest;
        match build(options) {
            Ok(()) => {
                end(&mut running);
                running = start(&mut server(options))?;
            }
            Err(fault) => say(&format!("{fault}; the last build that worked goes on")),
        }
    }
}

fn build(options: &Options) -> Done {
    let mut build = cargo(&["build", "--package", "kenmovie-local"]);
    if options.release {
        build.arg("--release");
    }
    shell::run(&mut build)
}

fn server(options: &Options) -> Command {
    let profile = if options.release { "release" } else { "debug" };
    let mut server = Command::new(target().join(profile).join("kenmovie"));
    server.current_dir(root()).arg("serve").args(&options.serve);
    server
}

fn start(command: &mut Command) -> Done<Child> {
    command.spawn().map_err(|error| format!("{}: {error}", command.get_program().display()))
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// When a source was changed last.
fn newest_source() -> SystemTime {
    SOURCES.iter().map(|source| newest_in(&root().join(source))).max().unwrap_or(SystemTime::UNIX_EPOCH)
}

fn newest_in(path: &Path) -> SystemTime {
    let own = fs::metadata(path).and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let inside = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| newest_in(&entry.path()));
    inside.fold(own, Ord::max)
}
