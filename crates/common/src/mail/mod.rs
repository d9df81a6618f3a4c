//! Letters in words: a subject, plain text and HTML, in the language of whoever gets them. Whoever sends them is a `Mailer`.
//!
//! The words of a language are one function over every kind of `Mail`; the two templates only lay them out. What a stranger
//! chose (a name, what a client calls itself) is escaped in HTML, never in a subject, and left out where a mail client would
//! make a link of it: anybody can sign up with somebody else's address and an advertisement for a name.

mod en;
mod es;
mod plain;
#[cfg(test)]
mod tests;

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::domain::{Language, Letter};
use plain::plain;

/// A letter as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// One line, the same for everybody who gets this kind in this language.
    pub subject: String,
    pub text: String,
    /// A whole document, without pictures and without anything to load.
    pub html: String,
}

/// Puts a letter into words.
pub fn write(letter: &Letter) -> Written {
    let name = plain(&letter.name);
    let words = match letter.language {
        Language::Es => es::words(&letter.mail, name.as_deref()),
        Language::En => en::words(&letter.mail, name.as_deref()),
    };
    let language = letter.language.as_str();
    Written {
        subject: words.subject.to_owned(),
        text: Text { words: &words }.to_string(),
        html: Html { words: &words, language }.to_string(),
    }
}

/// What a letter says, from its beginning to its end.
struct Words<'a> {
    subject: &'static str,
    greeting: String,
    opening: &'static str,
    action: Option<Action<'a>>,
    facts: Vec<Fact>,
    closing: Vec<String>,
    farewell: &'static str,
}

/// A link, and what it is for.
struct Action<'a> {
    label: &'static str,
    link: &'a str,
}

struct Fact {
    name: &'static str,
    value: String,
}

#[derive(Template)]
#[template(path = "letter.txt")]
struct Text<'a> {
    words: &'a Words<'a>,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    words: &'a Words<'a>,
    language: &'static str,
}
