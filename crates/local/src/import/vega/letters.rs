//! vega's file was once read as Mac OS Roman where it was Windows-1252: `LÈon` is `Léon`.

/// Letters as they stand in the file, and what they are. Each pair is one byte in the two encodings.
const MISREAD: [(char, char); 20] = [
    ('·', 'á'),
    ('‡', 'à'),
    ('‚', 'â'),
    ('‰', 'ä'),
    ('Á', 'ç'),
    ('È', 'é'),
    ('Ë', 'è'),
    ('Í', 'ê'),
    ('Î', 'ë'),
    ('Ì', 'í'),
    ('Ó', 'î'),
    ('Ò', 'ñ'),
    ('Û', 'ó'),
    ('Ù', 'ô'),
    ('ˆ', 'ö'),
    ('˙', 'ú'),
    ('˘', 'ù'),
    ('¸', 'ü'),
    ('Ω', '½'),
    ('Ö', '…'),
];

/// The text as it was written.
pub(super) fn mend(text: &str) -> String {
    let right = |c: char| MISREAD.iter().find(|(wrong, _)| *wrong == c).map_or(c, |(_, right)| *right);
    text.chars().map(right).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_were_misread_are_mended_and_others_stay() {
        for (wrong, right) in [
            ("De battre mon coeur s'est arrÍtÈ", "De battre mon coeur s'est arrêté"),
            ("Obsluhoval jsem anglickÈho kr·le", "Obsluhoval jsem anglického krále"),
            ("Per qualche dollaro in pi˘", "Per qualche dollaro in più"),
            ("The Naked Gun 2Ω: The Smell of Fear", "The Naked Gun 2½: The Smell of Fear"),
            ("Alien³", "Alien³"),
            ("Ri¢hie Ri¢h", "Ri¢hie Ri¢h"),
        ] {
            assert_eq!(mend(wrong), right);
        }
    }
}
