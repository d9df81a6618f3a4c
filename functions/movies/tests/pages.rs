//! Pages of films: every film once, in order, whatever the size of the page.

use std::time::Duration;

use kenmovie_common::domain::search::RANKED;
use kenmovie_common::domain::{MovieDraft, SourceRating};
use kenmovie_testkit::{Client, TestApp, encoded};
use serde_json::Value;

use crate::{MOVIES, at, draft, genres, listed, titles};

const SORTS: [&str; 5] = ["popular", "top_rated", "newest", "title", "relevance"];

fn path(sort: &str) -> String {
    let words = if sort == "relevance" { "&q=film" } else { "" };
    format!("{MOVIES}?sort={sort}{words}")
}

/// Films that tie in every order, among others that do not: their ids decide.
async fn films(app: &TestApp, count: usize) {
    for number in 0..count {
        if number % 5 == 0 {
            app.clock.advance(Duration::from_millis(1));
        }
        let votes = [0, 10, 10, 5_000, 70_000][number % 5];
        let average = [5.0, 8.0][number % 2];
        let year = [None, Some(1960), Some(1961), Some(1960)][number % 4];
        let rated = number % 3 != 0;
        app.film(MovieDraft {
            source_rating: rated.then_some(SourceRating { average, votes }),
            genres: genres(&["Drama"]),
            ..draft(&format!("Film {}", number % 7), year)
        })
        .await;
    }
}

/// The key that an order sorts by, as far as a list shows it, and the id of ties: the latest first but for titles.
fn ties_are_broken_by_id(sort: &str, films: &[Value]) {
    let shown = |film: &Value| match sort {
        "newest" => film["year"].to_string(),
        _ => film["title"].to_string(),
    };
    let runs = films.chunk_by(|one, two| shown(one) == shown(two));
    let mut seen = Vec::new();
    for run in runs {
        assert!(!seen.contains(&shown(&run[0])), "{sort}: the same key stands at two places");
        seen.push(shown(&run[0]));
        let ids: Vec<&str> = run.iter().map(|film| film["id"].as_str().unwrap()).collect();
        let rising = ids.is_sorted_by(|one, two| one < two);
        let falling = ids.is_sorted_by(|one, two| one > two);
        assert!(if sort == "title" { rising } else { falling }, "{sort}: {ids:?}");
    }
}

async fn pages_hold_every_film_once(
    client: &Client,
    list: &str,
    count: usize,
    limits: impl Iterator<Item = usize>,
) {
    let whole = client.all(&format!("{list}&limit=100")).await;
    let mut ids: Vec<&Value> = whole.iter().map(|film| &film["id"]).collect();
    assert_eq!(ids.len(), count, "{list}");
    ids.sort_by_key(|id| id.as_str());
    ids.dedup();
    assert_eq!(ids.len(), count, "{list}: a film came twice");
    for limit in limits {
        let pages = client.pages(&format!("{list}&limit={limit}")).await;
        assert!(pages.iter().rev().skip(1).all(|page| page.len() == limit), "{list} {limit}");
        assert!(pages.last().is_some_and(|page| !page.is_empty()), "{list} {limit}");
        assert_eq!(pages.concat(), whole, "{list} {limit}");
    }
}

#[tokio::test]
async fn every_size_of_page_gives_every_film_once_in_the_same_order() {
    let app = TestApp::new().await;
    films(&app, 105).await;
    for sort in SORTS {
        // Of those that words find, so many are ranked.
        let count = if sort == "relevance" { RANKED } else { 105 };
        pages_hold_every_film_once(&app.visitor(), &path(sort), count, 1..=100).await;
    }
}

#[tokio::test]
async fn a_list_that_fills_its_last_page_has_no_empty_one_after_it() {
    let app = TestApp::new().await;
    films(&app, 40).await;
    for sort in SORTS {
        pages_hold_every_film_once(&app.visitor(), &path(sort), 40, [8, 10, 20, 40].into_iter()).await;
        let (first, next) = app.visitor().page(&path(sort), None).await;
        assert_eq!((first.len(), next.is_some()), (20, true), "twenty is the size of a page");
    }
}

#[tokio::test]
async fn pages_hold_with_every_filter_and_for_a_person_too() {
    let app = TestApp::new().await;
    films(&app, 48).await;
    let ana = app.user().await;
    for sort in SORTS {
        for filter in
            ["genre=Drama", "year_from=1960", "year_to=1961", "q=fi", "genre=Drama&year_from=1960&q=film"]
        {
            let list = if filter.contains("q=") {
                format!("{MOVIES}?sort={sort}&{filter}")
            } else {
                format!("{}&{filter}", path(sort))
            };
            let count = if filter.contains("year") { 36 } else { 48 };
            pages_hold_every_film_once(&app.visitor(), &list, count, [1, 5, 7, 47].into_iter()).await;
            pages_hold_every_film_once(&ana, &list, count, [5].into_iter()).await;
        }
    }
}

#[tokio::test]
async fn films_that_tie_are_ordered_by_their_ids() {
    let app = TestApp::new().await;
    films(&app, 60).await;
    for sort in ["newest", "title"] {
        ties_are_broken_by_id(sort, &app.visitor().all(&path(sort)).await);
    }
    let app = TestApp::new().await;
    for _ in 0..30 {
        app.movie("Igual").await;
    }
    for sort in ["popular", "top_rated", "newest", "title"] {
        ties_are_broken_by_id(sort, &app.visitor().all(&path(sort)).await);
    }
}

#[tokio::test]
async fn pages_neither_miss_nor_repeat_what_stays_while_films_come_and_go() {
    for sort in SORTS {
        let app = TestApp::new().await;
        let admin = app.admin().await;
        let mut films = Vec::new();
        for number in 0..30 {
            films.push((app.film(draft(&format!("Film {number:02}"), Some(1950 + number))).await, number));
        }
        let order = listed(&app.visitor(), &path(sort)).await;
        let (mut seen, mut next, mut step) = (Vec::new(), None, 0);
        loop {
            let (items, following) =
                app.visitor().page(&format!("{}&limit=3", path(sort)), next.as_deref()).await;
            seen.extend(titles(&items).into_iter().map(str::to_owned));
            next = following;
            if next.is_none() {
                break;
            }
            if step < 10 {
                admin.delete(&at(films[step * 3].0)).await.ok(204);
                app.film(draft(&format!("Film {:02} bis", step * 2), Some(1950 + films[step].1))).await;
            }
            step += 1;
        }
        let stays = |title: &String| (0..30).any(|n| n % 3 != 0 && *title == format!("Film {n:02}"));
        let expected: Vec<&String> = order.iter().filter(|title| stays(title)).collect();
        let read: Vec<&String> = seen.iter().filter(|title| stays(title)).collect();
        assert_eq!(read, expected, "{sort}");
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "{sort}: a film came twice");
    }
}

#[tokio::test]
async fn a_cursor_works_in_its_own_order_alone() {
    let app = TestApp::new().await;
    films(&app, 6).await;
    let visitor = app.visitor();
    let mut cursors = Vec::new();
    for sort in SORTS {
        cursors.push((sort, visitor.page(&format!("{}&limit=2", path(sort)), None).await.1.unwrap()));
    }
    for (of, cursor) in &cursors {
        for sort in SORTS {
            let reply = visitor.get(&format!("{}&cursor={cursor}", path(sort))).await;
            if sort == *of {
                assert_eq!(reply.ok(200)["items"].as_array().unwrap().len(), 4, "{sort}");
            } else {
                reply.problem(400, "bad_cursor");
            }
        }
    }
}

#[tokio::test]
async fn a_cursor_that_was_never_given_out_is_refused() {
    let app = TestApp::new().await;
    films(&app, 3).await;
    // As cursors are now, with what no list gives out.
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    let forged = [
        String::from("null"),
        "[]".into(),
        "{}".into(),
        "[\"movies Popular\"]".into(),
        "[\"movies Popular\",null]".into(),
        format!("[\"movies Popular\",[1.5,\"{id}\"]]"),
        format!("[\"movies Popular\",[\"a\",\"{id}\"]]"),
        format!("[\"movies Popular\",[18446744073709551615,\"{id}\"]]"),
        "[\"movies Popular\",[1,\"x\"]]".into(),
        format!("[\"movies Popular\",[1,\"{id}\",2]]"),
    ];
    let forged = forged.map(|text| base64url(text.as_bytes()));
    let garbage = ["x", "AAAA", "====", "\0", "..", "🎬", "' OR 1=1 --", "%"].map(encoded);
    for cursor in forged.iter().chain(&garbage) {
        app.visitor().get(&format!("{MOVIES}?cursor={cursor}")).await.problem(400, "bad_cursor");
        app.visitor().get(&format!("{MOVIES}?q=!!!&cursor={cursor}")).await.problem(400, "bad_cursor");
    }
    let number = base64url(format!("[\"movies Title\",[1,\"{id}\"]]").as_bytes());
    app.visitor().get(&format!("{MOVIES}?sort=title&cursor={number}")).await.problem(400, "bad_cursor");
}

/// Base64 for addresses, without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..=chunk.len() {
            text.push(char::from(LETTERS[usize::try_from(group >> (18 - 6 * at)).unwrap() % 64]));
        }
    }
    text
}

#[tokio::test]
async fn titles_that_fold_to_very_long_keys_do_not_end_a_list() {
    let app = TestApp::new().await;
    // The longest titles there are: of four bytes a letter, and of letters that fold to eighteen.
    for title in ["a".repeat(200), "𠀀".repeat(200), "\u{fdfa}".repeat(200), "ß".repeat(200), "ñ".repeat(200)]
    {
        for _ in 0..2 {
            app.film(draft(&title, None)).await;
        }
    }
    for sort in ["title", "popular", "newest"] {
        pages_hold_every_film_once(&app.visitor(), &path(sort), 10, [1, 3].into_iter()).await;
    }
}
