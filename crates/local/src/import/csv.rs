//! CSV (RFC 4180) with a header: columns are named like the API's members, lists are separated by `|`. A film is known by
//! `source_name` and `source_id`, or by `id` under the source's name `csv`. `rating_average` and `rating_votes` go
//! together.

use csv::{ByteRecord, ReaderBuilder, Terminator};
use kenmovie_common::http::{Kind, MOVIE_FIELDS};

use super::feed::{Feed, Stop};
use super::input::{Bounded, Reader};
use super::row::{Film, Row, RowFault};

/// Columns beside those of a film's members.
const OWN: [&str; 5] = ["source_name", "source_id", "id", "rating_average", "rating_votes"];

/// That every column is known, and that those that are needed are there.
pub(super) fn check_header(head: &[u8]) -> Result<(), String> {
    let names = header(head)?;
    let is_known = |name: &str| OWN.contains(&name) || MOVIE_FIELDS.iter().any(|field| field.name == name);
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        let known: Vec<_> = MOVIE_FIELDS.iter().map(|field| field.name).chain(OWN).collect();
        return Err(format!(
            "has a column \"{unknown}\" that is not known; columns are {}",
            known.join(", ")
        ));
    }
    if let Some((_, twice)) =
        names.iter().enumerate().find(|(at, name)| names.iter().take(*at).any(|other| other == *name))
    {
        return Err(format!("has the column \"{twice}\" twice"));
    }
    let has = |name: &str| names.iter().any(|column| column == name);
    let source = (has("source_name"), has("source_id"));
    let is_source_known = matches!((source, has("id")), ((true, true), false) | ((false, false), true));
    if has("title") && is_source_known {
        Ok(())
    } else {
        Err("needs the column title, and either source_name and source_id, or id".to_owned())
    }
}

/// The first record of a file's start.
pub(super) fn header(head: &[u8]) -> Result<Vec<String>, String> {
    let mut record = ByteRecord::new();
    let mut reader = builder().has_headers(false).from_reader(head);
    match reader.read_byte_record(&mut record) {
        Ok(true) => Ok(record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()),
        _ => Err("has no header".to_owned()),
    }
}

pub(super) fn parse(reader: Reader, year: i64, feed: &mut Feed) -> Result<(), Stop> {
    records(reader, |place, head, record| match head {
        None => feed.row(place, Err(RowFault::new("not as many columns as the header, or not UTF-8 text"))),
        Some(columns) => feed.row(place, film(columns, record, year)),
    })
}

fn film(columns: &[String], values: &[&str], year: i64) -> Row {
    let mut film = Film::default();
    let value = |name: &str| {
        let found = columns.iter().zip(values).find(|(column, _)| *column == name);
        found.map_or("", |(_, value)| value.trim())
    };
    for field in MOVIE_FIELDS {
        let value = value(field.name);
        match field.kind {
            Kind::Integer { .. } | Kind::Year => film.number(field.name, value),
            Kind::Lines { .. } => film.list(field.name, value.split('|')),
            _ => film.text(field.name, value),
        }
    }
    let own = value("id");
    let (name, id) = if own.is_empty() { (value("source_name"), value("source_id")) } else { ("csv", own) };
    film.source(name, id);
    rate(&mut film, value("rating_average"), value("rating_votes"));
    film.finish(year)
}

fn rate(film: &mut Film, average: &str, votes: &str) {
    match (average.parse(), votes.parse()) {
        (Ok(average), Ok(votes)) => film.rating(average, votes),
        _ if average.is_empty() && votes.is_empty() => {}
        (Err(_), _) => film.fault("rating_average", "This must be a number."),
        (_, Err(_)) => film.fault("rating_votes", "This must be a whole number."),
    }
}

/// Only a line feed ends a record, since lines are not counted right otherwise; the return before it is trimmed away.
fn builder() -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.flexible(true).buffer_capacity(64 * 1024).terminator(Terminator::Any(b'\n'));
    builder
}

/// Every record after the header, with its line. One that does not fit the header comes without columns.
pub(super) fn records(
    reader: Reader,
    mut each: impl FnMut(u64, Option<&[String]>, &[&str]) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let (reader, row) = Bounded::new(reader);
    let mut reader = builder().from_reader(reader);
    let broken = |error: csv::Error| Stop::Input(error.to_string());
    let columns: Vec<String> = reader
        .byte_headers()
        .map_err(broken)?
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim().to_owned())
        .collect();
    let mut record = ByteRecord::new();
    loop {
        row.reached();
        if !reader.read_byte_record(&mut record).map_err(broken)? {
            return Ok(());
        }
        let line = record.position().map_or(0, csv::Position::line);
        let values: Option<Vec<&str>> = record.iter().map(|value| std::str::from_utf8(value).ok()).collect();
        match values {
            Some(values) if matches!(values.as_slice(), ["\r"]) => {}
            Some(values) if values.len() == columns.len() => each(line, Some(&columns), &values)?,
            _ => each(line, None, &[])?,
        }
    }
}
