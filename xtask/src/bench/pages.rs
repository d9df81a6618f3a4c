//! Whether the first, a middle and the last page of a long list take what those of a short one take.

use std::net::SocketAddr;

use super::line::{Line, Spread};
use super::server::Server;
use crate::shell::{Done, say};

/// Times each page is asked for, on both sides in turns.
const ROUNDS: usize = 300;

/// A list under the same route in the small community and in the large one.
pub(crate) struct Long {
    pub(crate) name: &'static str,
    /// The route with its query, of the small and of the large.
    pub(crate) lists: [String; 2],
}

/// Walks each list, then prints what its pages cost.
pub(crate) fn run(servers: [&Server; 2], lists: &[Long]) -> Done {
    say("| list | page | small: p50 ms | p99 ms | large: p50 ms | p99 ms | cost, times |");
    say("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
    let [few, many] = servers.map(|server| server.address);
    for Long { name, lists: [small, large] } in lists {
        let pages = walk(few, small)?.into_iter().zip(walk(many, large)?);
        // A line on which nothing is asked for long is hung up: these are opened after the walk.
        let (mut few, mut many) = (Line::to(few)?, Line::to(many)?);
        for (page, (small, large)) in ["first", "middle", "last"].into_iter().zip(pages) {
            let (mut of_few, mut of_many) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                of_few.push(few.get(&small)?.1);
                of_many.push(many.get(&large)?.1);
            }
            let (small, large) = (Spread::of(&of_few), Spread::of(&of_many));
            say(&format!(
                "| {name} | {page} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
                small.p50,
                small.p99,
                large.p50,
                large.p99,
                large.p50 / small.p50
            ));
        }
    }
    Ok(())
}

/// The first page of a list, the one in its middle, and the last but one: the last may hold a single item. Of a list of one
/// or two pages all three are the first.
fn walk(server: SocketAddr, list: &str) -> Done<[String; 3]> {
    let mut line = Line::to(server)?;
    let mut pages = vec![list.to_owned()];
    let mut here = list.to_owned();
    while let Some(next) = next(&line.get(&here)?.0) {
        here = format!("{list}&cursor={next}");
        pages.push(here.clone());
    }
    if pages.len() > 1 {
        pages.pop();
    }
    let at = |place: usize| pages.get(place).cloned().unwrap_or_default();
    Ok([at(0), at(pages.len() / 2), at(pages.len() - 1)])
}

fn next(page: &str) -> Option<&str> {
    page.rsplit_once("\"next\":\"")?.1.split('"').next()
}
