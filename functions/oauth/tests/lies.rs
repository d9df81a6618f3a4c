//! Providers that lie: nobody is signed in, nobody is made.

use serde_json::{Value, json};

use crate::provider::{Lie, Signature, Token};
use crate::stage::{MACHINE, Stage, person, turned_away};

fn seconds(token: &mut Token, member: &str, by: i64) {
    token.claims[member] = json!(token.claims[member].as_i64().unwrap() + by);
}

fn by_secret(token: &mut Token, signature: Signature) {
    token.header["alg"] = json!("HS256");
    token.signature = signature;
}

/// What is wrong with an ID token wherever it comes from.
const ANYWHERE: &[(&str, Lie)] = &[
    ("another client's", |token| token.claims["aud"] = json!("somebody-else")),
    ("for another client too", |token| {
        token.claims["aud"] = json!([token.claims["aud"].as_str().unwrap(), "somebody-else"]);
    }),
    ("for nobody", |token| {
        token.claims.as_object_mut().unwrap().remove("aud");
    }),
    ("of another issuer", |token| token.claims["iss"] = json!("https://accounts.google.com")),
    ("of the issuer, nearly", |token| {
        token.claims["iss"] = json!(format!("{}/", token.claims["iss"].as_str().unwrap()));
    }),
    ("of no issuer", |token| {
        token.claims.as_object_mut().unwrap().remove("iss");
    }),
    ("signed by another key", |token| token.signature = Signature::Key(1)),
    ("signed by a key that it does not show", |token| {
        token.header["kid"] = json!("second");
        token.signature = Signature::Key(1);
    }),
    ("of a key by a path", |token| {
        token.header["kid"] = json!("../../../dev/null");
        token.signature = Signature::Key(1);
    }),
    ("with the public key as a secret", |token| by_secret(token, Signature::PublicKey)),
    ("with the public JWK as a secret", |token| by_secret(token, Signature::PublicJwk)),
    ("not signed, and saying so", |token| {
        token.header["alg"] = json!("none");
        token.signature = Signature::None;
    }),
    ("not signed, and saying so loudly", |token| {
        token.header["alg"] = json!("None");
        token.signature = Signature::None;
    }),
    ("not signed", |token| token.signature = Signature::None),
    ("bringing its own key", |token| {
        token.header.as_object_mut().unwrap().remove("kid");
        token.header["jwk"] = crate::keys::KEYS[1].jwk();
        token.signature = Signature::Key(1);
    }),
    ("with a critical extension", |token| token.header["crit"] = json!(["b64"])),
    ("an access token", |token| token.header["typ"] = json!("at+jwt")),
    ("expired", |token| token.claims["exp"] = token.claims["iat"].clone()),
    ("without an end", |token| {
        token.claims.as_object_mut().unwrap().remove("exp");
    }),
    ("issued too long ago", |token| seconds(token, "iat", -601)),
    ("issued in the future", |token| seconds(token, "iat", 61)),
    ("without a beginning", |token| {
        token.claims.as_object_mut().unwrap().remove("iat");
    }),
    ("of nobody", |token| token.claims["sub"] = json!("")),
    ("of nobody at all", |token| {
        token.claims.as_object_mut().unwrap().remove("sub");
    }),
    ("of somebody with too long a name", |token| token.claims["sub"] = json!("9".repeat(256))),
    ("of an operator", |token| token.claims["sub"] = json!({ "$ne": null })),
    ("with a member of another type", |token| token.claims["hd"] = json!({ "$ne": null })),
];

/// What is wrong in a flow.
const IN_A_FLOW: &[(&str, Lie)] = &[
    ("of another flow", |token| token.claims["nonce"] = json!("another")),
    ("of no flow", |token| {
        token.claims.as_object_mut().unwrap().remove("nonce");
    }),
    ("none", |token| token.header = Value::Null),
    ("not JSON", |token| token.claims = json!("claims")),
];

#[tokio::test]
async fn a_browser_is_not_signed_in_by_a_lie() {
    let stage = Stage::new().await;
    for (lie, told) in ANYWHERE.iter().chain(IN_A_FLOW) {
        stage.provider.lies(*told);
        let reply = stage.sign_in(&person("1", "ana@gmail.com")).await;
        assert_eq!(reply.header("location"), Some("/login?error=provider_refused"), "{lie}");
        turned_away(&reply, "provider_refused");
    }
    assert!(stage.account_of("ana@gmail.com").await.is_none());
}

#[tokio::test]
async fn a_machine_signs_nobody_in_by_a_lie() {
    let stage = Stage::new().await;
    let machine = stage.machine_of("app").await;
    let now = kenmovie_common::ports::Clock::now(stage.app.clock.as_ref());
    for (lie, told) in ANYWHERE {
        stage.provider.lies(*told);
        let id_token = stage.provider.id_token(&person("1", "ana@gmail.com"), "app", now);
        let reply = machine.post(MACHINE, &json!({ "provider": "google", "id_token": id_token })).await;
        assert_eq!(reply.status, 401, "{lie}: {:#}", reply.body);
        reply.problem(401, "invalid_credentials");
    }
    assert!(stage.account_of("ana@gmail.com").await.is_none());
}

#[tokio::test]
async fn the_bounds_of_a_tokens_times_are_exact() {
    let stage = Stage::new().await;
    let truths: [Lie; 4] = [
        |token| seconds(token, "iat", -600),
        |token| seconds(token, "iat", 60),
        |token| token.claims["exp"] = json!(token.claims["iat"].as_i64().unwrap() + 1),
        |token| token.claims["aud"] = json!([token.claims["aud"].as_str().unwrap()]),
    ];
    for truth in truths {
        stage.provider.lies(truth);
        assert_eq!(stage.sign_in(&person("1", "ana@gmail.com")).await.header("location"), Some("/"));
    }
}
