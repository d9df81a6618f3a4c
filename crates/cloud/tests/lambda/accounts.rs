//! Accounts and sessions.

use serde_json::{Value, json};

use crate::events::Event;
use crate::site::{Reply, Site};

const EMAIL: &str = "ana@example.com";
const PASSWORD: &str = "butaca-trece-lluvia";

/// Makes an account; the answer signs it in.
pub(crate) async fn sign_up(site: &Site) -> Reply {
    sign_up_as(site, EMAIL).await
}

pub(crate) async fn sign_up_as(site: &Site, email: &str) -> Reply {
    let body = json!({ "name": "Ana", "age": 30, "email": email, "password": PASSWORD });
    site.ask("register", Event::new("POST", "/api/register").body(&body)).await.assert(201)
}

#[tokio::test]
async fn who_signs_up_gets_their_cookies_and_is_known_by_them() {
    let site = Site::with(&["register", "session"]).await;
    let signed_up = sign_up(&site).await;
    let cookies = signed_up.set_cookies();
    assert_eq!(cookies.len(), 3);
    let names = ["__Host-km_access=", "__Host-km_refresh=", "__Host-km_device="];
    for (cookie, name) in cookies.iter().zip(names) {
        assert!(
            cookie.starts_with(name) && cookie.contains("; HttpOnly") && cookie.ends_with("; Secure"),
            "{cookie}"
        );
    }
    assert_eq!(signed_up.header("set-cookie"), None);

    let shown = site.ask("session", Event::new("GET", "/api/session").cookies(&signed_up.cookies())).await;
    let shown = shown.assert(200);
    assert_eq!(shown.body()["user"]["email"], EMAIL);
    assert_eq!(shown.header("cache-control"), Some("private, no-store"));

    let refresh = Event::new("POST", "/api/session/refresh").cookies(&signed_up.cookies()).body(&json!({}));
    let refreshed = site.ask("session", refresh).await.assert(200);
    assert_eq!(refreshed.set_cookies().len(), 2);
    assert_ne!(refreshed.cookies(), signed_up.cookies());
}

#[tokio::test]
async fn who_signs_in_gets_cookies_and_a_wrong_password_is_told_as_a_problem() {
    let site = Site::with(&["register", "login"]).await;
    sign_up(&site).await;
    let sign_in = async |password: &str| {
        let body = json!({ "email": EMAIL, "password": password });
        site.ask("login", Event::new("POST", "/api/login").body(&body)).await
    };
    assert_eq!(sign_in(PASSWORD).await.assert(200).set_cookies().len(), 3);
    let refused = sign_in("another-password").await.assert_problem(401, "invalid_credentials");
    assert_eq!(refused.set_cookies(), Vec::<String>::new());
    assert!(refused.header("ratelimit").is_some_and(|told| told.starts_with("\"login\"")));
}

#[tokio::test]
async fn an_account_is_shown_its_password_changes_and_an_unknown_address_is_told_nothing() {
    let site = Site::with(&["register", "account"]).await;
    let signed_up = sign_up(&site).await;
    let asked = |method: &str, path: &str| Event::new(method, path).cookies(&signed_up.cookies());
    let shown = site.ask("account", asked("GET", "/api/account")).await.assert(200);
    assert_eq!(shown.body()["email"], EMAIL);
    let change = json!({ "current_password": PASSWORD, "new_password": "ventana-nueve-tormenta" });
    let change = asked("PUT", "/api/account/password").body(&change);
    site.ask("account", change).await.assert(204);
    let forgotten = Event::new("POST", "/api/password-reset").body(&json!({ "email": "nadie@example.com" }));
    site.ask("account", forgotten).await.assert(202);
}

#[tokio::test]
async fn limits_count_by_the_gateways_address_and_no_header_moves_it() {
    let site = Site::with(&["login"]).await;
    let left = async |address: &str, forwarded: &str| {
        let mut event = Event::new("POST", "/api/login")
            .body(&json!({ "email": EMAIL, "password": PASSWORD }))
            .header("x-forwarded-for", forwarded)
            .header("forwarded", &format!("for={forwarded}"))
            .json()
            .clone();
        event["requestContext"]["http"]["sourceIp"] = json!(address);
        let answer: Value = site.invoke("login", &event).await;
        let told = answer["headers"]["ratelimit"].as_str().unwrap();
        let left = told.split(';').find_map(|part| part.strip_prefix("r=")).unwrap();
        left.parse::<u64>().unwrap()
    };
    let first = left("203.0.113.9", "198.51.100.1").await;
    assert_eq!(left("203.0.113.9", "198.51.100.2").await, first - 1);
    assert_eq!(left("203.0.113.10", "198.51.100.2").await, first);
}
