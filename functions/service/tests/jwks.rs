//! `GET /.well-known/jwks.json`

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kenmovie_common::auth::Preset;
use kenmovie_common::domain::{Client as SignInClient, Role};
use kenmovie_testkit::{PASSWORD, TestApp};
use serde_json::{Value, json};

const PATH: &str = "/.well-known/jwks.json";

fn decoded(part: &str) -> Value {
    let bytes = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

#[tokio::test]
async fn the_keys_are_public_ones_and_nothing_more() {
    let app = TestApp::new().await;
    let body = app.visitor().get(PATH).await.ok(200);
    let keys = body["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    let mut members: Vec<&str> = keys[0].as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x"], "no private part");
    assert_eq!((&keys[0]["kty"], &keys[0]["crv"]), (&json!("OKP"), &json!("Ed25519")));
    assert_eq!((&keys[0]["alg"], &keys[0]["use"]), (&json!("EdDSA"), &json!("sig")));
    assert_eq!(URL_SAFE_NO_PAD.decode(keys[0]["x"].as_str().unwrap()).unwrap().len(), 32);
    assert_eq!(body.as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn a_token_that_was_issued_is_verified_by_the_key_that_its_header_names() {
    let app = TestApp::new().await;
    let keys = app.visitor().get(PATH).await.ok(200);
    let body = json!({ "name": "Ana", "age": 30, "email": "ana@example.com", "password": PASSWORD });
    let issued = app.visitor().post("/api/register", &body).await.cookie("km_access").unwrap();
    let parts: Vec<&str> = issued.split('.').collect();
    let header = decoded(parts[0]);
    assert_eq!((&header["alg"], &header["typ"]), (&json!("EdDSA"), &json!("at+jwt")));
    let key = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == header["kid"]).unwrap();
    let x = URL_SAFE_NO_PAD.decode(key["x"].as_str().unwrap()).unwrap();
    let signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
    let message = format!("{}.{}", parts[0], parts[1]);
    UnparsedPublicKey::new(&ED25519, &x).verify(message.as_bytes(), &signature).unwrap();
    assert!(UnparsedPublicKey::new(&ED25519, &x).verify(b"else", &signature).is_err());
}

#[tokio::test]
async fn a_token_says_what_the_contract_lists() {
    let app = TestApp::new().await;
    let user = app.person(Role::User).await;
    let (client, _) = app.api_token(Preset::Public).await;
    let web = app.session(&user, SignInClient::Web).await;
    let machine = app.session(&user, SignInClient::Token(client.id)).await;
    for (session, through, named, scope) in [
        (
            &web,
            None,
            "web".to_owned(),
            "movies:read user-movies:read user-movies:write comments:write reactions:write \
            ratings:write reports:write messages:read messages:write account:read account:write",
        ),
        (&machine, Some(&client), client.id.to_string(), "movies:read user-movies:read user-movies:write"),
    ] {
        let token = app.token(&user, session, through);
        let mut claims = decoded(token.split('.').nth(1).unwrap());
        assert!(claims["jti"].take().as_str().is_some_and(|jti| jti.len() == 16));
        let expected = json!({
            "iss": "http://localhost:8080", "aud": "http://localhost:8080/api", "sub": user.id,
            "sid": session.id,
            "client": named, "scope": scope, "auth_time": 1_767_268_800, "iat": 1_767_268_800,
            "exp": 1_767_269_700,
            "jti": null,
        });
        assert_eq!(claims, expected);
    }
}

#[tokio::test]
async fn no_two_tokens_are_the_same() {
    let app = TestApp::new().await;
    let user = app.person(Role::User).await;
    let session = app.session(&user, SignInClient::Web).await;
    assert_ne!(app.token(&user, &session, None), app.token(&user, &session, None));
}
