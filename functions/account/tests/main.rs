//! The account, through the whole gateway.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test panics where it fails"
)]

mod account;
mod avatar;
mod delete;
mod email;
mod export;
mod hijack;
mod limits;
mod password;
mod refusals;
mod reset;
mod sign_ins;
mod verify;

use std::time::Duration;

use kenmovie_common::UserId;
use kenmovie_common::domain::{Language, Letter, Mail, NewUser, User};
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{Client, ORIGIN, PASSWORD, Reply, TestApp};
use serde_json::{Value, json};

const ACCOUNT: &str = "/api/account";
const CHANGE_PASSWORD: &str = "/api/account/password";
const CHANGE_EMAIL: &str = "/api/account/email";
const VERIFY: &str = "/api/account/verify-email";
const CONFIRM: &str = "/api/account/verify-email/confirm";
const SIGN_INS: &str = "/api/account/sign-ins";
const EXPORT: &str = "/api/account/export";
const FORGOTTEN: &str = "/api/password-reset";
const RESET: &str = "/api/password-reset/confirm";
const REFRESH: &str = "/api/session/refresh";

/// Another password than the one that everybody begins with.
const NEW: &str = "ventana-nueve-tormenta";

/// A session that was seen to live is believed for this long.
const BELIEVED: Duration = Duration::from_secs(8);
const MOMENT: Duration = Duration::from_millis(1);

/// Somebody who signed up a moment ago, in the browser that they did it with.
struct Member {
    id: UserId,
    email: String,
    browser: Client,
    /// The letter that they were sent.
    letter: Letter,
}

async fn sign_up(app: &TestApp, name: &str) -> Member {
    let email = format!("{name}@example.com");
    let body = json!({ "name": name, "age": 30, "email": email, "password": PASSWORD });
    let reply = app.visitor().post("/api/register", &body).await;
    let browser = app.visitor().browser(&reply.jar());
    let id = reply.ok(201)["user"]["id"].as_str().and_then(|id| id.parse().ok()).unwrap();
    Member { id, email, browser, letter: letter(app).await }
}

/// Somebody who came through a provider and has no password; signed in now.
async fn without_password(app: &TestApp, name: &str) -> (User, Client) {
    let now = app.clock.now();
    let new = NewUser {
        id: UserId::new(now, app.random()),
        name: name.to_owned(),
        age: None,
        email: format!("{name}@example.com"),
        email_verified: true,
        password_hash: None,
        language: Language::En,
        created_at: now,
    };
    let user = app.store.create_user(new).await.unwrap();
    let browser = app.signed_in(&user).await;
    (user, browser)
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Reply {
    app.visitor().post("/api/login", &json!({ "email": email, "password": password })).await
}

/// One more browser of theirs.
async fn browser(app: &TestApp, member: &Member) -> Client {
    let reply = sign_in(app, &member.email, PASSWORD).await;
    assert_eq!(reply.status, 200, "{:#}", reply.body);
    app.visitor().browser(&reply.jar())
}

/// The letters that wait, oldest first; then they wait no more. Those that tell of a sign-in are left out.
async fn letters(app: &TestApp) -> Vec<Letter> {
    let all = app.store.take_letters(app.clock.now(), Duration::from_mins(1), 100).await.unwrap();
    for letter in &all {
        app.store.remove_letter(letter.id).await.unwrap();
    }
    all.into_iter().filter(|letter| !matches!(letter.mail, Mail::NewSignIn { .. })).collect()
}

/// The only letter that waits.
async fn letter(app: &TestApp) -> Letter {
    let mut all = letters(app).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// The token of a letter's link, which leads to a page of the site.
fn token(letter: &Letter) -> String {
    let (page, link) = match &letter.mail {
        Mail::VerifyEmail { link } => ("verify", link),
        Mail::ResetPassword { link } => ("reset", link),
        other => panic!("a letter without a link: {other:?}"),
    };
    link.strip_prefix(&format!("{ORIGIN}/{page}#token=")).expect("a link of the site").to_owned()
}

/// Asks for a letter that resets the password; its token.
async fn forgotten(app: &TestApp, email: &str) -> String {
    app.visitor().post(FORGOTTEN, &json!({ "email": email })).await.ok(202);
    token(&letter(app).await)
}

async fn reset(app: &TestApp, token: &str, password: &str) -> Reply {
    app.visitor().post(RESET, &json!({ "token": token, "new_password": password })).await
}

async fn confirm(browser: &Client, token: &str) -> Reply {
    browser.post(CONFIRM, &json!({ "token": token })).await
}

async fn renew(browser: &Client) -> Reply {
    browser.post(REFRESH, &json!({})).await
}

/// What a session of theirs shows of them.
async fn account(browser: &Client) -> Value {
    browser.get(ACCOUNT).await.ok(200)
}

/// The same token with another last character.
fn spoilt(token: &str) -> String {
    let mut text = token.to_owned();
    let last = if text.pop() == Some('A') { 'Q' } else { 'A' };
    text.push(last);
    text
}
