//! The order of what a search finds.

use kenmovie_common::domain::search::RANKED;
use kenmovie_common::domain::{MovieDraft, SourceRating};
use kenmovie_testkit::TestApp;

use crate::{MOVIES, draft, listed, vote};

#[tokio::test]
async fn a_search_is_ordered_by_how_well_the_words_fit() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    let person = MovieDraft { cast: crate::genres(&["Rosa Luz"]), ..draft("De una persona", None) };
    let original = MovieDraft { original_title: Some("Rosa".into()), ..draft("Del original", None) };
    for film in [person, original, draft("Rosario", None), draft("La rosa", None)] {
        // The worse they fit, the better they are liked.
        let id = app.film(film.clone()).await;
        let votes = match film.title.as_str() {
            "De una persona" => 3,
            "Del original" => 2,
            "Rosario" => 1,
            _ => 0,
        };
        for _ in 0..votes {
            vote(&app.user().await, id, "like").await;
        }
    }
    let expected = ["La rosa", "Rosario", "Del original", "De una persona"];
    for list in ["q=rosa", "q=rosa&sort=relevance", "q=ROSA&limit=1", "q=rosa&limit=3"] {
        for viewer in [&app.visitor(), &ana] {
            assert_eq!(listed(viewer, &format!("{MOVIES}?{list}")).await, expected, "{list}");
        }
    }
    let popular = listed(&ana, &format!("{MOVIES}?q=rosa&sort=popular")).await;
    assert_eq!(popular, ["De una persona", "Del original", "Rosario", "La rosa"]);
}

#[tokio::test]
async fn a_film_whose_title_is_typed_is_found_first_however_many_are_more_popular() {
    let app = TestApp::new().await;
    let of = |title: &str, votes| MovieDraft {
        genres: crate::genres(&["Drama"]),
        source_rating: Some(SourceRating { average: 7.0, votes }),
        ..draft(title, Some(1990))
    };
    for title in ["Rosa", "Rosa, Rosa"] {
        app.film(of(title, 0)).await;
    }
    for number in 0..RANKED {
        app.film(of(&format!("Rosa {number}"), 1_000)).await;
    }
    let visitor = app.visitor();
    for filter in ["", "&genre=Drama", "&year_from=1990", "&genre=Drama&year_from=1980&year_to=1990"] {
        for (typed, title) in [("rosa", "Rosa"), ("rosa+rosa", "Rosa, Rosa"), ("ROSA,+rosa!", "Rosa, Rosa")] {
            let films = listed(&visitor, &format!("{MOVIES}?q={typed}&limit=40{filter}")).await;
            assert_eq!(films.first().map(String::as_str), Some(title), "{typed} {filter}");
            assert_eq!(films.len(), RANKED + 1, "{typed} {filter}");
        }
    }
    assert_eq!(listed(&visitor, &format!("{MOVIES}?q=rosa&genre=Western")).await.len(), 0);
}

#[tokio::test]
async fn what_fits_equally_well_is_ordered_by_how_popular_it_is() {
    let app = TestApp::new().await;
    let ids = [app.movie("Rosa uno").await, app.movie("Rosa dos").await, app.movie("Rosa tres").await];
    for (id, votes) in ids.into_iter().zip([1, 3, 2]) {
        for _ in 0..votes {
            vote(&app.user().await, id, "like").await;
        }
    }
    assert_eq!(
        listed(&app.visitor(), &format!("{MOVIES}?q=rosa")).await,
        ["Rosa dos", "Rosa tres", "Rosa uno"]
    );
}

#[tokio::test]
async fn a_search_can_have_every_other_order_too() {
    let app = TestApp::new().await;
    for (title, year) in [("Rosa B", 1990), ("Rosa C", 1970), ("Rosa A", 1980), ("Lirio", 2000)] {
        app.film(draft(title, Some(year))).await;
    }
    let by = async |sort: &str| listed(&app.visitor(), &format!("{MOVIES}?q=rosa&sort={sort}&limit=1")).await;
    assert_eq!(by("title").await, ["Rosa A", "Rosa B", "Rosa C"]);
    assert_eq!(by("newest").await, ["Rosa B", "Rosa A", "Rosa C"]);
}
