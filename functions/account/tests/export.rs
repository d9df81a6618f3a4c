//! `GET /api/account/export`

use kenmovie_common::domain::ProviderAccount;
use kenmovie_testkit::{TestApp, at_once};
use serde_json::{Value, json};

use crate::{EXPORT, sign_up};

#[tokio::test]
async fn the_export_holds_everything_that_a_person_left() {
    let app = TestApp::new().await;
    let (ana, bea) = (sign_up(&app, "ana").await, sign_up(&app, "bea").await);
    let linked = ProviderAccount { issuer: "https://accounts.example".into(), subject: "7".into() };
    app.store.link_provider(ana.id, linked).await.unwrap().unwrap();
    let (film, hidden) = (app.movie("Arrebato").await, app.movie("Vértigo").await);
    let comments = format!("/api/movies/{film}/comments");
    let hers = bea.browser.post(&comments, &json!({"body": "Un palabro de Bea."})).await.ok(201);
    let said = ana.browser.post(&comments, &json!({"body": "Me arrebató."})).await.ok(201);
    let replies = format!("/api/comments/{}/replies", hers["id"].as_str().unwrap());
    let replied = ana
        .browser
        .post(&replies, &json!({"body": "¿Seguro?", "spoiler": true}))
        .header("idempotency-key", "una-vez")
        .await
        .ok(201);
    let like = json!({"value": "like"});
    ana.browser.put(&format!("/api/movies/{film}/reaction"), &like).await.ok(200);
    let vote = format!("/api/comments/{}/reaction", hers["id"].as_str().unwrap());
    ana.browser.put(&vote, &json!({"value": "dislike"})).await.ok(200);
    let report = json!({"reason": "spam", "text": "Otra vez."});
    let reported = ana.browser.post(&format!("/api/movies/{hidden}/reports"), &report).await.ok(201);

    ana.browser.put(&format!("/api/movies/{film}/rating"), &json!({"score": 9})).await.ok(200);
    ana.browser.request("PUT", &format!("/api/user-movies/{film}")).await.ok(204);
    ana.browser.request("PUT", &format!("{}/mute", replies.trim_end_matches("/replies"))).await.ok(204);
    let answers = format!("/api/comments/{}/replies", said["id"].as_str().unwrap());
    let answer = bea.browser.post(&answers, &json!({"body": "Otro palabro."})).await.ok(201);
    let ugly = bea.browser.post(&comments, &json!({"body": "Un palabro feo."})).await.ok(201);
    let report = format!("/api/comments/{}/reports", ugly["id"].as_str().unwrap());
    let hid = ana.browser.post(&report, &json!({"reason": "hate"})).await.ok(201);
    let told = json!({"up_to": answer["id"]});
    ana.browser.post("/api/notifications/read", &told).await.ok(200);
    ana.browser.request("PUT", &format!("/api/blocked-users/{}", bea.id)).await.ok(204);
    // What Bea says of Ana is Bea's.
    bea.browser.request("PUT", &format!("/api/blocked-users/{}", ana.id)).await.ok(204);
    let path = format!("/api/comments/{}/reports", said["id"].as_str().unwrap());
    let cleo = sign_up(&app, "cleo").await;
    cleo.browser.post(&path, &json!({"reason": "spam", "text": "Un palabro de Cleo."})).await.ok(201);

    let reply = ana.browser.get(EXPORT).await;
    assert_eq!(reply.header("content-disposition"), Some("attachment; filename=\"kenmovie.json\""));
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let held = reply.ok(200);
    let now = "2026-01-01T12:00:00.000Z";
    assert_eq!(held["exported_at"], now);
    assert_eq!(
        held["user"],
        json!({
            "id": ana.id, "name": "ana", "age": 30, "email": "ana@example.com", "email_verified": false,
            "role": "user", "language": "es", "has_password": true,
            "providers": [{"issuer": "https://accounts.example", "subject": "7"}], "created_at": now,
            "read_up_to": answer["id"],
        })
    );
    let by_id = |list: &Value, id: &Value| {
        list.as_array().unwrap().iter().find(|one| one["id"] == *id).cloned().expect("it is held")
    };
    assert_eq!(held["comments"].as_array().unwrap().len(), 2);
    assert_eq!(
        by_id(&held["comments"], &said["id"]),
        json!({
            "id": said["id"], "movie_id": film, "body": "Me arrebató.", "spoiler": false, "deleted": false,
            "created_at": now,
        })
    );
    assert_eq!(
        by_id(&held["comments"], &replied["id"]),
        json!({
            "id": replied["id"], "movie_id": film, "root_id": hers["id"], "parent_id": hers["id"],
            "body": "¿Seguro?", "spoiler": true, "deleted": false, "created_at": now,
            "idempotency_key": "una-vez",
        })
    );
    let votes = held["votes"].as_array().unwrap();
    assert_eq!(votes.len(), 2);
    assert!(votes.contains(&json!({"movie_id": film, "value": "like", "created_at": now})));
    assert!(votes.contains(&json!({"comment_id": hers["id"], "value": "dislike", "created_at": now})));
    assert_eq!(held["reports"].as_array().unwrap().len(), 2);
    assert_eq!(
        by_id(&held["reports"], &reported["id"]),
        json!({
            "id": reported["id"], "movie_id": hidden, "name": "ana", "email": "ana@example.com",
            "reason": "spam", "text": "Otra vez.", "status": "open", "created_at": now,
        })
    );
    assert_eq!(by_id(&held["reports"], &hid["id"])["comment_id"], ugly["id"]);
    assert_eq!(held["hidden_comments"], json!([{"comment_id": ugly["id"], "report_id": hid["id"]}]));
    assert_eq!(held["ratings"], json!([{"movie_id": film, "score": 9, "created_at": now}]));
    assert_eq!(held["user_movies"], json!([{"movie_id": film, "added_at": now}]));
    assert_eq!(held["blocked_users"], json!([{"user_id": bea.id, "blocked_at": now}]));
    assert_eq!(held["muted_threads"], json!([{"comment_id": hers["id"], "muted_at": now}]));
    let news = json!([{"id": answer["id"], "reply_id": answer["id"], "created_at": now}]);
    assert_eq!(held["notifications"], news);
    assert_eq!(held["hidden_movies"], json!([{"movie_id": hidden, "report_id": reported["id"]}]));
    assert_eq!(held["movies"], json!([]));
    assert_eq!(held["sessions"].as_array().unwrap().len(), 1);
    assert!(!held.to_string().contains("palabro"), "what Bea said is Bea's");
}

#[tokio::test]
async fn the_export_holds_no_hash_and_no_secret() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let text = ana.browser.get(EXPORT).await.ok(200).to_string();
    let kept = app.store.credentials_of(ana.id).await.unwrap().unwrap().password_hash.unwrap();
    for secret in ["argon2", kept.as_str(), "hash", "token", "fingerprint", "refresh"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_exports_at_once_are_the_same() {
    let app = TestApp::new().await;
    let ana = sign_up(&app, "ana").await;
    let first = ana.browser.get(EXPORT).await.ok(200);
    for reply in at_once((0..10).map(|_| ana.browser.get(EXPORT))).await {
        assert_eq!(reply.ok(200), first);
    }
}
