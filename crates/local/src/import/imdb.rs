//! IMDb's `title.basics.tsv` (<https://developer.imdb.com/non-commercial-datasets/>): fields between tabs, no quotes, `\N`
//! where nothing is known. Films and films for television are taken; other kinds of titles, and adult ones, are skipped.

use super::feed::{Feed, Stop};
use super::input::{Lines, Reader};
use super::ratings::{Ratings, number};
use super::row::{Film, Row, RowFault};

const NAMES: [&str; 8] = [
    "tconst",
    "titleType",
    "primaryTitle",
    "originalTitle",
    "isAdult",
    "startYear",
    "runtimeMinutes",
    "genres",
];

/// Where each of our columns stands in the file.
pub(super) struct Columns([usize; 8], usize);

impl Columns {
    pub(super) fn of(header: &str) -> Result<Self, String> {
        let given: Vec<_> = header.split('\t').collect();
        let mut places = [0; 8];
        for (place, name) in places.iter_mut().zip(NAMES) {
            *place = given
                .iter()
                .position(|column| *column == name)
                .ok_or_else(|| format!("has no column {name}, so it is not IMDb's title.basics.tsv"))?;
        }
        Ok(Self(places, given.len()))
    }

    /// The values in our order, empty where nothing is known. None where the line has not the header's columns.
    fn values<'a>(&self, line: &'a str) -> Option<[&'a str; 8]> {
        let given: Vec<&str> = line.split('\t').collect();
        if given.len() != self.1 {
            return None;
        }
        let mut values = [""; 8];
        for (value, place) in values.iter_mut().zip(self.0) {
            *value = given.get(place).copied().filter(|value| *value != "\\N").unwrap_or_default();
        }
        Some(values)
    }
}

pub(super) fn parse(
    reader: Reader,
    year: i64,
    ratings: Option<&Ratings>,
    feed: &mut Feed,
) -> Result<(), Stop> {
    let mut lines = Lines::new(reader);
    let columns = match lines.next()? {
        Some((_, Ok(header))) => Columns::of(header).map_err(Stop::Input)?,
        _ => return Err(Stop::Input("it has no header".to_owned())),
    };
    while let Some((place, line)) = lines.next()? {
        let line = match line {
            Ok(line) => line,
            Err(fault) => {
                feed.row(place, Err(fault))?;
                continue;
            }
        };
        match columns.values(line) {
            Some(values @ [_, kind, _, _, adult, ..]) => {
                if matches!(kind, "movie" | "tvMovie") && adult != "1" {
                    feed.row(place, film(&values, year, ratings))?;
                } else {
                    feed.skip()?;
                }
            }
            None => feed.row(place, Err(RowFault::new("not as many columns as the header")))?,
        }
    }
    Ok(())
}

fn film(values: &[&str; 8], year: i64, ratings: Option<&Ratings>) -> Row {
    let [id, _, title, original, _, released, minutes, genres] = *values;
    let Some(n) = number(id) else {
        return Err(RowFault::new("tconst: An id such as tt0050083."));
    };
    let mut film = Film::default();
    film.source("imdb", id);
    film.text("title", title);
    if original != title {
        film.text("original_title", original);
    }
    film.number("year", released);
    film.number("duration_minutes", minutes);
    film.list("genres", genres.split(','));
    film.text("source_url", &format!("https://www.imdb.com/title/{id}/"));
    if let Some((average, votes)) = ratings.and_then(|ratings| ratings.of(n)) {
        film.rating(average, votes);
    }
    film.finish(year)
}
