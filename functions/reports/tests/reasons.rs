//! The reasons that a report can have.

use kenmovie_testkit::TestApp;
use serde_json::Value;

const REASONS: &str = "/api/report-reasons";

#[tokio::test]
async fn the_ten_reasons_stand_in_their_order_with_a_label_in_both_languages() {
    let app = TestApp::new().await;
    let body = app.visitor().get(REASONS).await.ok(200);
    let items = body["items"].as_array().unwrap();
    let codes: Vec<&str> = items.iter().map(|item| item["code"].as_str().unwrap()).collect();
    assert_eq!(
        codes,
        [
            "spam",
            "violence",
            "sexual_content",
            "hate",
            "misinformation",
            "copyright",
            "wrong_data",
            "broken_media",
            "not_interested",
            "other",
        ]
    );
    for item in items {
        let members: Vec<&String> = item.as_object().unwrap().keys().collect();
        assert_eq!(members, ["code", "label", "text_required"]);
        assert_eq!(item["label"].as_object().unwrap().len(), 2);
        for language in ["es", "en"] {
            assert!(!item["label"][language].as_str().unwrap().trim().is_empty(), "{item}");
        }
        assert_eq!(item["text_required"], item["code"] == "other");
    }
    assert_eq!(body.get("next"), None);
}

#[tokio::test]
async fn no_two_reasons_have_one_label() {
    let app = TestApp::new().await;
    let items = app.visitor().all(REASONS).await;
    for language in ["es", "en"] {
        let mut labels: Vec<&str> =
            items.iter().map(|item| item["label"][language].as_str().unwrap()).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), 10, "{language}");
    }
}

#[tokio::test]
async fn every_reason_of_the_list_is_taken_by_a_report() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for reason in ana.all(REASONS).await {
        let movie = app.movie("Arrebato").await;
        let body = serde_json::json!({"reason": reason["code"], "text": "Por esto."});
        let report = ana.post(&crate::reports_of(movie), &body).await.ok(201);
        assert_eq!(report["reason"], reason["code"]);
    }
}

#[tokio::test]
async fn a_visitor_may_keep_the_reasons_and_ask_whether_they_changed() {
    let app = TestApp::new().await;
    let reply = app.visitor().get(REASONS).await;
    assert!(reply.header("cache-control").unwrap().starts_with("public, max-age="));
    assert_eq!(reply.header("vary"), Some("Cookie, Authorization"));
    let tag = reply.header("etag").unwrap().to_owned();
    let again = app.visitor().get(REASONS).header("if-none-match", &tag).await;
    assert_eq!((again.status, &again.body), (304, &Value::Null));
    assert_eq!(again.header("etag"), Some(tag.as_str()));
}
