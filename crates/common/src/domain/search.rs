//! What films are found by: folded words of titles and people, and how well the words sought fit a film. Every engine
//! finds with these.

use super::MovieDraft;
use crate::text::fold;

/// No search looks for more words than this; those beyond it are left out.
const WORDS: usize = 16;
/// So many films, the most popular that are found, are ranked by how well they fit; and as many whose title is what was
/// typed, however popular they are.
pub const RANKED: usize = 100;
/// Ranks of films that fit differently well lie this far apart: further than any two popularities.
pub const CLASS: i64 = 1 << 40;

/// The folded texts of one film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    pub original: String,
    pub people: String,
}

impl Words {
    pub fn of(draft: &MovieDraft) -> Self {
        let people: Vec<String> = draft.directors.iter().chain(&draft.cast).map(|name| fold(name)).collect();
        Self {
            title: fold(&draft.title),
            original: draft.original_title.as_deref().map(fold).unwrap_or_default(),
            people: people.join(" "),
        }
    }
}

/// The words that are sought, each once. Words are folded once more, whoever hands them in: what is left are letters
/// and digits, so that nothing of a query language can stand in them.
pub fn sought(words: &[String]) -> Vec<String> {
    let folded = typed(words);
    let mut sought: Vec<String> = Vec::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        if sought.len() < WORDS && !sought.iter().any(|other| other == word) {
            sought.push(word.to_owned());
        }
    }
    sought
}

/// What was typed, folded, as [`Words::title`] would be.
pub fn typed(words: &[String]) -> String {
    fold(&words.join(" "))
}

/// How well words fit a film that they find: 4 where what was [`typed`] is its title, 3 where each is a word of the title,
/// 2 where each begins one, 1 where each begins one of the original title, 0 where people's names are needed.
pub fn fit<'a>(
    typed: &str,
    sought: &(impl Iterator<Item = &'a str> + Clone),
    title: &str,
    original: &str,
) -> i64 {
    if title == typed {
        4
    } else if sought.clone().all(|word| title.split(' ').any(|other| other == word)) {
        3
    } else if sought.clone().all(|word| begins(title, word)) {
        2
    } else {
        i64::from(sought.clone().all(|word| begins(original, word)))
    }
}

/// The place of a film in the order of relevance: by how well it fits, then by popularity.
pub const fn rank(fit: i64, popular: i64) -> i64 {
    let (low, high) = (1 - CLASS / 2, CLASS / 2 - 1);
    let popular = if popular < low {
        low
    } else if popular > high {
        high
    } else {
        popular
    };
    fit * CLASS + popular
}

/// Whether a word of the text begins so.
pub fn begins(text: &str, word: &str) -> bool {
    text.split(' ').any(|other| other.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_query_language_survives_in_a_word() {
        let hostile =
            ["\"a\" OR b*", "NEAR(", "^c", "title : d", "e\0f", "(", "--", ".*", "a"].map(str::to_owned);
        assert_eq!(sought(&hostile), ["a", "or", "b", "near", "c", "title", "d", "e", "f"]);
        assert!(sought(&["\"".to_owned(), "*".to_owned()]).is_empty());
        assert!(sought(&[]).is_empty());
    }

    #[test]
    fn a_title_fits_best_then_its_words_then_beginnings_and_names() {
        let fit = |sought: &str, title, original| fit(sought, &sought.split(' '), title, original);
        assert_eq!(fit("the red shoes", "the red shoes", ""), 4);
        assert_eq!(fit("red shoes", "the red shoes", ""), 3);
        assert_eq!(fit("re sho", "the red shoes", ""), 2);
        assert_eq!(fit("zapa", "the red shoes", "las zapatillas rojas"), 1);
        assert_eq!(fit("powell", "the red shoes", ""), 0);
        assert!(rank(2, i64::MIN) > rank(1, i64::MAX));
    }
}
