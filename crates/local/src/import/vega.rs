//! vega-datasets' `movies.json`: one JSON array, read element by element.
//!
//! The file has no ids. A film's is made of its title and release date as they stand there, `The Land Girls (Jun 12
//! 1998)`, and where the same two come again ` #2`, ` #3` and so on in the file's order. Taken are title, year of release,
//! minutes, rating of the MPAA (but not `Not Rated` and `Open`, which say that there is none), director, genres, what it
//! is based on as a tag, and IMDb's rating; money, distributor and Rotten Tomatoes have no place in a film here.

mod genre;
mod letters;

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher as _;

use serde::de::{Deserializer as _, SeqAccess, Visitor};
use serde_json::{Map, Value};

use self::genre::genres;
use self::letters::mend;
use super::feed::{Feed, Stop};
use super::input::{Bounded, Reader, RowEnd};
use super::row::{Film, Row, RowFault};

pub(super) fn parse(reader: Reader, year: i64, feed: &mut Feed) -> Result<(), Stop> {
    let (reader, row) = Bounded::new(reader);
    let mut json =
        serde_json::Deserializer::from_reader(std::io::BufReader::with_capacity(64 * 1024, reader));
    let mut stop = None;
    let elements = Elements { year, feed, row, stop: &mut stop, seen: Seen::default() };
    let read = json.deserialize_seq(elements).and_then(|()| json.end());
    match (stop, read) {
        (Some(stop), _) => Err(stop),
        (None, Err(error)) => Err(Stop::Input(format!("it is not a JSON array: {error}"))),
        (None, Ok(())) => Ok(()),
    }
}

struct Elements<'a> {
    year: i64,
    feed: &'a mut Feed,
    row: RowEnd,
    stop: &'a mut Option<Stop>,
    seen: Seen,
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of films")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        let mut place = 0;
        while let Some(element) = elements.next_element::<Value>()? {
            self.row.reached();
            place += 1;
            let row = match element {
                Value::Object(members) => film(&members, &mut self.seen, self.year),
                _ => Err(RowFault::new("not a JSON object")),
            };
            if let Err(stop) = self.feed.row(place, row) {
                *self.stop = Some(stop);
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

fn film(members: &Map<String, Value>, seen: &mut Seen, year: i64) -> Row {
    let text = |name: &str| match members.get(name) {
        Some(Value::String(text)) => text.clone(),
        // Some titles are numbers: 1776, 300, 9.
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let mut film = Film::default();
    let (title, date) = (text("Title"), text("Release Date"));
    let mut id = format!("{title} ({date})");
    let times = seen.again(&id);
    if times > 1 {
        id = format!("{id} #{times}");
    }
    film.source("vega", &id);
    film.text("title", &mend(&title));
    match date.rsplit(' ').next() {
        _ if date.is_empty() => {}
        Some(released) if released.len() == 4 => film.number("year", released),
        _ => film.fault("year", "A date such as Jun 12 1998."),
    }
    film.number("duration_minutes", &text("Running Time min"));
    let rating = text("MPAA Rating");
    if !matches!(rating.as_str(), "Not Rated" | "Open") {
        film.text("content_rating", &rating);
    }
    film.list("genres", genres(&text("Major Genre"), &text("Creative Type")));
    film.list("directors", std::iter::once(mend(&text("Director")).as_str()));
    film.list("tags", std::iter::once(text("Source").as_str()));
    let votes = members.get("IMDB Votes").and_then(Value::as_u64);
    if let (Some(average), Some(votes)) = (members.get("IMDB Rating").and_then(Value::as_f64), votes) {
        film.rating(average, votes);
    }
    film.finish(year)
}

/// How often each title and date came, by a hash of them.
#[derive(Default)]
struct Seen(HashMap<u64, u32>, RandomState);

impl Seen {
    fn again(&mut self, id: &str) -> u32 {
        let times = self.0.entry(self.1.hash_one(id)).or_default();
        *times += 1;
        *times
    }
}
