//! Votes through the port, without HTTP: `votes STORE CLIENTS SECONDS RUNS`. Every client likes a film and takes it back, first
//! all one film, then each another film every time; prints both rates and times as medians of interleaved runs, and counts
//! again whether every vote is there.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kenmovie_common::domain::{MovieDraft, Reaction, Target};
use kenmovie_common::ports::{Clock as _, NewMovie, Store, StoreResult};
use kenmovie_common::{MovieId, UserId};
use kenmovie_embedded::{Options, SystemClock, SystemRandom};
use kenmovie_local::engines::Documents;
use tokio::task::JoinSet;

const FILMS: usize = 500;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("votes STORE CLIENTS SECONDS RUNS");
    let (place, clients) = (next()?.parse()?, next()?.parse::<usize>()?);
    let (lasting, runs) = (Duration::from_secs(next()?.parse()?), next()?.parse::<usize>()?);
    let documents = Documents::open(&place, Options::default()).await?;
    documents.migrate().await?;
    let store = Arc::clone(&documents.store);
    let now = SystemClock.now();
    let mut films = Vec::new();
    for number in 0..FILMS {
        let id = MovieId::new(now, &SystemRandom);
        let draft = MovieDraft { title: format!("Votada {number}"), ..MovieDraft::default() };
        let creator = UserId::new(now, &SystemRandom);
        store.create_movie(NewMovie { id, draft, creator, idempotency: None, now }).await?;
        films.push(id);
    }
    let hot: Vec<MovieId> = films.iter().take(1).copied().collect();
    let (films, hot) = (Arc::new(films), Arc::new(hot));
    let (mut on_one, mut on_many) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        on_one.push(load(&store, &hot, clients, lasting).await?);
        on_many.push(load(&store, &films, clients, lasting).await?);
    }
    println!("| votes by {clients} clients | votes/s | p50 | p99 |\n| --- | ---: | ---: | ---: |");
    for (name, figures) in [("one film", on_one), ("many films", on_many)] {
        let median = |of: fn(&Figures) -> f64| {
            let mut all: Vec<f64> = figures.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all.get(all.len() / 2).copied().unwrap_or_default()
        };
        let (rate, p50, p99) = (median(|one| one.rate), median(|one| one.p50), median(|one| one.p99));
        println!("| {name} | {rate:.0} | {p50:.1} ms | {p99:.1} ms |");
    }
    let drift = store.verify_counters().await?;
    println!("counters that differ from the votes: {}", drift.len());
    documents.close().await;
    if drift.is_empty() { Ok(()) } else { Err(format!("{drift:?}").into()) }
}

struct Figures {
    rate: f64,
    p50: f64,
    p99: f64,
}

async fn load(
    store: &Arc<dyn Store>,
    films: &Arc<Vec<MovieId>>,
    clients: usize,
    lasting: Duration,
) -> Result<Figures, Box<dyn Error>> {
    let begun = Instant::now();
    let mut voting = JoinSet::new();
    for client in 0..clients {
        voting.spawn(vote(Arc::clone(store), Arc::clone(films), client, begun + lasting));
    }
    let mut times = Vec::new();
    while let Some(voted) = voting.join_next().await {
        times.extend(voted??);
    }
    let took = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let share =
        |percent: usize| times.get(times.len() * percent / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    #[expect(clippy::cast_precision_loss, reason = "a count of votes is far below 2^52")]
    let rate = times.len() as f64 / took;
    Ok(Figures { rate, p50: share(50), p99: share(99) })
}

/// One client's votes until then, and how long each took. A film is liked and, when its turn comes again, not.
async fn vote(
    store: Arc<dyn Store>,
    films: Arc<Vec<MovieId>>,
    client: usize,
    until: Instant,
) -> StoreResult<Vec<Duration>> {
    let user = UserId::new(SystemClock.now(), &SystemRandom);
    let mut times = Vec::new();
    let mut place = client * films.len() / 16;
    while Instant::now() < until {
        let round = place / films.len();
        let value = round.is_multiple_of(2).then_some(Reaction::Like);
        if let Some(film) = films.get(place % films.len()) {
            let asked = Instant::now();
            store.set_reaction(user, Target::Movie(*film), value, SystemClock.now()).await?;
            times.push(asked.elapsed());
        }
        place += 1;
    }
    Ok(times)
}
