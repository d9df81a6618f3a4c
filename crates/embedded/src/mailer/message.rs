//! A letter as a message of mail (RFC 5322): plain text and HTML, whichever the reader prefers.

use std::str::FromStr;
use std::time::{Duration, SystemTime};

use kenmovie_common::domain::Letter;
use kenmovie_common::mail;
use kenmovie_common::ports::{StoreError, StoreResult};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

/// Whom letters come from: `KenMovie <mail@kenmovie.example>`, or the address alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFrom(Mailbox);

/// Not whom letters can come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address such as mail@kenmovie.example or \"KenMovie <mail@kenmovie.example>\" is needed")]
pub struct BadMailFrom;

impl FromStr for MailFrom {
    type Err = BadMailFrom;

    fn from_str(text: &str) -> Result<Self, BadMailFrom> {
        text.trim().parse().map(Self).map_err(|_| BadMailFrom)
    }
}

/// The message of a letter: the same each time, so that one that was sent twice is known by its `Message-ID`.
pub(super) fn message(letter: &Letter, from: &MailFrom) -> StoreResult<Message> {
    let corrupt = |what: &str| StoreError::Corrupt(format!("letter {}: {what}", letter.id));
    let to: Address = letter.to.parse().map_err(|_| corrupt("nobody has such an address"))?;
    let written = mail::write(letter);
    // RFC 3834: programs that answer letters leave it alone.
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    Message::builder()
        .date(sent_at(letter))
        .message_id(Some(format!("<{}@{}>", letter.id, from.0.email.domain())))
        .from(from.0.clone())
        .to(Mailbox::new(None, to))
        .subject(written.subject)
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .multipart(
            MultiPart::alternative()
                .boundary(letter.id.to_string())
                .singlepart(SinglePart::plain(written.text))
                .singlepart(SinglePart::html(written.html)),
        )
        .map_err(|error| corrupt(&error.to_string()))
}

fn sent_at(letter: &Letter) -> SystemTime {
    let millis = u64::try_from(letter.created_at.millis()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

#[cfg(test)]
mod tests {
    use kenmovie_common::domain::{Language, Mail};
    use kenmovie_common::{LetterId, Time};

    use super::*;

    fn letter(to: &str, name: &str) -> Letter {
        Letter {
            id: LetterId::from_bytes([7; 16]),
            to: to.to_owned(),
            name: name.to_owned(),
            language: Language::Es,
            mail: Mail::VerifyEmail { link: "https://kenmovie.example/verify#token=a.b".to_owned() },
            created_at: Time::from_millis(1_767_268_800_000),
        }
    }

    fn text(letter: &Letter) -> StoreResult<String> {
        let from = "KenMovie <mail@kenmovie.example>".parse().unwrap();
        message(letter, &from).map(|message| String::from_utf8(message.formatted()).unwrap())
    }

    #[test]
    fn a_message_is_text_and_html_and_the_same_each_time() {
        let letter = letter("ana@example.com", "Ana");
        let message = text(&letter).unwrap();
        for header in [
            "Date: Thu, 01 Jan 2026 12:00:00 +0000\r\n",
            "Message-ID: <07070707-0707-0707-0707-070707070707@kenmovie.example>\r\n",
            "From: KenMovie <mail@kenmovie.example>\r\n",
            "To: ana@example.com\r\n",
            "Subject: Confirma tu correo en KenMovie\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "MIME-Version: 1.0\r\n",
            "Content-Type: multipart/alternative;",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Content-Type: text/html; charset=utf-8\r\n",
        ] {
            assert!(message.contains(header), "{header}: {message}");
        }
        assert_eq!(text(&letter).unwrap(), message);
    }

    #[test]
    fn no_header_can_be_smuggled_in() {
        let names = |message: &str| {
            let head = message.split("\r\n\r\n").next().unwrap();
            let lines = head.lines().filter(|line| !line.starts_with(' '));
            lines.map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let plain = names(&text(&letter("ana@example.com", "Ana")).unwrap());
        let nasty = text(&letter("ana@example.com", "Ana\r\nBcc: eve@example.org\r\n\r\nhi")).unwrap();
        assert_eq!(names(&nasty), plain);
        for to in ["ana@example.com\r\nBcc: eve@example.org", "ana@example.com, eve@example.org", "", "ana"] {
            assert!(matches!(text(&letter(to, "Ana")), Err(StoreError::Corrupt(_))), "{to}");
        }
    }

    #[test]
    fn letters_come_from_an_address_with_a_name_or_without() {
        for good in ["mail@kenmovie.example", "KenMovie <mail@kenmovie.example>", " Cine Ñ <a@b.example> "] {
            assert!(good.parse::<MailFrom>().is_ok(), "{good}");
        }
        for bad in ["", "KenMovie", "mail@", "a@b.example\r\nBcc: c@d.example"] {
            assert_eq!(bad.parse::<MailFrom>(), Err(BadMailFrom), "{bad}");
        }
    }
}
