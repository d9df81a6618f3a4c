//! Whether what was sent is what came and what is stored, each message once.

use std::collections::HashMap;
use std::time::Duration;

use crate::load::{Sent, TALK};
use crate::people::Person;
use crate::site::{Message, Site};
use crate::socket::Arrival;
use crate::{Whatever, between, text};

/// How long each message took to its receiver's socket. Every one came there once and to its sender's once, as it was sent,
/// and nowhere else.
pub(crate) fn exactly_once(
    people: &[Person],
    sent: &[Sent],
    arrivals: &[Arrival],
) -> Result<Vec<Duration>, Whatever> {
    let mut came = HashMap::new();
    for arrival in arrivals {
        if came.insert((arrival.whose, arrival.message.id.as_str()), arrival).is_some() {
            return Err(format!("message {} came twice", arrival.message.client_id).into());
        }
    }
    let mut delays = Vec::with_capacity(sent.len());
    for one in sent {
        let (from, to) = between(one.number, people.len());
        let told = &one.message;
        let whole = told.text == text(one.number)
            && told.client_id == one.number.to_string()
            && people.get(from).is_some_and(|person| person.id == told.from)
            && people.get(to).is_some_and(|person| person.id == told.to);
        if !whole {
            return Err(format!("message {} was answered with another", one.number).into());
        }
        for whose in [from, to] {
            let arrival = came.remove(&(whose, told.id.as_str()));
            let arrival = arrival.ok_or_else(|| format!("message {} did not come", one.number))?;
            if arrival.message != *told {
                return Err(format!("message {} came as another", one.number).into());
            }
            if whose == to {
                delays.push(arrival.at.duration_since(one.at));
            }
        }
    }
    if came.is_empty() { Ok(delays) } else { Err(format!("{} more came than were sent", came.len()).into()) }
}

/// Both people of every pair read what was sent between them.
pub(crate) async fn stored(site: &Site, people: &[Person], sent: &[Sent]) -> Result<(), Whatever> {
    let mut talks: HashMap<usize, Vec<&Message>> = HashMap::new();
    for one in sent {
        talks.entry(between(one.number, people.len()).0 / TALK).or_default().push(&one.message);
    }
    for (pair, mut expected) in talks {
        let (one, other) = (TALK * pair, TALK * pair + 1);
        let (one, other) = (people.get(one).ok_or("one")?, people.get(other).ok_or("another")?);
        for (reader, other) in [(one, other), (other, one)] {
            let mut read = site.conversation(reader, other).await?;
            read.sort_by(|one, other| one.id.cmp(&other.id));
            expected.sort_by(|one, other| one.id.cmp(&other.id));
            if !read.iter().eq(expected.iter().copied()) {
                return Err(format!("a conversation of {} messages reads otherwise", expected.len()).into());
            }
        }
    }
    Ok(())
}
