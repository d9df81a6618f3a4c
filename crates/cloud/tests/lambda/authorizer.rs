//! The authorizer.

use serde_json::{Value, json};

use crate::accounts::sign_up;
use crate::events::authorizer_event;
use crate::site::Site;

#[tokio::test]
async fn the_authorizer_lets_everything_through_with_its_verdict() {
    let site = Site::with(&["register", "authorizer"]).await;
    let signed_up = sign_up(&site).await;
    let (cookies, user) = (signed_up.cookies(), signed_up.body()["user"]["id"].clone());
    let (_, token) = cookies[0].split_once('=').unwrap();
    let bearer = format!("Bearer {token}");
    let verdict = async |headers: &[(&str, &str)], cookies: &[String]| {
        let answer = site.invoke("authorizer", &authorizer_event(headers, cookies)).await;
        assert_eq!(answer["isAuthorized"], true, "{answer}");
        answer["context"].clone()
    };

    for known in [verdict(&[], &cookies).await, verdict(&[("authorization", &bearer)], &[]).await] {
        assert_eq!(known["verdict"], "ok", "{known}");
        assert_eq!(known["sub"], user);
        assert_eq!(known["client"], "web");
        assert!(known["scope"].as_str().unwrap().split(' ').any(|scope| scope == "comments:write"));
        assert!(known["expires_at"].as_i64() > known["auth_time"].as_i64());
    }
    assert_eq!(verdict(&[], &[]).await, json!({ "verdict": "missing" }));
    let twice = format!("{bearer},{bearer}");
    for bad in ["Bearer x", "Basic YTpi", &twice] {
        // Where that header is sent, cookies are not read.
        assert_eq!(
            verdict(&[("authorization", bad)], &cookies).await,
            json!({ "verdict": "invalid" }),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn what_the_authorizer_cannot_read_gets_a_verdict_and_no_error() {
    let site = Site::with(&["authorizer"]).await;
    for event in [json!({ "headers": { "authorization": "a\nb" } }), json!({ "cookies": 1 }), Value::Null] {
        let answer = site.invoke("authorizer", &event).await;
        assert_eq!(answer, json!({ "isAuthorized": true, "context": { "verdict": "invalid" } }), "{event}");
    }
}
