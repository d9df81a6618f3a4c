//! What no list takes.

use kenmovie_common::domain::Role;
use kenmovie_testkit::{Client, MALFORMED_IDS, NOBODYS_ID, Sent, TestApp};

use crate::{LIST, at, titles};

#[tokio::test]
async fn nobody_has_a_list_without_an_account_or_with_an_expired_token() {
    let app = TestApp::new().await;
    let film = app.movie("Tasio").await;
    let all = |client: &Client| -> [Sent; 3] {
        [client.get(LIST), client.request("PUT", &at(film)), client.delete(&at(film))]
    };
    for sent in all(&app.visitor()) {
        sent.await.problem(401, "unauthenticated");
    }
    let person = app.person(Role::User).await;
    let old = app.signed_in(&person).await;
    app.expire_tokens();
    for sent in all(&old) {
        sent.await.problem(401, "token_expired");
    }
    assert!(titles(&app.signed_in(&person).await).await.is_empty());
}

#[tokio::test]
async fn another_site_changes_no_list() {
    let app = TestApp::new().await;
    let (ana, film) = (app.user().await, app.movie("Tasio").await);
    ana.request("PUT", &at(film)).header("sec-fetch-site", "cross-site").await.problem(403, "csrf");
    assert!(titles(&ana).await.is_empty());
    ana.request("PUT", &at(film)).await.ok(204);
    ana.delete(&at(film)).header("sec-fetch-site", "same-site").await.problem(403, "csrf");
    assert_eq!(titles(&ana).await, ["Tasio"]);
}

#[tokio::test]
async fn what_is_no_film_stands_in_no_list() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    for id in [NOBODYS_ID].into_iter().chain(MALFORMED_IDS) {
        let path = format!("{LIST}/{id}");
        ana.request("PUT", &path).await.problem(404, "not_found");
        ana.delete(&path).await.problem(404, "not_found");
    }
    assert!(titles(&ana).await.is_empty());
}

#[tokio::test]
async fn a_page_has_bounds_and_a_cursor_is_of_this_list() {
    let app = TestApp::new().await;
    let ana = app.user().await;
    ana.get(&format!("{LIST}?limit=0")).await.invalid(&["limit too_small"]);
    ana.get(&format!("{LIST}?limit=101")).await.invalid(&["limit too_large"]);
    ana.get(&format!("{LIST}?cursor=x")).await.problem(400, "bad_cursor");
    for number in 0..3 {
        app.movie(&format!("Film {number}")).await;
    }
    let (_, next) = app.visitor().page("/api/movies?limit=1", None).await;
    ana.get(&format!("{LIST}?cursor={}", next.unwrap())).await.problem(400, "bad_cursor");
}
