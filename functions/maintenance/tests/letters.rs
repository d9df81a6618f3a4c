//! The outbox, emptied by a mailer that does as a test says.

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use kenmovie_common::LetterId;
use kenmovie_common::domain::{Language, Letter, Mail};
use kenmovie_common::ports::{Clock as _, Mailer, StoreError, StoreResult};
use kenmovie_maintenance::{LEASE, send_letters};
use kenmovie_testkit::TestApp;

/// Notes whom it writes to, and refuses some.
#[derive(Default)]
struct Postman {
    sent: Mutex<Vec<String>>,
    away: Mutex<bool>,
}

impl Postman {
    fn takes(&self, sent: &[&str]) {
        assert_eq!(*self.sent.lock().unwrap(), sent);
    }

    fn goes_away(&self, away: bool) {
        *self.away.lock().unwrap() = away;
    }
}

#[async_trait]
impl Mailer for Postman {
    async fn send(&self, letter: &Letter) -> StoreResult<()> {
        self.sent.lock().unwrap().push(letter.to.clone());
        match letter.to.as_str() {
            "refused@example.com" => Err(StoreError::Corrupt("550".to_owned())),
            _ if *self.away.lock().unwrap() => Err(StoreError::Unavailable("away".to_owned())),
            _ => Ok(()),
        }
    }
}

async fn post(app: &TestApp, to: &str, mail: Mail) {
    let now = app.clock.now();
    let letter = Letter {
        id: LetterId::new(now, app.random()),
        to: to.to_owned(),
        name: "Ana".to_owned(),
        language: Language::Es,
        mail,
        created_at: now,
    };
    app.store.post_letter(letter).await.unwrap();
    app.clock.advance(Duration::from_millis(1));
}

/// How many letters left the outbox.
async fn send(app: &TestApp, postman: &Postman) -> u64 {
    send_letters(app.store.as_ref(), postman, app.clock.as_ref()).await.unwrap()
}

#[tokio::test]
async fn letters_are_sent_once_the_oldest_first() {
    let (app, postman) = (TestApp::new().await, Postman::default());
    for to in ["a@example.com", "b@example.com", "c@example.com"] {
        post(&app, to, Mail::PasswordChanged).await;
    }
    assert_eq!(send(&app, &postman).await, 3);
    app.clock.advance(LEASE);
    assert_eq!(send(&app, &postman).await, 0);
    postman.takes(&["a@example.com", "b@example.com", "c@example.com"]);
}

#[tokio::test]
async fn a_letter_that_could_not_be_sent_is_tried_again_after_its_lease() {
    let (app, postman) = (TestApp::new().await, Postman::default());
    post(&app, "a@example.com", Mail::PasswordChanged).await;
    postman.goes_away(true);
    assert_eq!(send(&app, &postman).await, 0);
    postman.goes_away(false);
    assert_eq!(send(&app, &postman).await, 0, "it is not due yet");
    app.clock.advance(LEASE);
    assert_eq!(send(&app, &postman).await, 1);
    postman.takes(&["a@example.com", "a@example.com"]);
}

#[tokio::test]
async fn a_letter_that_can_never_be_sent_is_given_up_at_once() {
    let (app, postman) = (TestApp::new().await, Postman::default());
    post(&app, "refused@example.com", Mail::PasswordChanged).await;
    post(&app, "a@example.com", Mail::PasswordChanged).await;
    assert_eq!(send(&app, &postman).await, 2);
    app.clock.advance(LEASE);
    assert_eq!(send(&app, &postman).await, 0);
    postman.takes(&["refused@example.com", "a@example.com"]);
}

#[tokio::test]
async fn a_notice_is_given_up_after_three_days_and_a_link_when_it_has_ended() {
    let link = || "https://kenmovie.example/reset#token=a.b".to_owned();
    for (mail, life) in [
        (Mail::PasswordChanged, Duration::from_hours(72)),
        (Mail::VerifyEmail { link: link() }, Duration::from_hours(24)),
        (Mail::ResetPassword { link: link() }, Duration::from_mins(30)),
    ] {
        let (app, postman) = (TestApp::new().await, Postman::default());
        post(&app, "a@example.com", mail).await;
        postman.goes_away(true);
        app.clock.advance(life.saturating_sub(Duration::from_secs(1)));
        assert_eq!(send(&app, &postman).await, 0, "it is tried until then");
        app.clock.advance(LEASE);
        assert_eq!(send(&app, &postman).await, 1);
        postman.takes(&["a@example.com"]);
    }
}

#[tokio::test]
async fn a_letter_to_nobody_leaves_the_outbox_unsent() {
    let (app, postman) = (TestApp::new().await, Postman::default());
    post(&app, "", Mail::ResetPassword { link: "https://kenmovie.example/reset#token=a.b".to_owned() }).await;
    assert_eq!(send(&app, &postman).await, 1);
    postman.takes(&[]);
}

#[tokio::test]
async fn after_three_failures_the_rest_waits_for_the_next_round() {
    let (app, postman) = (TestApp::new().await, Postman::default());
    for number in 0..5 {
        post(&app, &format!("{number}@example.com"), Mail::EmailChanged).await;
    }
    postman.goes_away(true);
    assert_eq!(send(&app, &postman).await, 0);
    postman.takes(&["0@example.com", "1@example.com", "2@example.com"]);
    postman.goes_away(false);
    assert_eq!(send(&app, &postman).await, 2);
    app.clock.advance(LEASE);
    assert_eq!(send(&app, &postman).await, 3);
}

#[tokio::test]
async fn two_senders_never_send_the_same_letter() {
    let (app, postman) = (TestApp::new().await, Postman::default());
    for number in 10..30 {
        post(&app, &format!("{number}@example.com"), Mail::EmailChanged).await;
    }
    let (one, other) = tokio::join!(send(&app, &postman), send(&app, &postman));
    assert_eq!(one + other, 20);
    let mut sent = postman.sent.lock().unwrap().clone();
    sent.sort_unstable();
    let all: Vec<String> = (10..30).map(|number| format!("{number}@example.com")).collect();
    assert_eq!(sent, all);
}
