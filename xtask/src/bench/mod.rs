//! `cargo xtask bench`: how fast a release build is here, and what it takes. Every load is bounded in time and stays on
//! loopback; the generator (`wrk`, one thread) shares the machine's cores with the server.

mod films;
mod functions;
mod http;
mod identity;
mod imports;
mod line;
mod load;
mod messages;
mod pages;
mod scale;
mod search;
mod server;

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::lambda;
use crate::servers::Servers;
use crate::setup;
use crate::shell::{self, Done, cargo, output, say, target};
use load::{Figure, Load};
use server::Server;

#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag, and clap lets one be given")]
pub(crate) struct Options {
    /// How many films the catalogue holds.
    #[arg(long, default_value_t = 200_000)]
    films: u32,
    /// Seconds a run.
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Runs of each load, interleaved; medians are printed.
    #[arg(long, default_value_t = 3)]
    runs: u32,
    /// What stands behind the ports: SQLite, or a real MongoDB (its files on the disk) and a DynamoDB server.
    #[arg(long, value_enum, default_value = "sqlite")]
    engines: Engines,
    /// Compare pages of 1,000 films and comments with those of 200,000 films and 1,000,000 comments instead, and measure
    /// searches among the latter.
    #[arg(long)]
    scale: bool,
    /// Measure sign-ins, tokens and revocations instead.
    #[arg(long, conflicts_with = "scale")]
    identity: bool,
    /// Measure imports instead.
    #[arg(long, conflicts_with_all = ["scale", "identity"])]
    imports: bool,
    /// Measure messages over open sockets instead, beside socket.io (needs Node; on SQLite).
    #[arg(long, conflicts_with_all = ["scale", "identity", "imports", "engines"])]
    messages: bool,
    /// Measure how the functions' binaries start and answer instead, on MongoDB and a DynamoDB server.
    #[arg(long, conflicts_with_all = ["scale", "identity", "imports", "messages", "engines"])]
    functions: bool,
    /// How the program is built; where nothing is said, `release`, and functions `lambda`. `fast` spares the time of
    /// link-time optimisation.
    #[arg(long)]
    profile: Option<String>,
}

/// The folder of the programs that are measured.
static BUILT: OnceLock<PathBuf> = OnceLock::new();

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Engines {
    Sqlite,
    Cloud,
}

/// People who vote and write at the same time.
const PEOPLE: usize = 64;

pub(crate) fn run(options: &Options) -> Done {
    if options.functions {
        return functions::run(options.profile.as_deref().unwrap_or(lambda::DEPLOYED), options.runs);
    }
    if !options.messages && !shell::has("wrk") {
        setup::apt("wrk")?;
    }
    // One choice of packages and features: another one builds the dependencies again.
    let profile = options.profile.as_deref().unwrap_or("release");
    BUILT.get_or_init(|| target().join(profile));
    let mut build = cargo(&["build", "--profile", profile, "--workspace", "--all-features"]);
    build.args(["--bin", "kenmovie", "--example", "hash_rate", "--example", "fill", "--example", "messages"]);
    build.args(["--example", "votes"]);
    shell::run(&mut build)?;
    let folder = target().join("bench");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    if options.messages {
        return messages::run(&folder, options.seconds, options.runs);
    }
    let servers = match options.engines {
        Engines::Sqlite => None,
        Engines::Cloud => Some(Servers::start_in(&folder)?),
    };
    if options.scale {
        return scale::run(&folder, servers.as_ref(), options.seconds, options.runs);
    }
    let engines = servers.as_ref().map_or_else(Vec::new, |servers| servers.flags("bench"));
    if options.identity {
        return identity::run(&folder, &engines);
    }
    if options.imports {
        return imports::run(&folder, &engines);
    }
    films::import(&folder, &engines, options.films)?;

    let starts = server::start_times(&folder, &engines, 7)?;
    let server = Server::start(&folder, &engines)?;
    let stage = server.stage(PEOPLE)?;
    let loads = load::all(&stage, &folder)?;
    let mut figures: Vec<Vec<Figure>> = loads.iter().map(|_| Vec::new()).collect();
    let fresh = server.resident()?;
    for _ in 0..options.runs {
        for (load, figures) in loads.iter().zip(&mut figures) {
            figures.push(load.run(&server, options.seconds)?);
        }
    }
    let busy = server.resident()?;
    let sign_ins = sign_ins(&server, &folder, options.runs)?;
    let after = server.resident()?;
    server.stop()?;

    say("");
    print_table(options, &loads, &figures);
    let line = |text: String| say(&text);
    line(format!("start to first answer: {:.0} ms (median of {})", median(&starts), starts.len()));
    line(format!(
        "resident: {fresh} MB before the loads, {busy} MB after them, {after} MB after the sign-ins"
    ));
    let (rate, raw) = sign_ins;
    if let Some(servers) = &servers {
        line(votes(servers, options)?);
    }
    line(format!("sign-ins: {rate:.1}/s of {raw:.1}/s raw Argon2id hashes = {:.0} %", 100.0 * rate / raw));
    Ok(())
}

fn print_table(options: &Options, loads: &[Load], figures: &[Vec<Figure>]) {
    say(&format!("{} films; medians of {} runs of {} s", options.films, options.runs, options.seconds));
    say("| load | connections | requests/s | p50 ms | p99 ms | refused |");
    say("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (load, runs) in loads.iter().zip(figures) {
        let of = |pick: fn(&Figure) -> f64| median(&runs.iter().map(pick).collect::<Vec<_>>());
        let refused: u64 = runs.iter().map(|figure| figure.refused).sum();
        say(&format!(
            "| {} | {} | {:.0} | {:.2} | {:.2} | {refused} |",
            load.name,
            load.connections,
            of(|figure| figure.rate),
            of(|figure| figure.p50),
            of(|figure| figure.p99),
        ));
    }
}

/// Votes through the port, by 16 clients.
fn votes(servers: &Servers, options: &Options) -> Done<String> {
    let arguments =
        [servers.store("votes"), "16".to_owned(), options.seconds.to_string(), options.runs.to_string()];
    output(std::process::Command::new(example("votes")).args(arguments))
}

/// The program that is measured, and examples beside it under `examples`.
pub(crate) fn built(name: &str) -> PathBuf {
    BUILT.get().map_or_else(|| target().join("release"), PathBuf::clone).join(name)
}

pub(crate) fn example(name: &str) -> PathBuf {
    built("examples").join(name)
}

/// Sign-ins a second and the raw rate of hashes, measured in turns; medians.
fn sign_ins(server: &Server, folder: &std::path::Path, runs: u32) -> Done<(f64, f64)> {
    let load = load::sign_in(folder)?;
    let mut rates = Vec::new();
    let mut raw = Vec::new();
    for _ in 0..runs {
        rates.push(load.run(server, 5)?.rate);
        let printed = output(&mut std::process::Command::new(example("hash_rate")))?;
        raw.push(printed.trim().parse().map_err(|_| format!("hash_rate printed {printed}"))?);
    }
    Ok((median(&rates), median(&raw)))
}

pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
