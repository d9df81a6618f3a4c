//! The rest of a thread.

use std::time::Duration;

use kenmovie_testkit::{MALFORMED_IDS, NOBODYS_ID, TestApp};
use serde_json::json;

use crate::{answer, at, bodies, film, say};

#[tokio::test]
async fn replies_come_oldest_first_in_pages_of_every_size() {
    let app = TestApp::new().await;
    let (ana, berta, film) = (app.user().await, app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let other = say(&ana, &film, "Otro hilo").await;
    let mut replies: Vec<serde_json::Value> = Vec::new();
    for number in 0..25_usize {
        app.clock.advance(Duration::from_millis(1));
        let parent = if number % 3 == 2 { replies[number / 2].clone() } else { root.clone() };
        replies.push(answer(&berta, &parent, &format!("Respuesta {number}")).await);
        answer(&berta, &other, "Otra cosa").await;
    }
    let list = format!("{}/replies", at(&root));
    let whole = berta.all(&format!("{list}?limit=100")).await;
    let expected: Vec<String> = (0..25).map(|number| format!("Respuesta {number}")).collect();
    assert_eq!(bodies(&whole), expected);
    for (reply, made) in whole.iter().zip(&replies) {
        for member in ["id", "movie_id", "parent_id", "root_id", "author", "body", "created_at", "mine"] {
            assert_eq!(reply[member], made[member], "{member}");
        }
        assert_eq!(reply.get("first_replies"), None);
    }
    for limit in [1, 2, 20, 24, 25, 26] {
        let pages = berta.pages(&format!("{list}?limit={limit}")).await;
        assert!(pages.iter().rev().skip(1).all(|page| page.len() == limit), "{limit}");
        assert!(pages.last().is_some_and(|page| !page.is_empty()), "{limit}");
        assert_eq!(pages.concat(), whole, "{limit}");
    }
}

#[tokio::test]
async fn a_comment_without_replies_has_an_empty_list() {
    let app = TestApp::new().await;
    let root = say(&app.user().await, &film(&app).await, "Uno").await;
    assert_eq!(app.visitor().get(&format!("{}/replies", at(&root))).await.ok(200), json!({"items": []}));
}

#[tokio::test]
async fn a_reply_leads_to_the_whole_thread_that_it_stands_in() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let first = answer(&ana, &root, "Dos").await;
    app.clock.advance(Duration::from_millis(1));
    let second = answer(&ana, &first, "Tres").await;
    for comment in [&root, &first, &second] {
        let replies = app.visitor().all(&format!("{}/replies", at(comment))).await;
        assert_eq!(bodies(&replies), ["Dos", "Tres"]);
    }
}

#[tokio::test]
async fn a_reply_counts_those_that_answer_it_and_the_comment_the_whole_thread() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let first = answer(&ana, &root, "Dos").await;
    let second = answer(&ana, &first, "Tres").await;
    answer(&ana, &first, "Cuatro").await;
    for (comment, replies) in [(&root, 3), (&first, 2), (&second, 0)] {
        assert_eq!(ana.get(&at(comment)).await.ok(200)["replies"], replies);
    }
}

#[tokio::test]
async fn a_comment_that_is_not_there_has_no_replies_and_takes_none() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS) {
        let list = format!("/api/comments/{id}/replies");
        app.visitor().get(&list).await.problem(404, "not_found");
        ana.post(&list, &json!({"body": "Hola"})).await.problem(404, "not_found");
        app.visitor().get(&format!("/api/comments/{id}")).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_film_is_no_comment_to_reply_to() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let crossed = film.replace("/api/movies/", "/api/comments/");
    ana.post(&format!("{crossed}/replies"), &json!({"body": "Hola"})).await.problem(404, "not_found");
    ana.get(&crossed).await.problem(404, "not_found");
    assert_eq!(crate::counted(&app, &film).await, 0);
}
