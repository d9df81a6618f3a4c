//! Lists of films through the real gateway.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test panics where it fails")]

mod list;
mod refusals;

use kenmovie_common::MovieId;
use kenmovie_testkit::Client;

const LIST: &str = "/api/user-movies";

/// Where this film stands in a list.
fn at(movie: MovieId) -> String {
    format!("{LIST}/{movie}")
}

/// The titles of a person's list, in its order.
async fn titles(person: &Client) -> Vec<String> {
    let items = person.all(LIST).await;
    items.iter().map(|item| item["movie"]["title"].as_str().unwrap().to_owned()).collect()
}
