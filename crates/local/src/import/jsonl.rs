//! Our own JSON Lines: the API's members, `source {name, id}`, and optionally `source_rating {average, votes}`.

use kenmovie_common::domain::MovieDraft;
use serde_json::{Map, Value};

use super::feed::{Feed, Stop};
use super::input::{Lines, Reader};
use super::row::{Film, RowFault};

pub(super) fn parse(reader: Reader, year: i64, feed: &mut Feed) -> Result<(), Stop> {
    let mut lines = Lines::new(reader);
    while let Some((number, line)) = lines.next()? {
        match line {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => feed.row(number, parse_jsonl(line, year))?,
            Err(fault) => feed.row(number, Err(fault))?,
        }
    }
    Ok(())
}

/// The film of one line; `year` is the current one.
pub fn parse_jsonl(line: &str, year: i64) -> Result<MovieDraft, RowFault> {
    let value: Value = serde_json::from_str(line)
        .map_err(|error| RowFault::new(format!("not JSON at column {}", error.column())))?;
    let Value::Object(mut members) = value else {
        return Err(RowFault::new("not a JSON object"));
    };
    let source = members.remove("source");
    let rating = members.remove("source_rating");
    let mut film = Film::of(members);
    match source {
        Some(Value::Object(source)) => film.source_members(source),
        Some(_) => film.fault("source", "This must be an object with name and id."),
        None => {}
    }
    match rating {
        Some(Value::Object(rating)) => rate(&mut film, rating),
        Some(_) => film.fault("source_rating", "This must be an object with average and votes."),
        None => {}
    }
    film.finish(year)
}

fn rate(film: &mut Film, mut rating: Map<String, Value>) {
    let average = rating.remove("average").as_ref().and_then(Value::as_f64);
    let votes = rating.remove("votes").as_ref().and_then(Value::as_u64);
    match (average, votes) {
        (Some(average), Some(votes)) => film.rating(average, votes),
        (None, _) => film.fault("source_rating.average", "This must be a number."),
        (_, None) => film.fault("source_rating.votes", "This must be a whole number."),
    }
    for name in rating.keys().take(20) {
        film.fault(&format!("source_rating.{name}"), "There is no such member.");
    }
}
