//! What SES is asked, and what its answers mean: against a server that notes requests and answers as AWS's documents say.

use std::sync::{Arc, Mutex};

use kenmovie_common::domain::{Language, Mail};
use kenmovie_common::{LetterId, Time};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::*;

struct Server {
    endpoint: String,
    asked: Arc<Mutex<Vec<Request>>>,
}

#[derive(Debug, Clone)]
struct Request {
    line: String,
    authorization: String,
    body: Value,
}

impl Server {
    /// Answers every request with this status, type of error and body.
    async fn answering(status: u16, error: &'static str, body: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let request = answer(stream, status, error, body).await.unwrap();
                noted.lock().unwrap().push(request);
            }
        });
        Self { endpoint, asked }
    }

    async fn ses(&self) -> Ses {
        let from = "KenMovie <mail@kenmovie.example>".to_owned();
        Ses::connect(SesOptions { from, endpoint: Some(self.endpoint.clone()) }).await
    }

    fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }
}

/// Reads a request and answers it.
async fn answer(mut stream: TcpStream, status: u16, error: &str, body: &str) -> std::io::Result<Request> {
    let mut reading = BufReader::new(&mut stream);
    let (mut line, mut authorization, mut length) = (String::new(), String::new(), 0);
    reading.read_line(&mut line).await?;
    loop {
        let mut header = String::new();
        reading.read_line(&mut header).await?;
        match header.trim_end().split_once(": ") {
            None => break,
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.parse().unwrap();
            }
            Some((name, value)) if name.eq_ignore_ascii_case("authorization") => {
                value.clone_into(&mut authorization);
            }
            Some(_) => {}
        }
    }
    let mut sent = vec![0; length];
    reading.read_exact(&mut sent).await?;
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\nx-amzn-errortype: {error}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await?;
    stream.shutdown().await?;
    Ok(Request { line: line.trim_end().to_owned(), authorization, body: serde_json::from_slice(&sent)? })
}

const SENT: &str = r#"{"MessageId":"0100017a"}"#;

fn letter(to: &str) -> Letter {
    Letter {
        id: LetterId::from_bytes([7; 16]),
        to: to.to_owned(),
        name: "Ana".to_owned(),
        language: Language::En,
        mail: Mail::ResetPassword { link: "https://kenmovie.example/reset#token=a.b".to_owned() },
        created_at: Time::from_millis(1_767_268_800_000),
    }
}

#[tokio::test]
async fn a_letter_is_one_signed_request_with_text_and_html() {
    let server = Server::answering(200, "", SENT).await;
    let letter = letter("ana@example.com");
    server.ses().await.send(&letter).await.unwrap();
    let [asked] = server.asked().try_into().unwrap();
    assert_eq!(asked.line, "POST /v2/email/outbound-emails HTTP/1.1");
    assert!(asked.authorization.starts_with("AWS4-HMAC-SHA256 "), "{}", asked.authorization);
    let written = mail::write(&letter);
    assert_eq!(
        asked.body,
        json!({
            "FromEmailAddress": "KenMovie <mail@kenmovie.example>",
            "Destination": { "ToAddresses": ["ana@example.com"] },
            "Content": { "Simple": {
                "Subject": { "Data": written.subject, "Charset": "UTF-8" },
                "Body": {
                    "Text": { "Data": written.text, "Charset": "UTF-8" },
                    "Html": { "Data": written.html, "Charset": "UTF-8" },
                },
                "Headers": [{ "Name": "Auto-Submitted", "Value": "auto-generated" }],
            } },
        })
    );
}

/// What becomes of a letter where SES answers so.
async fn refused(status: u16, error: &'static str) -> StoreError {
    let server =
        Server::answering(status, error, r#"{"message":"Email address is not verified: ana@example.com"}"#)
            .await;
    let told = server.ses().await.send(&letter("ana@example.com")).await.unwrap_err();
    assert!(!told.to_string().contains("ana@"), "{told}");
    told
}

#[tokio::test]
async fn a_letter_that_is_refused_for_good_is_told_from_one_that_may_go_later() {
    for error in ["BadRequestException", "MessageRejected"] {
        let told = refused(400, error).await;
        assert!(matches!(&told, StoreError::Corrupt(why) if why.ends_with(error)), "{told}");
    }
    for (status, error) in [
        (400, "SendingPausedException"),
        (400, "AccountSuspendedException"),
        (400, "MailFromDomainNotVerifiedException"),
        (400, "LimitExceededException"),
        (404, "NotFoundException"),
        (403, "AccessDeniedException"),
        (500, "InternalServiceErrorException"),
    ] {
        let told = refused(status, error).await;
        assert!(matches!(&told, StoreError::Unavailable(why) if why.ends_with(error)), "{told}");
    }
}

#[tokio::test]
async fn a_throttled_letter_is_tried_twice_and_then_later() {
    let server = Server::answering(429, "TooManyRequestsException", "{}").await;
    let told = server.ses().await.send(&letter("ana@example.com")).await.unwrap_err();
    assert!(matches!(told, StoreError::Unavailable(_)), "{told}");
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let endpoint = Some("http://127.0.0.1:1".to_owned());
    let ses = Ses::connect(SesOptions { endpoint, ..SesOptions::new("mail@kenmovie.example") }).await;
    assert!(matches!(ses.send(&letter("ana@example.com")).await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn a_letter_goes_to_one_address_or_nowhere() {
    let server = Server::answering(200, "", SENT).await;
    let ses = server.ses().await;
    for to in [
        "",
        "ana",
        "@example.com",
        "ana@",
        "ana@example.com, eve@example.org",
        "ana@example.com,eve@example.org",
        "Ana <ana@example.com>",
        "ana@example.com\r\nBcc: eve@example.org",
        "ana@b@example.com",
    ] {
        assert!(matches!(ses.send(&letter(to)).await, Err(StoreError::Corrupt(_))), "{to}");
    }
    assert!(server.asked().is_empty());
    ses.send(&letter("ana+film@example.com")).await.unwrap();
}
