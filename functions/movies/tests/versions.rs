//! `If-Match`: an edit of what was not read is refused; a vote spoils no edit.

use kenmovie_testkit::{TestApp, at_once};
use serde_json::{Value, json};

use crate::{MOVIES, at, listed, settled, vote, whole};

async fn tag(app: &TestApp, path: &str) -> String {
    app.visitor().get(path).await.header("etag").unwrap().to_owned()
}

#[tokio::test]
async fn a_tag_is_a_version_and_a_hash() {
    let app = TestApp::new().await;
    let (admin, path) = (app.admin().await, at(app.movie("Uno").await));
    for version in 1..4 {
        for viewer in [&admin, &app.visitor()] {
            let tag = viewer.get(&path).await.header("etag").unwrap().to_owned();
            let (number, hash) = tag.trim_matches('"').split_once('-').unwrap();
            assert_eq!(number, version.to_string());
            assert!(!hash.is_empty() && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{tag}");
        }
        let edited = admin.patch(&path, &json!({"year": 1990 + version})).await;
        assert!(edited.header("etag").unwrap().starts_with(&format!("\"{}-", version + 1)));
    }
}

#[tokio::test]
async fn an_edit_of_the_version_that_was_read_is_made_and_of_an_older_one_refused() {
    let app = TestApp::new().await;
    let (admin, path) = (app.admin().await, at(app.movie("Uno").await));
    for (number, method) in ["PUT", "PATCH"].into_iter().enumerate() {
        let read = tag(&app, &path).await;
        let edit = |title: String, tag: &str| {
            admin.request(method, &path).json(&json!({"title": title})).header("if-match", tag)
        };
        let edited = edit(format!("Dos {number}"), &read).await;
        let new = edited.header("etag").unwrap().to_owned();
        edited.ok(200);
        let refused = edit("Tres".into(), &read).await;
        assert_eq!(refused.header("etag"), None);
        refused.problem(412, "precondition_failed");
        assert_eq!(app.visitor().get(&path).await.ok(200)["title"], format!("Dos {number}"));
        edit(format!("Cuatro {number}"), &new).await.ok(200);
    }
    let old = "\"1-0000000000000000\"";
    admin.delete(&path).header("if-match", old).await.problem(412, "precondition_failed");
    let read = tag(&app, &path).await;
    admin.delete(&path).header("if-match", &read).await.ok(204);
}

#[tokio::test]
async fn votes_and_comments_spoil_no_edit() {
    let app = TestApp::new().await;
    let (admin, ana, movie) = (app.admin().await, app.user().await, app.movie("Uno").await);
    let read = tag(&app, &at(movie)).await;
    vote(&ana, movie, "like").await;
    ana.post(&format!("{}/comments", at(movie)), &json!({"body": "Bien."})).await.ok(201);
    ana.post(&format!("{}/reports", at(movie)), &json!({"reason": "spam"})).await.ok(201);
    assert_ne!(tag(&app, &at(movie)).await, read);
    admin.patch(&at(movie), &json!({"year": 1990})).header("if-match", &read).await.ok(200);
    let personal = ana.get(&at(movie)).await.header("etag").unwrap().to_owned();
    vote(&ana, movie, "dislike").await;
    admin.put(&at(movie), &json!({"title": "Dos"})).header("if-match", &personal).await.ok(200);
}

#[tokio::test]
async fn a_star_or_no_condition_edits_whatever_is_there() {
    let app = TestApp::new().await;
    let (admin, path) = (app.admin().await, at(app.movie("Uno").await));
    for title in ["Dos", "Tres"] {
        admin.patch(&path, &json!({"title": title})).header("if-match", "*").await.ok(200);
        admin.put(&path, &json!({"title": title})).await.ok(200);
    }
    admin.delete(&path).header("if-match", "*").await.ok(204);
}

#[tokio::test]
async fn a_condition_that_names_no_version_of_ours_never_holds() {
    let app = TestApp::new().await;
    let (admin, path) = (app.admin().await, at(app.movie("Uno").await));
    for tag in [
        "",
        "x",
        "\"\"",
        "\"-\"",
        "\"0-0\"",
        "\"x-1\"",
        "\"-1-0\"",
        "\"99999999999999999999-0\"",
        "\"2-0\"",
        "W/\"1-0\"",
    ] {
        let body = json!({"title": "Dos"});
        for sent in [admin.put(&path, &body), admin.patch(&path, &body), admin.delete(&path)] {
            sent.header("if-match", tag).await.problem(412, "precondition_failed");
        }
    }
    assert_eq!(listed(&app.visitor(), MOVIES).await, ["Uno"]);
}

#[tokio::test]
async fn a_bad_body_is_named_before_its_condition_is_weighed() {
    let app = TestApp::new().await;
    let (admin, path) = (app.admin().await, at(app.movie("Uno").await));
    let sent = admin.patch(&path, &json!({"title": ""})).header("if-match", "\"9-0\"");
    sent.await.invalid(&["title required"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_edits_at_once_of_one_version_one_is_made() {
    let app = TestApp::new().await;
    let (admin, path) = (app.admin().await, at(app.movie("Uno").await));
    let read = tag(&app, &path).await;
    let bodies: Vec<Value> = (0..20).map(|n| json!({"title": format!("Edición {n}")})).collect();
    let sent = bodies.iter().map(|body| admin.patch(&path, body).header("if-match", &read));
    let (made, refused): (Vec<_>, Vec<_>) =
        at_once(sent).await.into_iter().partition(|reply| reply.status == 200);
    assert_eq!((made.len(), refused.len()), (1, 19));
    for reply in refused {
        reply.problem(412, "precondition_failed");
    }
    assert_eq!(app.visitor().get(&path).await.ok(200)["title"], made[0].body["title"]);
    assert!(tag(&app, &path).await.starts_with("\"2-"));
    settled(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_edits_at_once_without_a_condition_are_all_made_one_after_another() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let movie = admin.post(MOVIES, &whole()).await.ok(201);
    let path = crate::place(&movie);
    let bodies: Vec<Value> =
        (0..20)
            .map(|n| {
                if n % 2 == 0 {
                    json!({"year": 1900 + n})
                } else {
                    json!({"genres": [format!("Género {n}")]})
                }
            })
            .collect();
    for reply in at_once(bodies.iter().map(|body| admin.patch(&path, body))).await {
        reply.ok(200);
    }
    assert!(tag(&app, &path).await.starts_with("\"21-"));
    assert_eq!(app.visitor().all("/api/genres").await.len(), 1);
    settled(&app).await;
}
