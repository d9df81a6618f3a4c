//! What films are found by, as one text: it lies beside the popularity in an index, so that a walk along that reads no film.

use futures_util::TryStreamExt as _;
use kenmovie_common::domain::MovieDraft;
use kenmovie_common::domain::search::{Words, fit};
use mongodb::bson::{Document, Uuid, doc};
use mongodb::options::Hint;
use serde::Deserialize;

use crate::store::client::Mongo;
use crate::store::error::Outcome;
use crate::store::schema::MOVIES;

/// So many films are given their text at the same time.
const AT_ONCE: usize = 16;

/// Title, original title and people, a line each. A space stands before every word.
pub(super) fn text(Words { title, original, people }: &Words) -> String {
    format!(" {title}\n {original}\n {people}")
}

/// Films with a word that begins so. The word has only letters and digits in it.
pub(super) fn has(word: &str) -> Document {
    doc! { "text": { "$regex": format!(" {word}") } }
}

/// What the text of a film with this folded title matches.
pub(super) fn is_titled(title: &str) -> Document {
    doc! { "$regex": format!("^ {title}\n") }
}

/// How well the words fit the film of a text.
pub(super) fn fit_text(typed: &str, words: &[String], text: &str) -> i64 {
    let mut lines = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    let (title, original) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    fit(typed, &words.iter().map(String::as_str), title, original)
}

#[derive(Deserialize)]
struct Film {
    #[serde(rename = "_id")]
    id: Uuid,
    version: i64,
    title: String,
    original_title: Option<String>,
    directors: Vec<String>,
    cast: Vec<String>,
}

impl Mongo {
    /// Gives their text to films that were stored before there was such a thing.
    pub(in crate::store) async fn index_films(&self) -> Outcome<()> {
        let films = self.collection::<Film>(MOVIES);
        let found = films
            .find(doc! { "popular": { "$lte": i64::MAX }, "text": { "$exists": false } })
            .projection(doc! { "version": 1, "title": 1, "original_title": 1, "directors": 1, "cast": 1 })
            .hint(Hint::Name("movies_popular_text".to_owned()));
        let found = found.await?.map_err(Into::into);
        found
            .try_for_each_concurrent(
                AT_ONCE,
                async |Film { id, version, title, original_title, directors, cast }| {
                    let draft =
                        MovieDraft { title, original_title, directors, cast, ..MovieDraft::default() };
                    // Whoever changed the film since has written this too.
                    let same = doc! { "_id": id, "version": version };
                    films.update_one(same, doc! { "$set": { "text": text(&Words::of(&draft)) } }).await?;
                    Ok(())
                },
            )
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_how_well_words_fit() {
        let draft = MovieDraft {
            title: "The Red Shoes".into(),
            original_title: Some("Las zapatillas rojas".into()),
            cast: vec!["Moira Shearer".into()],
            ..MovieDraft::default()
        };
        let text = text(&Words::of(&draft));
        assert_eq!(text, " the red shoes\n las zapatillas rojas\n moira shearer");
        let fit = |typed: &str| {
            let words: Vec<String> = typed.split(' ').map(str::to_owned).collect();
            fit_text(typed, &words, &text)
        };
        assert_eq!(["the red shoes", "red", "sho", "zapa", "moira"].map(fit), [4, 3, 2, 1, 0]);
    }
}
