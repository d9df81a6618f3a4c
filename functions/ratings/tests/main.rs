//! Scores of films through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod many;
mod rate;
mod refusals;

use kenmovie_common::MovieId;
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

/// Where this film is read.
fn at(movie: MovieId) -> String {
    format!("/api/movies/{movie}")
}

/// Where it is rated.
fn rating_of(movie: MovieId) -> String {
    format!("/api/movies/{movie}/rating")
}

fn score(score: u64) -> Value {
    json!({ "score": score })
}

/// The ratings of these scores, as the API shows them.
fn ratings(scores: &[u64]) -> Value {
    let mut histogram = [0; 10];
    for score in scores {
        histogram[usize::try_from(*score).unwrap() - 1] += 1;
    }
    let mut all = json!({ "count": scores.len(), "histogram": histogram });
    if !scores.is_empty() {
        let sum = u32::try_from(scores.iter().sum::<u64>()).unwrap();
        let average = f64::from(sum) / f64::from(u32::try_from(scores.len()).unwrap());
        all["average"] = json!((average * 100.0).round() / 100.0);
    }
    all
}

/// No counter is other than its rows.
async fn settled(app: &TestApp) {
    assert_eq!(app.store.verify_counters().await.unwrap(), []);
}
