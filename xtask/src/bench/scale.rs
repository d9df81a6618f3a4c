//! Whether pages cost the same however much there is, and what a search takes where there is much.

use std::path::Path;
use std::process::Command;

use super::load::{self, Figure};
use super::pages::{self, Long};
use super::search;
use super::server::Server;
use super::{example, median};
use crate::servers::Servers;
use crate::shell::{Done, output, say};

/// Films, comments, and replies in one thread, of the small community and of the large one.
const SIZES: [(u32, u32, u32); 2] = [(1_000, 1_000, 40), (200_000, 1_000_000, 10_000)];
/// How often each search is asked for.
const SEARCHES: u32 = 20;
const CONNECTIONS: u32 = 16;

/// Fills both, runs each load on one and on the other in turns, and prints how they compare.
pub(crate) fn run(folder: &Path, servers: Option<&Servers>, seconds: u32, runs: u32) -> Done {
    let fill = example("fill");
    let mut sides = Vec::new();
    for (number, (films, comments, replies)) in SIZES.into_iter().enumerate() {
        let home = folder.join(format!("size{number}"));
        std::fs::create_dir_all(home.join("data")).map_err(|error| format!("{}: {error}", home.display()))?;
        let database = format!("scale{number}");
        let store = servers.map_or_else(
            || format!("sqlite:{}", home.join("data").join("kenmovie.db").display()),
            |servers| servers.store(&database),
        );
        say(&format!("{films} films and {comments} comments"));
        let filled =
            output(Command::new(&fill).arg(store).args([films, comments, replies].map(|n| n.to_string())))?;
        let (hot, thread) = filled.trim().split_once(' ').ok_or_else(|| format!("fill printed {filled}"))?;
        let flags = servers.map_or_else(Vec::new, |servers| servers.flags(&database));
        let server = Server::start(&home, &flags)?;
        let loads = load::reads(hot, &home, CONNECTIONS)?;
        let talk = [
            format!("/api/comments/{thread}/replies?limit=20"),
            format!("/api/movies/{hot}/comments?sort=top&limit=100"),
            format!("/api/movies/{hot}/comments?sort=newest&limit=100"),
        ];
        sides.push((server, loads, talk));
    }
    let [(small, small_loads, few), (large, large_loads, many)] = sides.as_slice() else {
        return Err("two sizes".to_owned());
    };
    search::run(large.address, SEARCHES)?;
    let names = ["replies", "comments, best first", "comments, newest first"];
    let lists = few.iter().zip(many).map(|(few, many)| [few.clone(), many.clone()]);
    let lists: Vec<Long> = names.into_iter().zip(lists).map(|(name, lists)| Long { name, lists }).collect();
    pages::run([small, large], &lists)?;
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
    for (server, ..) in sides {
        server.stop()?;
    }
    Ok(())
}

fn of(runs: &[Figure], pick: fn(&Figure) -> f64) -> f64 {
    median(&runs.iter().map(pick).collect::<Vec<_>>())
}
