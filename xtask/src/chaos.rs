//! `cargo xtask chaos`: people act on the real program while MongoDB's nodes, DynamoDB and the program itself are killed, and
//! everything that was acknowledged must be there in the end.

use crate::servers;
use crate::shell::{self, Done, cargo};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// For how long servers die.
    #[arg(long, default_value_t = 120)]
    seconds: u32,
}

pub(crate) fn run(options: &Options) -> Done {
    // The whole workspace, so that nothing is built again with other features.
    let mut test =
        cargo(&["test", "--workspace", "--all-features", "--quiet", "--test", "chaos", "--", "--nocapture"]);
    test.envs(servers::programs()?).env("KENMOVIE_CHAOS_SECONDS", options.seconds.to_string());
    shell::run(&mut test)
}
