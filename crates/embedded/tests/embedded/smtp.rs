use kenmovie_common::ports::{Mailer as _, StoreError, StoreResult};
use kenmovie_embedded::Smtp;

use crate::outbox::letter;
use crate::site::at;
use crate::smtp_server::{Manners, Server};

fn smtp(url: &str) -> Smtp {
    let from = "KenMovie <mail@kenmovie.example>".parse().unwrap();
    Smtp::new(&url.parse().unwrap(), from).unwrap()
}

#[tokio::test]
async fn a_letter_is_handed_over_whole_by_whoever_has_the_password() {
    let server = Server::start(Manners::default()).await;
    let smtp = smtp(&format!("smtp://ana:s3cret%40@{}", server.address));
    let letter = letter("ana@example.org", at(0));
    smtp.send(&letter).await.unwrap();
    let told = server.told();
    // "\0ana\0s3cret@"
    assert!(told.contains(&"AUTH PLAIN AGFuYQBzM2NyZXRA".to_owned()), "{told:#?}");
    assert!(server.was_told("MAIL FROM:<mail@kenmovie.example>"), "{told:#?}");
    assert!(server.was_told("RCPT TO:<ana@example.org>"), "{told:#?}");
    let begun = told.iter().position(|line| line == "DATA").unwrap();
    let message = &told[begun + 1..];
    for line in [
        "From: KenMovie <mail@kenmovie.example>",
        "To: ana@example.org",
        "Auto-Submitted: auto-generated",
        &format!("Message-ID: <{}@kenmovie.example>", letter.id),
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
        ".",
    ] {
        assert!(message.iter().any(|said| said == line), "{line}: {message:#?}");
    }
}

#[tokio::test]
async fn where_no_password_is_given_none_is_said() {
    let server = Server::start(Manners::default()).await;
    let smtp = smtp(&format!("smtp://{}", server.address));
    for second in 0..3 {
        smtp.send(&letter("ana@example.org", at(second))).await.unwrap();
    }
    assert_eq!(server.told().iter().filter(|line| *line == "DATA").count(), 3);
    assert!(!server.was_told("AUTH"));
}

/// What becomes of a letter to a server with these manners.
async fn sent(manners: Manners) -> StoreResult<()> {
    let server = Server::start(manners).await;
    smtp(&format!("smtp://ana:x@{}", server.address)).send(&letter("ana@example.org", at(0))).await
}

#[tokio::test]
async fn a_letter_that_is_refused_for_good_is_told_from_one_that_may_go_later() {
    let ok = Manners::default();
    for manners in [
        Manners { to_rcpt: Some("550 5.1.1 <ana@example.org> nobody of that name"), ..ok },
        Manners { to_rcpt: Some("553 ana@example.org is no address"), ..ok },
        Manners { to_data: Some("554 5.7.1 ana@example.org wants none of this"), ..ok },
    ] {
        let told = sent(manners).await.unwrap_err();
        assert!(matches!(&told, StoreError::Corrupt(_)), "{told}");
        assert!(!told.to_string().contains("ana@"), "{told}");
    }
    for manners in [
        Manners { to_rcpt: Some("450 4.2.1 ana@example.org is busy"), ..ok },
        Manners { to_rcpt: Some("452 4.3.1 full"), ..ok },
        Manners { to_data: Some("421 going away"), ..ok },
        Manners { to_auth: Some("535 5.7.8 not ana"), ..ok },
        Manners { to_rcpt: Some("530 5.7.0 sign in first"), ..ok },
        Manners { to_rcpt: Some("ana@example.org"), ..ok },
    ] {
        let told = sent(manners).await.unwrap_err();
        assert!(matches!(&told, StoreError::Unavailable(_)), "{told}");
        assert!(!told.to_string().contains("ana@"), "{told}");
    }
}

#[tokio::test]
async fn without_tls_where_it_is_wanted_neither_the_password_nor_a_letter_leaves() {
    let server = Server::start(Manners::default()).await;
    let starttls = smtp(&format!("smtp://ana:x@{}?tls=required", server.address));
    let told = starttls.send(&letter("ana@example.org", at(0))).await.unwrap_err();
    assert!(matches!(&told, StoreError::Unavailable(_)), "{told}");
    for step in ["AUTH", "MAIL", "RCPT", "DATA"] {
        assert!(!server.was_told(step), "{:#?}", server.told());
    }
}

#[tokio::test]
async fn a_server_is_asked_whether_it_answers_without_a_letter() {
    let server = Server::start(Manners::default()).await;
    smtp(&format!("smtp://ana:x@{}", server.address)).answers().await.unwrap();
    assert!(server.was_told("AUTH") && !server.was_told("MAIL"));
    let wary = Server::start(Manners { to_auth: Some("535 no"), ..Manners::default() }).await;
    let refused = smtp(&format!("smtp://ana:x@{}", wary.address)).answers().await.unwrap_err();
    assert_eq!(refused.to_string(), "the SMTP server cannot be used: it answers 535");
    let gone = smtp("smtp://127.0.0.1:1");
    assert!(gone.answers().await.is_err());
    assert!(matches!(gone.send(&letter("a@b.example", at(0))).await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn a_letter_to_no_address_never_reaches_the_server() {
    let server = Server::start(Manners::default()).await;
    let smtp = smtp(&format!("smtp://{}", server.address));
    for to in ["", "ana", "ana@example.org\r\nRCPT TO:<eve@example.org>"] {
        assert!(matches!(smtp.send(&letter(to, at(0))).await, Err(StoreError::Corrupt(_))), "{to}");
    }
    assert_eq!(server.told(), Vec::<String>::new());
}
