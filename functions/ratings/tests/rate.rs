//! One person's score, and what everybody sees of it.

use kenmovie_testkit::TestApp;
use serde_json::{Value, json};

use crate::{at, rating_of, ratings, score, settled};

#[tokio::test]
async fn a_score_is_counted_changed_and_taken_back() {
    let app = TestApp::new().await;
    let (ana, movie) = (app.user().await, app.movie("El sur").await);
    for given in [7, 10, 1] {
        let mut expected = ratings(&[given]);
        expected["mine"] = json!(given);
        // The same again is the same.
        for _ in 0..2 {
            assert_eq!(ana.put(&rating_of(movie), &score(given)).await.ok(200), expected);
        }
        assert_eq!(app.visitor().get(&at(movie)).await.ok(200)["rating"], ratings(&[given]));
    }
    for _ in 0..2 {
        let reply = ana.delete(&rating_of(movie)).await;
        assert_eq!(reply.header("cache-control"), Some("private, no-store"));
        assert_eq!(reply.ok(200), ratings(&[]), "no average of nothing, and no score of the caller's");
    }
    settled(&app).await;
}

#[tokio::test]
async fn a_film_has_the_average_of_all_its_scores_to_two_decimals() {
    let app = TestApp::new().await;
    let movie = app.movie("El sur").await;
    let mut given = Vec::new();
    for one in [7, 8, 8, 1, 10, 7] {
        given.push(one);
        let mut expected = ratings(&given);
        expected["mine"] = json!(one);
        assert_eq!(app.user().await.put(&rating_of(movie), &score(one)).await.ok(200), expected);
    }
    assert_eq!(ratings(&given)["average"], 6.83);
    settled(&app).await;
}

#[tokio::test]
async fn a_person_sees_their_own_score_on_the_page_and_in_lists_and_nobody_elses() {
    let app = TestApp::new().await;
    let (ana, berta, movie) = (app.user().await, app.user().await, app.movie("El sur").await);
    ana.put(&rating_of(movie), &score(9)).await.ok(200);
    berta.put(&rating_of(movie), &score(4)).await.ok(200);
    for (person, own) in [(&ana, json!(9)), (&berta, json!(4))] {
        assert_eq!(person.get(&at(movie)).await.ok(200)["mine"]["rating"], own);
        for list in ["/api/movies", "/api/movies?q=sur"] {
            let films = person.all(list).await;
            assert_eq!(films[0]["mine"]["rating"], own, "{list}");
            assert_eq!(films[0]["rating"], json!({ "average": 6.5, "count": 2 }), "{list}");
        }
    }
    let other = app.user().await.get(&at(movie)).await.ok(200);
    assert_eq!(other["mine"].get("rating"), None);
    assert_eq!(app.visitor().get(&at(movie)).await.ok(200).get("mine"), None);
}

#[tokio::test]
async fn one_ten_does_not_stand_above_many_nines() {
    let app = TestApp::new().await;
    let (lucky, loved) = (app.movie("Una vez").await, app.movie("Muchas veces").await);
    app.user().await.put(&rating_of(lucky), &score(10)).await.ok(200);
    for _ in 0..12 {
        app.user().await.put(&rating_of(loved), &score(9)).await.ok(200);
    }
    let titles: Vec<Value> = app
        .visitor()
        .all("/api/movies?sort=top_rated")
        .await
        .into_iter()
        .map(|film| film["title"].clone())
        .collect();
    assert_eq!(titles, ["Muchas veces", "Una vez"]);
}

#[tokio::test]
async fn a_score_does_not_spoil_an_edit() {
    let app = TestApp::new().await;
    let (admin, ana, movie) = (app.admin().await, app.user().await, app.movie("El sur").await);
    let read = admin.get(&at(movie)).await;
    let tag = read.header("etag").unwrap().to_owned();
    ana.put(&rating_of(movie), &score(9)).await.ok(200);
    admin.patch(&at(movie), &json!({ "year": 1983 })).header("if-match", &tag).await.ok(200);
}
