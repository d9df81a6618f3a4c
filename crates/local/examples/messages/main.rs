//! Messages between pairs of people over open sockets, for measurements.
//!
//! `messages people DATA ORIGIN COUNT` makes people with a session each in the store of a data folder and prints their ids
//! and access tokens. `messages kenmovie|socket.io ADDRESS PID PEOPLE SECONDS` opens a socket for each of them at the server
//! that runs there, sends 200 messages a second between pairs, and prints its figures; it fails where a message was lost,
//! came twice or is not what was sent.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod load;
mod people;
mod process;
mod site;
mod socket;
mod verdict;

use std::error::Error;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use load::{Sent, TALK};
use people::Person;
use process::Process;
use site::Site;
use socket::Log;

/// What is not here this long after the last answer is lost.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long sockets are silent before the memory that they take is read, and how long copies are waited for.
const SILENCE: Duration = Duration::from_secs(2);

type Whatever = Box<dyn Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Whatever> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["people", data, origin, count] => people::make(data.as_ref(), origin, count.parse()?).await,
        [kind, address, pid, people, seconds] => {
            let people = people::read(&fs::read_to_string(people)?)?;
            let site = Site::at(kind.parse()?, address);
            measure(site, Process(pid.parse()?), people, seconds.parse()?).await
        }
        _ => Err("messages people DATA ORIGIN COUNT | messages KIND ADDRESS PID PEOPLE SECONDS".into()),
    }
}

async fn measure(site: Site, server: Process, people: Vec<Person>, seconds: usize) -> Result<(), Whatever> {
    let (site, people, log) = (Arc::new(site), Arc::new(people), Log::default());
    let empty = server.resident()?;
    let begun = Instant::now();
    let sockets = socket::open_all(&site, &people, &log).await?;
    let opened = begun.elapsed();
    tokio::time::sleep(SILENCE).await;
    let idle = server.resident()?;

    let (begun, worked) = (Instant::now(), server.worked()?);
    let sent = load::send_all(&site, &people, seconds).await?;
    let answered = Instant::now();
    while log.len() < 2 * sent.len() && answered.elapsed() < PATIENCE && !log.ended() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (lasted, worked) = (begun.elapsed(), server.worked()?.saturating_sub(worked));
    tokio::time::sleep(SILENCE).await;
    let busy = server.resident()?;
    let arrivals = log.take()?;
    let delays = verdict::exactly_once(&people, &sent, &arrivals)?;
    verdict::stored(&site, &people, &sent).await?;
    drop(sockets);

    let answers = sent.iter().map(Sent::answered_after).collect();
    let mut figures = vec![
        (format!("{} sockets opened, s", people.len()), opened.as_secs_f64()),
        ("resident without sockets, MB".to_owned(), empty),
        ("resident with idle sockets, MB".to_owned(), idle),
        ("resident after the load, MB".to_owned(), busy),
        ("messages/s".to_owned(), count(sent.len()) / lasted.as_secs_f64()),
    ];
    figures.extend(spread("push", delays));
    figures.extend(spread("answer", answers));
    figures.push(("processor time a message, ms".to_owned(), milliseconds(worked) / count(sent.len())));
    for (name, figure) in figures {
        println!("{name}\t{figure:.3}");
    }
    Ok(())
}

fn spread(name: &'static str, mut times: Vec<Duration>) -> impl Iterator<Item = (String, f64)> {
    times.sort_unstable();
    [("p50", 500), ("p90", 900), ("p99", 990), ("worst", 1_000)].into_iter().map(
        move |(mark, thousandths)| {
            let place = (times.len() * thousandths).div_ceil(1_000).saturating_sub(1);
            let time = times.get(place).copied().unwrap_or_default();
            (format!("{name} {mark}, ms"), milliseconds(time))
        },
    )
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[expect(clippy::cast_precision_loss, reason = "a count of messages is far below 2^52")]
fn count(messages: usize) -> f64 {
    messages as f64
}

/// Who writes the message with this number, and to whom: places among the people. Pairs take turns, and so do their two.
fn between(number: usize, people: usize) -> (usize, usize) {
    let pairs = people / TALK;
    let (pair, round) = (number % pairs, number / pairs);
    let (one, other) = (TALK * pair, TALK * pair + 1);
    if round.is_multiple_of(TALK) { (one, other) } else { (other, one) }
}

fn text(number: usize) -> String {
    format!("{number}: ¿viste la escena de la lluvia? La volvería a ver esta noche.")
}
