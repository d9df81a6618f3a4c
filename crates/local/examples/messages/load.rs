//! The load: messages at an even pace, whether those before are answered or not.

use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::Method;
use serde_json::json;
use tokio::task::JoinSet;

use crate::people::Person;
use crate::site::{Message, Site};
use crate::{Whatever, between, text};

/// How many people talk to each other.
pub(crate) const TALK: usize = 2;
const PER_SECOND: usize = 200;
const PACE: Duration = Duration::from_millis(5);

/// A message that was answered with 201.
pub(crate) struct Sent {
    pub(crate) number: usize,
    /// Just before the request was written.
    pub(crate) at: Instant,
    pub(crate) answered: Instant,
    pub(crate) message: Message,
}

impl Sent {
    pub(crate) fn answered_after(&self) -> Duration {
        self.answered.duration_since(self.at)
    }
}

/// Sends for so many seconds; everything that was sent, in its order.
pub(crate) async fn send_all(
    site: &Arc<Site>,
    people: &Arc<Vec<Person>>,
    seconds: usize,
) -> Result<Vec<Sent>, Whatever> {
    let mut sending = JoinSet::new();
    let mut pace = tokio::time::interval(PACE);
    for number in 0..PER_SECOND * seconds {
        pace.tick().await;
        sending.spawn(send(Arc::clone(site), Arc::clone(people), number));
    }
    let mut sent = Vec::new();
    while let Some(one) = sending.join_next().await {
        sent.push(one??);
    }
    sent.sort_by_key(|one| one.number);
    Ok(sent)
}

async fn send(site: Arc<Site>, people: Arc<Vec<Person>>, number: usize) -> Result<Sent, Whatever> {
    let (from, to) = between(number, people.len());
    let (from, to) = (people.get(from).ok_or("a sender")?, people.get(to).ok_or("a receiver")?);
    let path = format!("/api/conversations/{}/messages", to.id);
    let body = json!({ "client_id": number.to_string(), "text": text(number) }).to_string();
    let at = Instant::now();
    let message: Message = site.ask(Method::POST, &path, from, body, 201).await?;
    Ok(Sent { number, at, answered: Instant::now(), message })
}
