//! One person's vote, and what everybody sees of it.

use kenmovie_testkit::TestApp;
use serde_json::json;

use crate::{Things, at, comment, dislike, like};

#[tokio::test]
async fn a_like_is_counted_changed_and_taken_back() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    for thing in things.both() {
        let tally = ana.put(&at(thing), &like()).await.ok(200);
        assert_eq!(tally, json!({"likes": 1, "dislikes": 0, "mine": "like"}));
        let tally = ana.put(&at(thing), &dislike()).await.ok(200);
        assert_eq!(tally, json!({"likes": 0, "dislikes": 1, "mine": "dislike"}));
        let tally = ana.delete(&at(thing)).await.ok(200);
        assert_eq!(tally, json!({"likes": 0, "dislikes": 0}));
    }
}

#[tokio::test]
async fn the_same_vote_twice_counts_once() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    for thing in things.both() {
        for _ in 0..2 {
            let tally = ana.put(&at(thing), &dislike()).await.ok(200);
            assert_eq!(tally, json!({"likes": 0, "dislikes": 1, "mine": "dislike"}));
        }
        for _ in 0..2 {
            assert_eq!(ana.delete(&at(thing)).await.ok(200), json!({"likes": 0, "dislikes": 0}));
        }
    }
}

#[tokio::test]
async fn taking_back_a_vote_that_was_never_given_changes_nothing() {
    let app = TestApp::new().await;
    let (ana, berta, things) = (app.user().await, app.user().await, Things::new(&app).await);
    for thing in things.both() {
        ana.put(&at(thing), &like()).await.ok(200);
        assert_eq!(berta.delete(&at(thing)).await.ok(200), json!({"likes": 1, "dislikes": 0}));
    }
}

#[tokio::test]
async fn a_tally_counts_everybody_and_names_only_the_callers_own_vote() {
    let app = TestApp::new().await;
    let (ana, berta, carla) = (app.user().await, app.user().await, app.user().await);
    let things = Things::new(&app).await;
    for thing in things.both() {
        ana.put(&at(thing), &like()).await.ok(200);
        let tally = berta.put(&at(thing), &like()).await.ok(200);
        assert_eq!(tally, json!({"likes": 2, "dislikes": 0, "mine": "like"}));
        let tally = carla.put(&at(thing), &dislike()).await.ok(200);
        assert_eq!(tally, json!({"likes": 2, "dislikes": 1, "mine": "dislike"}));
        assert_eq!(berta.delete(&at(thing)).await.ok(200), json!({"likes": 1, "dislikes": 1}));
    }
}

#[tokio::test]
async fn a_thing_shows_the_votes_and_to_each_person_their_own() {
    let app = TestApp::new().await;
    let (ana, berta, carla) = (app.user().await, app.user().await, app.user().await);
    let things = Things::new(&app).await;
    for thing in things.both() {
        ana.put(&at(thing), &like()).await.ok(200);
        berta.put(&at(thing), &dislike()).await.ok(200);
        let votes = json!({"likes": 1, "dislikes": 1});
        for (viewer, mine) in [(&ana, Some("like")), (&berta, Some("dislike")), (&carla, None)] {
            let shown = viewer.get(thing).await.ok(200);
            assert_eq!(shown["reactions"], votes);
            assert_eq!(shown["mine"].get("reaction").and_then(|mine| mine.as_str()), mine, "{thing}");
        }
        let shown = app.visitor().get(thing).await.ok(200);
        assert_eq!(shown["reactions"], votes);
        assert_eq!(shown.get("mine"), None);
    }
}

#[tokio::test]
async fn lists_show_the_votes_too() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    for thing in things.both() {
        ana.put(&at(thing), &like()).await.ok(200);
    }
    for list in ["/api/movies".to_owned(), format!("{}/comments", things.movie)] {
        let item = ana.all(&list).await.remove(0);
        assert_eq!(item["reactions"], json!({"likes": 1, "dislikes": 0}), "{list}");
        assert_eq!(item["mine"]["reaction"], "like", "{list}");
    }
}

#[tokio::test]
async fn people_may_vote_on_what_they_wrote() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let movie = format!("/api/movies/{}", app.movie("Plácido").await);
    let own = comment(&ana, &movie).await;
    let tally = ana.put(&at(&own), &like()).await.ok(200);
    assert_eq!(tally, json!({"likes": 1, "dislikes": 0, "mine": "like"}));
}

#[tokio::test]
async fn votes_of_one_thing_do_not_touch_another() {
    let app = TestApp::new().await;
    let (ana, things, others) = (app.user().await, Things::new(&app).await, Things::new(&app).await);
    for thing in things.both() {
        ana.put(&at(thing), &like()).await.ok(200);
    }
    for other in others.both() {
        let shown = ana.get(other).await.ok(200);
        assert_eq!(shown["reactions"], json!({"likes": 0, "dislikes": 0}));
        assert_eq!(shown["mine"].get("reaction"), None);
    }
}

#[tokio::test]
async fn a_liked_film_becomes_more_popular_and_a_disliked_one_less() {
    let app = TestApp::new().await;
    let [disliked, plain, liked] = [app.movie("A").await, app.movie("B").await, app.movie("C").await];
    let ana = app.user().await;
    ana.put(&format!("/api/movies/{liked}/reaction"), &like()).await.ok(200);
    ana.put(&format!("/api/movies/{disliked}/reaction"), &dislike()).await.ok(200);
    let films = app.visitor().all("/api/movies?sort=popular").await;
    let ids: Vec<&str> = films.iter().map(|film| film["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [liked, plain, disliked].map(|id| id.to_string()));
}

#[tokio::test]
async fn the_best_comments_come_first_until_their_votes_are_taken_back() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.user().await);
    let movie = format!("/api/movies/{}", app.movie("Plácido").await);
    let [poor, good] = [comment(&ana, &movie).await, comment(&ana, &movie).await];
    let first = async || {
        let comments = app.visitor().all(&format!("{movie}/comments?sort=top")).await;
        format!("/api/comments/{}", comments[0]["id"].as_str().unwrap())
    };
    berta.put(&at(&poor), &like()).await.ok(200);
    assert_eq!(first().await, poor);
    berta.put(&at(&good), &like()).await.ok(200);
    ana.put(&at(&good), &like()).await.ok(200);
    assert_eq!(first().await, good);
    for voter in [&ana, &berta] {
        voter.delete(&at(&good)).await.ok(200);
    }
    assert_eq!(first().await, poor);
}

#[tokio::test]
async fn an_idempotency_key_means_nothing_here() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    let long = "k".repeat(129);
    for thing in things.both() {
        for (body, mine) in [(like(), "like"), (dislike(), "dislike")] {
            let reply = ana.put(&at(thing), &body).header("idempotency-key", &long).await;
            assert_eq!(reply.header("idempotency-replayed"), None);
            assert_eq!(reply.ok(200)["mine"], mine);
        }
    }
}

#[tokio::test]
async fn a_tally_is_kept_by_nobody() {
    let app = TestApp::new().await;
    let (ana, things) = (app.user().await, Things::new(&app).await);
    for thing in things.both() {
        let replies = [ana.put(&at(thing), &like()).await, ana.delete(&at(thing)).await];
        for reply in replies {
            assert_eq!(reply.header("cache-control"), Some("private, no-store"));
            assert_eq!(reply.header("etag"), None);
        }
    }
}
