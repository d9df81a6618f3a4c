//! Whether pages cost the same however much there is.

use std::path::Path;
use std::process::Command;

use super::load::{self, Figure};
use super::server::Server;
use super::{example, median};
use crate::servers::Servers;
use crate::shell::{Done, output, say};

/// Films and comments of the small community and of the large one.
const SIZES: [(u32, u32); 2] = [(1_000, 1_000), (200_000, 1_000_000)];
const CONNECTIONS: u32 = 16;

/// Fills both, runs each load on one and on the other in turns, and prints how they compare.
pub(crate) fn run(folder: &Path, servers: Option<&Servers>, seconds: u32, runs: u32) -> Done {
    let fill = example("fill");
    let mut sides = Vec::new();
    for (number, (films, comments)) in SIZES.into_iter().enumerate() {
        let home = folder.join(format!("size{number}"));
        std::fs::create_dir_all(home.join("data")).map_err(|error| format!("{}: {error}", home.display()))?;
        let database = format!("scale{number}");
        let store = servers.map_or_else(
            || format!("sqlite:{}", home.join("data").join("kenmovie.db").display()),
            |servers| servers.store(&database),
        );
        say(&format!("{films} films and {comments} comments"));
        let hot = output(Command::new(&fill).args([store, films.to_string(), comments.to_string()]))?;
        let flags = servers.map_or_else(Vec::new, |servers| servers.flags(&database));
        let server = Server::start(&home, &flags)?;
        let loads = load::reads(hot.trim(), &home, CONNECTIONS)?;
        sides.push((server, loads));
    }
    let [(small, small_loads), (large, large_loads)] = sides.as_slice() else {
        return Err("two sizes".to_owned());
    };
    say("| load | 1,000: requests/s | p99 ms | 1,000,000: requests/s | p99 ms | cost, times |");
    say("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (few, many) in small_loads.iter().zip(large_loads) {
        let mut figures: [Vec<Figure>; 2] = Default::default();
        for _ in 0..runs {
            let [of_few, of_many] = &mut figures;
            of_few.push(few.run(small, seconds)?);
            of_many.push(many.run(large, seconds)?);
        }
        let [few_rate, many_rate] = figures.each_ref().map(|runs| of(runs, |figure| figure.rate));
        let [few_p99, many_p99] = figures.each_ref().map(|runs| of(runs, |figure| figure.p99));
        say(&format!(
            "| {} | {few_rate:.0} | {few_p99:.2} | {many_rate:.0} | {many_p99:.2} | {:.2} |",
            few.name,
            few_rate / many_rate
        ));
    }
    for (server, _) in sides {
        server.stop()?;
    }
    Ok(())
}

fn of(runs: &[Figure], pick: fn(&Figure) -> f64) -> f64 {
    median(&runs.iter().map(pick).collect::<Vec<_>>())
}
