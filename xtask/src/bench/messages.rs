//! Messages between a thousand people with open sockets, beside a plain Node server with socket.io that does the same job
//! (`xtask/bench/socket.io`), in turns. The example `messages` of `kenmovie-local` sends them and checks that each came once.

use std::path::Path;
use std::process::Command;

use super::server::Server;
use super::{example, median};
use crate::setup;
use crate::shell::{self, Done, output, say};

/// Two of them talk to each other.
const PEOPLE: &str = "1000";
/// Tokens are for this site, wherever it listens.
const ORIGIN: &str = "http://localhost:8080";
const THEIRS: &str = "xtask/bench/socket.io";
const KINDS: [&str; 2] = ["kenmovie", "socket.io"];

/// A figure's name, and what each run gave.
type Figures = Vec<(String, Vec<f64>)>;

pub(crate) fn run(folder: &Path, seconds: u32, runs: u32) -> Done {
    setup::packages(THEIRS)?;
    let mut figures: [Figures; 2] = Default::default();
    for number in 0..runs {
        for (kind, figures) in KINDS.into_iter().zip(&mut figures) {
            let home = folder.join(format!("messages-{kind}-{number}"));
            let printed = measure(kind, &home, seconds)?;
            say(&format!("{kind}, run {}\n{printed}", number + 1));
            note(&printed, figures)?;
        }
    }
    let [ours, theirs] = figures;
    say(&format!("{PEOPLE} sockets, 200 messages a second for {seconds} s; medians of {runs} runs"));
    say("| figure | KenMovie | socket.io |");
    say("| --- | ---: | ---: |");
    for ((name, ours), (_, theirs)) in ours.iter().zip(&theirs) {
        say(&format!("| {name} | {:.2} | {:.2} |", median(ours), median(theirs)));
    }
    Ok(())
}

/// A server of its own for each run, with people who have said nothing yet.
fn measure(kind: &str, home: &Path, seconds: u32) -> Done<String> {
    let fault = |error: std::io::Error| format!("{}: {error}", home.display());
    let (data, people) = (home.join("data"), home.join("people"));
    std::fs::create_dir_all(&data).map_err(fault)?;
    let made = output(Command::new(example("messages")).arg("people").arg(&data).args([ORIGIN, PEOPLE]))?;
    std::fs::write(&people, made).map_err(fault)?;
    let server = if kind == "kenmovie" {
        Server::start(home, &["--public-url", ORIGIN].map(str::to_owned))?
    } else {
        let mut node = shell::command(THEIRS, "node", &["server.mjs"]);
        Server::of(node.arg(data.join("messages.db")).arg(&people))?
    };
    let printed = output(
        Command::new(example("messages"))
            .args([kind, &server.address.to_string(), &server.pid().to_string()])
            .arg(&people)
            .arg(seconds.to_string()),
    )?;
    server.stop()?;
    Ok(printed)
}

fn note(printed: &str, figures: &mut Figures) -> Done {
    for (place, line) in printed.lines().enumerate() {
        let (name, figure) = line.split_once('\t').ok_or_else(|| format!("messages printed {line}"))?;
        let figure = figure.parse().map_err(|_| format!("{name} is {figure}"))?;
        match figures.get_mut(place) {
            Some((_, runs)) => runs.push(figure),
            None => figures.push((name.to_owned(), vec![figure])),
        }
    }
    Ok(())
}
