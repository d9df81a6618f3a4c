//! How a signed-in viewer stands to films.

use kenmovie_common::auth::Preset;
use kenmovie_common::domain::Role;
use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{MOVIES, at, listed, vote};

#[tokio::test]
async fn everybody_sees_their_own_vote_with_each_film() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.user().await);
    let [liked, disliked, plain] =
        [app.movie("Casa A").await, app.movie("Casa B").await, app.movie("Casa C").await];
    vote(&ana, liked, "like").await;
    vote(&ana, disliked, "dislike").await;
    vote(&berta, plain, "like").await;
    let cases = [(&ana, [Some("like"), Some("dislike"), None]), (&berta, [None, None, Some("like")])];
    for (viewer, votes) in cases {
        let expected = votes.map(|vote| {
            let mut mine = json!({"listed": false, "blocked": false});
            if let Some(vote) = vote {
                mine["reaction"] = vote.into();
            }
            mine
        });
        for list in ["sort=title", "sort=title&q=casa", "sort=title&limit=1"] {
            let films = viewer.all(&format!("{MOVIES}?{list}")).await;
            let mine: Vec<Value> = films.into_iter().map(|mut film| film["mine"].take()).collect();
            assert_eq!(mine, expected, "{list}");
        }
        for (id, expected) in [liked, disliked, plain].into_iter().zip(expected) {
            assert_eq!(viewer.get(&at(id)).await.ok(200)["mine"], expected);
        }
    }
    for film in app.visitor().all(MOVIES).await {
        assert_eq!(film.get("mine"), None);
    }
    assert_eq!(app.visitor().get(&at(liked)).await.ok(200).get("mine"), None);
}

#[tokio::test]
async fn whoever_reads_through_a_machine_client_is_themselves() {
    let app = TestApp::new().await;
    let person = app.person(Role::User).await;
    let movie = app.movie("Casa").await;
    vote(&app.signed_in(&person).await, movie, "like").await;
    for preset in Preset::ALL {
        let client = app.machine(&person, preset).await;
        assert_eq!(client.get(&at(movie)).await.ok(200)["mine"]["reaction"], "like");
        assert_eq!(client.all(MOVIES).await[0]["mine"]["reaction"], "like");
    }
}

#[tokio::test]
async fn a_reported_film_is_left_out_for_whoever_reported_it() {
    let app = TestApp::new().await;
    let (ana, berta) = (app.user().await, app.user().await);
    let [hidden, other] = [app.movie("Casa A").await, app.movie("Casa B").await];
    ana.post(&format!("{}/reports", at(hidden)), &json!({"reason": "spam"})).await.ok(201);
    for list in ["sort=popular", "sort=top_rated", "sort=newest", "sort=title", "q=casa"] {
        let list = format!("{MOVIES}?{list}");
        assert_eq!(listed(&ana, &list).await, ["Casa B"], "{list}");
        for viewer in [&berta, &app.visitor()] {
            assert_eq!(listed(viewer, &list).await.len(), 2, "{list}");
        }
    }
    assert_eq!(ana.get(&at(hidden)).await.ok(200)["mine"]["blocked"], true);
    assert_eq!(ana.get(&at(other)).await.ok(200)["mine"]["blocked"], false);
}

#[tokio::test]
async fn whoever_holds_a_token_that_works_no_more_sees_what_a_visitor_sees() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("Casa").await);
    vote(&ana, movie, "like").await;
    app.expire_tokens();
    let forged = app.visitor().bearer("eyJhbGciOiJub25lIn0.e30.");
    for viewer in [&ana, &forged] {
        for path in [MOVIES.to_owned(), at(movie), "/api/genres".into()] {
            let reply = viewer.get(&path).await;
            assert!(reply.header("cache-control").unwrap().starts_with("public, "), "{path}");
            assert_eq!(reply.ok(200), app.visitor().get(&path).await.ok(200), "{path}");
        }
    }
}
