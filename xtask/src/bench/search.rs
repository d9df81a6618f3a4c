//! What a search takes, asked one at a time, over a mix of what people type.

use std::fmt::Write as _;
use std::net::SocketAddr;

use super::line::{Line, Spread};
use crate::shell::{Done, say};

/// What is typed: words, and filters behind a `&`. The common words of the made-up films (`examples/fill`) and their
/// beginnings, words that rarely meet, accents, numbers, and what no film has.
const TYPED: &[&str] = &[
    "a",
    "d",
    "e",
    "l",
    "m",
    "n",
    "s",
    "t",
    "z",
    "ñ",
    "de",
    "el",
    "la",
    "lo",
    "ma",
    "ca",
    "th",
    "no",
    "ve",
    "qu",
    "the",
    "noc",
    "cas",
    "man",
    "mar",
    "ber",
    "noche",
    "night",
    "amor",
    "love",
    "casa",
    "house",
    "corazón",
    "ángel",
    "garcía",
    "smith",
    "biblioteca",
    "lighthouse",
    "archivo",
    "kurosawa",
    "maría garcía",
    "the night",
    "la noche de",
    "noche smith",
    "love archivo",
    "ad z",
    "m k",
    "the m",
    "la l",
    "juan night",
    "biblioteca lighthouse",
    "the last night",
    "2",
    "12",
    "7 night",
    "2024",
    "xyzzy",
    "noche xyzzy",
    "la noche perdida",
    "a&genre=Drama",
    "the&genre=Musical",
    "noche&genre=Western",
    "la&year_from=1990&year_to=1999",
    "m&year_from=2010&year_to=2010",
    "the&year_from=1935&year_to=1940",
    "l&genre=Musical&year_from=1900&year_to=1960",
];
const SORTS: [&str; 2] = ["relevance", "popular"];

/// Asks for each of them so many times, in turns, and prints how long answers took over the whole mix, and of what they
/// took longest.
pub(crate) fn run(address: SocketAddr, rounds: u32) -> Done {
    let mut line = Line::to(address)?;
    let queries = TYPED.iter().flat_map(|typed| SORTS.map(|sort| path(typed, sort)));
    let mut asked: Vec<(String, Vec<f64>)> = queries.map(|path| (path, Vec::new())).collect();
    for _ in 0..rounds {
        for (path, times) in &mut asked {
            times.push(line.get(path)?.1);
        }
    }
    say("| searches | p50 ms | p99 ms | worst ms | slowest at the median |");
    say("| --- | ---: | ---: | ---: | --- |");
    for sort in SORTS {
        let of_sort = asked.iter().filter(|(path, _)| path.contains(sort));
        row(&format!("sort={sort}"), of_sort);
    }
    row("all", asked.iter());
    Ok(())
}

fn row<'a>(name: &str, asked: impl Iterator<Item = &'a (String, Vec<f64>)> + Clone) {
    let all: Vec<f64> = asked.clone().flat_map(|(_, times)| times).copied().collect();
    let Spread { p50, p99, worst } = Spread::of(&all);
    let mut medians: Vec<(f64, &str)> =
        asked.map(|(path, times)| (Spread::of(times).p50, path.as_str())).collect();
    medians.sort_by(|one, other| other.0.total_cmp(&one.0));
    let slowest: Vec<String> =
        medians.iter().take(3).map(|(took, path)| format!("{path} {took:.1}")).collect();
    say(&format!("| {name}, {} | {p50:.2} | {p99:.2} | {worst:.2} | {} |", all.len(), slowest.join(", ")));
}

fn path(typed: &str, sort: &str) -> String {
    let (words, filters) = typed
        .split_once('&')
        .map_or((typed, String::new()), |(words, filters)| (words, format!("&{filters}")));
    let mut query = String::new();
    for byte in words.bytes() {
        match byte {
            b' ' => query.push('+'),
            byte if byte.is_ascii_alphanumeric() => query.push(char::from(byte)),
            byte => {
                let _ = write!(query, "%{byte:02X}");
            }
        }
    }
    format!("/api/movies?q={query}&sort={sort}{filters}")
}
