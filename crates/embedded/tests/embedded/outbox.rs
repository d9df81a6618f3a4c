use std::path::Path;
use std::sync::Arc;

use kenmovie_common::domain::{Language, Letter, Mail};
use kenmovie_common::mail;
use kenmovie_common::ports::Mailer as _;
use kenmovie_common::{LetterId, Time};
use kenmovie_embedded::{Outbox, SystemRandom};

use crate::site::at;

/// A letter with a link, to this address.
pub(crate) fn letter(to: &str, created_at: Time) -> Letter {
    Letter {
        id: LetterId::new(created_at, &SystemRandom),
        to: to.to_owned(),
        name: "Ana".to_owned(),
        language: Language::Es,
        mail: Mail::ResetPassword { link: "http://localhost:8080/reset#token=a.b".to_owned() },
        created_at,
    }
}

fn outbox(root: &Path) -> Outbox {
    Outbox::open(root.join("outbox"), Arc::new(SystemRandom)).unwrap()
}

fn files(root: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(root.join("outbox")).unwrap().map(|file| file.unwrap().path()).collect()
}

#[tokio::test]
async fn a_letter_lies_in_the_outbox_in_words_its_owners_alone() {
    let root = tempfile::tempdir().unwrap();
    let letter = letter("ana@example.org", at(0));
    outbox(root.path()).send(&letter).await.unwrap();
    let [path] = files(root.path()).try_into().unwrap();
    assert_eq!(path.file_name().unwrap().to_str().unwrap(), format!("{}.json", letter.id));
    let text = std::fs::read_to_string(&path).unwrap();
    for shown in ["\"to\": \"ana@example.org\"", "Elige una contraseña nueva", "/reset#token=a.b"] {
        assert!(text.contains(shown), "{text}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn a_letter_that_is_sent_twice_is_there_once() {
    let root = tempfile::tempdir().unwrap();
    let (outbox, letter) = (outbox(root.path()), letter("ana@example.org", at(0)));
    for _ in 0..2 {
        outbox.send(&letter).await.unwrap();
    }
    assert_eq!(files(root.path()).len(), 1);
}

#[tokio::test]
async fn the_latest_letters_are_read_back_newest_first_and_what_is_none_is_left_out() {
    let root = tempfile::tempdir().unwrap();
    let outbox = outbox(root.path());
    assert_eq!(outbox.latest(9).await.unwrap(), []);
    let sent: Vec<Letter> = (0..5).map(|second| letter("ana@example.org", at(second * 1_000))).collect();
    for letter in &sent {
        outbox.send(letter).await.unwrap();
    }
    for (name, text) in [("note.txt", "x"), ("zz.json", "{}"), (".half", "{"), ("zzz.json", "\u{0}")] {
        std::fs::write(root.path().join("outbox").join(name), text).unwrap();
    }
    let read = outbox.latest(3).await.unwrap();
    assert_eq!(read.iter().map(|posted| &posted.letter).collect::<Vec<_>>(), [&sent[4], &sent[3], &sent[2]]);
    assert_eq!(read[0].written, mail::write(&sent[4]));
}
