//! What a comment may say.

use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{answer, at, counted, film, say};

#[tokio::test]
async fn a_body_has_1_to_2000_characters_after_trimming() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let mine = say(&ana, &film, "Mío").await;
    for letter in ["a", "ñ", "漢", "🎬"] {
        let longest = letter.repeat(2000);
        let wrapped = json!({"body": format!(" \n{longest}\t ")});
        let too_long = json!({"body": letter.repeat(2001)});
        for path in [format!("{film}/comments"), format!("{}/replies", at(&root))] {
            assert_eq!(ana.post(&path, &wrapped).await.ok(201)["body"], longest);
            ana.post(&path, &too_long).await.invalid(&["body too_long"]);
            assert_eq!(ana.post(&path, &json!({"body": letter})).await.ok(201)["body"], letter);
        }
        assert_eq!(ana.patch(&at(&mine), &wrapped).await.ok(200)["body"], longest);
        ana.patch(&at(&mine), &too_long).await.invalid(&["body too_long"]);
    }
}

#[tokio::test]
async fn nothing_but_white_space_is_no_comment() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let mine = say(&ana, &film, "Mío").await;
    for body in ["", " ", "\n", "\t \r\n", "\u{a0}", "\u{2003}\u{3000}", &" ".repeat(3000)] {
        let body = json!({"body": body});
        ana.post(&format!("{film}/comments"), &body).await.invalid(&["body required"]);
        ana.post(&format!("{}/replies", at(&mine)), &body).await.invalid(&["body required"]);
        ana.patch(&at(&mine), &body).await.invalid(&["body required"]);
    }
    assert_eq!(counted(&app, &film).await, 1);
    assert_eq!(ana.get(&at(&mine)).await.ok(200), mine);
}

#[tokio::test]
async fn characters_that_deceive_the_eye_or_a_terminal_are_refused() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let mine = say(&ana, &film, "Mío").await;
    let forbidden = [
        '\0', '\u{1}', '\u{7}', '\u{8}', '\u{b}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}', '\u{202a}',
        '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
        '\u{feff}',
    ];
    for character in forbidden {
        let body = json!({"body": format!("antes{character}después")});
        ana.post(&format!("{film}/comments"), &body).await.invalid(&["body forbidden_character"]);
        ana.post(&format!("{}/replies", at(&mine)), &body).await.invalid(&["body forbidden_character"]);
        ana.patch(&at(&mine), &body).await.invalid(&["body forbidden_character"]);
    }
    assert_eq!(counted(&app, &film).await, 1);
    assert_eq!(ana.get(&at(&mine)).await.ok(200), mine);
}

#[tokio::test]
async fn what_people_write_comes_back_as_they_wrote_it() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    for body in [
        "Primera línea\n\nTercera línea",
        "Una\ttabulación",
        "<script>alert('x')</script><img src=x onerror=alert(1)>",
        "&lt;b&gt; & \"comillas\" 'simples' `tildes` \\ / %00 ${x} {{x}}",
        "'; DROP TABLE comments; --",
        "👩‍👩‍👧‍👦 🏳️‍🌈 ¿Cómo? ¡Ñandú! 漢字 العربية עברית",
        "null",
        "[link](javascript:alert(1))",
    ] {
        let comment = say(&ana, &film, body).await;
        assert_eq!(comment["body"], body);
        assert_eq!(app.visitor().get(&at(&comment)).await.ok(200)["body"], body);
        assert_eq!(answer(&ana, &comment, body).await["body"], body);
    }
}

#[tokio::test]
async fn text_is_kept_in_one_form_however_its_accents_were_typed() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    assert_eq!(say(&ana, &film, "nin\u{303}o cafe\u{301}").await["body"], "niño café");
    assert_eq!(say(&ana, &film, "uno\r\ndos\r\n\r\ntres").await["body"], "uno\ndos\n\ntres");
}

#[tokio::test]
async fn every_bad_member_is_named() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let mine = say(&ana, &film, "Mío").await;
    let cases = [
        (json!({"body": null}), &["body invalid_type"][..]),
        (json!({"body": 1}), &["body invalid_type"]),
        (json!({"body": ["a"]}), &["body invalid_type"]),
        (json!({"body": {"text": "a"}}), &["body invalid_type"]),
        (json!({"body": "a", "spoiler": null}), &["spoiler invalid_type"]),
        (json!({"body": "a", "spoiler": "true"}), &["spoiler invalid_type"]),
        (json!({"body": "a", "spoiler": 1}), &["spoiler invalid_type"]),
        (json!({"body": "a", "parent_id": mine["id"]}), &["parent_id unknown_field"]),
        (
            json!({"body": "a", "author": "x", "deleted": true}),
            &["author unknown_field", "deleted unknown_field"],
        ),
        (
            json!({"body": "", "spoiler": 0, "x": 1}),
            &["body required", "spoiler invalid_type", "x unknown_field"],
        ),
    ];
    for (body, expected) in &cases {
        ana.post(&format!("{film}/comments"), body).await.invalid(expected);
        ana.post(&format!("{}/replies", at(&mine)), body).await.invalid(expected);
        ana.patch(&at(&mine), body).await.invalid(expected);
    }
    for body in [json!({}), json!({"spoiler": true})] {
        ana.post(&format!("{film}/comments"), &body).await.invalid(&["body required"]);
        ana.post(&format!("{}/replies", at(&mine)), &body).await.invalid(&["body required"]);
    }
    assert_eq!(counted(&app, &film).await, 1);
    assert_eq!(ana.get(&at(&mine)).await.ok(200), mine);
}
