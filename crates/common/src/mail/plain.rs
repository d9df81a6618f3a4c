//! What a stranger chose, fit to stand in a letter.

use crate::text::is_forbidden_in_line;

/// The longest that is repeated, in characters: a name's length.
const LONGEST: usize = 50;

/// The text on one line. None where nothing is left of it, or where a mail client would make a link of it.
pub(super) fn plain(text: &str) -> Option<String> {
    let line = text.chars().map(|c| if is_forbidden_in_line(c) { ' ' } else { c });
    let line: String = line.take(LONGEST).collect();
    let line = line.trim();
    (!line.is_empty() && !is_like_an_address(line)).then(|| line.to_owned())
}

/// Whether it may be taken for an address: of a site (`kenmovie.example`, but not `J.R. Tolkien`), or of mail.
fn is_like_an_address(line: &str) -> bool {
    let characters: Vec<char> = line.chars().collect();
    let dotted = |four: &[char]| {
        matches!(four, [before, '.' | '。' | '．' | '｡', one, two]
            if before.is_alphanumeric() && one.is_alphanumeric() && two.is_alphanumeric())
    };
    line.contains('@') || line.contains("://") || characters.windows(4).any(dotted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_as_it_is_on_one_line() {
        for name in ["Ana", "María José", "J.R. Tolkien", "Dr. Ana", "AC/DC", "<b>Ana</b>", "🎬 Ana", "ana.b"]
        {
            assert_eq!(plain(name).as_deref(), Some(name));
        }
        assert_eq!(plain("\tAna\r\nGil\u{2028}").as_deref(), Some("Ana  Gil"));
        assert_eq!(plain(&"a".repeat(60)), Some("a".repeat(50)));
    }

    #[test]
    fn what_would_become_a_link_is_left_out() {
        for name in [
            "Win at evil.example",
            "www.evil.example",
            "http://x",
            "evil.co",
            "ana@evil",
            "evil。example",
            "",
            " \n",
        ] {
            assert_eq!(plain(name), None, "{name}");
        }
    }
}
