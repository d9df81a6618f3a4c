//! The bounds of a film's members, on both sides of every edge, for whoever makes, replaces or changes one.

use std::time::Duration;

use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{MOVIES, at, settled, whole};

/// A value of a member, and the code of what is wrong with it, if anything is.
type Case = (&'static str, Value, Option<&'static str>);

fn text(letter: &str, count: usize) -> Value {
    letter.repeat(count).into()
}

/// So many different texts.
fn many(count: usize) -> Value {
    (0..count).map(|number| format!("texto {number}")).collect::<Vec<_>>().into()
}

fn url(length: usize) -> Value {
    format!("{:a<length$}", "https://example.com/").into()
}

fn lines() -> Vec<Case> {
    let mut cases = vec![("title", json!(""), Some("required")), ("title", json!(" \t\n"), Some("required"))];
    for (field, most) in [("title", 200), ("original_title", 200), ("content_rating", 10)] {
        for letter in ["a", "ñ", "漢", "🎬"] {
            cases.push((field, text(letter, 1), None));
            cases.push((field, text(letter, most), None));
            cases.push((field, text(letter, most + 1), Some("too_long")));
        }
        for forbidden in [
            "a\0b",
            "a\nb",
            "a\rb",
            "a\tb",
            "a\u{7f}b",
            "a\u{202e}b",
            "a\u{2066}b",
            "a\u{200b}b",
            "a\u{feff}b",
        ] {
            cases.push((field, json!(forbidden), Some("forbidden_character")));
        }
        for wrong in [json!(1), json!(true), json!(["a"]), json!({"a": "b"})] {
            cases.push((field, wrong, Some("invalid_type")));
        }
    }
    for letter in ["a", "漢"] {
        cases.push(("description", text(letter, 5000), None));
        cases.push(("description", text(letter, 5001), Some("too_long")));
    }
    cases.push(("description", json!("uno\n\ndos\ttres"), None));
    cases.push(("description", json!("a\0b"), Some("forbidden_character")));
    cases.push(("description", json!("a\u{202e}b"), Some("forbidden_character")));
    cases.push(("description", json!(1), Some("invalid_type")));
    cases
}

fn numbers() -> Vec<Case> {
    let mut cases = Vec::new();
    for (field, least, most) in [("year", 1888, 2031), ("duration_minutes", 1, 1440)] {
        cases.push((field, json!(least), None));
        cases.push((field, json!(most), None));
        cases.push((field, json!(least - 1), Some("too_small")));
        cases.push((field, json!(most + 1), Some("too_large")));
        cases.push((field, json!(-least), Some("too_small")));
        cases.push((field, json!(i64::MAX), Some("too_large")));
        cases.push((field, json!(i64::MIN), Some("too_small")));
        for wrong in
            [json!("1990"), json!(90.5), json!(90.0), json!(1e300), json!(true), json!([90]), json!({})]
        {
            cases.push((field, wrong, Some("invalid_type")));
        }
    }
    cases
}

fn lists() -> Vec<Case> {
    let mut cases = Vec::new();
    for (field, items, length) in
        [("genres", 10, 40), ("tags", 50, 40), ("directors", 50, 100), ("cast", 50, 100)]
    {
        cases.push((field, json!([]), None));
        cases.push((field, many(items), None));
        cases.push((field, many(items + 1), Some("too_many")));
        cases.push((field, json!([text("ñ", length)]), None));
        cases.push((field, json!([text("ñ", length + 1)]), Some("too_long")));
        cases.push((field, json!(["a", "b", ""]), Some("required")));
        cases.push((field, json!([" "]), Some("required")));
        cases.push((field, json!(["a", "b", " a "]), Some("duplicate")));
        cases.push((field, json!(["a\0b"]), Some("forbidden_character")));
        cases.push((field, json!(["a\nb"]), Some("forbidden_character")));
        cases.push((field, json!(["a\u{202e}b"]), Some("forbidden_character")));
        for wrong in [json!("a"), json!(1), json!([1]), json!(["a", null]), json!([["a"]]), json!({"0": "a"})]
        {
            cases.push((field, wrong, Some("invalid_type")));
        }
    }
    cases
}

fn urls() -> Vec<Case> {
    let mut cases = Vec::new();
    for field in ["poster_url", "cover_url", "source_url"] {
        for good in
            ["https://example.com", "https://example.com:8443/a.jpg?b=c", "https://a.b.example.co/%C3%B1"]
        {
            cases.push((field, json!(good), None));
        }
        for bad in [
            "http://example.com/a.jpg",
            "HTTP://example.com",
            "ftp://example.com",
            "javascript:alert(1)",
            "data:image/png;base64,AAAA",
            "//example.com/a.jpg",
            "/a.jpg",
            "example.com/a.jpg",
            "https://",
            "https:///a.jpg",
            "https://localhost/a.jpg",
            "https://ana@example.com/",
            "https://ana:clave@example.com/",
            " https://example.com",
            "https://example.com/a b",
            "https://example.com/\n",
            "https://example.com/\0",
            "https://example.com/\u{202e}",
        ] {
            cases.push((field, json!(bad), Some("invalid_format")));
        }
        cases.push((field, json!(""), Some("required")));
        cases.push((field, url(2048), None));
        cases.push((field, url(2049), Some("too_long")));
        for wrong in [json!(1), json!(false), json!(["https://example.com"]), json!({})] {
            cases.push((field, wrong, Some("invalid_type")));
        }
    }
    cases
}

/// The three ways in which a film's member is written, and what each answers when it was.
fn ways(film: &str) -> [(&'static str, &str, u16); 3] {
    [("POST", MOVIES, 201), ("PUT", film, 200), ("PATCH", film, 200)]
}

async fn hold(cases: Vec<Case>) {
    let app = TestApp::new().await;
    let (admin, film) = (app.admin().await, at(app.movie("Antes").await));
    for (field, value, fault) in cases {
        for (method, path, status) in ways(&film) {
            let mut body = json!({"title": "Después"});
            body[field] = value.clone();
            let before = (app.visitor().get(&film).await.body, app.visitor().all(MOVIES).await.len());
            let reply = admin.request(method, path).json(&body).await;
            if let Some(fault) = fault {
                reply.invalid(&[&format!("{field} {fault}")]);
                let after = (app.visitor().get(&film).await.body, app.visitor().all(MOVIES).await.len());
                assert_eq!(after, before, "{field} {value}");
            } else {
                assert_eq!(reply.ok(status)[field], value, "{field}");
            }
        }
    }
    settled(&app).await;
}

#[tokio::test]
async fn texts_keep_their_bounds() {
    Box::pin(hold(lines())).await;
}

#[tokio::test]
async fn numbers_keep_their_bounds() {
    Box::pin(hold(numbers())).await;
}

#[tokio::test]
async fn lists_keep_their_bounds() {
    Box::pin(hold(lists())).await;
}

#[tokio::test]
async fn addresses_are_https_alone() {
    Box::pin(hold(urls())).await;
}

#[tokio::test]
async fn the_latest_year_moves_with_the_calendar() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let year = |year: i32| json!({"title": "Futura", "year": year});
    admin.post(MOVIES, &year(2031)).await.ok(201);
    admin.post(MOVIES, &year(2032)).await.invalid(&["year too_large"]);
    app.clock.advance(Duration::from_hours(365 * 24));
    let admin = app.admin().await;
    let film = admin.post(MOVIES, &year(2032)).await.ok(201);
    for (method, path, _) in ways(&crate::place(&film)) {
        admin.request(method, path).json(&year(2033)).await.invalid(&["year too_large"]);
    }
}

#[tokio::test]
async fn every_bad_member_is_named_at_once() {
    let app = TestApp::new().await;
    let (admin, film) = (app.admin().await, at(app.movie("Antes").await));
    let bad = json!({
        "title": "",
        "original_title": 1,
        "year": 1887,
        "duration_minutes": 1441,
        "description": "a\0",
        "content_rating": "demasiado larga",
        "genres": ["a", "a"],
        "tags": many(51),
        "directors": "Ana",
        "cast": [1],
        "poster_url": "http://example.com",
        "cover_url": "",
        "source_url": "x",
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "likes": 1000,
    });
    let expected = [
        "title required",
        "original_title invalid_type",
        "year too_small",
        "duration_minutes too_large",
        "description forbidden_character",
        "content_rating too_long",
        "genres duplicate",
        "tags too_many",
        "directors invalid_type",
        "cast invalid_type",
        "poster_url invalid_format",
        "cover_url required",
        "source_url invalid_format",
        "id unknown_field",
        "likes unknown_field",
    ];
    for (method, path, _) in ways(&film) {
        admin.request(method, path).json(&bad).await.invalid(&expected);
    }
    assert_eq!(crate::listed(&app.visitor(), MOVIES).await, ["Antes"]);
}

#[tokio::test]
async fn what_only_the_house_writes_is_no_member() {
    let app = TestApp::new().await;
    let (admin, film) = (app.admin().await, at(app.movie("Antes").await));
    for field in [
        "id",
        "rating",
        "reactions",
        "comments",
        "created_at",
        "updated_at",
        "mine",
        "version",
        "source",
        "source_rating",
        "creator",
        "",
        "Title",
        "title ",
        "__proto__",
        "ñ",
    ] {
        for (method, path, _) in ways(&film) {
            let mut body = json!({"title": "Después"});
            body[field] = json!({"name": "x", "id": "y"});
            admin.request(method, path).json(&body).await.invalid(&[&format!("{field} unknown_field")]);
        }
    }
}

#[tokio::test]
async fn null_is_no_value_of_a_whole_film() {
    let app = TestApp::new().await;
    let (admin, film) = (app.admin().await, at(app.movie("Antes").await));
    for field in whole().as_object().unwrap().keys() {
        let mut body = json!({"title": "Después"});
        body[field] = Value::Null;
        let expected = format!("{field} invalid_type");
        admin.post(MOVIES, &body).await.invalid(&[&expected]);
        admin.put(&film, &body).await.invalid(&[&expected]);
    }
    admin.patch(&film, &json!({"title": null})).await.invalid(&["title invalid_type"]);
    assert_eq!(crate::listed(&app.visitor(), MOVIES).await, ["Antes"]);
}
