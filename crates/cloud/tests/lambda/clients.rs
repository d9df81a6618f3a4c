//! API tokens, and what machine clients bring of a provider's word.

use serde_json::json;

use crate::accounts::sign_up;
use crate::catalogue::administrator;
use crate::events::Event;
use crate::site::Site;

#[tokio::test]
async fn an_api_token_is_made_listed_and_revoked() {
    let site = Site::with(&["tokens"]).await;
    let mut admin = administrator();
    admin["scope"] = json!("tokens:admin movies:read");
    let ask = |method: &str, path: &str| Event::new(method, path).authorized(&admin);
    let new = json!({ "name": "films", "scopes": ["movies:read", "signin:auth"] });
    let made = site.ask("tokens", ask("POST", "/api/tokens").body(&new)).await.assert(201).body();
    assert!(made["token"].as_str().unwrap().starts_with("km_"));
    let list = site.ask("tokens", ask("GET", "/api/tokens")).await.assert(200).body();
    assert_eq!((&list["items"][0]["id"], list["items"][0].get("token")), (&made["id"], None));
    let beyond = json!({ "name": "more", "scopes": ["movies:delete"] });
    let beyond = ask("POST", "/api/tokens").body(&beyond);
    site.ask("tokens", beyond).await.assert_problem(403, "insufficient_scope");
    let path = format!("/api/tokens/{}", made["id"].as_str().unwrap());
    site.ask("tokens", ask("DELETE", &path)).await.assert(204);
    site.ask("tokens", ask("DELETE", &path)).await.assert_problem(404, "not_found");
}

#[tokio::test]
async fn a_machine_client_signs_people_in_with_its_token_and_nobody_without_a_providers_word() {
    let site = Site::with(&["register", "login", "tokens", "oauth"]).await;
    sign_up(&site).await;
    let mut admin = administrator();
    admin["scope"] = json!("tokens:admin");
    let new = json!({ "name": "server", "scopes": ["signin:auth"] });
    let new = Event::new("POST", "/api/tokens").body(&new).authorized(&admin);
    let token = site.ask("tokens", new).await.assert(201).body()["token"].as_str().unwrap().to_owned();
    // ana@example.com:butaca-trece-lluvia
    let basic = "Basic YW5hQGV4YW1wbGUuY29tOmJ1dGFjYS10cmVjZS1sbHV2aWE=";
    let sign_in =
        Event::new("POST", "/api/login").header("x-api-token", &token).header("authorization", basic);
    let signed_in = site.ask("login", sign_in).await.assert(200);
    assert_eq!((signed_in.body()["token_type"].as_str(), signed_in.set_cookies().len()), (Some("Bearer"), 0));

    let word = json!({ "provider": "google", "id_token": "no.such.token" });
    let word = Event::new("POST", "/api/sign-provider").body(&word);
    site.ask("oauth", word.clone()).await.assert_problem(401, "invalid_credentials");
    let known = word.header("x-api-token", &token);
    site.ask("oauth", known).await.assert_problem(401, "invalid_credentials");
    // Where Google is not configured, browsers cannot go there.
    site.ask("oauth", Event::new("GET", "/api/oauth/google")).await.assert_problem(404, "not_found");
}
