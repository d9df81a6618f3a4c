//! What the head of a film's page says of it: to search engines, and to where somebody shares it.

use std::fmt;

use askama::Template;
use kenmovie_common::domain::Movie;
use serde_json::{Value, json};

use crate::words::Words;

/// What search engines show of a description, in characters.
const DESCRIPTION: usize = 160;

#[derive(Template)]
#[template(path = "head.html")]
pub(crate) struct Head<'a> {
    title: &'a str,
    /// With its year.
    name: String,
    description: String,
    url: String,
    image: Option<&'a str>,
    linked_data: ScriptJson,
}

impl<'a> Head<'a> {
    pub(crate) fn of(movie: &'a Movie, origin: &str, words: &Words) -> Self {
        let card = &movie.card;
        let name = card.year.map_or_else(|| card.title.clone(), |year| format!("{} ({year})", card.title));
        let description = movie
            .description
            .as_deref()
            .map_or_else(|| format!("{}{name}{}", words.about.0, words.about.1), shortened);
        let url = format!("{origin}/films/{}", card.id);
        let image = card.poster_url.as_deref().or(card.cover_url.as_deref());
        let linked_data = ScriptJson(linked_data(movie, &url, image));
        Self { title: &card.title, name, description, url, image, linked_data }
    }
}

/// The beginning of a text, in one line, cut between words.
fn shortened(text: &str) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        length += word.chars().count() + 1;
        if length > DESCRIPTION {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The film in the words of schema.org. A rating stands there where people here have given one.
fn linked_data(movie: &Movie, url: &str, image: Option<&str>) -> Value {
    let card = &movie.card;
    let people = |names: &[String]| -> Vec<Value> {
        names.iter().map(|name| json!({ "@type": "Person", "name": name })).collect()
    };
    let rating = card.rating.summary.average.map(|average| {
        json!({
            "@type": "AggregateRating",
            "ratingValue": average,
            "ratingCount": card.rating.summary.count,
            "bestRating": 10,
            "worstRating": 1,
        })
    });
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Movie",
        "url": url,
        "name": card.title,
        "alternateName": card.original_title,
        "description": movie.description,
        "image": image,
        "datePublished": card.year.map(|year| year.to_string()),
        "duration": card.duration_minutes.map(|minutes| format!("PT{minutes}M")),
        "contentRating": card.content_rating,
        "genre": card.genres,
        "director": people(&card.directors),
        "actor": people(&movie.cast),
        "commentCount": card.comments,
        "aggregateRating": rating,
    });
    if let Value::Object(members) = &mut data {
        members.retain(|_, value| !value.is_null() && *value != json!([]));
    }
    data
}

/// JSON inside a `<script>`, in which nothing can end it or begin a comment, and no line ends.
struct ScriptJson(Value);

impl fmt::Display for ScriptJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Outside its strings JSON has none of these.
        for letter in self.0.to_string().chars() {
            match letter {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => write!(f, "\\u{:04x}", u32::from(letter))?,
                _ => fmt::Write::write_char(f, letter)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_cut_between_words_and_stands_in_one_line() {
        assert_eq!(shortened("  Una\n\nfamilia\ten  Roma. "), "Una familia en Roma.");
        let long = "palabra ".repeat(40);
        let short = shortened(&long);
        assert!(short.ends_with("palabra…"), "{short}");
        assert!(short.chars().count() <= DESCRIPTION, "{short}");
        assert_eq!(shortened(&"x".repeat(200)), "…");
    }

    #[test]
    fn json_in_a_script_ends_nothing_and_reads_back_as_it_was() {
        let value = json!({ "</script><!--": "a&b\u{2028}c\u{2029}\"\\" });
        let text = ScriptJson(value.clone()).to_string();
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
