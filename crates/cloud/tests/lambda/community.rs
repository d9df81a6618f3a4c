//! Scores, lists, people, notifications and cases.

use serde_json::{Value, json};

use crate::accounts::sign_up;
use crate::catalogue::film;
use crate::events::Event;
use crate::site::Site;

/// What the authorizer says of somebody with these scopes.
fn somebody(id: &str, scope: &str) -> Value {
    json!({
        "verdict": "ok", "sub": id, "sid": "01890a5d-ac97-7c3e-8a11-7d5f5c1e9b42", "client": "web",
        "scope": scope, "auth_time": 1_795_253_000, "expires_at": 1_795_253_900,
    })
}

#[tokio::test]
async fn a_film_is_rated_and_kept_in_a_list() {
    let site = Site::with(&["register", "movies", "ratings", "user-movies"]).await;
    let cookies = sign_up(&site).await.cookies();
    let film = film(&site, "Alien").await;
    let ask = |method: &str, path: &str| Event::new(method, path).cookies(&cookies);
    let rating = format!("/api/movies/{film}/rating");
    let rated = site.ask("ratings", ask("PUT", &rating).body(&json!({ "score": 9 }))).await.assert(200);
    assert_eq!((&rated.body()["average"], &rated.body()["mine"]), (&json!(9.0), &json!(9)));
    let bad = ask("PUT", &rating).body(&json!({ "score": 11 }));
    site.ask("ratings", bad).await.assert_problem(422, "validation_failed");
    assert_eq!(site.ask("ratings", ask("DELETE", &rating)).await.assert(200).body()["count"], 0);

    let place = format!("/api/user-movies/{film}");
    site.ask("user-movies", ask("PUT", &place)).await.assert(204);
    let list = site.ask("user-movies", ask("GET", "/api/user-movies")).await.assert(200);
    assert_eq!(list.body()["items"][0]["movie"]["title"], "Alien");
    site.ask("user-movies", ask("DELETE", &place)).await.assert(204);
    let visitor = Event::new("GET", "/api/user-movies");
    site.ask("user-movies", visitor).await.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_reported_film_makes_a_case_whose_decision_is_told() {
    let site = Site::with(&["register", "movies", "reports", "notifications"]).await;
    let cookies = sign_up(&site).await.cookies();
    let film = film(&site, "Alien").await;
    let report = Event::new("POST", &format!("/api/movies/{film}/reports")).cookies(&cookies);
    let report = report.body(&json!({ "reason": "spam" }));
    let report = site.ask("reports", report).await.assert(201).body()["id"].as_str().unwrap().to_owned();
    let moderator = somebody("01890a5d-ac96-774b-bcce-b302099a8057", "reports:moderate");
    let queue = Event::new("GET", "/api/reports?status=open&kind=movie").authorized(&moderator);
    assert_eq!(site.ask("reports", queue).await.assert(200).body()["items"][0]["id"], *report);
    let decision = json!({ "status": "resolved", "note": "Gracias." });
    let decide = Event::new("PATCH", &format!("/api/reports/{report}")).body(&decision);
    site.ask("reports", decide.clone().cookies(&cookies)).await.assert_problem(403, "insufficient_scope");
    site.ask("reports", decide.authorized(&moderator)).await.assert(200);

    let ask = |method: &str, path: &str| Event::new(method, path).cookies(&cookies);
    let news = site.ask("notifications", ask("GET", "/api/notifications")).await.assert(200).body();
    assert_eq!((&news["unread"], &news["items"][0]["report"]["note"]), (&json!(1), &json!("Gracias.")));
    let read = ask("POST", "/api/notifications/read").body(&json!({ "up_to": news["items"][0]["id"] }));
    assert_eq!(site.ask("notifications", read).await.assert(200).body(), json!({ "unread": 0 }));
}

#[tokio::test]
async fn people_find_show_and_block_each_other_and_administrators_see_them() {
    let site = Site::with(&["register", "people"]).await;
    let me = sign_up(&site).await;
    let cookies = me.cookies();
    let body = json!({ "name": "Berta", "age": 30, "email": "berta@example.com", "password": "butaca-trece-lluvia" });
    let berta = site.ask("register", Event::new("POST", "/api/register").body(&body)).await.assert(201);
    let berta = berta.body()["user"]["id"].as_str().unwrap().to_owned();
    let ask = |method: &str, path: &str| Event::new(method, path).cookies(&cookies);
    let found = site.ask("people", ask("GET", "/api/users?q=ber")).await.assert(200).body();
    assert_eq!(found["items"][0]["id"], *berta);
    let shown = site.ask("people", Event::new("GET", &format!("/api/users/{berta}"))).await.assert(200);
    assert_eq!((&shown.body()["name"], shown.body().get("email")), (&json!("Berta"), None));
    let block = format!("/api/blocked-users/{berta}");
    site.ask("people", ask("PUT", &block)).await.assert(204);
    let blocked = site.ask("people", ask("GET", "/api/blocked-users")).await.assert(200);
    assert_eq!(blocked.body()["items"][0]["user"]["name"], "Berta");
    site.ask("people", ask("DELETE", &block)).await.assert(204);

    let everybody = Event::new("GET", "/api/admin/users");
    site.ask("people", everybody.clone().cookies(&cookies)).await.assert_problem(403, "insufficient_scope");
    let admin = somebody("01890a5d-ac96-774b-bcce-b302099a8057", "users:admin");
    let all = site.ask("people", everybody.authorized(&admin)).await.assert(200);
    assert_eq!(all.body()["items"].as_array().map(Vec::len), Some(2));
}
