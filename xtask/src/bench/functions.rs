//! How the functions' binaries start and answer; the example `cold_start` of `kenmovie-cloud` stands in for Lambda.

use std::process::Command;

use crate::lambda;
use crate::servers::Servers;
use crate::shell::{self, Done, cargo, output, say, target};

pub(crate) fn run(profile: &str, runs: u32) -> Done {
    let binaries = lambda::build(profile)?;
    // It only asks and waits: as the tests are built it is quick to build.
    shell::run(&mut cargo(&["build", "--workspace", "--all-features", "--example", "cold_start"]))?;
    let servers = Servers::start()?;
    let mut measure = Command::new(target().join("debug/examples/cold_start"));
    measure.arg(binaries).arg(runs.to_string()).envs(servers.variables());
    say(&output(&mut measure)?);
    Ok(())
}
