//! MovieLens' `movies.csv` (<https://grouplens.org/datasets/movielens/>): `movieId,title,genres`, the year in parentheses
//! behind the title, articles behind a comma, the original title often in parentheses before the year.

use super::csv::{header, records};
use super::feed::{Feed, Stop};
use super::input::Reader;
use super::row::{Film, Row, RowFault};

const NAMES: [&str; 3] = ["movieId", "title", "genres"];

/// Articles that stand behind a comma.
const ARTICLES: [&str; 21] = [
    "The", "A", "An", "El", "Los", "La", "Las", "Un", "Una", "Le", "Les", "L'", "Une", "Il", "Lo", "Gli",
    "Der", "Die", "Das", "Den", "Det",
];

/// That the header is MovieLens'.
pub(super) fn check_header(head: &[u8]) -> Result<(), String> {
    if header(head)? == NAMES {
        Ok(())
    } else {
        Err(format!("has not the columns {}, so it is not MovieLens' movies.csv", NAMES.join(", ")))
    }
}

pub(super) fn parse(reader: Reader, year: i64, feed: &mut Feed) -> Result<(), Stop> {
    records(reader, |place, columns, values| match (columns, values) {
        (Some(_), [id, title, genres]) => feed.row(place, film(id, title, genres, year)),
        _ => feed.row(place, Err(RowFault::new("not three columns, or not UTF-8 text"))),
    })
}

fn film(id: &str, title: &str, genres: &str, year: i64) -> Row {
    let mut film = Film::default();
    film.source("movielens", id);
    let Parts { title, original, year: released } = parts(title);
    film.text("title", &title);
    if let Some(original) = original.filter(|original| *original != title) {
        film.text("original_title", &original);
    }
    film.number("year", released);
    let genres = genres.split('|').filter(|genre| *genre != "(no genres listed)");
    film.list("genres", genres.clone().filter(|genre| *genre != "IMAX").map(our_genre));
    film.list("tags", genres.filter(|genre| *genre == "IMAX"));
    film.finish(year)
}

fn our_genre(genre: &str) -> &str {
    if genre == "Children" { "Family" } else { genre }
}

struct Parts<'a> {
    title: String,
    original: Option<String>,
    year: &'a str,
}

fn parts(text: &str) -> Parts<'_> {
    let text = text.trim();
    let (text, year) = match parenthesised(text).map(|(before, inner)| (before, inner, first_year(inner))) {
        Some((before, _, Some(year))) => (before, year),
        _ => (text, ""),
    };
    match parenthesised(text) {
        Some((title, original)) if !original.starts_with("a.k.a.") && !title.is_empty() => {
            Parts { title: article_first(title), original: Some(article_first(original)), year }
        }
        _ => Parts { title: article_first(text), original: None, year },
    }
}

/// What stands before the last parentheses, and in them.
fn parenthesised(text: &str) -> Option<(&str, &str)> {
    let (before, inner) = text.strip_suffix(')')?.rsplit_once('(')?;
    Some((before.trim(), inner.trim()))
}

/// The year of `1995`, `2006-2007` or `1994–`.
fn first_year(inner: &str) -> Option<&str> {
    let digits = inner.find(|c: char| !c.is_ascii_digit()).unwrap_or(inner.len());
    let (year, rest) = inner.split_at(digits);
    let is_range = rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ' '));
    (year.len() == 4 && is_range).then_some(year)
}

fn article_first(title: &str) -> String {
    match title.rsplit_once(", ") {
        Some((rest, article)) if ARTICLES.contains(&article) => {
            let gap = if article.ends_with('\'') { "" } else { " " };
            format!("{article}{gap}{rest}")
        }
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_taken_apart_and_its_article_put_in_front() {
        for (text, title, original, year) in [
            ("Toy Story (1995)", "Toy Story", None, "1995"),
            ("American President, The (1995)", "The American President", None, "1995"),
            (
                "City of Lost Children, The (Cité des enfants perdus, La) (1995)",
                "The City of Lost Children",
                Some("La Cité des enfants perdus"),
                "1995",
            ),
            ("Eclisse, L' (Eclipse) (1962)", "L'Eclisse", Some("Eclipse"), "1962"),
            ("Seven (a.k.a. Se7en) (1995)", "Seven (a.k.a. Se7en)", None, "1995"),
            ("Fawlty Towers (1975-1979)", "Fawlty Towers", None, "1975"),
            ("Babylon 5", "Babylon 5", None, ""),
            ("Airplane II: The Sequel (1982) ", "Airplane II: The Sequel", None, "1982"),
            ("(500) Days of Summer (2009)", "(500) Days of Summer", None, "2009"),
            ("Me, Myself & Irene (2000)", "Me, Myself & Irene", None, "2000"),
        ] {
            let parts = parts(text);
            assert_eq!(
                (parts.title.as_str(), parts.original.as_deref(), parts.year),
                (title, original, year),
                "{text}"
            );
        }
    }
}
