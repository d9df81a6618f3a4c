//! What is done to text before it is stored, compared or searched.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Text as people mean it when they search or sort: lower-case, without accents, every run of other characters than
/// letters and digits one space. `ñ` folds to `n`, `ß` to `ss`; scripts without case stay as they are.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let letters =
        text.nfkd().filter(|c| !is_combining_mark(*c) && !is_apostrophe(*c)).flat_map(char::to_lowercase);
    for letter in letters {
        if letter.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            match letter {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' => folded.push('d'),
                _ => folded.push(letter),
            }
        } else {
            gap = true;
        }
    }
    folded
}

/// An apostrophe joins what it stands in: `Schindler's` is found as `schindlers`.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

/// The NFC form without white space at its ends.
pub fn trimmed(text: &str) -> String {
    text.trim().nfc().collect()
}

/// What may not stand in a line of text: control characters, and those that turn the direction of what follows
/// (bidi embeddings, overrides and isolates), with which a name can pretend to be another.
pub fn is_forbidden_in_line(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// What may not stand in a text of several lines: as in a line, but for line breaks, tabs and direction marks.
pub fn is_forbidden_in_text(c: char) -> bool {
    !matches!(c, '\n' | '\t' | '\u{200e}' | '\u{200f}') && is_forbidden_in_line(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_is_blind_to_case_accents_and_punctuation() {
        assert_eq!(fold("  ¿Teléfono ROJO? Volamos hacia Moscú "), "telefono rojo volamos hacia moscu");
        assert_eq!(fold("El niño"), fold("EL NIN\u{303}O"));
        assert_eq!(fold("Schindler's List"), "schindlers list");
        assert_eq!(fold("8½"), "81 2");
        assert_eq!(fold("七人の侍"), "七人の侍");
        assert_eq!(fold("!!!"), "");
    }

    #[test]
    fn a_line_takes_no_control_or_bidi_character_and_a_text_takes_line_breaks() {
        assert!("a\u{202e}b".chars().any(is_forbidden_in_line));
        assert!("a\0b".chars().any(is_forbidden_in_text));
        assert!("a\nb".chars().any(is_forbidden_in_line));
        assert!(!"a\n\tb🎬".chars().any(is_forbidden_in_text));
    }
}
