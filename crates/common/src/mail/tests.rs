use std::iter::successors;

use super::*;
use crate::domain::Mail;
use crate::{LetterId, Time};

const LINK: &str =
    "https://kenmovie.example/verify#token=01890a5d-ac96-774b-bcce-b302099a8057.s3cr3t-_s3cr3t";

/// One of every kind: a kind that is not followed here does not compile.
fn kinds() -> impl Iterator<Item = Mail> {
    let first = Mail::VerifyEmail { link: LINK.to_owned() };
    successors(Some(first), |mail| match mail {
        Mail::VerifyEmail { .. } => Some(Mail::ResetPassword { link: LINK.to_owned() }),
        Mail::ResetPassword { .. } => Some(Mail::PasswordChanged),
        Mail::PasswordChanged => Some(Mail::EmailChanged),
        Mail::EmailChanged => Some(new_sign_in("Firefox, Linux", "192.0.2.0/24")),
        Mail::NewSignIn { .. } => None,
    })
}

fn new_sign_in(browser: &str, address: &str) -> Mail {
    let at = Time::from_millis(1_767_268_800_000);
    Mail::NewSignIn { browser: browser.to_owned(), address: address.to_owned(), at }
}

fn letter(language: Language, name: &str, mail: Mail) -> Letter {
    Letter {
        id: LetterId::from_bytes([7; 16]),
        to: "ana@example.com".to_owned(),
        name: name.to_owned(),
        language,
        mail,
        created_at: Time::from_millis(1_767_268_800_000),
    }
}

/// Every kind in every language, to somebody of this name.
fn letters(name: &str) -> Vec<(Letter, Written)> {
    let in_both = |mail: Mail| [Language::Es, Language::En].map(|language| (language, mail.clone()));
    let all = kinds().flat_map(in_both).map(|(language, mail)| letter(language, name, mail));
    all.map(|letter| (letter.clone(), write(&letter))).collect()
}

#[test]
fn every_kind_says_all_it_knows_in_both_languages() {
    for (letter, written) in letters("Ana Gil") {
        let Written { subject, text, html } = &written;
        let about = format!("{} {:?}: {text}", letter.mail.kind(), letter.language);
        assert!(
            subject.contains("KenMovie") && html.contains(&format!("<title>{subject}</title>")),
            "{about}"
        );
        let facts = serde_json::to_value(&letter.mail).unwrap();
        for (member, fact) in facts.as_object().unwrap() {
            let shown = match (member.as_str(), letter.language) {
                ("kind", _) => continue,
                ("at", Language::Es) => "1 de enero de 2026, 12:00 (UTC)",
                ("at", Language::En) => "1 January 2026, 12:00 (UTC)",
                _ => fact.as_str().unwrap(),
            };
            assert!(text.contains(shown) && html.contains(shown), "{shown} is not in {about}");
        }
        assert!(text.contains("Ana Gil") && html.contains("Ana Gil"), "{about}");
        assert!(html.contains(&format!("<html lang=\"{}\">", letter.language.as_str())), "{about}");
    }
}

#[test]
fn a_link_stands_alone_on_its_line_and_says_how_long_it_works() {
    for (letter, written) in letters("Ana") {
        let links = matches!(letter.mail, Mail::VerifyEmail { .. } | Mail::ResetPassword { .. });
        assert_eq!(written.text.lines().any(|line| line == LINK), links, "{}", written.text);
        assert_eq!(written.html.matches(&format!("href=\"{LINK}\"")).count(), if links { 2 } else { 0 });
        let life = match letter.mail {
            Mail::VerifyEmail { .. } => " 24 ho",
            Mail::ResetPassword { .. } => " 30 minut",
            _ => continue,
        };
        assert!(written.text.contains(life), "{}", written.text);
    }
}

#[test]
fn no_two_letters_have_a_subject_in_common_and_none_shouts() {
    let mut subjects: Vec<String> = Vec::new();
    for (_, written) in letters("Ana") {
        assert!(!written.text.contains(['!', '¡']), "{}", written.text);
        assert!(!subjects.contains(&written.subject));
        subjects.push(written.subject);
    }
}

#[test]
fn a_letter_reads_as_it_is_meant_to() {
    let written = write(&letter(Language::Es, "Ana", Mail::VerifyEmail { link: LINK.to_owned() }));
    assert_eq!(written.subject, "Confirma tu correo en KenMovie");
    assert_eq!(
        written.text,
        format!(
            "Hola, Ana:\n\nAbre este enlace para confirmar que esta dirección de correo es tuya.\n\n\
             Confirmar mi correo:\n{LINK}\n\nEl enlace sirve una sola vez, durante 24 horas.\n\n\
             Si no esperabas este mensaje, ignóralo: sin el enlace no pasa nada.\n\nHasta pronto,\nKenMovie"
        )
    );
    let written = write(&letter(Language::En, "", new_sign_in("", "")));
    assert_eq!(
        written.text,
        "Hello,\n\nSomebody signed in to your account on a device that we had not seen before.\n\n\
         When: 1 January 2026, 12:00 (UTC)\nBrowser: unknown\nNetwork: unknown\n\n\
         If it was you, there is nothing to do. If not, change your password: that ends your other sessions.\n\n\
         See you soon,\nKenMovie"
    );
}

#[test]
fn what_a_stranger_chose_is_inert() {
    for (_, written) in letters("<b>\"Ana\"</b>") {
        assert!(
            !written.html.contains("<b>\"") && written.html.contains("&#60;b&#62;&#34;Ana"),
            "{}",
            written.html
        );
        assert!(written.text.contains("<b>\"Ana\"</b>"), "text is text: {}", written.text);
    }
    for (_, written) in letters("Ana\r\nBcc: eve\r\n\r\nSend money") {
        assert!(!written.subject.contains(char::is_control));
        let first = written.text.lines().next().unwrap();
        assert!(
            first.ends_with("Bcc: eve    Send money:") || first.ends_with("Bcc: eve    Send money,"),
            "{first}"
        );
    }
    for browser in ["<script>", "evil.example", "a\nb"] {
        let written = write(&letter(Language::Es, "Ana", new_sign_in(browser, "")));
        assert!(!written.html.contains("<script") && !written.text.contains("evil"), "{}", written.text);
        assert!(!written.text.contains("a\nb"), "{}", written.text);
    }
}

#[test]
fn the_html_loads_nothing_and_closes_what_it_opens() {
    for (_, written) in letters("Ana") {
        for banned in ["<img", "src=", "url(", "<link", "<script", "<style", "@import"] {
            assert!(!written.html.contains(banned), "{banned}: {}", written.html);
        }
        for tag in ["html", "head", "body", "table", "tr", "td", "p", "a", "b", "title"] {
            let opened = written.html.matches(&format!("<{tag} ")).count()
                + written.html.matches(&format!("<{tag}>")).count();
            assert_eq!(opened, written.html.matches(&format!("</{tag}>")).count(), "{tag}: {}", written.html);
        }
    }
}

#[test]
fn a_letter_is_kept_no_longer_than_its_link_works() {
    for mail in kinds() {
        let days = mail.life().as_secs() / 86_400;
        assert!(days <= 3, "{}", mail.kind());
        let named = serde_json::to_value(&mail).unwrap();
        assert_eq!(named["kind"], mail.kind());
    }
}
