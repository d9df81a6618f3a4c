//! A film's comments: their orders, their pages, and how each thread begins.

use std::time::Duration;

use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, TestApp, encoded};
use serde_json::{Value, json};

use crate::{answer, at, bodies, film, ids, say};

async fn vote(voters: &[Client], comment: &Value, likes: usize, dislikes: usize) {
    for (number, voter) in voters.iter().take(likes + dislikes).enumerate() {
        let value = if number < likes { "like" } else { "dislike" };
        voter.put(&format!("{}/reaction", at(comment)), &json!({"value": value})).await.ok(200);
    }
}

#[tokio::test]
async fn a_film_without_comments_has_an_empty_list() {
    let app = TestApp::new().await;
    let list = format!("{}/comments", film(&app).await);
    for sort in ["", "?sort=top", "?sort=newest", "?sort=oldest"] {
        assert_eq!(app.visitor().get(&format!("{list}{sort}")).await.ok(200), json!({"items": []}));
    }
}

#[tokio::test]
async fn each_comment_comes_with_its_first_three_replies() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let tick = || app.clock.advance(Duration::from_millis(1));
    let mut threads = Vec::new();
    for count in 0..6 {
        let root = say(&ana, &film, &format!("Hilo {count}")).await;
        tick();
        let mut replies = Vec::new();
        for number in 0..count {
            replies.push(answer(&ana, &root, &format!("Hilo {count}, respuesta {number}")).await);
            tick();
        }
        threads.push((root, replies));
    }
    for sort in ["top", "newest", "oldest"] {
        let items = ana.all(&format!("{film}/comments?sort={sort}")).await;
        assert_eq!(items.len(), 6, "replies stand in their threads alone");
        for mut item in items {
            let (root, replies) = threads.iter().find(|(root, _)| root["id"] == item["id"]).unwrap();
            assert_eq!(item["replies"], replies.len());
            let first: Vec<Value> = replies.iter().take(3).cloned().collect();
            assert_eq!(item["first_replies"], Value::from(first), "{sort}");
            let members = item.as_object_mut().unwrap();
            members.remove("first_replies");
            members.insert("replies".into(), 0.into());
            assert_eq!(item, *root, "{sort}");
        }
    }
}

#[tokio::test]
async fn a_reply_to_a_reply_is_among_the_first_replies_of_the_thread() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    let mut last = root.clone();
    for number in 0..5 {
        app.clock.advance(Duration::from_millis(1));
        last = answer(&ana, &last, &format!("Respuesta {number}")).await;
    }
    let items = app.visitor().all(&format!("{film}/comments")).await;
    assert_eq!(
        bodies(items[0]["first_replies"].as_array().unwrap()),
        ["Respuesta 0", "Respuesta 1", "Respuesta 2"]
    );
    assert_eq!(items[0]["replies"], 5);
}

#[tokio::test]
async fn the_first_replies_are_the_beginning_of_the_thread_also_within_one_millisecond() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    for _ in 0..10 {
        let root = say(&ana, &film, "Uno").await;
        for number in 0..6 {
            answer(&ana, &root, &number.to_string()).await;
        }
    }
    for sort in ["top", "newest", "oldest"] {
        for item in app.visitor().all(&format!("{film}/comments?sort={sort}")).await {
            let replies = app.visitor().all(&format!("{}/replies", at(&item))).await;
            assert_eq!(ids(item["first_replies"].as_array().unwrap()), ids(&replies[..3]), "{sort}");
        }
    }
}

#[tokio::test]
async fn the_orders_by_age_are_each_others_mirror() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let mut expected = Vec::new();
    for number in 0..25 {
        // Some in the same millisecond: their ids decide.
        app.clock.advance(Duration::from_millis(number % 3));
        expected.push(say(&ana, &film, &number.to_string()).await);
    }
    expected.sort_by_key(|comment| (comment["created_at"].to_string(), comment["id"].to_string()));
    let oldest = ana.all(&format!("{film}/comments?sort=oldest")).await;
    assert_eq!(ids(&oldest), ids(&expected));
    expected.reverse();
    let newest = ana.all(&format!("{film}/comments?sort=newest")).await;
    assert_eq!(ids(&newest), ids(&expected));
}

#[tokio::test]
async fn the_best_first_is_by_how_sure_the_likes_are_then_by_age() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let mut voters = Vec::new();
    for _ in 0..12 {
        voters.push(app.user().await);
    }
    // By the lower bound of the Wilson interval at 95 %: 12/0 .757, 10/2 .552, 3/0 .438, 8/4 .391, 1/0 .207, 2/2 .150,
    // 1/1 .095; nothing, and dislikes alone, 0.
    let votes = [(2, 2), (12, 0), (0, 3), (1, 0), (10, 2), (0, 0), (8, 4), (1, 1), (3, 0), (0, 0)];
    for (likes, dislikes) in votes {
        let comment = say(&ana, &film, &format!("{likes}/{dislikes}")).await;
        vote(&voters, &comment, likes, dislikes).await;
        app.clock.advance(Duration::from_millis(1));
    }
    say(&ana, &film, "la última").await;
    let expected = ["12/0", "10/2", "3/0", "8/4", "1/0", "2/2", "1/1", "la última", "0/0", "0/0", "0/3"];
    for list in ["comments", "comments?sort=top", "comments?limit=1", "comments?sort=top&limit=4"] {
        assert_eq!(bodies(&ana.all(&format!("{film}/{list}")).await), expected, "{list}");
    }
}

#[tokio::test]
async fn pages_of_every_size_hold_every_comment_once() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let voters = [app.user().await, app.user().await];
    for number in 0..41 {
        let comment = say(&ana, &film, &number.to_string()).await;
        vote(&voters, &comment, number % 3, (number / 3) % 2).await;
        app.clock.advance(Duration::from_millis(u64::from(number % 4 == 0)));
    }
    for sort in ["top", "newest", "oldest"] {
        let list = format!("{film}/comments?sort={sort}");
        let whole = ana.all(&format!("{list}&limit=100")).await;
        assert_eq!(whole.len(), 41);
        for limit in [1, 2, 3, 20, 40, 41, 42, 99] {
            let pages = ana.pages(&format!("{list}&limit={limit}")).await;
            assert!(pages.iter().rev().skip(1).all(|page| page.len() == limit), "{sort} {limit}");
            assert!(pages.last().is_some_and(|page| !page.is_empty()), "{sort} {limit}");
            assert_eq!(pages.concat(), whole, "{sort} {limit}");
        }
        let (first, next) = ana.page(&list, None).await;
        assert_eq!((first.len(), next.is_some()), (20, true), "{sort}");
    }
}

#[tokio::test]
async fn a_cursor_works_in_its_own_order_alone() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    say(&ana, &film, "Dos").await;
    for body in ["a", "b"] {
        answer(&ana, &root, body).await;
    }
    let mut cursors = Vec::new();
    for list in ["comments?sort=top", "comments?sort=newest", "comments?sort=oldest"] {
        cursors.push((
            format!("{film}/{list}"),
            ana.page(&format!("{film}/{list}&limit=1"), None).await.1.unwrap(),
        ));
    }
    let replies = format!("{}/replies?", at(&root));
    cursors.push((replies.clone(), ana.page(&format!("{replies}limit=1"), None).await.1.unwrap()));
    for (list, own) in &cursors {
        for (_, cursor) in &cursors {
            let reply = ana.get(&format!("{list}&cursor={cursor}")).await;
            if cursor == own {
                assert_eq!(reply.ok(200)["items"].as_array().unwrap().len(), 1, "{list}");
            } else {
                reply.problem(400, "bad_cursor");
            }
        }
        for garbage in ["x", "AAAA", "bnVsbA", "W10", "e30", "\0", "../..", "🎬", "' OR 1=1 --", &own[1..]]
        {
            let path = format!("{list}&cursor={}", encoded(garbage));
            ana.get(&path).await.problem(400, "bad_cursor");
        }
    }
}

#[tokio::test]
async fn a_page_has_one_to_a_hundred_comments() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, film(&app).await);
    let root = say(&ana, &film, "Uno").await;
    for list in [format!("{film}/comments"), format!("{}/replies", at(&root))] {
        for (limit, code) in [
            ("0", "too_small"),
            ("-1", "too_small"),
            ("101", "too_large"),
            ("abc", "invalid_type"),
            ("2.0", "invalid_type"),
            ("99999999999999999999", "invalid_type"),
        ] {
            ana.get(&format!("{list}?limit={limit}")).await.invalid(&[&format!("limit {code}")]);
        }
        for limit in [1, 100] {
            ana.get(&format!("{list}?limit={limit}")).await.ok(200);
        }
    }
    for sort in ["popular", "TOP", "title", "top%00", "%F0%9F%8E%AC"] {
        ana.get(&format!("{film}/comments?sort={sort}")).await.invalid(&["sort invalid_value"]);
    }
    ana.get(&format!("{film}/comments?sort=x&limit=0"))
        .await
        .invalid(&["sort invalid_value", "limit too_small"]);
}

#[tokio::test]
async fn a_film_that_is_not_there_has_no_list() {
    let app = TestApp::new().await;
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS) {
        app.visitor().get(&format!("/api/movies/{id}/comments")).await.problem(404, "not_found");
    }
}
