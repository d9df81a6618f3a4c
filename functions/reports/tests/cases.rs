//! What moderators see and decide.

use std::time::Duration;

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_common::ports::Clock as _;
use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, TestApp, at_once, refuses_bad_bodies};
use serde_json::{Value, json};

use crate::{BLOCKED, block_of, reports_of, settled, spam};

const CASES: &str = "/api/reports";

fn at(case: &Value) -> String {
    format!("{CASES}/{}", case["id"].as_str().unwrap())
}

/// The one case that there is.
async fn only(moderator: &Client) -> Value {
    let mut cases = moderator.all(CASES).await;
    assert_eq!(cases.len(), 1);
    cases.remove(0)
}

/// A film that was reported, and its case.
async fn reported(app: &TestApp, moderator: &Client) -> (Client, Value) {
    let ana = app.user().await;
    ana.post(&reports_of(app.movie("Arrebato").await), &spam()).await.ok(201);
    (ana, only(moderator).await)
}

#[tokio::test]
async fn all_reports_of_a_film_are_one_case_with_their_reasons_and_words() {
    let app = TestApp::new().await;
    let (moderator, movie) = (app.moderator().await, app.movie("Arrebato").await);
    let mut first = Value::Null;
    for (reason, text) in [("spam", "Uno."), ("wrong_data", ""), ("wrong_data", "Tres.")] {
        let report = app.user().await.post(&reports_of(movie), &json!({ "reason": reason, "text": text }));
        let made = report.await.ok(201);
        if first.is_null() {
            first = made["id"].clone();
        }
        app.clock.advance(Duration::from_secs(1));
    }
    let reply = moderator.get(CASES).await;
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let expected = json!({ "items": [{
        "id": first, "kind": "movie", "target": { "movie_id": movie, "quote": "Arrebato" }, "status": "open",
        "count": 3, "reasons": [{ "reason": "wrong_data", "count": 2 }, { "reason": "spam", "count": 1 }],
        "texts": ["Tres.", "Uno."], "last_reported_at": "2026-01-01T12:00:02.000Z",
    }] });
    let shown = reply.ok(200);
    assert_eq!(shown, expected, "and nobody's name or address");
}

#[tokio::test]
async fn a_comments_case_holds_its_words_and_author_as_they_were_when_it_was_reported() {
    let app = TestApp::new().await;
    let (moderator, author, movie) = (app.moderator().await, app.user().await, app.movie("Arrebato").await);
    let path = format!("/api/movies/{movie}/comments");
    let said =
        author.post(&path, &json!({ "body": "Fea." })).await.ok(201)["id"].as_str().unwrap().to_owned();
    app.user().await.post(&format!("/api/comments/{said}/reports"), &spam()).await.ok(201);
    let own = format!("/api/comments/{said}");
    author.patch(&own, &json!({ "body": "Bonita." })).await.ok(200);
    author.delete(&own).await.ok(204);
    let case = only(&moderator).await;
    let target = json!({ "movie_id": movie, "comment_id": said, "quote": "Fea.", "author_id": author.id() });
    assert_eq!((&case["kind"], &case["target"]), (&json!("comment"), &target));
}

#[tokio::test]
async fn a_decision_holds_for_all_reports_and_its_note_is_read_by_who_made_them() {
    let app = TestApp::new().await;
    let (moderator, movie) = (app.moderator().await, app.movie("Arrebato").await);
    let people = [app.user().await, app.user().await];
    for person in &people {
        person.post(&reports_of(movie), &spam()).await.ok(201);
    }
    app.clock.advance(Duration::from_secs(5));
    let case = only(&moderator).await;
    let body = json!({ "status": "resolved", "note": "  Gracias a\r\ntodos. " });
    let decided = moderator.patch(&at(&case), &body).await.ok(200);
    let mut expected = case.clone();
    expected["status"] = json!("resolved");
    expected["note"] = json!("Gracias a\ntodos.");
    expected["decided_at"] = json!(app.clock.now());
    assert_eq!(decided, expected);
    assert_eq!(only(&moderator).await, expected);
    for person in &people {
        let report = person.all(BLOCKED).await[0]["report"].clone();
        assert_eq!((&report["status"], &report["note"]), (&json!("resolved"), &json!("Gracias a\ntodos.")));
        assert_eq!(report["decided_at"], decided["decided_at"]);
    }
    settled(&app).await;
}

#[tokio::test]
async fn a_case_is_decided_anew_and_the_same_decision_tells_nobody_twice() {
    let app = TestApp::new().await;
    let moderator = app.moderator().await;
    let (ana, case) = reported(&app, &moderator).await;
    let told = async || ana.get("/api/notifications").await.ok(200)["unread"].clone();
    for (status, note, news) in [
        ("resolved", Some("Sí."), 1),
        ("resolved", Some("Sí."), 1),
        ("resolved", None, 2),
        ("dismissed", None, 3),
        ("dismissed", Some(""), 3),
    ] {
        app.clock.advance(Duration::from_secs(1));
        let mut body = json!({ "status": status });
        if let Some(note) = note {
            body["note"] = json!(note);
        }
        let decided = moderator.patch(&at(&case), &body).await.ok(200);
        let note = note.filter(|note| !note.is_empty()).map(Value::from);
        assert_eq!((&decided["status"], decided.get("note")), (&json!(status), note.as_ref()));
        assert_eq!(told().await, news, "{body}");
    }
    settled(&app).await;
}

#[tokio::test]
async fn a_new_report_opens_a_case_again_and_its_end_restores_the_decision() {
    let app = TestApp::new().await;
    let (moderator, berta) = (app.moderator().await, app.user().await);
    let (_, case) = reported(&app, &moderator).await;
    let film: kenmovie_common::MovieId = case["target"]["movie_id"].as_str().unwrap().parse().unwrap();
    let body = json!({ "status": "dismissed", "note": "Está bien." });
    moderator.patch(&at(&case), &body).await.ok(200);
    app.clock.advance(Duration::from_secs(1));
    berta.post(&reports_of(film), &spam()).await.ok(201);
    let open = only(&moderator).await;
    assert_eq!((&open["id"], &open["status"], &open["count"]), (&case["id"], &json!("open"), &json!(2)));
    assert_eq!(open.get("note"), None);
    berta.delete(&block_of(film)).await.ok(204);
    let back = only(&moderator).await;
    assert_eq!(
        (&back["status"], &back["note"], &back["count"]),
        (&json!("dismissed"), &json!("Está bien."), &json!(1))
    );
    settled(&app).await;
}

#[tokio::test]
async fn a_case_whose_last_report_is_withdrawn_is_gone() {
    let app = TestApp::new().await;
    let moderator = app.moderator().await;
    let (ana, case) = reported(&app, &moderator).await;
    let film = case["target"]["movie_id"].as_str().unwrap();
    ana.delete(&format!("{BLOCKED}/{film}")).await.ok(204);
    assert!(moderator.all(CASES).await.is_empty());
    moderator.patch(&at(&case), &json!({ "status": "resolved" })).await.problem(404, "not_found");
    settled(&app).await;
}

#[tokio::test]
async fn the_queue_is_filtered_by_status_and_kind_and_goes_by_the_latest_report() {
    let app = TestApp::new().await;
    let (moderator, ana) = (app.moderator().await, app.user().await);
    let mut quotes = Vec::new();
    for number in 0..5 {
        let title = format!("Film {number}");
        let movie = app.movie(&title).await;
        if number % 2 == 0 {
            ana.post(&reports_of(movie), &spam()).await.ok(201);
            quotes.insert(0, title);
        } else {
            let said =
                ana.post(&format!("/api/movies/{movie}/comments"), &json!({ "body": title })).await.ok(201);
            let path = format!("/api/comments/{}/reports", said["id"].as_str().unwrap());
            app.user().await.post(&path, &spam()).await.ok(201);
            quotes.insert(0, title);
        }
        app.clock.advance(Duration::from_secs(1));
    }
    let shown = async |filter: &str| -> Vec<String> {
        let cases = moderator.all(&format!("{CASES}{filter}")).await;
        cases.iter().map(|case| case["target"]["quote"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(shown("").await, quotes);
    assert_eq!(shown("?limit=2").await, quotes);
    assert_eq!(shown("?kind=comment").await, ["Film 3", "Film 1"]);
    assert_eq!(shown("?kind=movie&limit=1").await, ["Film 4", "Film 2", "Film 0"]);
    let second = moderator.all(&format!("{CASES}?kind=movie")).await.remove(1);
    moderator.patch(&at(&second), &json!({ "status": "resolved" })).await.ok(200);
    assert_eq!(shown("?status=open&kind=movie").await, ["Film 4", "Film 0"]);
    assert_eq!(shown("?status=resolved").await, ["Film 2"]);
    assert!(shown("?status=dismissed").await.is_empty());
    // A newer report brings a case to the front, and opens it.
    let film: kenmovie_common::MovieId = second["target"]["movie_id"].as_str().unwrap().parse().unwrap();
    app.user().await.post(&reports_of(film), &spam()).await.ok(201);
    assert_eq!(shown("?status=open").await[0], "Film 2");
}

#[tokio::test]
async fn a_decision_has_bounds_and_a_queue_too() {
    let app = TestApp::new().await;
    let moderator = app.moderator().await;
    let (_, case) = reported(&app, &moderator).await;
    for (body, expected) in [
        (json!({}), &["status required"][..]),
        (json!({ "status": "open" }), &["status invalid_value"]),
        (json!({ "status": "Resolved" }), &["status invalid_value"]),
        (json!({ "status": null }), &["status invalid_type"]),
        (json!({ "status": "resolved", "note": null }), &["note invalid_type"]),
        (json!({ "status": "resolved", "note": "a".repeat(1001) }), &["note too_long"]),
        (json!({ "status": "resolved", "note": "a\0" }), &["note forbidden_character"]),
        (json!({ "status": "resolved", "moderator": NOBODYS_ID }), &["moderator unknown_field"]),
    ] {
        moderator.patch(&at(&case), &body).await.invalid(expected);
    }
    refuses_bad_bodies(|| moderator.request("PATCH", &at(&case)), &json!({ "status": "resolved" })).await;
    assert_eq!(only(&moderator).await, case);
    let note = "ñ".repeat(1000);
    let body = json!({ "status": "resolved", "note": format!(" {note} ") });
    assert_eq!(moderator.patch(&at(&case), &body).await.ok(200)["note"], note);
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS.into_iter().filter(|id| !id.is_empty())) {
        let path = format!("{CASES}/{id}");
        moderator.patch(&path, &json!({ "status": "resolved" })).await.problem(404, "not_found");
    }
    moderator.get(&format!("{CASES}?status=new")).await.invalid(&["status invalid_value"]);
    moderator.get(&format!("{CASES}?kind=user")).await.invalid(&["kind invalid_value"]);
    moderator.get(&format!("{CASES}?limit=0")).await.invalid(&["limit too_small"]);
    moderator.get(&format!("{CASES}?cursor=x")).await.problem(400, "bad_cursor");
}

#[tokio::test]
async fn only_moderators_see_and_decide() {
    let app = TestApp::new().await;
    let moderator = app.moderator().await;
    let (ana, case) = reported(&app, &moderator).await;
    let person = app.person(Role::Moderator).await;
    let site = app.machine(&person, Preset::Site).await;
    let both = |who: &Client| [who.get(CASES), who.patch(&at(&case), &json!({ "status": "resolved" }))];
    for sent in both(&app.visitor()) {
        sent.await.problem(401, "unauthenticated");
    }
    for who in [&ana, &site] {
        for sent in both(who) {
            sent.await.problem(403, "insufficient_scope");
        }
    }
    let [_, decide] = both(&moderator);
    decide.header("sec-fetch-site", "cross-site").await.problem(403, "csrf");
    assert_eq!(only(&moderator).await, case);
    for who in [app.machine(&person, Preset::Admin).await, app.admin().await] {
        for sent in both(&who) {
            sent.await.ok(200);
        }
    }
    app.expire_tokens();
    for sent in both(&moderator) {
        sent.await.problem(401, "token_expired");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn moderators_who_decide_at_once_while_people_report_leave_one_exact_case() {
    let app = TestApp::new().await;
    let moderator = app.moderator().await;
    let (_, case) = reported(&app, &moderator).await;
    let film: kenmovie_common::MovieId = case["target"]["movie_id"].as_str().unwrap().parse().unwrap();
    let mut people = Vec::new();
    for _ in 0..10 {
        people.push(app.user().await);
    }
    let bodies = [json!({ "status": "resolved" }), json!({ "status": "dismissed", "note": "No." })];
    let sent = people.iter().zip(0..).flat_map(|(person, number): (_, usize)| {
        [person.post(&reports_of(film), &spam()), moderator.patch(&at(&case), &bodies[number % 2])]
    });
    for reply in at_once(sent).await {
        assert!(matches!(reply.status, 200 | 201), "{}: {:#}", reply.asked, reply.body);
    }
    assert_eq!(only(&moderator).await["count"], 11);
    moderator.patch(&at(&case), &bodies[0]).await.ok(200);
    for person in &people {
        assert_eq!(person.all(BLOCKED).await[0]["report"]["status"], "resolved");
    }
    settled(&app).await;
}
