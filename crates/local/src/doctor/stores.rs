//! The engines: whether they answer, have what they need, and count rightly. Nothing is made that is not there.

use std::time::Instant;

use kenmovie_common::ports::Drift;
use kenmovie_embedded::Options;

use super::Finding;
use crate::engines::{Documents, EngineOptions, Ephemeral, KvPlace, StorePlace};

const BACKUP: &str = "put a backup of the file in its place, or start with another --data";

pub(super) async fn examine(options: &EngineOptions) -> Vec<Finding> {
    let mut findings = database(&options.store).await;
    if !matches!(options, EngineOptions { store: StorePlace::Sqlite(_), kv: KvPlace::Sqlite(_) }) {
        findings.push(sessions(&options.kv).await);
    }
    findings
}

async fn database(place: &StorePlace) -> Vec<Finding> {
    const ABOUT: &str = "database";
    if let StorePlace::Sqlite(path) = place
        && !path.exists()
    {
        return vec![Finding::well(ABOUT, format!("{place} is made by the first kenmovie serve"))];
    }
    let documents = match Documents::open(place, Options::default()).await {
        Ok(documents) => documents,
        Err(error) => return vec![Finding::ill(ABOUT, error.to_string(), mend(place))],
    };
    let mut findings = Vec::new();
    match documents.store.ping().await {
        Ok(()) => {
            let says = match place {
                StorePlace::Sqlite(_) => format!("{place} opens, its schema is up to date"),
                StorePlace::Mongo(_) => format!("{place} answers"),
            };
            findings.push(Finding::well(ABOUT, says));
            findings.push(indexes(&documents).await);
            findings.push(counters(place, &documents).await);
            findings.push(films(place, &documents).await);
        }
        Err(error) => findings.push(Finding::ill(ABOUT, format!("{place}: {error}"), mend(place))),
    }
    documents.close().await;
    findings
}

async fn indexes(documents: &Documents) -> Finding {
    const ABOUT: &str = "indexes";
    let mend = "kenmovie migrate makes them, and so does the next kenmovie serve";
    match documents.missing().await {
        Ok(missing) if missing.is_empty() => Finding::well(ABOUT, "all there"),
        Ok(missing) => Finding::ill(ABOUT, format!("missing: {}", missing.join(", ")), mend),
        Err(error) => Finding::ill(ABOUT, error.to_string(), mend),
    }
}

async fn counters(place: &StorePlace, documents: &Documents) -> Finding {
    const ABOUT: &str = "counters";
    let began = Instant::now();
    match documents.store.verify_counters().await.as_deref() {
        Ok([]) => {
            let took = began.elapsed().as_secs_f64();
            Finding::well(ABOUT, format!("every one equals the rows behind it (counted in {took:.1} s)"))
        }
        Ok(drifts @ [Drift { counter, of, stored, counted }, ..]) => {
            let mend = match place {
                StorePlace::Sqlite(_) => {
                    "the file was changed by something else than KenMovie: put a backup of it in its place"
                }
                StorePlace::Mongo(_) => {
                    "kenmovie maintain, a minute after whatever stopped; what differs then was changed by something else"
                }
            };
            let differ = drifts.len();
            let says = format!(
                "{differ} differ from the rows behind them; the first: {counter} of {of} is {stored} and should be {counted}"
            );
            Finding::ill(ABOUT, says, mend)
        }
        Err(error) => Finding::ill(ABOUT, error.to_string(), mend(place)),
    }
}

async fn films(place: &StorePlace, documents: &Documents) -> Finding {
    const ABOUT: &str = "films";
    match documents.store.count_movies().await {
        Ok(0) => Finding::well(ABOUT, "none yet; the next kenmovie serve loads the bundled ones"),
        Ok(films) => Finding::well(ABOUT, format!("{films} in the store")),
        Err(error) => Finding::ill(ABOUT, error.to_string(), mend(place)),
    }
}

/// Where they are kept apart from the documents.
async fn sessions(place: &KvPlace) -> Finding {
    const ABOUT: &str = "sessions";
    if let KvPlace::Sqlite(path) = place
        && !path.exists()
    {
        return Finding::well(ABOUT, format!("{place} is made by the first kenmovie serve"));
    }
    let mend = match place {
        KvPlace::Sqlite(_) => BACKUP,
        KvPlace::Dynamo { .. } => {
            "start DynamoDB, or name it with --dynamodb-endpoint; kenmovie migrate makes a table that is missing"
        }
    };
    match Ephemeral::open(place, None).await {
        Ok(ephemeral) => {
            let answer = ephemeral.kv().ping().await;
            ephemeral.close().await;
            match answer {
                Ok(()) => Finding::well(ABOUT, format!("{place} answers")),
                Err(error) => Finding::ill(ABOUT, format!("{place}: {error}"), mend),
            }
        }
        Err(error) => Finding::ill(ABOUT, error.to_string(), mend),
    }
}

const fn mend(place: &StorePlace) -> &'static str {
    match place {
        StorePlace::Sqlite(_) => BACKUP,
        StorePlace::Mongo(_) => "start MongoDB, or name its address in MONGODB_URI",
    }
}
